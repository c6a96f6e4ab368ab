package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.session.OutboundCall;
import dev.parley.session.Session;
import dev.parley.value.Codec;

import org.jspecify.annotations.Nullable;

/// Where an [Invoker] finds the session for a call.
@FunctionalInterface
public interface Sessions {
    /// How many sessions may be lost to one call before it is made.
    int MOST_LOST = 3;

    /// A session that calls can be made on; waits for one where there is none.
    ///
    /// @param until when there is no use in waiting any more, as of [System#nanoTime()]; 0 for never
    /// @throws dev.parley.RpcException where there is none to be had
    Session get(long until) throws InterruptedException;

    /// The same with connections in a codec, for who has values in that codec only to pass on.
    default Sessions speaking(Codec codec) {
        return this;
    }

    /// Whether [#get] would not wait.
    default boolean isReady() {
        return true;
    }

    /// Makes a call on one session.
    interface Attempt {
        /// @return as of [dev.parley.session.Caller#start]
        @Nullable OutboundCall on(Session session) throws InterruptedException;
    }

    /// Makes a call on the first session that takes it. Where calls wait for their turn, the one before may have been the last
    /// on its session: that this end gives it up then is no reason not to wait on the next. Three that the peer has ended are.
    ///
    /// @param first the session to begin with
    /// @throws RpcException where none takes it, or its time is up: it has not been made
    static OutboundCall begin(Session first, Sessions others, long deadline, Attempt attempt)
            throws InterruptedException {
        Session session = first;
        int lost = 0;
        while (true) {
            OutboundCall call = attempt.on(session);
            if (call != null) {
                return call;
            }
            RpcException refusal = session.refusal();
            lost += session.isClosedHere() ? 0 : 1;
            if (lost == MOST_LOST || (deadline != 0 && deadline - System.nanoTime() <= 0)) {
                String why = refusal == null ? "the connection is gone" : String.valueOf(refusal.getMessage());
                throw new RpcException(Code.UNAVAILABLE, "", why, refusal, false, "", null);
            }
            session = others.get(deadline);
        }
    }
}
