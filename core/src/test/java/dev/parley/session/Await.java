package dev.parley.session;

import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Waits for what has no event of its own.
public final class Await {
    private static final Logger LOG = Logger.getLogger("dev.parley");

    private Await() {}

    /// Waits until something is so; fails after 20 s.
    public static void until(String what, BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("not within 20 s: " + what);
            }
            Thread.sleep(1);
        }
    }

    /// Keeps the log quiet where thousands of connections are broken on purpose.
    public static AutoCloseable quiet() {
        Level before = LOG.getLevel();
        LOG.setLevel(Level.OFF);
        return () -> LOG.setLevel(before);
    }
}
