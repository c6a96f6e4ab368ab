package dev.parley.session;

import dev.parley.Code;
import dev.parley.wire.Frame;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// The calls that the other end makes: hands new ones to the handler, finds them again when more comes for them.
final class Callee {
    private final Session session;
    private final CallHandler handler;
    private final IdMap<InboundCall> calls = new IdMap<>();

    /// Calls that have not been answered, and those that are over for the peer while their handler still runs.
    private final AtomicInteger inFlight = new AtomicInteger();

    /// Handlers that have not returned.
    private final AtomicInteger running = new AtomicInteger();

    private volatile int last = -1;
    private volatile boolean refusing;
    private volatile boolean left; // written before the next
    private volatile boolean ended;

    Callee(Session session, CallHandler handler) {
        this.session = session;
        this.handler = handler;
    }

    void frame(Frame.OfCall frame) {
        if (frame instanceof Frame.Call call) {
            accept(call);
            return;
        }
        InboundCall call = calls.get(frame.id());
        if (call != null) {
            call.frame(frame);
        } else if (frame instanceof Frame.Refused refused) {
            refuse(refused.id(), refused.code(), refused.message());
        }
    }

    private void accept(Frame.Call frame) {
        if (calls.get(frame.id()) != null) {
            session.refuse(Code.INVALID_ARGUMENT, "call id " + frame.id() + " is in use by another call");
            return;
        }
        int most = session.limits().maxCalls();
        String excess = session.values().excess(frame.metadata());
        last = Math.max(last, frame.id()); // before `refusing` is read: a GoAway names this call, or it is refused
        if (refusing) {
            refuse(frame.id(), Code.UNAVAILABLE, "the server is going away");
        } else if (inFlight.get() >= most) {
            refuse(
                    frame.id(),
                    Code.RESOURCE_EXHAUSTED,
                    most + " calls in flight on this connection (the limit maxCalls)");
        } else if (excess != null) {
            refuse(frame.id(), Code.RESOURCE_EXHAUSTED, excess);
        } else {
            inFlight.incrementAndGet();
            InboundCall call = new InboundCall(session, this, frame, handler.whole(frame.command()));
            calls.put(frame.id(), call);
            if (frame.remaining() != 0) {
                session.watchDeadlines();
            }
            handler.handle(call);
            if (ended) { // in this moment, and may not have seen the call
                call.lost(left);
            }
        }
    }

    private void refuse(int id, Code code, String message) {
        session.outbox().send(new Frame.Failure(id, code, "", message, false, "", Map.of(), null));
        session.valve().answered();
    }

    /// The call is over for the peer.
    void remove(InboundCall call) {
        calls.remove(call.id(), call);
    }

    /// A call does not count to those in flight any more.
    void released() {
        inFlight.decrementAndGet();
    }

    /// A handler begins to run.
    void started() {
        running.incrementAndGet();
    }

    /// A handler has returned.
    void returned() {
        running.decrementAndGet();
    }

    boolean isRefusing() {
        return refusing;
    }

    int inFlight() {
        return inFlight.get();
    }

    int running() {
        return running.get();
    }

    /// Whether others are likely to answer in this moment, too.
    boolean isCrowded() {
        return calls.size() > 1;
    }

    /// The highest id of a call that was taken; -1 for none.
    int last() {
        return last;
    }

    void refuseAll() {
        refusing = true;
    }

    boolean sweep(long now) {
        boolean more = false;
        for (InboundCall call : calls.values()) {
            more |= call.expiresLater(now);
        }
        return more;
    }

    /// The session has ended. May be called again to end what has gone on.
    ///
    /// @param byPeer whether it was the peer who left
    void end(boolean byPeer) {
        refusing = true;
        left = byPeer;
        ended = true;
        for (InboundCall call : calls.values()) {
            call.lost(byPeer);
        }
    }
}
