package dev.parley.testkit;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/// Waits for events in tests, so that nobody sleeps for luck. What does not happen within [#PATIENCE] fails the test
/// with an [AssertionError] that says what was waited for. Interrupting a thread that waits here fails it, too.
public final class Await {
    /// Far more than anything here takes; only what hangs takes longer. Less than a call's own deadline or keepalive takes by
    /// default, whose work would else be taken for that of others.
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    private Await() {}

    /// Waits until something is so; for what has no event of its own.
    ///
    /// @param what in words, for the error
    public static void until(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not so after " + PATIENCE.toSeconds() + " s: " + what);
            }
            patiently(
                    what,
                    () -> {
                        Thread.sleep(1);
                        return true;
                    });
        }
    }

    /// Waits for a latch to open.
    public static void opened(String what, CountDownLatch latch) {
        if (!patiently(what, () -> latch.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS))) {
            throw new AssertionError("did not happen within " + PATIENCE.toSeconds() + " s: " + what);
        }
    }

    /// Waits for an element.
    public static <T> T next(String what, BlockingQueue<T> queue) {
        @Nullable T element = patiently(what, () -> queue.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS));
        if (element == null) {
            throw new AssertionError("did not come within " + PATIENCE.toSeconds() + " s: " + what);
        }
        return element;
    }

    /// Waits for a value to come.
    ///
    /// @throws ExecutionException where a failure comes instead
    public static <T extends @Nullable Object> T value(String what, Future<T> future) throws ExecutionException {
        try {
            return future.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("did not come within " + PATIENCE.toSeconds() + " s: " + what, e);
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    /// Waits for a thread to end.
    public static void ended(Thread thread) {
        if (!patiently("the end of " + thread, () -> thread.join(PATIENCE))) {
            throw new AssertionError(thread + " still runs after " + PATIENCE.toSeconds() + " s");
        }
    }

    private interface Waiting<T extends @Nullable Object> {
        T run() throws InterruptedException;
    }

    private static <T extends @Nullable Object> T patiently(String what, Waiting<T> waiting) {
        try {
            return waiting.run();
        } catch (InterruptedException e) {
            throw interrupted(what, e);
        }
    }

    private static AssertionError interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting for: " + what, cause);
    }
}
