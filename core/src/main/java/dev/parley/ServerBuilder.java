package dev.parley;

import dev.parley.dispatch.Dispatcher;
import dev.parley.dispatch.Guard;
import dev.parley.dispatch.Relay;
import dev.parley.dispatch.SessionLimit;
import dev.parley.dispatch.Turns;
import dev.parley.link.Exposure;
import dev.parley.link.Transports;
import dev.parley.model.ServiceModel;
import dev.parley.session.Answers;
import dev.parley.value.Codec;
import dev.parley.value.Codecs;
import dev.parley.value.Shapes;
import dev.parley.wire.CommandName;
import dev.parley.wire.Protocol;
import dev.parley.wire.Protocols;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Puts a [Server] together. What is wrong with a service is said when it is added.
public final class ServerBuilder {
    private static final int ANSWERS = 1000; // that are kept by default, as the next three
    private static final long ANSWER_BYTES = 1 << 20;
    private static final Duration KEPT = Duration.ofMinutes(2);
    private static final int ENDED = 64; // as many bytes for connections that have ended

    private final List<URI> urls = new ArrayList<>();
    Limits limits = Limits.DEFAULT;
    String name = "parley";
    @Nullable CallListener listener;
    @Nullable ServerHooks hooks;
    @Nullable Answers answers;
    @Nullable Duration drainAtExit;
    private @Nullable SessionLimit sessionLimit;
    @Nullable Tls tls;
    private final List<Protocol> wires = new ArrayList<>();
    final Shapes shapes = new Shapes();
    private final Map<ServiceModel, Object> services = new LinkedHashMap<>();
    private final Map<String, Relay.Remote> remotes = new LinkedHashMap<>();
    private final List<Interceptor> interceptors = new ArrayList<>();
    private final List<Codec> codecs = new ArrayList<>();
    private final Set<CommandName> open = new HashSet<>();
    private @Nullable Set<String> onlyCodecs;
    private @Nullable Authenticator authenticator;
    private boolean allWires;
    private boolean looping;
    private boolean insecure;
    private boolean remoteTraces;

    ServerBuilder() {}

    /// Serves an object under its class's name (see [Service]).
    ///
    /// @throws IllegalArgumentException for a class that cannot be served; the text says where, why and what would do
    public ServerBuilder service(Object service) {
        return named(null, service);
    }

    /// Serves an object under a name.
    public ServerBuilder service(String serviceName, Object service) {
        return named(serviceName, service);
    }

    /// Serves a class under its name with an object for each connection: made for its first call, by a thread that may
    /// wait; closed, if it is [AutoCloseable], when the connection has ended and its handlers have returned.
    public <T> ServerBuilder service(Class<T> type, Supplier<? extends T> factory) {
        return add(ServiceModel.ofClass(type, null, shapes), new PerConnection(type, factory));
    }

    private record PerConnection(Class<?> type, Supplier<?> factory) {}

    private ServerBuilder named(@Nullable String serviceName, Object service) {
        return add(ServiceModel.ofClass(service.getClass(), serviceName, shapes), service);
    }

    /// Serves a service of another server under a name of its own: every call of it is made there, with its streams, its
    /// deadline and its metadata, and what comes back is passed on. Values are not decoded where both sides use the same
    /// codec; interceptors see no arguments. A call passes through at most eight servers, and through none twice;
    /// where protocols of others lie between, which do not tell that, 1,000 calls are under way at most.
    ///
    /// The caller's token stays here if this server has an [authenticator][#authenticate]; without one it is passed on, too.
    /// What the client sends along with every call, its own token perhaps, takes the place of what the caller has sent.
    ///
    /// @param serviceName under which it is served here
    /// @param target of the other server; who has made it closes it, after the server
    /// @param remoteName its name there
    public ServerBuilder remote(String serviceName, Client target, String remoteName) {
        ServiceModel.requireName(serviceName);
        requireNew(serviceName);
        remotes.put(serviceName, target.relayed(remoteName));
        return this;
    }

    /// Serves a service of another server under the name that it has there.
    public ServerBuilder remote(String serviceName, Client target) {
        return remote(serviceName, target, serviceName);
    }

    private ServerBuilder add(ServiceModel model, Object service) {
        requireNew(model.name());
        services.put(model, service);
        return this;
    }

    private void requireNew(String serviceName) {
        if (remotes.containsKey(serviceName)
                || services.keySet().stream().anyMatch(other -> other.name().equals(serviceName))) {
            throw new IllegalArgumentException(
                    "two services are named " + serviceName + " (give one another name: service(\"name\", object))");
        }
    }

    /// Listens at a URL, such as `tcp://127.0.0.1:12321` (port 0 for any that is free), `tls://…`, `unix:///tmp/notes.sock` or
    /// `memory://notes`. May be called several times. Where the URL's protocol calls servers by names, as `zrpc://` does, and
    /// none is said, it is that of the first service.
    ///
    /// @throws IllegalArgumentException for a text that is no such URL
    public ServerBuilder listen(String url) {
        URI parsed = Transports.url(url);
        Address.of(Address.named(parsed, "any"));
        urls.add(parsed);
        return this;
    }

    /// Also takes clients that speak other protocols, at every URL: which one, is told from the first bytes. At a URL such as
    /// `snekrpc+tcp://…`, that one is spoken alone. They come with the module `dev.parley.wires`. The same limits and the same
    /// authentication hold for them; a protocol that carries no tokens needs a transport that says who calls.
    ///
    /// @throws IllegalArgumentException for a name that is not known
    public ServerBuilder wires(String... names) {
        for (String each : names) {
            wires.add(Protocols.of(each));
        }
        return this;
    }

    /// Also takes clients that speak any of the protocols that are there and that can serve these services; which ones those are
    /// may change when services are replaced.
    public ServerBuilder allWires() {
        allWires = true;
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

    /// Takes the codecs of these names only, of those that it knows.
    public ServerBuilder onlyCodecs(String... names) {
        onlyCodecs = Set.of(names);
        return this;
    }

    @Nullable Codec codec(String codecName) {
        if (onlyCodecs != null && !onlyCodecs.contains(codecName)) {
            return null;
        }
        for (Codec codec : codecs) {
            if (codec.name().equals(codecName)) {
                return codec;
            }
        }
        return Codecs.find(codecName);
    }

    /// The codec where a protocol leaves it to the server: MessagePack, or the first of those that it takes instead.
    Codec firstCodec() {
        Codec usual = codec(Codecs.msgpack().name());
        Codec other = usual == null && !codecNames().isEmpty() ? codec(codecNames().getFirst()) : usual;
        return other == null ? Codecs.msgpack() : other;
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

    /// How many connections may use the services at once, each from its first call until it is closed; others wait, first
    /// come, first served. The same as [Exclusive] for the whole server, but for hidden services.
    ///
    /// @param most at least 1
    /// @param queue how many connections may wait; a further one is refused
    /// @param lease after which a place that is not used is given to others; zero for never
    public ServerBuilder maxSessions(int most, int queue, Duration lease) {
        if (most < 1 || queue < 0 || lease.isNegative()) {
            throw new IllegalArgumentException(
                    "maxSessions: got "
                            + most
                            + ", queue "
                            + queue
                            + ", lease "
                            + lease
                            + " (expected at least 1, and nothing negative)");
        }
        sessionLimit = new SessionLimit("server", most, queue, lease);
        return this;
    }

    /// The same with a queue of 100 and without a lease.
    public ServerBuilder maxSessions(int most) {
        return maxSessions(most, 100, Duration.ZERO);
    }

    /// Keeps the last answers for each connection, so that a client that has lost it before its answers came can ask for them
    /// again: its calls are not run twice, and go on while it is away. Not for streams.
    ///
    /// @param calls how many answers for each connection
    /// @param bytes how many bytes of answers for each connection, whose last one is kept in any case, and 64 times as many for
    ///     all that have ended
    /// @param time for how long after the connection has ended: older ones are not given out, and forgotten within a second
    public ServerBuilder keepAnswers(int calls, long bytes, Duration time) {
        if (calls < 1 || bytes < 1 || !time.isPositive()) {
            throw new IllegalArgumentException(
                    "keepAnswers: got "
                            + calls
                            + ", "
                            + bytes
                            + " bytes, "
                            + time
                            + " (expected each to be more than nothing)");
        }
        answers = new Answers(calls, bytes, ENDED * bytes, time, System::nanoTime);
        return this;
    }

    /// The same with 1,000 answers, 1 MiB, and two minutes.
    public ServerBuilder keepAnswers() {
        return keepAnswers(ANSWERS, ANSWER_BYTES, KEPT);
    }

    /// Is told of what happens in the server's life.
    public ServerBuilder hooks(ServerHooks newHooks) {
        hooks = newHooks;
        return this;
    }

    /// Has the server drained, as by [Server#drain], when the JVM is asked to end while it serves: by SIGTERM, by Ctrl-C, or by
    /// [System#exit], which on a handler's own thread has it wait for itself. The process ends when that is done, with the
    /// status that it has anyway. A server that is closed is forgotten.
    ///
    /// @param most how long to wait for calls that run; what runs then is interrupted
    public ServerBuilder drainAtExit(Duration most) {
        if (most.isNegative()) {
            throw new IllegalArgumentException("drainAtExit: got " + most + " (expected zero or more)");
        }
        drainAtExit = most;
        return this;
    }

    /// Runs handlers on the one thread that runs [Server#eventLoop()], and not each on a thread of its own; also those that
    /// are [Inline]. Interceptors run with them. Authenticators, hooks, listeners and factories stay on other threads.
    public ServerBuilder eventLoop() {
        looping = true;
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

    /// Lets only those call who are known: every call is authenticated before anything else happens with it, those of
    /// metadata included.
    ///
    /// @see Authenticator#tokens
    public ServerBuilder authenticate(Authenticator who) {
        authenticator = who;
        return this;
    }

    /// Lets anybody call `health.check`, for probes that have no token.
    public ServerBuilder openHealthCheck() {
        open.add(new CommandName("health", "check"));
        return this;
    }

    /// Allows to listen where other machines can connect, although nothing is encrypted or nobody has to prove who he is.
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
    /// @throws IllegalStateException for a URL that other machines or users could reach, unless it is [#insecure] by intent
    /// @throws IllegalArgumentException where no codec has a name that [#onlyCodecs] says, or it leaves out one that a
    ///     protocol needs
    public Server start() {
        if (urls.isEmpty()) {
            listen("tcp://127.0.0.1:12321");
        }
        urls.replaceAll(this::named);
        Spoken spoken = new Spoken(urls, wires, allWires ? possible() : List.of());
        if (!insecure) {
            spoken.addresses().forEach(each -> Exposure.requireSecure(each.at(), authenticator != null));
        }
        spoken.serving(List.copyOf(services.keySet()));
        if (onlyCodecs != null) {
            requireCodecs(onlyCodecs);
        }
        spoken.required().forEach(this::requireCodecs);
        if (answers == null && spoken.repeats()) { // by their clients
            long each = Math.max(ANSWER_BYTES, limits.maxMessage()); // one that would not be kept is asked for in vain
            answers = new Answers(ANSWERS, each, Math.max(ENDED * ANSWER_BYTES, each), KEPT, System::nanoTime);
        }
        Guard guard = authenticator == null ? null : new Guard(authenticator, open);
        Dispatcher dispatcher = new Dispatcher(shapes, guard, interceptors, remoteTraces);
        EventLoop loop = looping ? new EventLoop() : null;
        if (loop != null) {
            dispatcher.takeTurns(new Turns(loop::offer, loop::withdraw));
        }
        if (hooks != null) {
            dispatcher.welcome(hooks);
        }
        if (sessionLimit != null) {
            dispatcher.limitSessions(sessionLimit);
        }
        services.forEach((model, service) -> {
            if (service instanceof PerConnection each) {
                dispatcher.add(model, each.type, each.factory);
            } else {
                dispatcher.add(model, service);
            }
        });
        remotes.forEach(dispatcher::add);
        Meta meta = new Meta(name, this::codecNames, dispatcher);
        dispatcher.add(ServiceModel.ofClass(Meta.class, null, shapes), meta);
        Server server = new Server(this, spoken, dispatcher, loop);
        server.listen();
        meta.started(server);
        server.started();
        return server;
    }

    private URI named(URI url) {
        return Stream.concat(services.keySet().stream().map(ServiceModel::name), remotes.keySet().stream())
                .filter(each -> !each.startsWith("_"))
                .findFirst()
                .map(first -> Address.named(url, first))
                .orElse(url);
    }

    /// The protocols that nobody asks for by name and whose codecs are there.
    private List<Protocol> possible() {
        return Spoken.others(wires).stream()
                .filter(each -> each.codecs().stream().allMatch(name -> codec(name) != null))
                .toList();
    }

    private void requireCodecs(Protocol protocol) {
        for (String each : protocol.codecs()) {
            if (codec(each) == null) {
                throw new IllegalArgumentException(
                        "wire "
                                + protocol.name()
                                + ": needs the codec "
                                + each
                                + " (there are: "
                                + String.join(", ", codecNames())
                                + ")");
            }
        }
    }

    private List<String> codecNames() {
        Set<String> names = new LinkedHashSet<>(Codecs.names());
        codecs.forEach(codec -> names.add(codec.name()));
        if (onlyCodecs != null) {
            names.retainAll(onlyCodecs);
        }
        return List.copyOf(names);
    }

    private void requireCodecs(Set<String> names) {
        for (String codecName : names) {
            if (codec(codecName) == null) {
                throw new IllegalArgumentException(
                        "no codec " + codecName + " (there are: " + String.join(", ", Codecs.names()) + ")");
            }
        }
    }
}
