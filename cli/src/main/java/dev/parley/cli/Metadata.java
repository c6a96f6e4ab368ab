package dev.parley.cli;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RemoteService;
import dev.parley.RpcException;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a server says of itself. Read as plain maps: [Client#describe] would make the records by method handles, which
/// takes longer than all the rest of a call in a fresh JVM. What is read is kept in the [MetadataCache].
final class Metadata {
    /// The type of the error that a server tells nothing of itself.
    static final String NOTHING_TOLD = "NothingTold";

    private static final String SERVICE = "_meta";

    private final RemoteService meta;
    private final MetadataCache.Entry cache;
    private final boolean describes;

    /// @param cache where to keep it
    /// @param describes whether it is to be expected that the server answers
    Metadata(Client client, MetadataCache.Entry cache, boolean describes) {
        meta = client.service(SERVICE);
        this.cache = cache;
        this.describes = describes;
    }

    /// One service.
    ///
    /// @throws RpcException [Code#UNIMPLEMENTED] where there is none of that name
    ServiceDescriptor service(String name) {
        return Descriptors.service(described(name));
    }

    /// The same as a plain map.
    Object described(String name) {
        Object described;
        try {
            described = asked("service", name);
        } catch (RpcException e) {
            if (e.code() != Code.NOT_FOUND) {
                throw e;
            }
            List<String> known = new ArrayList<>();
            for (Object each : list(asked("service_names"))) {
                known.add(String.valueOf(each));
            }
            throw noService(name, known);
        }
        cache.put(name, described);
        return described == null ? Map.of() : described;
    }

    /// All services but the hidden ones, by name.
    List<ServiceDescriptor> services() {
        return sorted(describedServices());
    }

    /// The same as plain maps.
    List<?> describedServices() {
        List<?> described = list(asked("services"));
        cache.putAll(described);
        return described;
    }

    private @Nullable Object asked(String command, Object... arguments) {
        try {
            return meta.call(command, arguments);
        } catch (RpcException e) {
            if (!isUnknown(e)) {
                throw e;
            }
            String message =
                    "the server at "
                            + cache.url()
                            + " does not tell what it offers, but can be called: parley -u URL METHOD [VALUE…]"
                            + " [NAME=VALUE…]";
            throw new RpcException(Code.UNIMPLEMENTED, NOTHING_TOLD, message, e, false, "", null);
        }
    }

    /// Whether the server does not know what it is asked: all of ours do, and what does not know it over our own protocol says
    /// so by a type. Not all of others have a code for that, and some say nothing, or close the connection.
    private boolean isUnknown(RpcException e) {
        boolean foreign = cache.url().matches("[a-z0-9-]+\\+.*");
        return switch (e.code()) {
            case UNIMPLEMENTED ->
                    foreign
                            ? !e.type().equals("NoMetadata") // which says what would help
                            : e.type().equals("UnknownService") || e.type().equals("UnknownCommand");
            case UNKNOWN, INVALID_ARGUMENT, FAILED_PRECONDITION, INTERNAL -> foreign;
            case DEADLINE_EXCEEDED, UNAVAILABLE -> !describes;
            default -> false;
        };
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /// By name.
    static List<ServiceDescriptor> sorted(Iterable<?> described) {
        List<ServiceDescriptor> services = new ArrayList<>();
        for (Object each : described) {
            services.add(Descriptors.service(each));
        }
        services.sort((a, b) -> a.name().compareTo(b.name()));
        return services;
    }

    /// @param known the names of those that there are
    static RpcException noService(String name, List<String> known) {
        List<String> words = new ArrayList<>(known);
        words.addAll(OwnWords.names());
        int dot = name.indexOf('.') < 0 ? name.indexOf('/') : name.indexOf('.');
        boolean joined = dot > 0 && known.contains(name.substring(0, dot));
        String nearest = joined ? name.substring(0, dot) + " " + name.substring(dot + 1) : Nearest.of(name, words);
        return unknown(
                "no service \""
                        + name
                        + "\" ("
                        + (nearest.isEmpty() ? Nearest.list(known) : "did you mean " + nearest + "?")
                        + ")");
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
}
