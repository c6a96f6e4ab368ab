package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A command in a terminal of its own, which `script` of Debian's bsdutils makes: 30 lines of 100 characters.
final class Pty implements AutoCloseable {
    private final Process process;
    private final OutputStream keys;
    private final StringBuilder seen = new StringBuilder(); // guarded by this, as the next
    private int heeded;
    private boolean ended;

    Pty(Map<String, String> environment, List<String> command) throws IOException {
        String line = command.stream().map(ExampleLine::quoted).collect(Collectors.joining(" "));
        ProcessBuilder builder =
                new ProcessBuilder("script", "-qefc", "stty cols 100 rows 30 && exec " + line, "/dev/null")
                        .redirectErrorStream(true);
        builder.environment().put("TERM", "xterm");
        builder.environment().put("SHELL", "/bin/sh");
        builder.environment().putAll(environment);
        process = builder.start();
        keys = process.getOutputStream();
        Thread.ofVirtual().start(this::read);
    }

    /// `parley` with the class path of the tests.
    static List<String> parley(String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> start = List.of(java, "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"));
        List<String> all = new java.util.ArrayList<>(start);
        all.add("dev.parley.cli.Main");
        all.addAll(List.of(arguments));
        return all;
    }

    private void read() {
        byte[] buffer = new byte[8192];
        try (InputStream in = process.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (this) {
                    seen.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // closed
        } finally {
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }
    }

    /// Presses keys: `\n` is the enter key, `\t` the tab key, `\20` Ctrl-P, `\3` Ctrl-C, `\4` Ctrl-D.
    Pty type(String text) throws IOException {
        keys.write(text.replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
        keys.flush();
        return this;
    }

    /// Waits until a text is shown, behind what has been waited for before.
    ///
    /// @return what was shown up to its end
    synchronized String await(String text) throws InterruptedException {
        while (seen.indexOf(text, heeded) < 0) {
            assertThat(ended).as("waiting for \"%s\" in \"%s\"", text, seen).isFalse();
            wait(60_000); // ends by the test's time limit at the latest
        }
        int end = seen.indexOf(text, heeded) + text.length();
        String shown = seen.substring(heeded, end);
        heeded = end;
        return shown;
    }

    /// Waits for a text as [#await] does, but only so long.
    ///
    /// @return whether it has come
    synchronized boolean shows(String text, Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (seen.indexOf(text, heeded) < 0) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        await(text);
        return true;
    }

    /// Everything that has been shown so far.
    synchronized String all() {
        return seen.toString();
    }

    /// Everything that has been shown, when it has ended.
    synchronized String rest() throws InterruptedException {
        while (!ended) {
            wait(60_000); // ends by the test's time limit at the latest
        }
        return seen.toString();
    }

    /// Tells it to end, as `kill` does; not a program that it is just about to start, which still is a `java`, too.
    void terminate() {
        process.descendants()
                .filter(each -> isJava(each) && each.parent().filter(Pty::isJava).isEmpty())
                .forEach(ProcessHandle::destroy);
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/java");
    }

    int status() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s", seen).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
