package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// `parley serve --watch`: sources that change while they are served.
@Timeout(120)
class WatchingTest {
    @TempDir private Path folder;
    private String url;

    @BeforeEach
    void address() {
        url = "memory://" + folder.getFileName();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String greeter(String body) {
        return "import dev.parley.*; import java.nio.file.*;\n@Service class Greeter " + body;
    }

    @Test
    void aSourceIsServedAnewAndConnectionsStay() throws Exception {
        Path file =
                write("Greeter.java", greeter("{ @Command String greet(String name) { return \"hello \" + name; } }"));
        try (Running serving = Running.of("serve", file.toString(), "--watch", "-u", url);
                Client client = Client.builder(url).retries(false).connect()) {
            assertThat(client.service("greeter").call("greet", "ann")).isEqualTo("hello ann");

            write(
                    "Greeter.java",
                    greeter(
                            "{ @Command String greet(String name, @Default(\"?\") String mark) { return \"good day \" +"
                                    + " name + mark; } }"));
            assertThat(serving.await(3).get(2)).isEqualTo("Reloaded greeter");

            assertThat(client.service("greeter").call("greet", "ann")).isEqualTo("good day ann?");
            assertThat(Outcome.of("-u", url, "greeter", "greet", "--help").out()).contains("[--mark MARK]");
            assertThat(serving.stop()).isEqualTo(130);
        }
    }

    @Test
    void whatDoesNotCompileIsShownAndTheOldOneGoesOn() throws Exception {
        String good = greeter("{ @Command String greet() { return \"one\"; } }");
        Path file = write("Greeter.java", good);
        try (Running serving = Running.of("serve", folder.toString(), "--watch", "-u", url)) {
            write("Greeter.java", greeter("{ @Command String greet() { return 1; } }"));
            assertThat(serving.awaitErrors(6))
                    .containsExactly(
                            file + ":2: error: incompatible types: int cannot be converted to String",
                            "@Service class Greeter { @Command String greet() { return 1; } }",
                            "                                                          ^",
                            "1 error",
                            "INVALID_ARGUMENT: " + folder + " cannot be compiled",
                            "The version from before goes on.");
            assertThat(Outcome.of("-u", url, "greeter", "greet").out()).isEqualTo("one\n");

            write("Greeter.java", greeter("{ Greeter(int x) {} @Command String greet() { return \"two\"; } }"));
            assertThat(serving.awaitErrors(8).get(6))
                    .isEqualTo("INVALID_ARGUMENT: service greeter: --greeter.x is missing (expected integer)");
            assertThat(Outcome.of("-u", url, "greeter", "greet").out()).isEqualTo("one\n");

            write("Greeter.java", greeter("{ @Allow(\"admin\") @Command String greet() { return \"two\"; } }"));
            assertThat(serving.awaitErrors(10).get(8)).contains("@Allow, but the server does not know who calls");
            assertThat(Outcome.of("-u", url, "greeter", "greet").out()).isEqualTo("one\n");

            Path moved = Files.writeString(folder.resolve("new"), good.replace("one", "three"));
            Files.move(moved, file, StandardCopyOption.ATOMIC_MOVE); // as editors do
            assertThat(serving.await(3).get(2)).isEqualTo("Reloaded greeter");
            assertThat(Outcome.of("-u", url, "greeter", "greet").out()).isEqualTo("three\n");
        }
    }

    @Test
    void aClassThatCannotBeInitialisedIsToldAndTheOldOneGoesOn() throws Exception {
        write("Greeter.java", greeter("{ @Command String greet() { return \"one\"; } }"));
        try (Running serving = Running.of("serve", folder.toString(), "--watch", "-u", url)) {
            write("Greeter.java", greeter("{ static int x = 1 / 0; @Command String greet() { return \"two\"; } }"));
            assertThat(serving.awaitErrors(2))
                    .containsExactly(
                            "INTERNAL: service greeter: its class cannot be used: java.lang.ArithmeticException: / by"
                                    + " zero",
                            "The version from before goes on.");
            assertThat(Outcome.of("-u", url, "greeter", "greet").out()).isEqualTo("one\n");

            write("Greeter.java", greeter("{ @Command String greet() { return \"three\"; } }"));
            assertThat(serving.await(3).get(2)).isEqualTo("Reloaded greeter");
        }
    }

    /// One whose path is too long cannot be read at all, as one that vanishes while it is looked at.
    @Test
    void aFolderThatCannotBeReadEndsNothing() throws Exception {
        Path source = Files.createDirectory(folder.resolve("source"));
        Path file = source.resolve("Greeter.java");
        Files.writeString(file, greeter("{ @Command String greet() { return \"one\"; } }"));
        Path deep = Files.createDirectory(folder.resolve("deep"));
        for (int i = 0; i < 60; i++) {
            Path inner = Files.move(deep, folder.resolve("inner"));
            Files.move(inner, Files.createDirectory(deep).resolve("x".repeat(100)));
        }
        try (Running serving = Running.of("serve", source.toString(), "--watch", "-u", url)) {
            Files.move(deep, source.resolve("deep"));
            Files.writeString(file, greeter("{ @Command String greet() { return \"two\"; } }"));
            List<String> errors = serving.awaitErrors(2);
            assertThat(errors.getFirst()).startsWith("INVALID_ARGUMENT: cannot read " + source);
            assertThat(errors.get(1)).isEqualTo("The version from before goes on.");

            remove("source/deep");
            assertThat(serving.await(3).get(2)).isEqualTo("Reloaded greeter");
            assertThat(Outcome.of("-u", url, "greeter", "greet").out()).isEqualTo("two\n");
        } finally {
            remove("deep", "source/deep"); // which JUnit cannot
        }
    }

    private void remove(String... names) throws IOException, InterruptedException {
        for (String name : names) {
            assertThat(new ProcessBuilder("rm", "-rf", folder.resolve(name).toString()).start().waitFor()).isZero();
        }
    }

    @Test
    void aCallThatRunsEndsOnTheOldObjectWhichIsClosedThen() throws Exception {
        String text =
                """
                import dev.parley.*;
                import java.nio.file.*;
                class Slow implements AutoCloseable {
                    private final Path folder;
                    Slow(Path folder) { this.folder = folder; }
                    @Command String wait_for(String name) throws Exception {
                        Files.createFile(folder.resolve("waits"));
                        while (!Files.exists(folder.resolve(name))) Thread.sleep(5);
                        return "one";
                    }
                    public void close() throws Exception { Files.createFile(folder.resolve("closed-one")); }
                }
                """;
        Path source = Files.createDirectory(folder.resolve("source")).resolve("Slow.java");
        Files.writeString(source, text);
        String[] line = {"serve", source.toString(), "--watch", "--slow.folder", folder.toString(), "-u", url};
        try (Running serving = Running.of(line);
                Client client = Client.connect(url)) {
            CompletableFuture<Object> waiting = client.service("slow").command("wait_for").with("go").future();
            while (!Files.exists(folder.resolve("waits"))) {
                assertThat(waiting).isNotDone();
            }
            Files.writeString(source, text.replace("one", "two"));
            assertThat(serving.await(3).get(2)).isEqualTo("Reloaded slow");
            assertThat(folder.resolve("closed-one")).doesNotExist();

            Files.createFile(folder.resolve("go"));
            assertThat(waiting.join()).isEqualTo("one");
            while (!Files.exists(folder.resolve("closed-one"))) {
                Thread.sleep(5); // ends by the test's time limit at the latest
            }
        }
        assertThat(folder.resolve("closed-two")).exists();
    }

    @Test
    void servicesComeAndGoWithTheirFiles() throws Exception {
        write("Greeter.java", greeter("{ @Command String greet() { return \"one\"; } }"));
        try (Running serving = Running.of("serve", folder.toString(), "--watch", "-u", url)) {
            Path deeper = Files.createDirectory(folder.resolve("deeper"));
            Files.writeString(
                    deeper.resolve("Other.java"),
                    "import dev.parley.*; class Other { @Command int two() { return 2; } }");
            assertThat(serving.await(3).get(2)).contains("Added other").contains("Reloaded greeter");
            assertThat(Outcome.of("-u", url, "other", "two").out()).isEqualTo("2\n");
            assertThat(Outcome.of("-u", url, "health", "check", "--service", "other").out()).isEqualTo("serving\n");

            Files.delete(deeper.resolve("Other.java"));
            assertThat(serving.await(4).get(3)).isEqualTo("Reloaded greeter, Removed other");
            assertThat(Outcome.of("-u", url, "other", "two").err()).contains("no service \"other\"");
            assertThat(Outcome.of("-u", url, "health", "check", "--service", "other").out())
                    .isEqualTo(HealthService.Status.NOT_SERVING.name().toLowerCase(java.util.Locale.ROOT) + "\n");
        }
    }

    /// While they are compiled, an editor may write them.
    @Test
    void whatChangesBeforeTheServerIsThereIsServedToo() throws Exception {
        Path file = folder.resolve("Greeter.java");
        Path next = write("next", greeter("{ @Command String greet() { return \"two\"; } }"));
        write("Greeter.java", greeter("{ @Command String greet() { return \"one\"; } }"));
        java.time.Instant read = java.time.Instant.now();
        while (!Files.exists(file) || !Files.getLastModifiedTime(file).toInstant().isAfter(read)) {
            Files.copy(next, file, StandardCopyOption.REPLACE_EXISTING);
        }
        try (Watching watching = new Watching(List.of(file), read)) {
            watching.await(); // returns, although nothing changes any more
        }
    }

    @Test
    void onlySourcesCanBeWatched() {
        assertThat(Outcome.of("serve", "health", "--watch"))
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "INVALID_ARGUMENT: --watch: there is no source to watch (expected a .java file, or a"
                                        + " folder of them)\n"));
    }
}
