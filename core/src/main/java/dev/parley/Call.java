package dev.parley;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The call that a handler is running for. Valid in the handler's thread, and in threads that get it handed, until the
/// call is over. Thread-safe.
public interface Call {
    /// The name of the service, as the caller said it.
    String service();

    /// The name of the command.
    String command();

    /// Who calls.
    Peer peer();

    /// What the caller sent along; not to be changed.
    Map<String, String> metadata();

    /// What goes back to the caller with the result or the failure. To be changed before the handler returns (for a
    /// stream: before its last item), by any thread; it arrives in this order.
    Map<String, String> replyMetadata();

    /// How long the caller still waits; empty where it waits for ever. Calls that the handler makes on its own thread
    /// inherit it.
    Optional<Duration> remaining();

    /// Whether nobody waits for the outcome any more: cancelled, past its deadline or disconnected. The handler's thread
    /// has been interrupted then.
    boolean cancelled();

    /// The call that the current thread is running for.
    ///
    /// @throws IllegalStateException where it is running for none
    static Call current() {
        if (!CurrentCall.VALUE.isBound()) {
            throw new IllegalStateException("no call is being handled by this thread");
        }
        return CurrentCall.VALUE.get();
    }

    /// Whether the current thread is running for a call.
    static boolean isCurrent() {
        return CurrentCall.VALUE.isBound();
    }

    /// Runs something for a call, so that [#current()] finds it: what the dispatcher does with each handler, and what a
    /// test of a handler may do with a `Call` of its own.
    static <T extends @Nullable Object, X extends Throwable> T runFor(
            Call call, ScopedValue.CallableOp<? extends T, X> work) throws X {
        return ScopedValue.where(CurrentCall.VALUE, call).call(work);
    }
}
