package dev.parley.testkit;

import dev.parley.RpcException;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Work on a thread of its own, which a test can interrupt and whose outcome it can wait for.
final class Background<T extends @Nullable Object> {
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean interrupted;

    private Background(Thread.Builder threads, Callable<T> work) {
        thread = threads.unstarted(() -> run(work));
        thread.start();
    }

    static <T extends @Nullable Object> Background<T> start(Callable<T> work) {
        return new Background<>(Thread.ofPlatform().daemon().name("background"), work);
    }

    static <T extends @Nullable Object> Background<T> startVirtual(Callable<T> work) {
        return new Background<>(Thread.ofVirtual().name("background"), work);
    }

    private void run(Callable<T> work) {
        try {
            T value = work.call();
            interrupted = Thread.interrupted();
            outcome.complete(value);
        } catch (Throwable e) { // also what tests assert with
            interrupted = Thread.interrupted();
            outcome.completeExceptionally(e);
        }
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean isDone() {
        return outcome.isDone();
    }

    /// Whether the thread was still marked as interrupted when the work was over.
    boolean wasInterrupted() {
        return interrupted;
    }

    T value() {
        try {
            return Await.value("the outcome of a thread", outcome);
        } catch (ExecutionException e) {
            throw new AssertionError("failed in the background: " + e.getCause(), e.getCause());
        }
    }

    /// The failure of the call that the work was.
    RpcException failure() {
        try {
            throw new AssertionError("no failure but " + Await.value("the outcome of a thread", outcome));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RpcException failure) {
                return failure;
            }
            throw new AssertionError("failed in the background, but not as a call: " + e.getCause(), e.getCause());
        }
    }
}
