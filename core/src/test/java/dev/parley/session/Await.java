package dev.parley.session;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /// Waits until no thread of this process runs a handler; fails after 20 s with their stacks.
    public static void noHandlers() throws Exception {
        long until = System.nanoTime() + 20_000_000_000L;
        for (String left = handlers(); !left.isEmpty(); left = handlers()) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("handlers are left: " + left);
            }
            Thread.sleep(20);
        }
    }

    /// The stacks of the threads that run handlers, virtual ones too.
    private static String handlers() throws Exception {
        Path file = Files.createTempDirectory("threads").resolve("dump");
        ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class)
                .dumpThreads(
                        file.toString(),
                        com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        StringBuilder left = new StringBuilder();
        for (String thread : Files.readString(file).split("\n\n")) {
            if (thread.contains("dev.parley.session.InboundCall.run")) {
                left.append(thread).append("\n");
            }
        }
        Files.delete(file);
        Files.delete(file.getParent());
        return left.toString();
    }

    /// Keeps the log quiet where thousands of connections are broken on purpose.
    public static AutoCloseable quiet() {
        Level before = LOG.getLevel();
        LOG.setLevel(Level.OFF);
        return () -> LOG.setLevel(before);
    }
}
