package dev.parley;

import dev.parley.dispatch.Dispatcher;
import dev.parley.dispatch.Invoker;
import dev.parley.dispatch.Retries;
import dev.parley.dispatch.Sessions;
import dev.parley.link.Link;
import dev.parley.link.LinkSetup;
import dev.parley.link.Reactor;
import dev.parley.link.Transports;
import dev.parley.model.ServiceDescriptor;
import dev.parley.model.ServiceModel;
import dev.parley.session.CallHandler;
import dev.parley.session.InboundCall;
import dev.parley.session.Session;
import dev.parley.session.SessionConfig;
import dev.parley.value.Codec;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Shapes;
import dev.parley.wire.Abilities;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.ParleyWire;
import dev.parley.wire.Protocol;
import dev.parley.wire.Wire;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The connections of a client, each opened again when it is needed and not there: at once, and then, where nobody answers,
/// after pauses that grow. Calls wait for it.
final class Connections implements Sessions {
    private final List<URI> urls;
    private final Map<URI, Address> addresses; // of the URLs: what they name is looked for once
    private final LinkSetup setup;
    private final SessionConfig config;
    private final Duration patience;
    private final boolean foreign; // a protocol of others, which has a say in the codec
    private final Shapes shapes = new Shapes();
    private final Invoker invoker;
    private final List<Line> lines;
    private final Map<String, Connections> others = new ConcurrentHashMap<>(); // of other codecs
    private final Map<Map.Entry<Class<?>, String>, ServiceModel> known; // the interfaces that are used
    private final Set<Session> open = ConcurrentHashMap.newKeySet(); // also those that take no more calls
    private final Set<Session> left = ConcurrentHashMap.newKeySet(); // have ended, and handlers still run
    private final AtomicInteger next = new AtomicInteger();
    private volatile @Nullable Dispatcher offers; // of services to the server; null for none
    private volatile boolean closed;

    Connections(ClientBuilder builder) {
        urls = List.copyOf(builder.urls);
        setup = new LinkSetup(Reactor.clients(), builder.tls, builder.limits.handshake());
        patience = builder.patience;
        addresses = urls.stream().distinct().collect(Collectors.toUnmodifiableMap(url -> url, Address::of));
        foreign = addresses.values().stream().anyMatch(address -> address.protocol() != null);
        lines = lines(builder.connections);
        known = new ConcurrentHashMap<>();
        invoker = new Invoker(this, builder.interceptors, builder.retries ? new Retries() : null);
        config =
                config(
                        builder.codec,
                        builder.name,
                        builder.limits,
                        builder.listener,
                        builder.retries ? Connections::newId : () -> "");
    }

    /// Those to the same servers, in another codec.
    private Connections(Connections like, Codec codec) {
        urls = like.urls;
        addresses = like.addresses;
        setup = like.setup;
        patience = like.patience;
        foreign = like.foreign;
        lines = lines(like.lines.size());
        known = like.known;
        invoker = like.invoker;
        SessionConfig same = like.config;
        config = config(codec, same.name(), same.limits(), same.listener(), same.id());
    }

    private List<Line> lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> new Line(this::open, () -> closed, new Pauses(Math::random)))
                .toList();
    }

    private SessionConfig config(
            Codec codec, String name, Limits limits, @Nullable CallListener listener, Supplier<String> id) {
        return new SessionConfig(
                true,
                name,
                limits,
                codec,
                known -> known.equals(codec.name()) ? codec : Codecs.find(known),
                new Offered(),
                listener,
                Target::proxy,
                id,
                null,
                new Semaphore(limits.maxCalls()),
                _ -> {},
                this::gone);
    }

    private void gone(Session session) {
        left.removeIf(each -> !each.isServing());
        if (session.isServing()) {
            left.add(session);
        }
        open.remove(session);
        if (closed) { // in this moment
            session.stopServing();
        }
    }

    /// Nobody can guess it: who knows it may ask for the answers to the calls of the connection.
    private static String newId() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /// Takes the calls of servers.
    private final class Offered implements CallHandler {
        @Override
        public CommandName whole(CommandName said) {
            Dispatcher known = offers;
            return known == null ? said : known.whole(said);
        }

        @Override
        public void handle(InboundCall call) {
            Dispatcher known = offers;
            if (known == null) {
                call.reply().refuse(Code.UNIMPLEMENTED, "UnknownService", "this client offers no services");
            } else {
                known.handle(call);
            }
        }
    }

    private synchronized void offer(Object service) {
        Dispatcher all = offers == null ? new Dispatcher(shapes, null, List.of(), false) : offers;
        all.add(ServiceModel.ofClass(service.getClass(), null, shapes), service);
        offers = all;
    }

    private void know(Class<?> type, ServiceModel model) {
        known.put(Map.entry(type, model.name()), model);
    }

    Target target() {
        return new Target(urls.getFirst().toString(), shapes, invoker, this::know, this::offer, this::close);
    }

    /// Connects for the first time, without waiting for a server that is not there.
    void connect() {
        try {
            lines.getFirst().connectNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcException(Code.CANCELLED, "interrupted before connecting", e);
        }
    }

    @Override
    public Session get(long until) throws InterruptedException {
        Line line =
                lines.size() == 1 ? lines.getFirst() : lines.get(Math.floorMod(next.getAndIncrement(), lines.size()));
        Session known = line.session();
        if (known != null && !closed) {
            return known;
        }
        if (patience.isZero()) {
            return line.connectNow();
        }
        long end = System.nanoTime() + patience.toNanos();
        return line.await(until != 0 && until - end < 0 ? until : end);
    }

    @Override
    public Sessions speaking(Codec codec) {
        if (closed || foreign || codec.name().equals(config.codec().name())) {
            return this;
        }
        Connections other = others.computeIfAbsent(codec.name(), _ -> new Connections(this, codec));
        if (closed) { // in this moment
            other.close();
        }
        return other;
    }

    @Override
    public boolean isReady() {
        return lines.stream().map(Line::session).allMatch(session -> session != null && !session.isSerial());
    }

    /// Opens a connection to the first server that answers, as of [Line.Opener].
    private Session open(boolean greeted) throws InterruptedException {
        if (urls.size() > 1) {
            return new Race(urls, this::open).run();
        }
        Session session = open(urls.getFirst());
        if (greeted) {
            Race.requireGreeting(session);
        }
        return session;
    }

    private Wire wire(Address address) {
        Protocol protocol = address.protocol();
        int maxMessage = config.limits().maxMessage();
        if (protocol == null) {
            return new ParleyWire(config.codecs(), maxMessage);
        }
        for (String codec : protocol.codecs()) {
            if (config.codecs().apply(codec) == null) {
                String message =
                        "wire " + protocol.name() + ": needs the codec " + codec + ", whose module is not there";
                throw new RpcException(Code.FAILED_PRECONDITION, "", message, null, false, "", null);
            }
        }
        return protocol.client(
                new WireSetup(
                        config.codecs(),
                        config.codec(),
                        maxMessage,
                        address.at(),
                        shapes,
                        () -> List.copyOf(known.values())));
    }

    /// What a wire of the first URL says of the services that its server offers, without a connection.
    List<ServiceDescriptor> known() {
        Wire wire = wire(Objects.requireNonNull(addresses.get(urls.getFirst())));
        Codec codec = wire.onlyCodec() instanceof Codec only ? only : config.codec();
        Output out = new Output();
        shapes.dynamic().write(codec.writer(out), List.of());
        CommandName services = new CommandName(ServiceModel.nameOf(Meta.class), "services");
        Frame.Call call = new Frame.Call(1, services, 0, false, Map.of(), false, false, Encoded.of(codec, out));
        return wire.ownAnswer(call) instanceof Frame.Result result && result.body() instanceof Encoded body
                ? List.of(
                        (ServiceDescriptor[])
                                Objects.requireNonNull(shapes.of(ServiceDescriptor[].class).read(body.reader())))
                : List.of();
    }

    private Session open(URI url) {
        if (closed) {
            throw unavailable("the client is closed", null);
        }
        try {
            Address address = Objects.requireNonNull(addresses.get(url));
            Wire wire = wire(address);
            Link link = Transports.of(address.at()).connect(address.at(), setup);
            Session session = new Session(link, wire, config);
            open.add(session);
            session.start();
            if (closed) {
                session.close("the client was closed");
            }
            if (session.abilities().greeting() == Abilities.Greeting.OF_SERVER) {
                boolean heard = false;
                try {
                    Race.requireGreeting(session);
                    heard = true;
                } finally {
                    if (!heard) {
                        session.close("given up before the server had greeted");
                    }
                }
            }
            return session;
        } catch (ClosedByInterruptException | InterruptedException e) {
            throw new RpcException(Code.CANCELLED, "", "interrupted while connecting to " + url, e, false, "", null);
        } catch (IOException e) {
            throw unavailable(String.valueOf(e.getMessage()), e);
        }
    }

    static RpcException unavailable(String message, @Nullable Exception cause) {
        return new RpcException(Code.UNAVAILABLE, "", message, cause, false, "", null);
    }

    void close() {
        closed = true;
        others.values().forEach(Connections::close);
        lines.forEach(Line::close);
        open.forEach(session -> session.close("the client was closed"));
        left.forEach(Session::stopServing);
    }
}
