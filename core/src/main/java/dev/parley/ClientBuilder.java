package dev.parley;

import dev.parley.dispatch.CallOptions;
import dev.parley.link.Transports;
import dev.parley.value.Codec;
import dev.parley.value.Codecs;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts a [Client] together.
public final class ClientBuilder {
    final URI url;
    final List<Interceptor> interceptors = new ArrayList<>();
    Limits limits = Limits.DEFAULT;
    Codec codec = Codecs.msgpack();
    String name = "";
    int connections = 1;
    @Nullable CallListener listener;
    @Nullable Tls tls;
    private @Nullable Duration timeout;
    private final Map<String, String> metadata = new LinkedHashMap<>();

    ClientBuilder(String url) {
        this.url = Transports.url(url);
    }

    /// The codec for all values, by name: `msgpack` unless another is set, `json` with the module `dev.parley.json`.
    ///
    /// @throws IllegalArgumentException for one that is not there
    public ClientBuilder codec(String codecName) {
        Codec found = Codecs.find(codecName);
        if (found == null) {
            throw new IllegalArgumentException(
                    "codec: got \""
                            + codecName
                            + "\" (expected msgpack, or the name of one whose module is there, such as json of"
                            + " parley-json)");
        }
        return codec(found);
    }

    public ClientBuilder codec(Codec codecToUse) {
        codec = codecToUse;
        return this;
    }

    /// How long calls may take that say nothing else; zero for as long as they like. Without it, 30 s for calls without
    /// streams.
    public ClientBuilder timeout(Duration most) {
        timeout = most;
        return this;
    }

    /// What is sent along with every call.
    public ClientBuilder metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    /// Whom to trust at a `tls://` URL, and who this is. Without it, the authorities that the JDK trusts.
    public ClientBuilder tls(Tls newTls) {
        tls = newTls;
        return this;
    }

    /// Who this is, for the server's logs.
    public ClientBuilder name(String clientName) {
        name = clientName;
        return this;
    }

    public ClientBuilder limits(Limits newLimits) {
        limits = newLimits;
        return this;
    }

    /// How many connections calls are spread over. One is right unless a single core cannot keep up with its bytes.
    public ClientBuilder connections(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("connections: got " + count + " (expected at least 1)");
        }
        connections = count;
        return this;
    }

    /// Adds an interceptor, inside those added before.
    public ClientBuilder intercept(Interceptor interceptor) {
        interceptors.add(interceptor);
        return this;
    }

    public ClientBuilder listener(CallListener newListener) {
        listener = newListener;
        return this;
    }

    /// Connects.
    ///
    /// @throws RpcException [Code#UNAVAILABLE] where nobody answers
    public Client connect() {
        Connections all = new Connections(this);
        all.session();
        return new Client(all, new CallOptions(timeout, metadata));
    }
}
