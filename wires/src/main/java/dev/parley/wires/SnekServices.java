package dev.parley.wires;

import dev.parley.model.CommandModel;
import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceDescriptor;
import dev.parley.model.ServiceModel;
import dev.parley.value.Codec;
import dev.parley.value.Output;
import dev.parley.value.Shape;
import dev.parley.wire.CommandName;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What a server serves, as clients of snekrpc are told of it on one connection, and what they mean by the names they were
/// told.
final class SnekServices {
    private static final String FILE = "dev.parley.services.FileService";
    private static final String HEALTH = "dev.parley.services.HealthService";

    final WireSetup setup;

    /// The services of other servers that have been described here with other names than their own.
    private final Map<String, List<Names>> renamed = new ConcurrentHashMap<>();

    /// A command's name and those of its parameters.
    ///
    /// @param rest which of them takes the further named ones; -1 for none
    private record Names(String name, List<String> parameters, int rest) {
        static Names of(CommandModel command) {
            List<String> parameters = command.parameters().stream().map(ParameterModel::name).toList();
            return new Names(command.name(), parameters, command.indexOf(ParameterModel.Kind.NAMED_REST));
        }

        static Names of(ServiceDescriptor.Command command) {
            return new Names(
                    command.name(),
                    command.parameters().stream().map(ServiceDescriptor.Parameter::name).toList(),
                    command.parameters().stream()
                            .map(ServiceDescriptor.Parameter::kind)
                            .toList()
                            .indexOf(ParameterModel.Kind.NAMED_REST));
        }

        boolean isRenamed() {
            return !PythonNames.of(parameters).equals(parameters);
        }
    }

    SnekServices(WireSetup setup) {
        this.setup = setup;
    }

    private @Nullable ServiceModel own(String name) {
        return setup.services().get().stream().filter(model -> model.name().equals(name)).findFirst().orElse(null);
    }

    /// Whether a service is the one of ours that is like snekrpc's, whatever it is called.
    boolean isFile(String service) {
        return isOf(service, FILE);
    }

    boolean isHealth(String service) {
        return isOf(service, HEALTH);
    }

    /// By its class, whose module need not be there.
    private boolean isOf(String service, String type) {
        ServiceModel model = own(service);
        return model != null && model.commands().getFirst().method().getDeclaringClass().getName().equals(type);
    }

    // ---- what is told

    /// A service's description in snekrpc's terms, as a map.
    Object spec(ServiceDescriptor service, Codec codec) {
        ServiceModel own = own(service.name());
        if (own == null) {
            remember(service);
            return SnekSpec.map(SnekSpec.Service.of(service));
        }
        SnekSpec.Service spec =
                SnekSpec.Service.of(service, (command, parameter) -> value(own, command, parameter.name(), codec));
        boolean alike = isFile(service.name()) || isHealth(service.name());
        return SnekSpec.map(alike ? SnekAlike.described(spec) : spec);
    }

    private void remember(ServiceDescriptor service) {
        List<Names> names = service.commands().stream().map(Names::of).toList();
        if (names.stream().anyMatch(Names::isRenamed)
                || !said(names).equals(names.stream().map(Names::name).toList())) {
            renamed.put(service.name(), names);
        } else {
            renamed.remove(service.name());
        }
    }

    /// The default of a parameter, as it is in a call.
    private Optional<Object> value(ServiceModel own, String command, String parameter, Codec codec) {
        for (CommandModel each : own.commands()) {
            int i = each.name().equals(command) ? each.names().find(parameter) : -1;
            if (i >= 0) {
                Shape shape = each.parameters().get(i).shape();
                Output out = new Output();
                shape.write(
                        codec.writer(out), shape.parse(Objects.requireNonNull(each.parameters().get(i).defaultText())));
                return Optional.ofNullable(setup.shapes().dynamic().read(codec.reader(out.array(), 0, out.size())));
            }
        }
        return Optional.empty(); // another object has just taken the place of the one that was described
    }

    // ---- what is called

    private @Nullable List<Names> names(String service) {
        ServiceModel own = own(service);
        return own == null ? renamed.get(service) : own.commands().stream().map(Names::of).toList();
    }

    private static List<String> said(List<Names> commands) {
        return PythonNames.of(commands.stream().map(Names::name).toList());
    }

    /// The command that is meant by a name.
    CommandName command(CommandName name) {
        List<Names> known = PythonNames.mayBeRenamed(name.command()) ? names(name.service()) : null;
        int i = known == null ? -1 : said(known).indexOf(name.command());
        return known == null || i < 0 ? name : new CommandName(name.service(), known.get(i).name());
    }

    /// Arguments by the names of the parameters that are meant. What is there by its own name as well stays as it is.
    Map<String, byte[]> parameters(CommandName command, Map<String, byte[]> named) {
        Map<String, byte[]> all = named;
        for (String told : named.keySet()) {
            String name = parameter(command, told);
            if (!named.containsKey(name)) {
                all = all == named ? new LinkedHashMap<>(named) : all;
                all.put(name, Objects.requireNonNull(all.remove(told)));
            }
        }
        return all;
    }

    /// The parameter that is meant by a name.
    String parameter(CommandName command, String name) {
        List<Names> known = PythonNames.mayBeRenamed(name) ? names(command.service()) : null;
        if (known != null) {
            for (Names each : known) {
                int i = each.name.equals(command.command()) ? PythonNames.of(each.parameters).indexOf(name) : -1;
                if (i >= 0 && i != each.rest) {
                    return each.parameters.get(i);
                }
            }
        }
        return name;
    }
}
