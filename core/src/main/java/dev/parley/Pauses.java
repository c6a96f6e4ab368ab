package dev.parley;

import java.util.function.DoubleSupplier;

/// How long who tries again and again pauses in between: first 0.1 s, each time 1.6 times as long up to 10 s, give or take a
/// fifth. For one thread at a time.
final class Pauses {
    private static final double FIRST = 0.1e9;
    private static final double GROWTH = 1.6;
    private static final double LONGEST = 10e9;
    private static final double JITTER = 0.2;

    private final DoubleSupplier random;
    private double length = FIRST;

    /// @param random gives numbers from 0 to 1
    Pauses(DoubleSupplier random) {
        this.random = random;
    }

    /// The nanoseconds of the next pause.
    long next() {
        double now = length;
        length = Math.min(LONGEST, length * GROWTH);
        return (long) (now * (1 - JITTER + 2 * JITTER * random.getAsDouble()));
    }

    /// It has gone well: the next pause is the first of others.
    void reset() {
        length = FIRST;
    }
}
