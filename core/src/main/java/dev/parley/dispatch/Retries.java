package dev.parley.dispatch;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// How often calls may be repeated: each at most twice, and of all calls a tenth, so that clients do not multiply the work of a
/// server that is in trouble. A hundred may be repeated at once. Those do not count that surely have not run because their
/// connection could not take them: they have cost the server nothing, and one that is drained has refused all that were on
/// their way to it. Thread-safe.
public final class Retries {
    static final int MOST_ATTEMPTS = 3;
    private static final int COST = 10; // a call earns one
    private static final int MOST_SAVED = 100 * COST;
    private static final long FIRST_PAUSE = 20;

    private final AtomicInteger saved = new AtomicInteger(MOST_SAVED);

    /// A call is made for the first time.
    void called() {
        if (saved.get() < MOST_SAVED) {
            saved.incrementAndGet();
        }
    }

    /// @return whether a call may be repeated
    boolean take() {
        return saved.getAndUpdate(n -> n >= COST ? n - COST : n) >= COST;
    }

    /// How many milliseconds to wait before an attempt, the first repetition being number 2.
    static long pause(int attempt) {
        return ThreadLocalRandom.current().nextLong(FIRST_PAUSE << attempt);
    }
}
