package dev.parley.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/// The outcome of a call to come. Cancelling it cancels the call.
final class CallFuture extends CompletableFuture<@Nullable Object> {
    private volatile @Nullable Runnable cancel;

    CallFuture(@Nullable Runnable cancel) {
        this.cancel = cancel;
    }

    void onCancel(Runnable action) {
        cancel = action;
        if (isCancelled()) {
            action.run();
        }
    }

    /// Completes with what `work` gives or throws.
    void from(Callable<@Nullable Object> work) {
        try {
            complete(work.call());
        } catch (Exception | Error e) {
            completeExceptionally(e);
        }
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = super.cancel(mayInterrupt);
        Runnable action = cancel;
        if (cancelled && action != null) {
            action.run();
        }
        return cancelled;
    }

    /// Futures derived from this one are plain ones.
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
