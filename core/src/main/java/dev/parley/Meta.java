package dev.parley;

import dev.parley.dispatch.Dispatcher;
import dev.parley.dispatch.Occupancy;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Supplier;

/// What a server says of itself. Every server has this service.
@Service("_meta")
final class Meta {
    private final String name;
    private final Supplier<List<String>> codecs;
    private final Dispatcher dispatcher;
    private final Instant since = Instant.now();
    private volatile @Nullable Server server;

    Meta(String name, Supplier<List<String>> codecs, Dispatcher dispatcher) {
        this.name = name;
        this.codecs = codecs;
        this.dispatcher = dispatcher;
    }

    void started(Server running) {
        server = running;
    }

    /// @param name what the server calls itself
    /// @param version Parley's version
    /// @param codecs the codecs it knows for sure; others may be there
    /// @param transports the schemes of the URLs where it listens
    /// @param uptime since when it runs, as a duration
    /// @param connections how many clients are connected
    /// @param pid the number of its process
    record Status(
            String name,
            String version,
            List<String> codecs,
            List<String> transports,
            Duration uptime,
            int connections,
            long pid) {}

    /// The server's state: name, version, codecs, transports, uptime.
    @Command
    Status status() {
        Server running = Objects.requireNonNull(server);
        return new Status(
                name,
                Version.TEXT,
                codecs.get(),
                running.urls().stream().map(URI::getScheme).distinct().toList(),
                Duration.between(since, Instant.now()),
                running.connections(),
                ProcessHandle.current().pid());
    }

    /// The names of all services, except the hidden ones.
    @Command("service_names")
    List<String> serviceNames() {
        return dispatcher.names().stream().filter(Meta::isListed).sorted().toList();
    }

    /// All that is known of one service.
    ///
    /// @param name empty for the one that is meant by callers that name none: the first that is not hidden
    @Command
    ServiceDescriptor service(String name) {
        ServiceDescriptor known = dispatcher.describe(name.isEmpty() ? dispatcher.home() : name);
        if (known == null) {
            throw new NoSuchElementException(
                    "no service \"" + name + "\" (there are: " + String.join(", ", serviceNames()) + ")");
        }
        return known;
    }

    /// All that is known of all services, except the hidden ones. Of one whose server cannot be asked, the text says so.
    @Command
    List<ServiceDescriptor> services() {
        return dispatcher.names().stream().filter(Meta::isListed).map(this::described).toList();
    }

    private ServiceDescriptor described(String name) {
        try {
            return Objects.requireNonNull(dispatcher.describe(name));
        } catch (RpcException e) {
            return new ServiceDescriptor(name, "Not to be had: " + e.getMessage(), List.of());
        }
    }

    /// Who has places that are limited, and who waits for them: one for each exclusive service, for each
    /// command whose calls are limited, and for the server where its sessions are.
    @Command
    List<Occupancy> locks() {
        return dispatcher.occupancy();
    }

    private static boolean isListed(String service) {
        return !service.startsWith("_");
    }
}
