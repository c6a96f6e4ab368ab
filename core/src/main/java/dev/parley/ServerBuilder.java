package dev.parley;

import dev.parley.dispatch.Dispatcher;
import dev.parley.link.Transports;
import dev.parley.model.ServiceModel;
import dev.parley.value.Codec;
import dev.parley.value.Codecs;
import dev.parley.value.Shapes;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts a [Server] together. What is wrong with a service is said when it is added.
public final class ServerBuilder {
    final List<URI> urls = new ArrayList<>();
    Limits limits = Limits.DEFAULT;
    String name = "parley";
    @Nullable CallListener listener;
    @Nullable Tls tls;
    private final Shapes shapes = new Shapes();
    private final Map<ServiceModel, Object> services = new LinkedHashMap<>();
    private final List<Interceptor> interceptors = new ArrayList<>();
    private final List<Codec> codecs = new ArrayList<>();
    private boolean insecure;
    private boolean remoteTraces;

    ServerBuilder() {}

    /// Serves an object under its class's name (see [Service]).
    ///
    /// @throws IllegalArgumentException for a class that cannot be served; the text says where, why and what would do
    public ServerBuilder service(Object service) {
        return add(null, service);
    }

    /// Serves an object under a name.
    public ServerBuilder service(String serviceName, Object service) {
        return add(serviceName, service);
    }

    private ServerBuilder add(@Nullable String serviceName, Object service) {
        ServiceModel model = ServiceModel.ofClass(service.getClass(), serviceName, shapes);
        for (ServiceModel other : services.keySet()) {
            if (other.name().equals(model.name())) {
                throw new IllegalArgumentException(
                        "two services are named "
                                + model.name()
                                + " (give one another name: service(\"name\", object))");
            }
        }
        services.put(model, service);
        return this;
    }

    /// Listens at a URL, such as `tcp://127.0.0.1:12321` (port 0 for any that is free), `tls://…`, `unix:///tmp/notes.sock` or
    /// `memory://notes`. May be called several times.
    ///
    /// @throws IllegalArgumentException for a text that is no such URL
    public ServerBuilder listen(String url) {
        URI parsed = Transports.url(url);
        Transports.of(parsed);
        urls.add(parsed);
        return this;
    }

    /// The certificate for `tls://` URLs, and whose clients may connect there.
    public ServerBuilder tls(Tls newTls) {
        tls = newTls;
        return this;
    }

    /// Takes a codec that clients may choose, beside MessagePack and those whose modules are there. One of a name that is
    /// known replaces it.
    public ServerBuilder codec(Codec codec) {
        codecs.add(codec);
        return this;
    }

    @Nullable Codec codec(String codecName) {
        for (Codec codec : codecs) {
            if (codec.name().equals(codecName)) {
                return codec;
            }
        }
        return Codecs.find(codecName);
    }

    /// What the server calls itself, for logs and metadata.
    public ServerBuilder name(String serverName) {
        name = serverName;
        return this;
    }

    public ServerBuilder limits(Limits newLimits) {
        limits = newLimits;
        return this;
    }

    /// Adds an interceptor, inside those added before.
    public ServerBuilder intercept(Interceptor interceptor) {
        interceptors.add(interceptor);
        return this;
    }

    public ServerBuilder listener(CallListener newListener) {
        listener = newListener;
        return this;
    }

    /// Allows to listen where other machines can connect, although nothing is encrypted and nobody has to prove who he is.
    public ServerBuilder insecure(boolean allowed) {
        insecure = allowed;
        return this;
    }

    /// Tells callers the stack traces and texts of unexpected failures, which otherwise stay in the server's log.
    public ServerBuilder remoteTraces(boolean tell) {
        remoteTraces = tell;
        return this;
    }

    /// Starts to listen. Without a URL, at `tcp://127.0.0.1:12321`.
    ///
    /// @throws UncheckedIOException where that is not possible; the text names the URL and the reason
    /// @throws IllegalStateException for a URL that other machines could reach, unless it is [#insecure] by intent
    public Server start() {
        if (urls.isEmpty()) {
            listen("tcp://127.0.0.1:12321");
        }
        urls.forEach(this::requireSecure);
        Dispatcher dispatcher = new Dispatcher(shapes, interceptors, remoteTraces);
        services.forEach(dispatcher::add);
        Meta meta = new Meta(name, dispatcher::services);
        dispatcher.add(ServiceModel.ofClass(Meta.class, null, shapes), meta);
        Server server = new Server(this, dispatcher);
        server.listen();
        meta.started(server);
        return server;
    }

    private void requireSecure(URI url) {
        try {
            if (!insecure && Transports.of(url).exposed(url)) {
                throw new IllegalStateException(
                        "refusing to listen on "
                                + url
                                + ": other machines could connect, nothing would be encrypted and nobody identified"
                                + " (listen on 127.0.0.1 or a Unix socket, or allow it with insecure(true))");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + url + ": " + e.getMessage(), e);
        }
    }
}
