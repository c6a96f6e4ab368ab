package dev.parley.session;

import dev.parley.CallListener;
import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.Peer;
import dev.parley.Principal;
import dev.parley.RpcException;
import dev.parley.link.Link;
import dev.parley.value.Codec;
import dev.parley.wire.Abilities;
import dev.parley.wire.Abilities.Greeting;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// One conversation over one link. This class holds its ends together: what comes in is handed to the calls it belongs
/// to ([Callee], [Caller]), what goes out goes to the [Outbox]; [Keepalive] watches over silence.
public final class Session implements Link.Receiver {
    private static final AtomicLong COUNT = new AtomicLong();

    private final long number = COUNT.incrementAndGet();
    private final Link link;
    private final SessionConfig config;
    private final Wire wire;
    private final Outbox outbox;
    private final Valve valve;
    private final Values values;
    private final Greetings greetings;
    private final Caller caller;
    private final Callee callee;
    private final Keepalive keepalive;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean busy = new AtomicBoolean();

    private final Inbox inbox;
    private volatile @Nullable Principal principal;
    private volatile boolean closing;
    private boolean lingered; // used by the sweeper's thread
    private volatile boolean closedHere;
    private volatile String why = "";

    public Session(Link link, Wire wire, SessionConfig config) {
        this.link = link;
        this.wire = wire;
        this.config = config;
        outbox = new Outbox(link, wire);
        valve = new Valve(link, wire);
        values = new Values(this, wire);
        greetings = new Greetings(this, config);
        inbox = new Inbox(wire, this::frame, outbox);
        caller = new Caller(this, config.opens());
        callee = new Callee(this, config.handler());
        keepalive = new Keepalive(this, config.limits());
    }

    /// Starts to read; the end that opens the connection also greets, without waiting for an answer. Where nobody greets, both
    /// are taken for greeted.
    public void start() {
        CallListener listener = config.listener();
        if (listener != null) {
            guard(() -> listener.connected(peer()));
        }
        Sweeper.add(this);
        greetings.prepare();
        if (abilities().greeting() == Greeting.NONE && !closing) {
            greeted(greetings.unsaid());
        }
        link.start(this);
        greetings.open();
    }

    /// What can be said on this connection.
    public Abilities abilities() {
        return wire.abilities();
    }

    Wire wire() {
        return wire;
    }

    /// Whether a call must wait for the one before.
    public boolean isSerial() {
        return !abilities().multiplexes();
    }

    /// The services in which the peer must have its place before it is greeted; null where its calls wait for that.
    public @Nullable Set<String> reserves() {
        return wire.reserves();
    }

    /// Which of this process's connections it is, so that those with one address can be told apart.
    public long number() {
        return number;
    }

    /// Who has called last; null where that is not known.
    public @Nullable Principal principal() {
        return principal;
    }

    void calledBy(Principal caller) {
        principal = caller;
    }

    /// The peer has its place: it is greeted.
    public void admit() {
        greetings.say(codec());
        valve.answered();
    }

    /// The peer has to wait for its place.
    public void mustWait() {
        outbox.send(new Frame.Waiting(0));
        valve.answered();
    }

    Inbox inbox() {
        return inbox;
    }

    /// Lets the link read, or wait.
    Valve valve() {
        return valve;
    }

    public Peer peer() {
        return link.peer();
    }

    public Limits limits() {
        return config.limits();
    }

    Link link() {
        return link;
    }

    Outbox outbox() {
        return outbox;
    }

    @Nullable CallListener listener() {
        return config.listener();
    }

    /// What the peer has said of itself; null as long as it has not.
    Frame.@Nullable Hello remote() {
        return greetings.remote();
    }

    /// Waits until the peer has greeted, or the session is over.
    ///
    /// @return whether it has greeted
    public boolean awaitGreeting() throws InterruptedException {
        return greetings.await() && !isOver();
    }

    /// Why no calls can be made any more; null where nothing was said.
    public @Nullable RpcException refusal() {
        return caller.refusal();
    }

    /// What names a call of this session if it must be repeated on another, with the same server.
    ///
    /// @return null where the server would run it again, or is not known to keep answers
    public @Nullable String repeatable(OutboundCall call) {
        return greetings.repeatable(call.id());
    }

    /// Whether the peer is the same as that of another session.
    public boolean isWith(Session other) {
        Frame.Hello here = remote();
        Frame.Hello there = other.remote();
        return here != null && there != null && !here.id().isEmpty() && here.id().equals(there.id());
    }

    /// What keeps the answers to the peer's calls; null for nobody.
    public @Nullable Answers answers() {
        return config.answers();
    }

    /// As of [SessionConfig#outliving()].
    Semaphore outliving() {
        return config.outliving();
    }

    /// Whether the connection is gone, or as good as.
    public boolean hasEnded() {
        return ended.get();
    }

    /// The codec of this connection. At the end that is connected to, known once the peer has greeted.
    public Codec codec() {
        return greetings.codec();
    }

    /// How many bytes of a stream may be sent to the peer before it grants more.
    int remoteWindow() {
        Frame.Hello hello = remote();
        return hello == null ? Limits.DEFAULT.window() : hello.window();
    }

    /// Whether the peer has heard this end's greeting before it says anything of a call. The end that is connected to cannot be
    /// sure of that.
    boolean isHeard() {
        return config.opens();
    }

    /// Makes calls to the other end.
    public Caller caller() {
        return caller;
    }

    /// An object that calls a service of the peer's.
    <T> T proxy(Class<T> type) {
        return type.cast(config.proxies().apply(this, type));
    }

    /// How many handlers of the peer's calls are running.
    public int running() {
        return callee.running();
    }

    /// Whether calls of the peer's have not been answered, or their handlers not returned; also after the session's end.
    public boolean isServing() {
        return callee.running() > 0 || callee.inFlight() > 0;
    }

    /// Whether no calls can be made any more.
    public boolean isOver() {
        return ended.get() || closing || caller.isRefused();
    }

    // ---- what comes in

    @Override
    public @Nullable ByteBuffer room() {
        return inbox.room();
    }

    @Override
    public void unused() {
        inbox.unused();
    }

    @Override
    public void received(byte[] bytes, int from, int to) {
        if (closing) {
            return;
        }
        keepalive.heard();
        try {
            inbox.take(bytes, from, to);
            valve.read();
        } catch (WireException e) {
            refuse(e.code(), String.valueOf(e.getMessage()));
        } catch (Throwable e) { // this connection ends, the thread reads others, too
            log().log(Level.ERROR, "failed while reading from " + peer(), e);
            refuse(Code.INTERNAL, "failed while reading");
        } finally {
            inbox.taken();
        }
    }

    @Override
    public void writable() {
        outbox.writable();
    }

    private void frame(Frame frame) {
        // What a call from the command hears: linking the switch costs a fresh JVM milliseconds.
        if (frame instanceof Frame.OfCall ofCall) {
            ofCall(ofCall);
        } else if (frame instanceof Frame.Hello hello) {
            greeted(hello);
        } else {
            any(frame);
        }
    }

    private void any(Frame frame) {
        switch (frame) {
            case Frame.Hello hello -> greeted(hello);
            case Frame.Ping ping -> outbox.send(new Frame.Pong(ping.number()));
            case Frame.Pong _ -> {} // anything that is heard shows that the peer lives
            case Frame.GoAway goAway -> goneAway(goAway);
            case Frame.Said said -> say(said);
            case Frame.Waiting _ -> keepalive.greeted(); // it is there
            case Frame.OfCall ofCall -> ofCall(ofCall);
        }
    }

    /// Sends what the wire wants to say.
    private void say(Frame.Said said) {
        if (said.delayNanos() == 0) {
            outbox.send(said);
        } else {
            CompletableFuture.delayedExecutor(said.delayNanos(), TimeUnit.NANOSECONDS, Thread::startVirtualThread)
                    .execute(() -> {
                        keepalive.asked();
                        outbox.send(said);
                    });
        }
    }

    private void ofCall(Frame.OfCall frame) {
        if (!caller.owns(frame.id())) {
            callee.frame(frame);
        } else if (frame instanceof Frame.Call call) {
            refuse(
                    Code.INVALID_ARGUMENT,
                    "call id "
                            + call.id()
                            + " belongs to this end (expected odd ones from the end that connects,"
                            + " even ones from the other)");
        } else {
            caller.frame(frame);
        }
    }

    private void greeted(Frame.Hello hello) {
        keepalive.greeted();
        greetings.heard(hello);
        if (!config.opens()
                && callee.isRefusing()
                && !closing) { // told before it could be said, and not by a refusal since
            outbox.send(new Frame.GoAway(callee.last(), null, "the server is going away"));
        }
    }

    private void goneAway(Frame.GoAway goAway) {
        Code code = goAway.code();
        caller.refused(goAway);
        if (code != null) {
            why = goAway.message();
            link.close(why);
        }
    }

    // ---- what can be said

    /// Writes and reads values as this connection has them.
    public Values values() {
        return values;
    }

    void grant(int id, int bytes) {
        outbox.send(new Frame.Credit(id, bytes));
    }

    // ---- time

    /// There is a call in flight whose deadline must be watched.
    void watchDeadlines() {
        if (!busy.get() && busy.compareAndSet(false, true)) {
            Sweeper.busy(this);
        }
    }

    /// Ends the calls whose time is up.
    ///
    /// @return whether any are left that have a deadline
    boolean sweepCalls(long now) {
        return caller.sweep(now) | callee.sweep(now);
    }

    /// The sweeper has found no calls with a deadline.
    void idle() {
        outbox.trim();
        busy.set(false);
        if (sweepCalls(System.nanoTime())) {
            watchDeadlines();
        }
    }

    void keepAlive(long now) {
        if (closing && lingered) {
            link.close(why);
        } else if (closing) {
            lingered = true; // from one look to the next at least: it may just have been told
        } else {
            keepalive.look(now);
        }
    }

    // ---- the end

    /// Tells the peer that no more of its calls are taken; those that run go on.
    public void goAway(String message) {
        callee.refuseAll();
        if (greetings.isCodecKnown()) {
            outbox.send(new Frame.GoAway(callee.last(), null, message));
        }
    }

    /// Ends the session because of something that the peer did, and tells it. The link stays open for a moment, so that
    /// the peer can read why: closing a socket with bytes unread throws away what was sent.
    public void refuse(Code code, String message) {
        if (closing) {
            return;
        }
        Level level = config.opens() ? Level.DEBUG : Level.INFO; // who has connected is told by his calls
        log().log(level, "the connection with {0} is closed: {1}", peer(), message);
        outbox.send(new Frame.GoAway(callee.last(), code, message));
        why = message;
        closing = true;
        end(code, message);
    }

    /// Ends the session if the peer takes no more calls and nothing is left to be said: by then, nothing can get lost.
    void leaveWhenDone() {
        if (config.opens() && !caller.hasCalls() && callee.inFlight() == 0) {
            link.close("");
        }
    }

    /// Ends the session at once. Calls in flight fail; handlers are interrupted.
    ///
    /// @param message why, in words; empty for an orderly end
    public void close(String message) {
        why = message;
        closedHere = true;
        link.close(message);
    }

    /// Takes no more calls, and is closed by this end as soon as the last one knows that it is given up.
    void retire() {
        closedHere = true;
        caller.retire();
    }

    /// Whether this end has closed it or is about to, for a reason of its own: the connection was not lost, and it was nothing
    /// that the peer has said.
    public boolean isClosedHere() {
        return closedHere;
    }

    /// Interrupts the handlers that go on although the session has ended.
    public void stopServing() {
        if (ended.get()) {
            callee.end(false);
        }
    }

    @Override
    public void closed(String reason) {
        end(Code.UNAVAILABLE, reason.isEmpty() ? why : reason);
        outbox.close();
        Sweeper.remove(this);
        config.closed().accept(this);
    }

    private void end(Code code, String reason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        String text = "the connection to " + peer() + " is lost" + (reason.isEmpty() ? "" : ": " + reason);
        caller.end(code, text);
        greetings.ended(); // by then it is known why there will be no greeting
        callee.end(!closing && !closedHere);
        Frame.Hello hello = remote();
        if (config.answers() != null && hello != null) {
            config.answers().left(hello.id());
        }
        CallListener listener = config.listener();
        if (listener != null) {
            guard(() -> listener.disconnected(peer(), reason));
        }
    }

    /// Whether no handler runs for the peer, and all that was sent has been handed to the link.
    public boolean isIdle() {
        return !isServing() && outbox.isEmpty();
    }

    /// Tells a listener something; what it throws is its own affair.
    public static void guard(Runnable event) {
        try {
            event.run();
        } catch (Throwable e) {
            log().log(Level.WARNING, "a listener or hook failed", e);
        }
    }

    @Override
    public String toString() {
        return "session with " + peer();
    }

    private static Logger log() {
        return System.getLogger(Session.class.getName());
    }
}
