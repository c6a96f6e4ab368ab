package dev.parley.cli;

import dev.parley.Client;
import dev.parley.RpcException;
import dev.parley.model.ServiceDescriptor;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// What servers offer, for completion: from the [MetadataCache] while that is fresh; else the server is asked, and what
/// it said earlier counts where it does not answer soon.
final class KnownServices implements Function<Connection, List<ServiceDescriptor>> {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Console console;
    private final Duration fresh;

    /// @param fresh how old what is known may be
    KnownServices(Console console, Duration fresh) {
        this.console = console;
        this.fresh = fresh;
    }

    @Override
    public List<ServiceDescriptor> apply(Connection connection) {
        MetadataCache.Entry cache = MetadataCache.of(console).entry(connection.url());
        Duration age = cache.listed();
        if (age != null && age.compareTo(fresh) < 0) {
            return Metadata.sorted(cache.services().values());
        }
        try (Connection.Lease lease = connection.lease()) {
            Client client = connection.configured(lease.client()).withTimeout(PATIENCE);
            return new Metadata(client, cache, connection.describes()).services();
        } catch (RpcException e) {
            return Metadata.sorted(cache.services().values());
        }
    }
}
