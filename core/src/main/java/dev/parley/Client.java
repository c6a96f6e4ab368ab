package dev.parley;

import dev.parley.dispatch.CallOptions;
import dev.parley.dispatch.Given;
import dev.parley.dispatch.Plan;
import dev.parley.dispatch.Relay;
import dev.parley.model.ServiceDescriptor;
import dev.parley.model.ServiceModel;
import dev.parley.value.Shapes;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Calls the services of a server. One client is shared by any number of threads, and so are the objects it gives; its
/// calls go over one connection (or a few, see [ClientBuilder#connections]), which is opened again for the next call when
/// it is lost.
///
/// ```java
/// try (Client client = Client.connect("unix:///tmp/notes.sock")) {
///     Notes notes = client.service(Notes.class);
///     notes.add("milk", Priority.HIGH);
///     client.service("notes").call("add", Map.of("text", "bread"));
/// }
/// ```
///
/// [#withTimeout] and [#withMetadata] give clients that share the connection and differ in what they set for their calls.
public final class Client implements AutoCloseable {
    /// How long another server may take to say what its services are.
    private static final Duration DESCRIBING = Duration.ofSeconds(2);

    private final Target target;
    private final CallOptions options;

    Client(Target target, CallOptions options) {
        this.target = target;
        this.options = options;
    }

    /// Connects to a server with the defaults.
    ///
    /// @param url where it listens, such as `tcp://127.0.0.1:12321` or `unix:///tmp/notes.sock`
    /// @throws RpcException [Code#UNAVAILABLE] where nobody answers
    public static Client connect(String url) {
        return builder(url).connect();
    }

    /// Connects to a server of this machine by its name: one that listens at `local://name`, in the folder that
    /// [dev.parley.link.LocalTransport] tells of.
    ///
    /// @throws RpcException [Code#UNAVAILABLE] where nobody answers
    public static Client local(String name) {
        return connect("local://" + name);
    }

    public static ClientBuilder builder(String url) {
        return new ClientBuilder(url);
    }

    /// A client on the same connection whose calls may take so long.
    ///
    /// @param most zero for as long as they like
    public Client withTimeout(Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("timeout: got " + most + " (expected zero or more)");
        }
        return new Client(target, new CallOptions(most, options.metadata()));
    }

    /// A client on the same connection whose calls send this along, beside what this one's do.
    public Client withMetadata(String key, String value) {
        Map<String, String> all = new LinkedHashMap<>(options.metadata());
        all.put(key, value);
        return new Client(target, new CallOptions(options.timeout(), all));
    }

    /// A service as an interface: the one that its class implements, or one that the caller has written with the methods
    /// he needs. The service's name is the interface's (see [Service]).
    ///
    /// @throws IllegalArgumentException for an interface that calls cannot be made through; the text says why
    public <T> T service(Class<T> type) {
        return service(type, ServiceModel.nameOf(type));
    }

    /// A service of another name than the interface's.
    public <T> T service(Class<T> type, String name) {
        ServiceModel model = ServiceModel.ofInterface(type, name, shapes());
        target.known().accept(type, model);
        return Proxies.of(type, model, this);
    }

    /// A service by name.
    public RemoteService service(String name) {
        return new RemoteService(this, name);
    }

    /// Compares an interface with what the server says of the service.
    ///
    /// @throws IllegalStateException where calls through the interface would fail; the text names every mismatch
    public void verify(Class<?> type) {
        verify(type, ServiceModel.nameOf(type));
    }

    public void verify(Class<?> type, String name) {
        ServiceDescriptor own = ServiceDescriptor.of(ServiceModel.ofInterface(type, name, shapes()));
        List<String> problems = Mismatches.between(own, describe(name));
        if (!problems.isEmpty()) {
            throw new IllegalStateException(
                    type.getName() + " does not fit service " + name + ": " + String.join("; ", problems));
        }
    }

    /// What the server says of a service.
    ///
    /// @throws RpcException [Code#NOT_FOUND] where it has none of that name
    public ServiceDescriptor describe(String name) {
        return service("_meta").command("service").with(name).returning(ServiceDescriptor.class).call();
    }

    /// What the server says of all its services, except the hidden ones.
    public List<ServiceDescriptor> describe() {
        return List.of(service("_meta").command("services").returning(ServiceDescriptor[].class).call());
    }

    /// Offers an object's commands to the server, on this client's connections: handlers of its calls reach them by
    /// [Call#caller]. Takes effect at once; what is offered is served as long as the client is open.
    ///
    /// @throws IllegalArgumentException for a class that cannot be served; the text says where, why and what would do
    /// @throws UnsupportedOperationException where this client's calls go back to whoever has called
    public Client offer(Object service) {
        target.offer().accept(service);
        return this;
    }

    /// A service as another server passes its calls on to it.
    Relay.Remote relayed(String name) {
        return new Relay.Remote(
                name,
                target.invoker(),
                options,
                metadata -> {
                    Client asking = withTimeout(DESCRIBING);
                    for (Map.Entry<String, String> entry : metadata.entrySet()) {
                        asking = asking.withMetadata(entry.getKey(), entry.getValue());
                    }
                    return asking.describe(name);
                });
    }

    Shapes shapes() {
        return target.shapes();
    }

    @Nullable Object invokeThrowing(Plan plan, Given given) throws Exception {
        return target.invoker().invoke(plan, given, options);
    }

    @Nullable Object invoke(Plan plan, Given given) {
        try {
            return invokeThrowing(plan, given);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // an interceptor's
            throw new RpcException(Code.UNKNOWN, e.getClass().getSimpleName(), String.valueOf(e.getMessage()), e);
        }
    }

    /// Closes the connection, also for clients that share it. Calls in flight fail.
    @Override
    public void close() {
        target.close().run();
    }

    @Override
    public String toString() {
        return "client of " + target.name();
    }
}
