package dev.parley;

import dev.parley.dispatch.Dispatcher;
import dev.parley.link.Link;
import dev.parley.link.LinkSetup;
import dev.parley.link.Reactor;
import dev.parley.link.Transport;
import dev.parley.link.Transports;
import dev.parley.model.ServiceModel;
import dev.parley.session.Session;
import dev.parley.session.SessionConfig;
import dev.parley.value.Shapes;
import dev.parley.wire.AnyWire;
import dev.parley.wire.ParleyWire;
import dev.parley.wire.Protocol;
import dev.parley.wire.Wire;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Serves objects to callers elsewhere.
///
/// ```java
/// try (Server server = Server.builder()
///         .service(new NotesService())
///         .listen("tcp://127.0.0.1:12321")
///         .listen("unix:///tmp/notes.sock")
///         .start()) {
///     server.join();
/// }
/// ```
public final class Server implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// How long a draining server leaves clients time to go when they have their answers.
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final ServerBuilder setup;
    private final Spoken spoken;
    private final Reactor threads = new Reactor("parley-server", Reactor.threadsFor(2));
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final Set<Session> left = ConcurrentHashMap.newKeySet(); // ended, with handlers that perhaps still run
    private volatile int mostLeft = 100;
    private final AtomicInteger leaving = new AtomicInteger(); // sessions that are just being forgotten
    private final List<Listening> listeners = new ArrayList<>(); // guarded by this
    private final Dispatcher dispatcher;
    private final SessionConfig config;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final @Nullable EventLoop loop;
    private final @Nullable Thread atExit; // drains
    private volatile boolean closing;

    private record Listening(Transport.Listener listener, Address address) {
        URI url() {
            return address.with(listener.url());
        }
    }

    Server(ServerBuilder setup, Spoken spoken, Dispatcher dispatcher, @Nullable EventLoop loop) {
        this.setup = setup;
        this.spoken = spoken;
        this.dispatcher = dispatcher;
        this.loop = loop;
        Duration drain = setup.drainAtExit;
        atExit = drain == null ? null : new Thread(() -> drainAtExit(drain), "parley-exit");
        config =
                new SessionConfig(
                        false,
                        setup.name,
                        setup.limits,
                        setup.firstCodec(),
                        setup::codec,
                        dispatcher,
                        setup.listener,
                        Target::proxy,
                        dispatcher::id,
                        setup.answers,
                        new Semaphore(setup.limits.maxCalls()),
                        dispatcher::connected,
                        this::gone);
    }

    private void gone(Session session) {
        if (session.isServing()) {
            left.add(session);
        }
        leaving.incrementAndGet(); // before it is forgotten: what is to be done then is waited for
        try {
            sessions.remove(session);
            dispatcher.gone(session);
        } finally {
            leaving.decrementAndGet();
        }
        if (left.size() > mostLeft) {
            left.removeIf(each -> !each.isServing());
            mostLeft = 2 * left.size() + 100; // so that looking at all of them stays cheap
        }
    }

    void started() {
        try {
            if (atExit != null) {
                Runtime.getRuntime().addShutdownHook(atExit);
            }
            if (setup.hooks != null) {
                setup.hooks.started(this);
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void drainAtExit(Duration most) {
        try {
            drain(most);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        }
    }

    private void forgetExit() {
        try {
            if (atExit != null) {
                Runtime.getRuntime().removeShutdownHook(atExit);
            }
        } catch (IllegalStateException e) {
            // the JVM is about to end, and waits for it
        }
    }

    public static ServerBuilder builder() {
        return new ServerBuilder();
    }

    synchronized void listen() {
        LinkSetup links = new LinkSetup(threads, setup.tls, setup.limits.handshake());
        try {
            for (Address address : spoken.addresses()) {
                if (address.protocol() != null) {
                    address.protocol().listening(address.at());
                }
                Consumer<Link> accepted = link -> accept(link, wire(address));
                listeners.add(
                        new Listening(Transports.of(address.at()).listen(address.at(), links, accepted), address));
            }
        } catch (IOException e) {
            stop();
            endLoop();
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (RuntimeException e) {
            stop();
            endLoop();
            throw e;
        }
    }

    private WireSetup how(Address address) {
        return new WireSetup(
                setup::codec,
                setup.firstCodec(),
                setup.limits.maxMessage(),
                address.at(),
                setup.shapes,
                dispatcher::models);
    }

    private Wire wire(Address address) {
        Protocol only = address.protocol();
        Wire own = new ParleyWire(setup::codec, setup.limits.maxMessage());
        if (only != null) {
            return only.server(how(address));
        }
        List<Protocol> others = spoken.wires();
        return others.isEmpty() ? own : new AnyWire(own, others, how(address));
    }

    private void accept(Link link, Wire wire) {
        int most = setup.limits.maxConnections();
        Session session = new Session(link, wire, config);
        boolean full = sessions.size() >= most;
        sessions.add(session);
        if (full) {
            session.refuse(Code.RESOURCE_EXHAUSTED, most + " connections (the limit maxConnections of the server)");
        }
        session.start();
        if (closing) {
            session.close("the server is closed");
        }
    }

    /// Serves an object under its class's name, as the builder does, from now on: in place of the one that is served under that
    /// name, if there is one. Connections stay. Calls that have come before end on the old object; it is then closed, if it
    /// is [AutoCloseable]. Calls that come now run on the new one, and metadata tells of it. Limits on sessions and
    /// calls go on where they are the same.
    ///
    /// @throws IllegalArgumentException for an object that cannot be served; the old one goes on
    /// @throws IllegalStateException for one with [Allow] where the server does not know who calls
    public void replace(Object service) {
        replace(ServiceModel.nameOf(service.getClass()), service);
    }

    /// The same under a name.
    public void replace(String serviceName, Object service) {
        replaceAll(Map.of(serviceName, service), Set.of());
    }

    /// The same with several objects, each under a name, in one step: where one cannot be served, all old ones go on.
    ///
    /// @param gone the names of services of which no more calls are taken, as by [#remove]
    public void replaceAll(Map<String, ?> objects, Set<String> gone) {
        Map<ServiceModel, Object> fresh = new LinkedHashMap<>();
        objects.forEach((serviceName, service) -> {
            requireReplaceable(serviceName);
            // With shapes of their own, so that classes of services that have gone can be unloaded.
            fresh.put(ServiceModel.ofClass(service.getClass(), serviceName, new Shapes()), service);
        });
        gone.forEach(Server::requireReplaceable);
        List<ServiceModel> all = new ArrayList<>(dispatcher.models());
        all.removeIf(model -> objects.containsKey(model.name()) || gone.contains(model.name()));
        all.addAll(fresh.keySet());
        if (!fresh.isEmpty()) {
            spoken.serving(all);
        }
        dispatcher.replace(fresh, gone);
    }

    /// Takes no more calls of a service; what has been said of the old one when it is replaced is true of it.
    ///
    /// @return whether there was one of that name
    public boolean remove(String serviceName) {
        requireReplaceable(serviceName);
        return dispatcher.remove(serviceName);
    }

    private static void requireReplaceable(String serviceName) {
        if (serviceName.equals(ServiceModel.nameOf(Meta.class))) {
            throw new IllegalArgumentException("service " + serviceName + " is the server's own (give another name)");
        }
    }

    /// Where the server listens, with the ports that were picked.
    public synchronized List<URI> urls() {
        return listeners.stream().map(Listening::url).toList();
    }

    /// How many clients are connected.
    public int connections() {
        return sessions.size();
    }

    /// What runs the handlers.
    ///
    /// @throws IllegalStateException for a server that was not built with an event loop
    public EventLoop eventLoop() {
        if (loop == null) {
            throw new IllegalStateException("a server without an event loop (call eventLoop() on its builder)");
        }
        return loop;
    }

    /// Waits until the server is closed.
    public void join() throws InterruptedException {
        closed.await();
    }

    /// Stops listening, tells the clients that no more calls are taken, waits until the calls that run have been answered,
    /// handlers whose clients are away have returned and the clients have left, and then ends the connections, as [#close()]
    /// does. Clients make their further calls elsewhere.
    ///
    /// @param most how long to wait; what still runs then is interrupted
    /// @return whether all calls were answered and all handlers have returned by themselves
    /// @throws IllegalStateException on the thread of the event loop, where handlers could not go on meanwhile
    public boolean drain(Duration most) throws InterruptedException {
        if (loop != null && loop.isCurrent()) {
            throw new IllegalStateException("drain on the thread of the event loop (let another thread do it)");
        }
        stop();
        long until = System.nanoTime() + most.toNanos();
        long busy = System.nanoTime();
        Set<Session> told = new HashSet<>();
        while (!(sessions.isEmpty() && isIdle()) && System.nanoTime() - Math.min(until, busy + LINGER.toNanos()) < 0) {
            for (Session session : sessions) {
                if (told.add(session)) {
                    session.goAway("the server is going away");
                }
            }
            busy = isIdle() ? busy : System.nanoTime();
            Thread.sleep(1);
        }
        boolean answered = isIdle();
        close();
        return answered;
    }

    private boolean isIdle() {
        return sessions.stream().allMatch(Session::isIdle) && left.stream().noneMatch(Session::isServing);
    }

    /// Stops listening, ends all connections and interrupts the handlers that still run; waits a few seconds for them to
    /// return, for the objects of connections to be closed and for hooks to have heard that the peers left. So none of those
    /// should wait for who closes the server; each may close it itself.
    @Override
    public void close() {
        stop();
        Set<Session> all = new HashSet<>(sessions); // before the next: one that ends in this moment is in both
        for (Session session : all) {
            session.goAway("the server was closed");
            session.close("the server was closed");
        }
        all.addAll(left);
        all.forEach(Session::stopServing); // also of those that the peer has ended in this moment
        if (setup.answers != null) {
            setup.answers.close();
        }
        endLoop();
        await(all);
        if (!stopped.compareAndSet(false, true)) {
            return;
        }
        ServerHooks hooks = setup.hooks;
        if (hooks != null) {
            Session.guard(() -> hooks.stopped(this));
        }
        forgetExit();
        closed.countDown();
    }

    private synchronized void stop() {
        closing = true;
        listeners.forEach(each -> each.listener.close());
    }

    private void endLoop() {
        if (loop != null) {
            loop.close();
        }
    }

    private void await(Set<Session> all) {
        dispatcher.waitsForTheGone();
        long until = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (System.nanoTime() - until < 0
                    && !(sessions.isEmpty()
                            && leaving.get() == 0
                            && all.stream().noneMatch(Session::isServing)
                            && dispatcher.isDoneWithTheGone())) {
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int running = all.stream().mapToInt(Session::running).sum();
        if (running > 0) {
            log().log(Level.WARNING, "{0} handlers still run although they were interrupted", running);
        }
        if (!dispatcher.isDoneWithTheGone()) {
            log().log(Level.WARNING, "hooks, or close methods of the objects of connections, still run");
        }
    }

    @Override
    public String toString() {
        return "server at " + urls();
    }

    private static Logger log() {
        return System.getLogger(Server.class.getName());
    }
}
