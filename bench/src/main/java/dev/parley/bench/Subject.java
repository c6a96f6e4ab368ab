package dev.parley.bench;

import java.util.Map;

/// Something that can be measured again and again. Used by one thread.
interface Subject extends AutoCloseable {
    /// Runs for about so long.
    ///
    /// @return what was measured, by name
    /// @throws IllegalStateException when a call fails or has a wrong answer
    Map<String, Double> measure(double seconds) throws Exception;

    /// Runs until the JVM has compiled what counts: for so long, in pieces, so that code is entered afresh.
    default void warmUp(double seconds) throws Exception {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        do {
            measure(Math.min(seconds, 0.5));
        } while (System.nanoTime() < until);
    }

    @Override
    default void close() {}
}
