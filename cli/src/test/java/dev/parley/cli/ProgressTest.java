package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// What a terminal shows while something takes long; `script` of util-linux gives the command one, and a shell with pipes.
@Timeout(120)
class ProgressTest {
    @TempDir private static Path folder;

    private static String url;
    private static Process server;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void serve() throws IOException {
        url = "unix://" + folder.resolve("s");
        Path source =
                Files.writeString(
                        folder.resolve("Slow.java"),
                        """
                        import dev.parley.*;
                        import java.io.*;
                        import java.util.concurrent.*;
                        class Slow {
                            private final CountDownLatch released = new CountDownLatch(1);
                            @Command void release() { released.countDown(); }
                            @Command long take(InputStream in) throws Exception {
                                long size = in.readNBytes(1).length;
                                released.await();
                                return size + in.transferTo(OutputStream.nullOutputStream());
                            }
                            @Command InputStream echo(InputStream in) { return in; }
                            @Command java.util.Map<String, Integer> record() { return java.util.Map.of("a", 1); }
                        }
                        """);
        server = new ProcessBuilder(words("serve", source.toString(), "-u", url)).start();
        assertThat(server.inputReader().readLine()).startsWith("Serving slow, health at ");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        server.destroy();
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void stopWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    private static List<String> words(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add("dev.parley.cli.Main");
        command.addAll(List.of(arguments));
        return command;
    }

    /// @param line of a shell, in which `parley` stands for the command
    private Process atTerminal(String line) throws IOException {
        assertThat(Path.of("/usr/bin/script")).as("script, of the package util-linux or bsdutils").exists();
        String parley = words().stream().map(ExampleLine::quoted).collect(Collectors.joining(" "));
        String script = "parley() { " + parley + " \"$@\"; }\n" + line;
        ProcessBuilder builder =
                new ProcessBuilder("/usr/bin/script", "-qefc", "sh " + file("line.sh", script), "/dev/null");
        builder.environment().put("PARLEY_URL", url);
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().put("TERM", "xterm");
        builder.environment().remove("NO_COLOR");
        builder.redirectErrorStream(true);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(Files.createTempDirectory(folder, "t").resolve(name), text);
    }

    /// Reads until a text has come.
    private static String until(InputStream in, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int next = in.read();
            assertThat(next).as("read \"%s\", waiting for \"%s\"", read, text).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }

    private static String rest(Process process) throws IOException, InterruptedException {
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return text;
    }

    @Test
    void aLongTransferShowsHowFarItIs() throws Exception {
        Path large = Files.write(folder.resolve("large"), new byte[4 << 20]);
        Process process = atTerminal("parley slow take " + large);
        String shown = until(process.getInputStream(), " left");
        assertThat(shown).matches("(?s)\r\u001b\\[Ksent [\\d.]+ [KM]iB of 4.0 MiB, [\\d.]+ (Ki|Mi)?B/s, .* left");
        try (Client client = Client.connect(url)) {
            client.service("slow").call("release");
        }
        String end = rest(process);
        assertThat(end).endsWith("\r\u001b[K4194304\r\n");
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void whatIsReceivedIsCountedWhereItGoesToAFile() throws Exception {
        Process feeding =
                atTerminal(
                        "mkfifo "
                                + folder.resolve("pipe")
                                + "; (echo hello; cat "
                                + folder.resolve("pipe")
                                + ") | parley slow echo - > "
                                + folder.resolve("out"));
        String shown = until(feeding.getInputStream(), "; received 6 B, ");
        assertThat(shown).contains("sent 6 B, ");
        Files.writeString(folder.resolve("pipe"), "bye\n");
        assertThat(rest(feeding)).endsWith("\r\u001b[K");
        assertThat(folder.resolve("out")).hasContent("hello\nbye");
    }

    @Test
    void aShortTransferLeavesTheTerminalAlone() throws Exception {
        assertThat(rest(atTerminal("echo hello | parley slow echo - | cat"))).isEqualTo("hello\r\n");
    }

    @Test
    void onATerminalRecordsAreColouredAndInAPipeNot() throws Exception {
        assertThat(rest(atTerminal("parley slow record; parley slow record | cat; NO_COLOR=1 parley slow record")))
                .isEqualTo("{\u001b[36m\"a\"\u001b[0m: \u001b[33m1\u001b[0m}\r\n{\"a\": 1}\r\n{\"a\": 1}\r\n");
    }

    @Test
    void aMeasurementShowsHowFarItIs() throws Exception {
        Process process = atTerminal("trap : INT; parley bench health check --calls 1000000000 --warm-up 0");
        until(process.getInputStream(), " of 1000000000 calls, ");
        process.getOutputStream().write(3);
        process.getOutputStream().flush();
        assertThat(rest(process)).contains(" calls of health.check, 1 at a time\r\n");
    }
}
