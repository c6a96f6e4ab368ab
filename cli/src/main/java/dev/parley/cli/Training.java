package dev.parley.cli;

import dev.parley.Server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What the launcher has the JVM watch once, so that the AOT cache holds the classes and call sites of usual calls:
///
/// ```
/// java -cp … dev.parley.cli.Main --train java -XX:AOTCacheOutput=… -cp … dev.parley.cli.Main
/// ```
///
/// serves something to call, and runs the command behind `--train` with `--train-calls URL…` added, which makes the calls.
/// These are two processes, because all classes of the cache are loaded at every start, and those of a server would cost a
/// call more than all else that it does.
final class Training {
    private static final List<String> LINES =
            List.of(
                    "",
                    "notes",
                    "notes add milk --priority high --tags a,b",
                    "notes add --text=milk --timeout 5s",
                    "notes add --help",
                    "notes get 1",
                    "notes get 77",
                    "notes ad",
                    "note",
                    "notes add",
                    "notes find milk",
                    "notes shout -",
                    "notes remove 7 8",
                    "-v --meta a=b notes store --note.id 9 --note.text call --note.priority low --note.tags phone",
                    "slow sleep 1ms",
                    "slow countdown 2 --interval 1ms");

    private Training() {}

    /// Serves, and has the calls made.
    ///
    /// @param command what makes them
    /// @return the exit status
    static int serve(List<String> command) {
        try {
            Path folder = Files.createTempDirectory("parley-train");
            try (Server server = Demo.serve("tcp://127.0.0.1:0", "unix://" + folder.resolve("s"))) {
                List<String> all = new ArrayList<>(command);
                all.add("--train-calls");
                for (URI url : server.urls()) {
                    all.add(url.toString());
                }
                return new ProcessBuilder(all).inheritIO().start().waitFor();
            } finally {
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            return ExitStatus.INTERRUPTED;
        }
    }

    /// Makes the calls.
    static int call(List<String> urls) {
        try {
            Path cache = Files.createTempDirectory("parley-train-cache");
            for (int round = 0; round < 2; round++) {
                run("--help", false, cache);
                run("--version", false, cache);
                for (String url : urls) {
                    for (String line : LINES) {
                        run("-u " + url + " " + line, round > 0, cache);
                    }
                }
                for (String begun : List.of("notes a", "notes add milk --priority ")) {
                    run(cache, false, "complete", "bash", "parley -u " + urls.getFirst() + " " + begun, "");
                }
                run("-u unix:///nowhere notes", true, cache);
                run("-u tcp://127.0.0.1:1 notes", true, cache);
            }
            try (Stream<Path> files = Files.walk(cache)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            return ExitStatus.DONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String line, boolean terminal, Path cache) {
        run(cache, terminal, line.strip().split(" +"));
    }

    /// @param cache what is learnt of these servers is of no use to the user
    private static void run(Path cache, boolean terminal, String... words) {
        Console console =
                new Console(
                        new ByteArrayInputStream(new byte[] {'a', '\n'}),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream(),
                        name -> name.equals("XDG_CACHE_HOME") ? cache.toString() : System.getenv(name),
                        terminal,
                        () -> Runtime.getRuntime().addShutdownHook(new Thread())); // as in Main
        new Cli(console).run(words);
    }
}
