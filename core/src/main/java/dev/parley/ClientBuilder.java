package dev.parley;

import dev.parley.dispatch.CallOptions;
import dev.parley.link.Transports;
import dev.parley.model.ServiceDescriptor;
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
    final List<URI> urls = new ArrayList<>();
    final List<Interceptor> interceptors = new ArrayList<>();
    Limits limits = Limits.DEFAULT;
    Codec codec = Codecs.msgpack();
    String name = "";
    int connections = 1;
    boolean retries = true;
    Duration patience = Duration.ofSeconds(30);
    @Nullable CallListener listener;
    @Nullable Tls tls;
    private @Nullable Duration timeout;
    private final Map<String, String> metadata = new LinkedHashMap<>();

    ClientBuilder(String url) {
        or(url);
    }

    /// Where the same services are to be had when none of the URLs before answers. Each time a connection is opened, they are
    /// asked in their order, each when those before have failed or not answered for half a second, and the first answer is
    /// taken.
    public ClientBuilder or(String otherUrl) {
        URI parsed = Transports.url(otherUrl);
        Address.of(parsed);
        urls.add(parsed);
        return this;
    }

    /// How long calls wait for a connection that is lost and opened again, within their own time; zero for those that shall
    /// fail when a single attempt does. Without it, 30 s.
    public ClientBuilder patience(Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("patience: got " + most + " (expected zero or more)");
        }
        patience = most;
        return this;
    }

    /// Whether calls that fail with [Code#UNAVAILABLE] are made again, at most twice, where that cannot run a command
    /// twice: it has surely not run, or it is [Idempotent], or the server keeps its answers (see
    /// [ServerBuilder#keepAnswers]). Of all calls a tenth is, and up to a hundred at once; those do not count that have not run
    /// because their server was going away. Without this, they are. Calls with streams never are.
    public ClientBuilder retries(boolean allowed) {
        retries = allowed;
        return this;
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

    /// The secret by which the server knows who calls (see [Authenticator#tokens]).
    public ClientBuilder token(String token) {
        return metadata(Authenticator.METADATA_KEY, "Bearer " + token);
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

    /// What is known of the server's services without asking it: over a protocol that has no metadata, what a file says that
    /// the URL names. The server need not be there.
    ///
    /// @return empty where the server is to be asked, as by [Client#describe()]
    public List<ServiceDescriptor> known() {
        return new Connections(this).known();
    }

    /// Connects.
    ///
    /// @throws RpcException [Code#UNAVAILABLE] where nobody answers
    public Client connect() {
        Connections all = new Connections(this);
        all.connect();
        return client(all);
    }

    /// Makes a client that connects for its first call, which waits for a server that is not there yet.
    public Client build() {
        return client(new Connections(this));
    }

    private Client client(Connections all) {
        return new Client(all.target(), new CallOptions(timeout, metadata));
    }
}
