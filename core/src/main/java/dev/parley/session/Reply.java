package dev.parley.session;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.value.Output;
import dev.parley.value.Shape;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/// How a call that the other end has made is answered: exactly once, with a value, the end of a stream or a failure. May be
/// used by several threads; the first that answers does.
public final class Reply {
    private static final AtomicIntegerFieldUpdater<Reply> OVER =
            AtomicIntegerFieldUpdater.newUpdater(Reply.class, "over");

    private final InboundCall call;
    private final Session session;

    private volatile int over; // 1 when the call is over for the peer
    private volatile boolean mayWait = true;
    private volatile boolean later; // whether a thread of its own answers
    private volatile Answers.@Nullable Kept kept;
    private volatile @Nullable Map<String, String> metadata;
    private volatile @Nullable OutboundStream results;

    Reply(InboundCall call) {
        this.call = call;
        session = call.session();
    }

    // ---- when the call is over

    /// @param code null for a value, or the end of a stream
    /// @return whether the call was still in flight: who ends it answers
    boolean end(@Nullable Code code) {
        if (!OVER.compareAndSet(this, 0, 1)) {
            return false;
        }
        call.ended(code);
        return true;
    }

    boolean isOver() {
        return over != 0;
    }

    /// Whether a thread of its own answers, after the handler has returned.
    boolean comesLater() {
        return later;
    }

    /// From now on whatever thread answers must not wait for room; a value that finds none is sent later.
    public void mustNotWait() {
        mayWait = false;
    }

    /// The answer is to be kept.
    void keptBy(Answers.Kept by) {
        kept = by;
    }

    /// What keeps the answer; null for nothing.
    Answers.@Nullable Kept kept() {
        return kept;
    }

    // ---- what goes with it

    Map<String, String> metadata() {
        Map<String, String> known = metadata;
        if (known == null) {
            synchronized (this) {
                known = metadata;
                if (known == null) {
                    known = Collections.synchronizedMap(new LinkedHashMap<>());
                    metadata = known;
                }
            }
        }
        return known;
    }

    /// @throws RpcException for more than the limit, and for nulls
    private Map<String, String> sendable() {
        Map<String, String> known = metadata;
        if (known == null) {
            return Map.of();
        }
        Map<String, String> copy;
        synchronized (known) { // that is its lock, and copying it means going through it
            copy = new LinkedHashMap<>(known);
        }
        if (copy.containsKey(null) || copy.containsValue(null)) {
            throw new RpcException(Code.INTERNAL, command() + ": reply metadata with null");
        }
        String excess = session.values().excess(copy);
        if (excess != null) {
            throw new RpcException(Code.RESOURCE_EXHAUSTED, command() + ": reply " + excess);
        }
        return copy;
    }

    private CommandName command() {
        return call.name();
    }

    // ---- a value

    /// Ends the call with a value.
    ///
    /// @param shape the value's; null for a command that returns nothing
    /// @throws dev.parley.value.ValueException for a value that cannot be written; the call goes on
    /// @throws dev.parley.RpcException for one that is too large; the call goes on
    public void respond(@Nullable Shape shape, @Nullable Object value) throws InterruptedException {
        boolean crowd = call.isCrowded();
        Map<String, String> reply = sendable();
        if (shape == null) {
            answer(new Frame.Result(call.id(), reply, null), crowd);
            return;
        }
        Output out = Scratch.take();
        Encoded body = session.values().encode(command(), shape, value, out);
        Frame.Result result = new Frame.Result(call.id(), reply, body);
        if (mayWait) {
            session.outbox().awaitRoom(body.length(), this::isOver);
        } else if (!session.outbox().hasRoom(body.length())) {
            later = true;
            Thread.startVirtualThread(() -> answerLater(result, body.length()));
            return;
        }
        answer(result, crowd);
        session.values().recycle(out, body);
    }

    private void answer(Frame.Result result, boolean crowd) {
        if (!end(null)) {
            return;
        }
        call.release();
        Answers.Kept by = kept;
        if (by != null) {
            by.answered(result);
        }
        session.inbox().answer(result, crowd);
        session.valve().answered();
    }

    /// Answers an inline call when there is room, which the thread that reads cannot wait for.
    private void answerLater(Frame.Result result, int length) {
        try {
            session.outbox().awaitRoom(length, this::isOver);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that; the answer goes out all the same
        }
        answer(result, true);
        call.release(); // also where it was over
    }

    /// Answers with what another call was answered with.
    public void repeat(Frame.Carrier answer) throws InterruptedException {
        session.outbox().awaitRoom(this::isOver);
        Frame.Carrier own = answer.withId(call.id());
        if (end(own instanceof Frame.Failure failure ? failure.code() : null)) {
            call.release();
            session.outbox().send(own);
            session.valve().answered();
        }
    }

    // ---- a stream

    /// Makes the result a stream.
    ///
    /// @throws RpcException where the protocol has none
    public OutboundStream results(Shape shape) {
        if (!session.abilities().streams()) {
            throw new RpcException(
                    Code.UNIMPLEMENTED,
                    command() + ": takes or gives a stream, which the protocol of this connection cannot carry");
        }
        OutboundStream stream = new OutboundStream(session, call.id(), shape, session.remoteWindow());
        results = stream;
        if (isOver()) {
            stream.close();
        } else if (session.wire().announcesStreams()) {
            session.outbox().send(new Frame.Begins(call.id()));
        }
        return stream;
    }

    /// The stream that the result is; null where it is none, or not yet.
    @Nullable OutboundStream stream() {
        return results;
    }

    /// Ends the call at the end of its stream.
    public void endResults() {
        Map<String, String> reply = sendable();
        if (end(null)) {
            call.release();
            session.outbox().send(results, new Frame.End(call.id(), reply));
            session.valve().answered();
        }
    }

    // ---- a failure

    /// Ends the call with a failure.
    public void fail(Code code, String type, String message, boolean ran, String trace, @Nullable Encoded details) {
        Map<String, String> reply = Map.of();
        try {
            reply = sendable();
        } catch (RpcException e) { // the failure itself is more important
            System.getLogger(Reply.class.getName()).log(Level.WARNING, String.valueOf(e.getMessage()));
        }
        call.release();
        if (end(code)) {
            tell(new Frame.Failure(call.id(), code, type, message, ran, trace, reply, details));
        }
    }

    /// The call is refused before its handler has been started.
    public void refuse(Code code, String type, String message) {
        fail(code, type, message, false, "", null);
    }

    /// Sends the failure that the call has ended with.
    void tell(Frame.Failure failure) {
        Answers.Kept by = kept;
        if (by != null) {
            by.answered(failure);
        }
        session.outbox().send(results, failure);
        session.valve().answered();
    }
}
