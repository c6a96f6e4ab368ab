package dev.parley.dispatch;

import dev.parley.session.Session;
import dev.parley.value.Codec;

/// Where an [Invoker] finds the session for a call.
@FunctionalInterface
public interface Sessions {
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
}
