package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Server;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;

/// `parley bench`.
@Timeout(60)
class BenchTest {
    private static final String URL = "memory://bench";
    private static Server server;

    @TempDir private Path folder;

    @BeforeAll
    static void start() {
        server = Server.builder().service(new Everything()).listen(URL).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Outcome run(String... arguments) {
        return new Outcome.Setting("", false, Map.of("PARLEY_URL", URL)).run(arguments);
    }

    @Test
    void rateAndDistributionAreShown() {
        Outcome outcome = run("bench", "everything", "bytes", "hex:00", "--calls", "200", "--concurrency=4");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().replaceAll(" +[\\d.]+ (ms|s|calls)", " T $1").replaceAll("\\([\\d.]+", "(T"))
                .isEqualTo(
                        """
                        200 calls of everything.bytes, 4 at a time
                          rate T calls/s (T ms in all)
                          50% T ms
                          75% T ms
                          90% T ms
                          99% T ms
                          99.9% T ms
                          max T ms
                        """);
    }

    @Test
    void programsGetItAsJson() {
        assertThat(run("bench", "--calls", "3", "--format", "json", "everything", "nil").out())
                .contains("\"command\": \"everything.nil\"", "\"calls\": 3,", "\"ms_99.9%\": ");
    }

    @Test
    void streamsAreReadToTheirEndAndSentAnew() throws IOException {
        Path file = Files.writeString(folder.resolve("lines"), "a\nb\n");
        Outcome outcome = run("bench", "everything", "grep", file.toString(), "a", "--calls", "5", "--warm-up", "0");
        assertThat(outcome.out()).startsWith("5 calls of everything.grep, 1 at a time\n");
        assertThat(run("bench", "everything", "grep", "-", "a").err())
                .isEqualTo("INVALID_ARGUMENT: everything.grep: its stream is read for each call (expected a file)\n");
    }

    @Test
    void failuresAreCountedAndTheFirstIsTold() {
        Outcome outcome = run("bench", "everything", "outer", "{\"name\": \"x\"}", "--calls", "7");
        assertThat(outcome.out()).startsWith("0 calls of everything.outer, 1 at a time\n  7 more failed\n");
        assertThat(outcome.err()).startsWith("INVALID_ARGUMENT: everything.outer.outer.inner: missing");
        assertThat(outcome.status()).isEqualTo(ExitStatus.USAGE);
    }

    static final class Counting {
        private final CountDownLatch calls = new CountDownLatch(3);

        @Command
        void count(boolean right) {
            calls.countDown();
            if (!right) {
                throw new IllegalArgumentException("wrong");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoInterruptsItWhileItWarmsUpIsToldSo(boolean right) throws Exception {
        Counting counting = new Counting();
        FutureTask<Outcome> bench =
                new FutureTask<>(() ->
                        new Outcome.Setting("", false, Map.of("PARLEY_URL", "memory://warm-up"))
                                .run("bench", "counting", "count", "" + right, "--warm-up", "1000000000"));
        try (Server _ = Server.builder().service(counting).listen("memory://warm-up").start()) {
            Thread thread = Thread.ofPlatform().start(bench);
            counting.calls.await();
            thread.interrupt();
            Outcome outcome = bench.get();
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .matches(
                            "parley: interrupted while warming up, after "
                                    + (right ? "\\d+" : "0 and \\d+ failed ones")
                                    + " of 1000000000 calls \\(--warm-up says how many\\)\n");
            assertThat(outcome.status()).isEqualTo(ExitStatus.INTERRUPTED);
        }
    }

    @Test
    void wrongNumbersAreTold() {
        assertThat(run("bench", "everything", "nil", "--calls", "0").err())
                .isEqualTo("INVALID_ARGUMENT: --calls: got \"0\" (expected 1 to 1000000000)\n");
        assertThat(run("bench", "everything").err()).startsWith("INVALID_ARGUMENT: bench what?");
        assertThat(run("everything", "nil", "--calls", "1").err())
                .isEqualTo("INVALID_ARGUMENT: everything.nil: no option --calls (there are none)\n");
    }

    @Test
    void quantilesAreAtMostThreePercentOff() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long[] all = LongStream.generate(() -> (long) Math.exp(random.nextDouble(40))).limit(1000).sorted().toArray();
        Latencies latencies = new Latencies();
        for (long each : all) {
            latencies.add(each);
        }
        for (double part : Latencies.PARTS) {
            long exact = all[Math.max(0, (int) Math.ceil(part * all.length) - 1)];
            assertThat(latencies.quantile(part)).as("seed %d, %s", seed, part).isBetween(exact, exact + exact / 31 + 1);
        }
    }
}
