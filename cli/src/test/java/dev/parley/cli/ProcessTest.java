package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.HotSpotDiagnosticMXBean;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.RpcException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The command as a process of its own: signals, pipes, exit statuses.
@Timeout(120)
class ProcessTest {
    @TempDir private static Path folder;

    private static String url;
    private static Process server;

    @BeforeAll
    static void serve() throws IOException {
        url = "unix://" + folder.resolve("s");
        Path source =
                Files.writeString(
                        folder.resolve("Slow.java"),
                        """
                        import dev.parley.*;
                        import java.util.concurrent.*;
                        import java.util.stream.*;
                        class Slow {
                            private final BlockingQueue<String> stopped = new LinkedBlockingQueue<>();
                            @Command String sleep() throws InterruptedException {
                                try {
                                    Thread.sleep(60_000);
                                    return "slept";
                                } catch (InterruptedException e) {
                                    stopped.add("sleep");
                                    throw e;
                                }
                            }
                            @Command String stopped() throws InterruptedException { return stopped.poll(20, TimeUnit.SECONDS); }
                            @Command String brief() throws InterruptedException {
                                System.out.println("running");
                                Thread.sleep(1_000);
                                return "done";
                            }
                            private final CountDownLatch ticks = new CountDownLatch(1000);
                            @Command void tick() { ticks.countDown(); }
                            @Command void ticked() throws InterruptedException { ticks.await(); }
                            @Command int size(byte[] bytes) { return bytes.length; }
                            @Command long count(Stream<String> lines) { return lines.count(); }
                            @Command void refuse(Stream<String> lines) throws InterruptedException {
                                ticks.await(300, TimeUnit.MILLISECONDS); // by then, the caller reads; else nothing is seen
                                throw new IllegalStateException("no lines today");
                            }
                            @Command Stream<Integer> numbers() { return Stream.iterate(0, i -> i + 1); }
                        }
                        """);
        server = start("serve", source.toString(), "-u", url);
        assertThat(server.inputReader().readLine()).isEqualTo("Serving slow, health at " + url + " (Ctrl-C ends it)");
    }

    @AfterAll
    static void sigtermEndsAServerInOrder() throws InterruptedException {
        server.destroy();
        assertThat(status(server)).isEqualTo(143);
        assertThat(folder.resolve("s")).doesNotExist();
    }

    private static Process start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    private static Process start(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            command.addAll(List.of("env", "--default-signal=INT")); // ignored where the build runs in the background
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add("dev.parley.cli.Main");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        return builder.start();
    }

    private static int status(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    private static String text(java.io.InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Process another(String at) throws IOException {
        Process process = start("serve", folder.resolve("Slow.java").toString(), "-u", at);
        assertThat(process.inputReader().readLine()).startsWith("Serving slow, health at " + at);
        assertThat(process.inputReader().readLine()).startsWith("Try: ");
        return process;
    }

    @Test
    void aServerThatIsKilledFailsItsCallersAndLeavesNoThread() throws Exception {
        String at = "unix://" + folder.resolve("killed");
        Process killed = another(at);
        Duration never = Duration.ofDays(1); // nothing but the connection's end may tell
        Limits limits = Limits.DEFAULT.withKeepalive(never, never);
        try (Client client = Client.builder(at).limits(limits).timeout(never).patience(Duration.ZERO).connect();
                Stream<Object> numbers = client.service("slow").stream("numbers")) {
            CompletableFuture<?> sleep = client.service("slow").command("sleep").future().toCompletableFuture();
            Iterator<Object> iterator = numbers.iterator();
            for (int i = 0; i < 100_000; i++) {
                iterator.next();
            }
            killed.destroyForcibly();
            assertThatThrownBy(() -> iterator.forEachRemaining(_ -> {}))
                    .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE));
            assertThatThrownBy(sleep::join)
                    .hasCauseInstanceOf(RpcException.class)
                    .cause()
                    .satisfies(e -> assertThat(((RpcException) e).mayHaveRun()).isTrue());
        }
        assertThat(status(killed)).isEqualTo(137);
        while (!ours().isEmpty()) {
            Thread.sleep(10); // ends by the test's time limit at the latest
        }
    }

    /// The threads, virtual ones included, that do something of ours, but for the one that tests and the clock, which stays.
    private static List<String> ours() throws IOException {
        Path dump = folder.resolve("threads");
        Files.deleteIfExists(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(dump.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
        return Pattern.compile("\\n\\n")
                .splitAsStream(Files.readString(dump))
                .filter(thread -> thread.contains(" dev.parley.") || thread.contains("/dev.parley."))
                .filter(thread -> !thread.contains("ProcessTest.ours(") && !thread.contains("\"parley-clock\""))
                .toList();
    }

    @Test
    void aServerThatIsToldToEndAnswersTheCallsThatRun() throws Exception {
        String at = "unix://" + folder.resolve("ending");
        Process ending = another(at);
        try (Client client = Client.builder(at).retries(false).patience(Duration.ZERO).connect()) {
            CompletableFuture<?> brief = client.service("slow").command("brief").future().toCompletableFuture();
            assertThat(ending.inputReader().readLine()).isEqualTo("running");
            ending.destroy();
            assertThat(brief.join()).isEqualTo("done");
        }
        assertThat(status(ending)).isEqualTo(143);
    }

    @Test
    void theStatusTellsTheKindOfOutcome() throws Exception {
        Process good = start("-u", url, "health", "check");
        assertThat(text(good.getInputStream())).isEqualTo("serving\n");
        assertThat(status(good)).isZero();

        Process wrong = start("-u", url, "health", "chek");
        assertThat(text(wrong.getErrorStream()))
                .isEqualTo("UNIMPLEMENTED: no command \"chek\" in service health (did you mean check?)\n");
        assertThat(status(wrong)).isEqualTo(2);

        Process lonely = start("-u", "unix://" + folder.resolve("nobody"), "health");
        assertThat(text(lonely.getErrorStream()))
                .isEqualTo(
                        "UNAVAILABLE: cannot connect to unix://"
                                + folder.resolve("nobody")
                                + ": no such file"
                                + " (start a server with parley serve FILE.java, or name another with -u URL)\n");
        assertThat(status(lonely)).isEqualTo(3);
    }

    /// What the comments of the package and of core's sources avoid for it.
    @Test
    void aCallDoesNothingThatIsSlowInAFreshJvm() throws Exception {
        Path classes = folder.resolve("classes");
        Process call = start(List.of("-Xlog:class+load:file=" + classes), "-u", url, "health", "check");
        assertThat(status(call)).isZero();

        assertThat(Files.readString(classes))
                .contains("dev.parley.session.OutboundCall ")
                .doesNotContain(
                        "java.util.logging.",
                        "java.nio.file.TempFileHelper ", // which seeds a generator of secret numbers
                        "dev.parley.cli.Bench ",
                        "dev.parley.cli.GeneralHelp ",
                        "java.lang.runtime.SwitchBootstraps ",
                        "java.lang.runtime.ObjectMethods ",
                        "java.lang.invoke.StringConcatFactory ");
    }

    @Test
    void ctrlCEndsAMeasurementAndShowsWhatThereIs() throws Exception {
        Process bench = start("-u", url, "bench", "slow", "tick", "--calls", "1000000000", "--warm-up", "0");
        assertThat(status(start("-u", url, "slow", "ticked"))).isZero();
        interrupt(bench);
        assertThat(text(bench.getInputStream()))
                .containsPattern("\\A\\d{3,} calls of slow.tick, 1 at a time\n  rate   \\d+ calls/s .*\n  50% ");
        assertThat(text(bench.getErrorStream())).isEmpty();
        assertThat(status(bench)).isEqualTo(130);
    }

    @Test
    void ctrlCEndsAPingAndShowsTheSums() throws Exception {
        Process ping = start("-u", url, "ping", "--count", "0", "--interval", "1ms");
        for (int i = 0; i < 3; i++) {
            assertThat(ping.inputReader().readLine()).isNotEmpty();
        }
        interrupt(ping);
        assertThat(ping.inputReader().lines().toList().getLast()).matches("\\d+ answers: min .*");
        assertThat(status(ping)).isEqualTo(130);
    }

    @Test
    void ctrlCStopsTheCommandAtTheServer() throws Exception {
        Process watching = start("-u", url, "health", "ping", "--count", "0", "--interval", "0.05");
        assertThat(watching.inputReader().readLine()).isEqualTo("1"); // by now, signals are heeded
        interrupt(watching);
        assertThat(status(watching)).isEqualTo(130);
        assertThat(text(watching.getErrorStream())).isEmpty();

        Process sleeping = start("-u", url, "slow", "sleep");
        Process waiting = start("-u", url, "slow", "stopped");
        while (waiting.isAlive() && sleeping.isAlive()) {
            interrupt(sleeping);
            waiting.waitFor(500, TimeUnit.MILLISECONDS);
        }
        assertThat(status(sleeping)).isEqualTo(130);
        assertThat(text(sleeping.getErrorStream())).isEmpty();
    }

    @Test
    void ctrlCEndsWhatWaitsForItsInput() throws Exception {
        Process bytes = start("-u", url, "slow", "size", "-");
        awaitRead(bytes);
        interrupt(bytes);
        assertThat(status(bytes)).isEqualTo(130);
        assertThat(text(bytes.getErrorStream())).isEmpty();

        Process shell = start("-u", url, "shell");
        shell.getOutputStream().write("slow sleep\nhealth check\n".getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().flush();
        Process waiting = start("-u", url, "slow", "stopped");
        while (waiting.isAlive() && shell.isAlive()) {
            interrupt(shell);
            waiting.waitFor(500, TimeUnit.MILLISECONDS);
        }
        assertThat(status(shell)).isEqualTo(130);
        assertThat(text(shell.getInputStream())).isEmpty(); // the next line has not been run
        assertThat(text(shell.getErrorStream())).isEmpty();

        Process idle = start("-u", url, "shell");
        awaitRead(idle);
        interrupt(idle);
        assertThat(status(idle)).isEqualTo(130);
        assertThat(text(idle.getErrorStream())).isEmpty();
    }

    @Test
    void ctrlCEndsACallThatStreamsItsInput() throws Exception {
        Process lines = start("-u", url, "slow", "count", "-");
        awaitRead(lines);
        interrupt(lines);
        assertThat(status(lines)).isEqualTo(130);
        assertThat(text(lines.getErrorStream())).isEmpty();
    }

    @Test
    void aStreamThatHasFailedLeavesTheRestOfTheInputToTheNextLine() throws Exception {
        Process shell = start("-u", url, "shell");
        shell.getOutputStream().write("slow refuse -\n".getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().flush();
        assertThat(shell.errorReader().readLine()).startsWith("FAILED_PRECONDITION: ").endsWith("no lines today");
        shell.getOutputStream().write("health check\nhealth check\n".getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().close();

        assertThat(shell.inputReader().lines()).containsExactly("serving", "serving");
        assertThat(shell.errorReader().lines()).isEmpty();
        assertThat(status(shell)).isEqualTo(1);
    }

    /// Waits until a thread of the process is reading an empty standard input.
    private static void awaitRead(Process process) throws InterruptedException {
        Path tasks = Path.of("/proc", Long.toString(process.pid()), "task");
        while (true) {
            try (Stream<Path> all = Files.list(tasks)) {
                for (Path task : all.toList()) {
                    if (Files.readString(task.resolve("syscall")).startsWith("0 0x0 ")) { // read(0, …
                        return;
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                // a thread has ended meanwhile
            }
            Thread.sleep(10); // ends by the test's time limit at the latest
        }
    }

    @Test
    void nobodyWhoReadsIsNoError() throws Exception {
        Process numbers = start("-u", url, "slow", "numbers");
        BufferedReader reader = numbers.inputReader();
        assertThat(reader.readLine()).isEqualTo("0");
        reader.close();

        assertThat(status(numbers)).isEqualTo(141);
        assertThat(text(numbers.getErrorStream())).isEmpty();
    }

    @Test
    void ctrlCEndsAServerInOrder() throws Exception {
        Process other = start("serve", "health", "-u", "tcp://127.0.0.1:0");
        assertThat(other.inputReader().readLine()).startsWith("Serving health at tcp://127.0.0.1:");
        interrupt(other);

        assertThat(status(other)).isEqualTo(130);
        assertThat(text(other.getErrorStream())).isEmpty();
    }
}
