package dev.parley.cli;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.model.ErrorModel;
import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a server says of itself. Read as plain maps: [Client#describe] would make the records by method handles, which
/// takes longer than all the rest of a call in a fresh JVM.
final class Metadata {
    private static final String SERVICE = "_meta";

    private Metadata() {}

    /// One service.
    ///
    /// @throws RpcException [Code#UNIMPLEMENTED] where there is none of that name
    static ServiceDescriptor service(Client client, String name) {
        try {
            return service(client.service(SERVICE).call("service", name));
        } catch (RpcException e) {
            if (e.code() != Code.NOT_FOUND) {
                throw e;
            }
            List<String> known = new ArrayList<>();
            for (Object each : list(client.service(SERVICE).call("service_names"))) {
                known.add(String.valueOf(each));
            }
            List<String> words = new ArrayList<>(known);
            words.addAll(OwnWords.names());
            String nearest = Nearest.of(name, words);
            throw unknown(
                    "no service \""
                            + name
                            + "\" ("
                            + (nearest.isEmpty() ? Nearest.list(known) : "did you mean " + nearest + "?")
                            + ")");
        }
    }

    /// All services but the hidden ones, by name.
    static List<ServiceDescriptor> services(Client client) {
        List<ServiceDescriptor> services = new ArrayList<>();
        for (Object each : list(client.service(SERVICE).call("services"))) {
            services.add(service(each));
        }
        services.sort((a, b) -> a.name().compareTo(b.name()));
        return services;
    }

    /// A command of a service; `add-all` finds `add_all` and `addAll`.
    ///
    /// @throws RpcException [Code#UNIMPLEMENTED] where there is none of that name
    static ServiceDescriptor.Command command(ServiceDescriptor service, String name) {
        ServiceDescriptor.Command similar = null;
        List<String> known = new ArrayList<>();
        for (ServiceDescriptor.Command command : service.commands()) {
            if (command.name().equals(name)) {
                return command;
            } else if (Parameter.sameName(command.name(), name)) {
                similar = command;
            }
            known.add(command.name());
        }
        if (similar == null) {
            throw unknown(
                    "no command \""
                            + name
                            + "\" in service "
                            + service.name()
                            + " ("
                            + Nearest.hint(name, known)
                            + ")");
        }
        return similar;
    }

    private static RpcException unknown(String message) {
        return new RpcException(Code.UNIMPLEMENTED, "", message, null, false, "", null);
    }

    // ---- from maps

    private static ServiceDescriptor service(@Nullable Object described) {
        Map<?, ?> map = map(described);
        List<ServiceDescriptor.Command> commands = new ArrayList<>();
        for (Object command : list(map.get("commands"))) {
            commands.add(command(map(command)));
        }
        return new ServiceDescriptor(text(map, "name"), text(map, "doc"), commands);
    }

    private static ServiceDescriptor.Command command(Map<?, ?> map) {
        List<ServiceDescriptor.Parameter> parameters = new ArrayList<>();
        for (Object parameter : list(map.get("parameters"))) {
            parameters.add(parameter(map(parameter)));
        }
        List<ErrorModel> errors = new ArrayList<>();
        for (Object error : list(map.get("errors"))) {
            errors.add(error(map(error)));
        }
        Map<?, ?> result = map(map.get("result"));
        return new ServiceDescriptor.Command(
                text(map, "name"),
                text(map, "doc"),
                parameters,
                new ServiceDescriptor.Result(
                        text(result, "doc"), truth(result, "stream"), text(result, "type"), schema(result)),
                errors,
                map.get("deadline") instanceof String deadline ? deadline : null);
    }

    private static ErrorModel error(Map<?, ?> map) {
        String name = text(map, "code").toUpperCase(Locale.ROOT);
        Code code = null;
        for (Code each : Code.values()) {
            code = each.name().equals(name) ? each : code;
        }
        return new ErrorModel(text(map, "type"), code, text(map, "doc"));
    }

    private static ServiceDescriptor.Parameter parameter(Map<?, ?> map) {
        return new ServiceDescriptor.Parameter(
                text(map, "name"),
                text(map, "doc"),
                ParameterModel.Kind.valueOf(text(map, "kind").toUpperCase(Locale.ROOT)),
                text(map, "type"),
                schema(map),
                truth(map, "required"),
                truth(map, "nullable"),
                map.get("defaultValue") instanceof String value ? value : null);
    }

    @SuppressWarnings("unchecked") // the keys of schemas are texts
    private static Map<String, Object> schema(Map<?, ?> map) {
        return (Map<String, Object>) map(map.get("schema"));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }

    private static boolean truth(Map<?, ?> map, String key) {
        return Boolean.TRUE.equals(map.get(key));
    }
}
