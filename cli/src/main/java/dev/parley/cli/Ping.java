package dev.parley.cli;

import dev.parley.Client;
import dev.parley.RemoteCommand;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Asks a server something small, and shows how long the answers take.
final class Ping {
    private static final int COUNT = 4;
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Console console;
    private final Options options;

    Ping(Console console, Options options) {
        this.console = console;
        this.options = options;
    }

    /// @return the exit status
    int run() {
        int count = options.number("--count", 0, Integer.MAX_VALUE, COUNT);
        Duration given = options.duration("--interval");
        Duration interval = given == null ? INTERVAL : given;
        Connection connection = new Connection(console, options);
        Latencies latencies = new Latencies();
        long start = System.nanoTime();
        try (Client client = connection.open()) {
            RemoteCommand<@Nullable Object> names =
                    connection.configured(client).service("_meta").command("service_names");
            names.call(); // the first has to wait for the greeting, and for classes to be loaded
            console.line("Connected to " + connection.url() + " in " + Latencies.text(System.nanoTime() - start));
            try {
                for (int i = 1; count == 0 || i <= count; i++) {
                    if (i > 1) {
                        Thread.sleep(interval);
                    }
                    long before = System.nanoTime();
                    names.call();
                    long nanos = System.nanoTime() - before;
                    latencies.add(nanos);
                    console.line(i + ": " + Latencies.text(nanos));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                if (latencies.count() > 0) {
                    console.line(latencies.count() + " answers: " + latencies.summary());
                }
            }
            return Thread.interrupted() ? ExitStatus.INTERRUPTED : ExitStatus.DONE;
        }
    }
}
