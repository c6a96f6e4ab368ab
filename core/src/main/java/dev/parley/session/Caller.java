package dev.parley.session;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.value.Shape;
import dev.parley.value.ValueException;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The calls that this end makes: gives them ids, finds them again when something comes for them.
public final class Caller {
    private final Session session;
    private final int parity;
    private final AtomicInteger nextId;
    private final IdMap<OutboundCall> calls = new IdMap<>();

    /// Has the turn of the one call that may be in flight, where it is only one; else null.
    private final @Nullable Semaphore turn;

    /// Why no calls are made any more; null while they are.
    private volatile @Nullable RpcException refusal;

    Caller(Session session, boolean odd) {
        this.session = session;
        parity = odd ? 1 : 0;
        nextId = new AtomicInteger(odd ? 1 : 2);
        turn = odd && session.isSerial() ? new Semaphore(1, true) : null;
    }

    boolean owns(int id) {
        return (id & 1) == parity;
    }

    /// What is to be called, and how.
    ///
    /// @param deadline when the call ends at the latest, as of [System#nanoTime()]; 0 for never
    /// @param soft whether that is only a default, so that the command's own deadline counts
    /// @param body the arguments; the bytes may be used again once the call is [#start]ed, unless they are large
    /// @param items the shape of the items that will be sent; null for no stream of arguments
    /// @param results the shape of the items that the command is expected to give; null for a single value
    /// @param either whether it may just as well give a single value
    /// @param place which argument the stream is
    /// @param told whether nobody wants to hear what becomes of it
    public record Request(
            CommandName command,
            long deadline,
            boolean soft,
            Map<String, String> metadata,
            boolean mixed,
            Encoded body,
            @Nullable Shape items,
            @Nullable Shape results,
            boolean either,
            Frame.Place place,
            boolean told) {}

    /// Starts a call. What becomes of it is told to the call object.
    ///
    /// @return null where calls wait for their turn, and none has one any more on this connection: another is to be used
    /// @throws RpcException where no call can be made
    public @Nullable OutboundCall start(Request request) throws InterruptedException {
        RpcException before = refusal;
        if (before != null) {
            return elsewhere(before);
        }
        requirePossible(request);
        if (turn != null) {
            awaitTurn(turn, request);
            RpcException meanwhile = refusal;
            if (meanwhile != null) {
                turn.release();
                return elsewhere(meanwhile);
            }
        }
        OutboundCall call = register(request);
        RpcException late = refusal;
        if (late != null) { // the session ended in this moment and may not have seen the call
            call.fail(late);
            return elsewhere(late);
        }
        if (request.deadline != 0) {
            session.watchDeadlines();
        }
        awaitRoom(call, request.body.length());
        if (call.isDone()) { // its time is up, or the connection is gone: it must not run
            return call;
        }
        if (request.items != null || request.told) {
            session.link().readAgain();
        }
        long remaining = 0;
        if (request.deadline != 0) {
            remaining = Math.max(1, request.deadline - System.nanoTime());
        }
        Frame.Call frame =
                new Frame.Call(
                        call.id(),
                        request.command,
                        remaining,
                        request.soft,
                        request.metadata,
                        request.items != null,
                        request.mixed,
                        request.body,
                        request.place,
                        request.told);
        send(call, frame);
        if (request.told && session.wire().tells()) {
            call.sent();
        }
        if (call.isStopped()) { // in this moment: what was said of it then went out first
            session.outbox().send(new Frame.Cancel(call.id()));
        }
        return call;
    }

    private @Nullable OutboundCall elsewhere(RpcException refused) {
        if (turn != null && refused.code() == Code.UNAVAILABLE) {
            return null;
        }
        throw new RpcException(refused.code(), "", String.valueOf(refused.getMessage()), refused, false, "", null);
    }

    private void send(OutboundCall call, Frame.Call frame) {
        try {
            Frame.OfCall known = session.wire().ownAnswer(frame);
            if (known != null) {
                call.frame(known);
            } else {
                session.outbox().send(frame, calls.size() > 1);
            }
        } catch (ValueException e) { // only protocols of others look into arguments that were written elsewhere
            String message = frame.command() + ": arguments that cannot be sent: " + e.getMessage();
            RpcException wrong = new RpcException(Code.INVALID_ARGUMENT, "", message, e, false, "", null);
            call.fail(wrong);
            throw wrong;
        } catch (RuntimeException | Error e) { // others have their turn all the same
            String message = frame.command() + ": cannot be sent: " + e;
            call.fail(new RpcException(Code.INTERNAL, "", message, e, false, "", null));
            throw e;
        }
    }

    private static void awaitTurn(Semaphore turn, Request request) throws InterruptedException {
        if (request.deadline == 0) {
            turn.acquire();
        } else if (!turn.tryAcquire(request.deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw new RpcException(
                    Code.DEADLINE_EXCEEDED,
                    "",
                    request.command + ": not finished before the deadline",
                    null,
                    false,
                    "",
                    null);
        }
    }

    private void awaitRoom(OutboundCall call, int length) throws InterruptedException {
        try {
            session.outbox().awaitRoom(length, call::isDone);
        } catch (InterruptedException e) {
            call.cancel();
            throw e;
        }
    }

    private void requirePossible(Request request) {
        if (parity == 0 && !session.abilities().callsBack()) {
            throw new RpcException(
                    Code.UNIMPLEMENTED,
                    "",
                    request.command + ": the peer's protocol takes no calls",
                    null,
                    false,
                    "",
                    null);
        }
        String excess = session.values().excess(request.metadata);
        if (excess != null) {
            throw exhausted(excess);
        }
        CommandName command = request.command;
        if ((request.items != null || (request.results != null && !request.either)) && !session.abilities().streams()) {
            throw new RpcException(
                    Code.UNIMPLEMENTED,
                    "",
                    command + ": takes or gives a stream, which the protocol of this connection cannot carry",
                    null,
                    false,
                    "",
                    null);
        }
        if (!command.isShort()) {
            throw new RpcException(
                    Code.INVALID_ARGUMENT,
                    "",
                    "a name of more than "
                            + CommandName.LONGEST
                            + " bytes: "
                            + ValueException.quote(command.toString()),
                    null,
                    false,
                    "",
                    null);
        }
        Frame.Hello remote = session.remote();
        int mostCalls = Math.min(session.limits().maxCalls(), remote == null ? Integer.MAX_VALUE : remote.maxCalls());
        if (calls.size() >= mostCalls) {
            throw exhausted(mostCalls + " calls in flight on this connection (the limit maxCalls)");
        }
    }

    private static RpcException exhausted(String message) {
        return new RpcException(Code.RESOURCE_EXHAUSTED, "", message, null, false, "", null);
    }

    /// Ids are used again after 2^30 calls, unless they are still in use.
    private OutboundCall register(Request request) {
        OutboundCall call = new OutboundCall(session, this, request);
        int id;
        do {
            id = nextId.getAndAdd(2) & Integer.MAX_VALUE;
            call.id(id);
        } while (id == 0 || !calls.put(id, call));
        return call;
    }

    void frame(Frame.OfCall frame) {
        OutboundCall call = calls.get(frame.id());
        if (call != null) {
            call.frame(frame);
        }
    }

    void remove(OutboundCall call) {
        if (calls.remove(call.id(), call) && turn != null) {
            turn.release();
        }
        if (refusal != null) {
            session.leaveWhenDone();
        }
    }

    /// No more calls are made on a connection where one was given up that cannot be told from the next.
    void retire() {
        if (refusal == null) {
            String message = "a call was given up, and the protocol cannot say that";
            refusal = new RpcException(Code.UNAVAILABLE, "", message, null, false, "", null);
        }
    }

    boolean hasCalls() {
        return !calls.isEmpty();
    }

    /// Whether just one call is in flight.
    boolean isAlone() {
        return calls.size() == 1;
    }

    boolean isRefused() {
        return refusal != null;
    }

    @Nullable RpcException refusal() {
        return refusal;
    }

    boolean sweep(long now) {
        boolean more = false;
        for (OutboundCall call : calls.values()) {
            more |= call.expiresLater(now);
        }
        return more;
    }

    /// The peer takes no more calls. Those it has not taken have not run.
    void refused(Frame.GoAway goAway) {
        Code code = goAway.code() == null ? Code.UNAVAILABLE : goAway.code();
        String message = goAway.message().isEmpty() ? "the server is going away" : goAway.message();
        refusal = new RpcException(code, "", message, null, false, "", null);
        for (OutboundCall call : calls.values()) {
            if (call.id() > goAway.last() || goAway.code() != null) {
                call.fail(new RpcException(code, "", message, null, call.id() <= goAway.last(), "", null));
            }
        }
        session.leaveWhenDone();
    }

    void end(Code code, String message) {
        if (refusal == null) {
            refusal = new RpcException(code, "", message, null, false, "", null);
        }
        for (OutboundCall call : calls.values()) {
            call.fail(new RpcException(code, "", message, null, true, "", null));
        }
    }
}
