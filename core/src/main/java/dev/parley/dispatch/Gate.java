package dev.parley.dispatch;

import dev.parley.session.InboundCall;
import dev.parley.session.Session;

import org.jspecify.annotations.Nullable;

/// Where a call may have to wait before it runs, on its handler's thread, which is interrupted when nobody waits for the
/// call any more.
interface Gate {
    /// Lets the call in, perhaps after others. Whoever has been let in must [#leave].
    ///
    /// @throws dev.parley.RpcException to refuse it
    void enter(InboundCall call) throws InterruptedException;

    /// A call that was let in has returned.
    void leave(InboundCall call);

    /// Lets a session in that has not called yet, perhaps after others. Waits, on a thread that may.
    ///
    /// @param waits to be run where that takes longer, once the session has its place among those that wait
    /// @throws dev.parley.RpcException to refuse it, or where it has ended
    default void arrive(Session session, Runnable waits) throws InterruptedException {}

    /// Who has places and who waits; null where there are none to be had.
    default @Nullable Occupancy occupancy() {
        return null;
    }

    /// A session has ended, and its calls have been interrupted.
    default void gone(Session session) {}

    /// How many wait, in words.
    static String wait(int count) {
        return count == 0 ? "none waits" : count == 1 ? "1 waits" : count + " wait";
    }
}
