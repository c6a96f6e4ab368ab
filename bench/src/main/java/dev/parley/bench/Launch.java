package dev.parley.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// How long a process takes from its start to its end, with its output read: `time` in ms.
final class Launch implements Subject {
    private static final int PATIENCE_SECONDS = 600;

    private final List<String> command;
    private final String expected;
    private final Runnable close;

    /// @param expected what its output must match, a regular expression
    /// @param close runs in the end
    Launch(List<String> command, String expected, Runnable close) {
        this.command = command;
        this.expected = expected;
        this.close = close;
    }

    Launch(List<String> command, String expected) {
        this(command, expected, () -> {});
    }

    @Override
    public Map<String, Double> measure(double seconds) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = process.waitFor();
        double millis = (System.nanoTime() - start) / 1e6;
        if (status != 0 || !output.matches(expected)) {
            throw new IllegalStateException(
                    "%s: exit code %d, %s (expected 0, %s)"
                            .formatted(String.join(" ", command), status, output, expected));
        }
        return Map.of("time", millis);
    }

    @Override
    public void close() {
        close.run();
    }
}
