package dev.parley.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A contender in a JVM of its own (see [Worker]), so that what the JIT learns from one says nothing to it of another,
/// and neither shares a heap. All have the same flags. It is idle, and takes no processor, while others have their
/// turn.
final class Fork implements Subject {
    /// What a JVM that is measured runs with. The last five are Netty's, so that it is as fast as it can be.
    static final List<String> FLAGS =
            List.of(
                    "-Xms1g",
                    "-Xmx1g",
                    "-XX:+UseG1GC",
                    "-Dio.netty.leakDetection.level=disabled",
                    "-Dio.netty.tryReflectionSetAccessible=true",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    private static final int PATIENCE_SECONDS = 120;

    private final String name;
    private final Process process;
    private final Path log;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private boolean logIsNeeded;

    private Fork(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        Thread.ofVirtual().start(this::listen);
    }

    static Fork start(Row row, Contender contender, Plan plan) throws IOException {
        List<String> command = command(FLAGS, Worker.class, row.name(), contender.name(), plan.name());
        Path log = Files.createTempFile("parley-bench", ".log");
        return new Fork(contender.name(), new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
    }

    /// What starts a JVM like ours, with our class path.
    static List<String> command(List<String> flags, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(tool("java")));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String tool(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    @Override
    public void warmUp(double seconds) throws Exception {
        ask(Worker.WARM_UP, seconds);
    }

    @Override
    public Map<String, Double> measure(double seconds) throws Exception {
        String answer = ask(Worker.MEASURE, seconds);
        return Stream.of(answer.split(" "))
                .map(figure -> figure.split("="))
                .collect(Collectors.toMap(figure -> figure[0], figure -> Double.valueOf(figure[1])));
    }

    private String ask(char what, double seconds) throws Exception {
        try {
            process.getOutputStream().write((what + "" + seconds + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException ended) {
            // what it has said last tells why
        }
        String answer = said.poll((long) (PATIENCE_SECONDS + 3 * seconds), TimeUnit.SECONDS);
        if (answer == null) {
            dumpThreads();
            throw failure("hangs");
        } else if (answer.startsWith(Worker.UNAVAILABLE)) {
            throw new Unavailable(answer.substring(Worker.UNAVAILABLE.length()));
        } else if (!answer.startsWith(Worker.DONE)) {
            throw failure(answer);
        }
        return answer.substring(Worker.DONE.length());
    }

    private void listen() {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            in.lines().forEach(said::add);
            said.add("ended with exit code " + process.waitFor());
        } catch (IOException | InterruptedException e) {
            said.add("cannot be heard: " + e);
        }
    }

    /// All threads, also virtual ones, for him who looks for the reason of a hang.
    private void dumpThreads() throws IOException, InterruptedException {
        String pid = Long.toString(process.pid());
        new ProcessBuilder(tool("jcmd"), pid, "Thread.dump_to_file", "-overwrite", log + ".threads")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start()
                .waitFor(30, TimeUnit.SECONDS);
    }

    private IllegalStateException failure(String what) {
        logIsNeeded = true;
        return new IllegalStateException(name + " " + what + " (see " + log + "*)");
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            if (!logIsNeeded) {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
