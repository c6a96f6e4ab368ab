package dev.parley.session;

import dev.parley.Call;
import dev.parley.CallListener;
import dev.parley.Code;
import dev.parley.Peer;
import dev.parley.Principal;
import dev.parley.RpcException;
import dev.parley.value.Output;
import dev.parley.value.Shape;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/// A call that the other end has made. For the peer it ends exactly once; its handler may take longer to return.
public final class InboundCall implements Call {
    /// Metadata that tells which servers a call has come through, see [#path()].
    public static final String PATH = "parley-path";

    private final Session session;
    private final Callee callee;
    private final int id;
    private final CommandName command;
    private volatile Map<String, String> metadata;
    private volatile @Nullable Principal principal;
    private final boolean soft;
    private final boolean streams;
    private final String path;
    private final Frame.Place place;
    private final boolean mixed;
    private final boolean told;
    private final Encoded arguments;
    private final long started;
    private static final AtomicIntegerFieldUpdater<InboundCall> RELEASED =
            AtomicIntegerFieldUpdater.newUpdater(InboundCall.class, "released");
    private static final AtomicIntegerFieldUpdater<InboundCall> OVER =
            AtomicIntegerFieldUpdater.newUpdater(InboundCall.class, "over");

    private volatile int over; // 1 when the call is over for the peer

    @SuppressWarnings("UnusedVariable") // changed through RELEASED
    private volatile int released; // 1 when the call does not count to those in flight any more

    private volatile boolean mayWait = true;
    private volatile boolean later; // whether a thread of its own answers
    private volatile long deadline;
    private volatile boolean cancelled;
    private volatile boolean begun;
    private volatile @Nullable String waitsFor;
    private volatile Answers.@Nullable Kept kept;
    private volatile @Nullable Map<String, String> replyMetadata;
    private volatile @Nullable InboundStream items;
    private volatile @Nullable OutboundStream results;
    private final Object handling = new Object();
    private volatile @Nullable Thread handler; // set under handling
    private boolean outlives; // guarded by this: whether it has gone on after the session's end

    /// @param name of the command, in full
    InboundCall(Session session, Callee callee, Frame.Call frame, CommandName name) {
        this.session = session;
        this.callee = callee;
        id = frame.id();
        command = name;
        metadata = frame.metadata();
        path = metadata.isEmpty() ? "" : metadata.getOrDefault(PATH, "");
        hide(PATH);
        soft = frame.soft();
        streams = frame.streams();
        mixed = frame.mixed();
        told = frame.told();
        place = frame.place();
        arguments = frame.body().keep();
        CallListener listener = session.listener();
        boolean timed = listener != null || frame.remaining() != 0;
        started = timed ? System.nanoTime() : 0;
        deadline = frame.remaining() == 0 ? 0 : started + frame.remaining();
        if (listener != null) {
            Session.guard(() -> listener.callStarted(session.peer(), command.service(), command.command(), true));
        }
    }

    int id() {
        return id;
    }

    public CommandName name() {
        return command;
    }

    @Override
    public String service() {
        return command.service();
    }

    @Override
    public String command() {
        return command.command();
    }

    @Override
    public Peer peer() {
        return session.peer();
    }

    public Session session() {
        return session;
    }

    @Override
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public Optional<Principal> principal() {
        return Optional.ofNullable(principal);
    }

    /// It is known who calls.
    public void authenticated(Principal caller) {
        principal = caller;
        session.calledBy(caller);
    }

    /// Takes an entry out of the metadata that handlers see.
    public void hide(String key) {
        if (metadata.containsKey(key)) {
            Map<String, String> rest = new LinkedHashMap<>(metadata);
            rest.remove(key);
            metadata = Collections.unmodifiableMap(rest);
        }
    }

    /// Which servers the call has come through: their ids, between commas; empty for none.
    public String path() {
        return path;
    }

    @Override
    public Map<String, String> replyMetadata() {
        Map<String, String> known = replyMetadata;
        if (known == null) {
            synchronized (this) {
                known = replyMetadata;
                if (known == null) {
                    known = Collections.synchronizedMap(new LinkedHashMap<>());
                    replyMetadata = known;
                }
            }
        }
        return known;
    }

    @Override
    public Optional<Duration> remaining() {
        long until = deadline;
        return until == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
    }

    /// When the caller stops waiting, as of [System#nanoTime()]; 0 for never.
    public long deadline() {
        return deadline;
    }

    /// Whether that is only what the caller takes by default.
    public boolean soft() {
        return soft;
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }

    /// The encoded arguments.
    public Encoded arguments() {
        return arguments;
    }

    /// Whether the arguments are a list of two: the list of the positional ones and the map of the named ones.
    public boolean mixed() {
        return mixed;
    }

    /// Which argument the stream is, as far as that was said.
    public Frame.Place place() {
        return place;
    }

    /// Whether the caller sends a stream.
    public boolean streams() {
        return streams;
    }

    // ---- for the dispatcher, before the handler runs

    /// Sets the command's own deadline, for a caller that has not said one.
    ///
    /// @param most zero for none
    public void limit(Duration most) {
        if (deadline != 0 && !soft) {
            return;
        }
        deadline = most.isZero() ? 0 : System.nanoTime() + most.toNanos();
        if (deadline != 0) {
            session.watchDeadlines();
        }
    }

    /// Makes room for the items that the caller sends. To be called before the thread that reads goes on.
    public InboundStream receive(Shape shape, String place) {
        InboundStream stream = new InboundStream(session, id, shape, place, this::unwanted, _ -> {});
        if (!streams) {
            stream.end(null);
        }
        items = stream;
        return stream;
    }

    /// The items that are received; null for none.
    public @Nullable InboundStream items() {
        return items;
    }

    private void unwanted() {
        if (over == 0) {
            session.outbox().send(new Frame.Cancel(id));
        }
    }

    @Override
    public <T> T caller(Class<T> type) {
        return session.proxy(type);
    }

    /// From now on the command may have run, wholly or in part.
    ///
    /// @throws RpcException for a call that is over, whose caller may have been told that it has not run
    public void begin() {
        begun = true; // before the look at the other's mark, as in end
        if (isOver()) {
            throw new RpcException(Code.CANCELLED, command + ": the call is over");
        }
    }

    /// Says what the call waits for a place in, before it begins; null for nothing any more.
    public void waitsFor(@Nullable String place) {
        waitsFor = place;
    }

    /// It has turned out that the command did not run, after all.
    public void hasNotRun() {
        begun = false;
    }

    public boolean hasBegun() {
        return begun;
    }

    /// Runs the handler on the calling thread, which is interrupted when nobody waits for the outcome any more.
    ///
    /// @param interruptible false on a thread that is not the handler's own
    public void run(Runnable work, boolean interruptible) {
        mayWait &= interruptible;
        callee.started();
        if (interruptible) {
            handler = Thread.currentThread();
            if (cancelled) { // before anybody could see that
                handlerReturned();
            }
        }
        try {
            work.run();
        } catch (Throwable e) { // whatever happens, the caller gets an answer and the thread lives on
            fail(Code.INTERNAL, e.getClass().getSimpleName(), command + ": failed without an answer", true, "", null);
            log().log(Level.ERROR, "the handling of " + command + " failed", e);
        } finally {
            handlerReturned();
            InboundStream stream = items;
            if (stream != null) {
                stream.close();
            }
            if (!later) {
                release();
            }
            callee.returned();
        }
    }

    /// The call does not count to those in flight any more: it has been answered, or its handler has returned.
    private void release() {
        if (!RELEASED.compareAndSet(this, 0, 1)) {
            return;
        }
        callee.released();
        if (told) {
            synchronized (this) {
                if (outlives) {
                    session.outliving().release();
                }
            }
        }
    }

    /// @return whether it may go on after the session's end, as one of not too many, or has done
    private synchronized boolean outlives() {
        if (!outlives && released == 0) {
            outlives = session.outliving().tryAcquire();
        }
        return outlives || released != 0;
    }

    // ---- what comes

    void frame(Frame.OfCall frame) {
        InboundStream stream = items;
        OutboundStream out = results;
        switch (frame) {
            case Frame.Item item -> {
                if (stream == null) {
                    return;
                } else if (stream.offer(item.body())) {
                    session.offered(stream);
                } else {
                    stop(Code.RESOURCE_EXHAUSTED, "more items than the window that was granted");
                }
            }
            case Frame.End _ -> {
                if (stream != null) {
                    stream.end(null);
                }
            }
            case Frame.Failure failure -> {
                if (stream != null) {
                    stream.end(Values.exception(command, failure));
                }
            }
            case Frame.Refused refused -> stop(refused.code(), refused.message());
            case Frame.Cancel _ -> drop();
            case Frame.Credit credit -> {
                if (out != null) {
                    out.grant(credit.bytes());
                }
            }
            case Frame.Call _, Frame.Result _, Frame.More _, Frame.Begins _ -> {} // never said by the end that calls
        }
    }

    /// Ends the call if its time is up.
    ///
    /// @return whether that is still to come
    boolean expiresLater(long now) {
        long until = deadline;
        if (until == 0 || isOver()) {
            return false;
        }
        if (now - until < 0) {
            return true;
        }
        stop(Code.DEADLINE_EXCEEDED, "");
        return false;
    }

    /// Ends the call with an error and stops its handler.
    ///
    /// @param message empty for what is to be said of the deadline
    private void stop(Code code, String message) {
        session.outbox().abandon(id);
        if (end(code)) { // and only then: what has not begun by now never does
            String what = command + ": " + (message.isEmpty() ? late() : message);
            tell(new Frame.Failure(id, code, "", what, begun, "", Map.of(), null));
        }
        interrupt();
    }

    private String late() {
        String place = waitsFor;
        return begun || place == null
                ? "not finished before the deadline"
                : "not begun before the deadline (it waited for a place in " + place + ")";
    }

    /// From now on the answer is kept.
    ///
    /// @return false for a call that is over already
    boolean keep(Answers.Kept by) {
        synchronized (this) {
            if (cancelled || isOver()) {
                return false;
            }
            kept = by;
        }
        hide(Answers.REPEATS);
        return true;
    }

    /// Answers with what another call was answered with.
    public void repeat(Frame.Carrier answer) throws InterruptedException {
        session.outbox().awaitRoom(this::isOver);
        Frame.Carrier own = answer.withId(id);
        if (end(own instanceof Frame.Failure failure ? failure.code() : null)) {
            release();
            session.outbox().send(own);
            session.valve().answered();
        }
    }

    /// The connection is lost. A call whose answer is kept goes on for a while: its caller may ask again. One that nobody waits
    /// for goes on, too, unless many do: its caller may have left on purpose.
    ///
    /// @param left whether it was the peer who ended it
    void lost(boolean left) {
        if (told && left && outlives()) {
            return;
        }
        Answers answers = session.answers();
        synchronized (this) {
            if (kept == null || answers == null) {
                cancelled = true; // so that it is not kept any more
            } else {
                long end = System.nanoTime() + answers.keep().toNanos();
                deadline = deadline == 0 || end - deadline < 0 ? end : deadline;
            }
        }
        if (cancelled) {
            drop();
        } else {
            session.watchDeadlines();
        }
    }

    /// Nobody waits for the outcome: ends the call without a word and stops its handler.
    void drop() {
        Answers.Kept answer = kept;
        if (end(Code.CANCELLED) && answer != null) {
            answer.answered(
                    new Frame.Failure(id, Code.CANCELLED, "", command + ": was cancelled", begun, "", Map.of(), null));
        }
        session.outbox().abandon(id);
        interrupt();
    }

    /// From now on its thread is not interrupted any more; waits for who is about it.
    private void handlerReturned() {
        synchronized (handling) {
            handler = null;
        }
    }

    private void interruptHandler() {
        synchronized (handling) {
            Thread running = handler;
            if (running != null) {
                running.interrupt();
            }
        }
    }

    /// Stops the handler, on a thread of its own: one that reads a pipe or a terminal through a channel is only interrupted when
    /// that read returns.
    private void interrupt() {
        synchronized (this) {
            cancelled = true;
        }
        if (handler != null) {
            Thread.startVirtualThread(this::interruptHandler);
        }
        InboundStream stream = items;
        if (stream != null) {
            stream.end(new RpcException(Code.CANCELLED, command + ": the call is over"));
        }
        OutboundStream out = results;
        if (out != null) {
            out.close();
        }
    }

    // ---- how it ends

    /// @return whether the call was still in flight
    private boolean end(@Nullable Code code) {
        if (!OVER.compareAndSet(this, 0, 1)) {
            return false;
        }
        callee.remove(this);
        CallListener listener = session.listener();
        if (listener != null) {
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            Session.guard(
                    () -> listener.callEnded(session.peer(), command.service(), command.command(), true, took, code));
        }
        return true;
    }

    /// Whether it has been answered, or nobody waits for that any more.
    public boolean isOver() {
        return over != 0;
    }

    /// @throws RpcException for more than the limit, and for nulls
    private Map<String, String> reply() {
        Map<String, String> known = replyMetadata;
        if (known == null) {
            return Map.of();
        }
        Map<String, String> reply;
        synchronized (known) { // that is its lock, and copying it means going through it
            reply = new LinkedHashMap<>(known);
        }
        if (reply.containsKey(null) || reply.containsValue(null)) {
            throw new RpcException(Code.INTERNAL, command + ": reply metadata with null");
        }
        String excess = session.values().excess(reply);
        if (excess != null) {
            throw new RpcException(Code.RESOURCE_EXHAUSTED, command + ": reply " + excess);
        }
        return reply;
    }

    /// Ends the call with a value.
    ///
    /// @param shape the value's; null for a command that returns nothing
    /// @throws dev.parley.value.ValueException for a value that cannot be written; the call goes on
    /// @throws dev.parley.RpcException for one that is too large; the call goes on
    public void respond(@Nullable Shape shape, @Nullable Object value) throws InterruptedException {
        boolean crowd = callee.isCrowded();
        Map<String, String> reply = reply();
        if (shape == null) {
            if (end(null)) {
                release();
                answer(new Frame.Result(id, reply, null), crowd);
            }
            return;
        }
        Output out = Scratch.take();
        Encoded body = session.values().encode(command, shape, value, out);
        if (mayWait) {
            session.outbox().awaitRoom(body.length(), this::isOver);
        } else if (!session.outbox().hasRoom(body.length())) {
            later = true;
            Thread.startVirtualThread(() -> respondLater(reply, body));
            return;
        }
        if (end(null)) {
            release();
            answer(new Frame.Result(id, reply, body), crowd);
        }
        session.values().recycle(out, body);
    }

    private void answer(Frame.Result result, boolean crowd) {
        if (kept != null) {
            kept.answered(result);
        }
        session.answer(result, crowd);
        session.valve().answered();
    }

    /// Answers an inline call when there is room, which the thread that reads cannot wait for.
    private void respondLater(Map<String, String> reply, Encoded body) {
        try {
            session.outbox().awaitRoom(body.length(), this::isOver);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that; the answer goes out all the same
        }
        boolean send = end(null);
        release();
        if (send) {
            answer(new Frame.Result(id, reply, body), true);
        }
    }

    /// From now on whatever thread answers must not wait for room; a value that finds none is sent later.
    public void mustNotWait() {
        mayWait = false;
    }

    /// Makes the result a stream.
    ///
    /// @throws RpcException where the protocol has none
    public OutboundStream results(Shape shape) {
        if (!session.carriesStreams()) {
            throw new RpcException(
                    Code.UNIMPLEMENTED,
                    command + ": takes or gives a stream, which the protocol of this connection cannot carry");
        }
        OutboundStream stream = new OutboundStream(session, id, shape, session.remoteWindow());
        results = stream;
        if (isOver()) {
            stream.close();
        } else if (session.announcesStreams()) {
            session.outbox().send(new Frame.Begins(id));
        }
        return stream;
    }

    /// Ends the call at the end of its stream.
    public void endResults() {
        Map<String, String> reply = reply();
        if (end(null)) {
            release();
            session.outbox().send(results, new Frame.End(id, reply));
            session.valve().answered();
        }
    }

    /// Ends the call with a failure.
    public void fail(Code code, String type, String message, boolean ran, String trace, @Nullable Encoded details) {
        Map<String, String> reply = Map.of();
        try {
            reply = reply();
        } catch (RpcException e) { // the failure itself is more important
            log().log(Level.WARNING, String.valueOf(e.getMessage()));
        }
        release();
        fail(new Frame.Failure(id, code, type, message, ran, trace, reply, details));
    }

    /// The call is refused before its handler has been started.
    public void refuse(Code code, String type, String message) {
        fail(code, type, message, false, "", null);
    }

    private void fail(Frame.Failure failure) {
        if (end(failure.code())) {
            tell(failure);
        }
    }

    private void tell(Frame.Failure failure) {
        if (kept != null) {
            kept.answered(failure);
        }
        session.outbox().send(results, failure);
        session.valve().answered();
    }

    private static Logger log() {
        return System.getLogger(InboundCall.class.getName());
    }
}
