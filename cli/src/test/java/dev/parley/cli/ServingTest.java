package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class ServingTest {
    private static final String GREETER =
            """
            import dev.parley.*;

            /** Greets people. */
            @Service
            class Greeter {
                /**
                 * Says hello. Politely.
                 *
                 * @param name who is greeted
                 */
                @Command
                String greet(String name, @Default("hello") String word) {
                    return word + " " + name;
                }
            }
            """;

    @TempDir private Path folder;

    private Path source(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /// What `parley serve` says of a source that it refuses.
    private String refusal(String text) throws IOException {
        Outcome outcome = Outcome.of("serve", source("Refused.java", text).toString());
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        return outcome.err();
    }

    /// `parley serve` on a thread of its own, until it is closed.
    private static final class Running implements AutoCloseable {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final CountDownLatch announced = new CountDownLatch(2);
        private final CompletableFuture<Integer> status = new CompletableFuture<>();
        private final Thread thread;

        Running(String... arguments) throws InterruptedException {
            OutputStream lines =
                    new OutputStream() {
                        @Override
                        public void write(int b) {
                            out.write(b);
                            if (b == '\n') {
                                announced.countDown();
                            }
                        }
                    };
            ByteArrayInputStream nothing = new ByteArrayInputStream(new byte[0]);
            Console console = new Console(nothing, lines, err, Map.<String, String>of()::get, false, null);
            thread = new Thread(() -> status.complete(new Cli(console).run(arguments)));
            thread.start();
            while (!announced.await(20, TimeUnit.MILLISECONDS) && thread.isAlive()) {
                Thread.onSpinWait();
            }
            assertThat(announced.getCount()).as(err.toString(StandardCharsets.UTF_8)).isZero();
        }

        List<String> lines() {
            return out.toString(StandardCharsets.UTF_8).lines().toList();
        }

        int stop() {
            thread.interrupt();
            return status.join();
        }

        @Override
        public void close() {
            stop();
        }
    }

    @Test
    void aSourceFileIsServedWithItsJavadocAsHelp() throws Exception {
        String url = "unix://" + folder.resolve("s");
        try (Running serving = new Running("serve", source("Greeter.java", GREETER).toString(), "-u", url)) {
            assertThat(serving.lines())
                    .containsExactly(
                            "Serving greeter, health at " + url + " (Ctrl-C ends it)",
                            "Try: parley -u " + url + " greeter greet you");
            assertThat(Outcome.of("-u", url, "greeter", "greet", "you")).isEqualTo(new Outcome(0, "hello you\n", ""));
            assertThat(Outcome.of("-u", url, "greeter", "greet", "--help").out())
                    .isEqualTo(
                            """
                            parley greeter greet NAME [--word WORD]

                            Says hello. Politely.

                              NAME             who is greeted (text)
                              -w, --word WORD  text; hello if left out

                            Result: text
                            """);
            assertThat(Outcome.of("-u", url, "health", "check", "--service", "greeter").out()).isEqualTo("serving\n");
        }
        assertThat(folder.resolve("s")).doesNotExist();
    }

    @Test
    void servingWithTlsSaysHowToTrustIt() throws Exception {
        assertThat(Outcome.of("certs", folder.toString()).status()).isZero();
        String[] line = {
            "serve",
            "health",
            "-u",
            "tls://127.0.0.1:0",
            "--tls-cert",
            folder.resolve("server.pem").toString(),
            "--tls-key",
            folder.resolve("server-key.pem").toString()
        };
        try (Running serving = new Running(line)) {
            String tried = serving.lines().get(1);
            assertThat(tried)
                    .matches("Try: parley -u tls://127\\.0\\.0\\.1:\\d+ --tls-pin sha256:[0-9a-f]{64} health check");
            String[] words = tried.substring("Try: parley ".length()).split(" ");
            assertThat(Outcome.of(words)).isEqualTo(new Outcome(0, "serving\n", ""));
        }
    }

    @Test
    void aFolderOfSourcesIsServedAtSeveralUrls() throws Exception {
        source("a/Greeter.java", GREETER);
        source("a/b/Shape.java", "package b; public enum Shape { ROUND }");
        source(
                "a/b/Counter.java",
                """
                package b;
                import dev.parley.*;
                public class Counter {
                    @Command public Shape shape() { return Shape.ROUND; }
                    public static class InnerService { @Command public int one() { return 1; } }
                }
                """);

        try (Running serving =
                new Running("serve", folder.resolve("a").toString(), "--url=memory://one", "-u", "memory://two")) {
            assertThat(serving.lines().getFirst()).contains("counter").contains("inner").contains("greeter");
            assertThat(serving.lines().getFirst()).endsWith(" at memory://one and memory://two (Ctrl-C ends it)");
            assertThat(Outcome.of("-u", "memory://one", "counter", "shape").out()).isEqualTo("round\n");
            assertThat(Outcome.of("-u", "memory://two", "inner", "one").out()).isEqualTo("1\n");
        }
    }

    @Test
    void aClassThatImplementsAMarkedInterfaceIsServed() throws Exception {
        String text =
                """
                import dev.parley.*;
                @Service("via") interface Face { @Command String go(String where); }
                class Via implements Face { public String go(String where) { return where; } }
                """;
        try (Running _ = new Running("serve", source("Via.java", text).toString(), "-u", "memory://via")) {
            assertThat(Outcome.of("-u", "memory://via", "via", "go", "home").out()).isEqualTo("home\n");
        }
    }

    @Test
    void healthAloneIsServed() throws Exception {
        try (Running serving = new Running("serve", "health", "-u", "memory://health")) {
            assertThat(serving.lines())
                    .containsExactly(
                            "Serving health at memory://health (Ctrl-C ends it)",
                            "Try: parley -u memory://health health check");
            assertThat(serving.stop()).isEqualTo(130);
        }
    }

    @Test
    void aServerIsGivenAName() throws Exception {
        try (Running serving = new Running("serve", "health", "--name", "served")) {
            assertThat(serving.lines())
                    .containsExactly(
                            "Serving health at local://served (Ctrl-C ends it)",
                            "Try: parley -u local://served health check");
            assertThat(Outcome.of("-u", "local://served", "health", "check").status()).isZero();
        }
    }

    @Test
    void whatDoesNotCompileIsShownAsJavacShowsIt() throws IOException {
        Path file =
                source(
                        "Broken.java",
                        "import dev.parley.*;\nclass Broken {\n    @Command int one() { return x; }\n}\n");

        Outcome outcome = Outcome.of("serve", file.toString());

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err())
                .isEqualTo(
                        file
                                + ":3: error: cannot find symbol\n"
                                + "    @Command int one() { return x; }\n"
                                + "                                ^\n"
                                + "  symbol:   variable x\n"
                                + "  location: class Broken\n"
                                + "1 error\n"
                                + "INVALID_ARGUMENT: "
                                + file
                                + " cannot be compiled\n");
    }

    @Test
    void whatCannotBeServedIsTold() throws IOException {
        String imports = "import dev.parley.*; import java.util.stream.*;\n";

        assertThat(refusal("class Refused {}"))
                .isEqualTo(
                        "INVALID_ARGUMENT: no service in "
                                + folder.resolve("Refused.java")
                                + " (mark the methods that may be called with @Command, and the class with @Service to"
                                + " give it a name)\n");
        assertThat(refusal(imports + "@Service class Refused {}"))
                .isEqualTo(
                        "INVALID_ARGUMENT: service refused: class Refused has no commands (mark the methods that may be"
                                + " called with @Command)\n");
        assertThat(refusal(imports + "class Refused { Refused(int x) {} @Command void go() {} }"))
                .isEqualTo(
                        "INVALID_ARGUMENT: class Refused cannot be served: it has no constructor without parameters"
                                + " (give it one)\n");
        assertThat(refusal(imports + "class Refused { class Inner { @Command void go() {} } }"))
                .isEqualTo(
                        "INVALID_ARGUMENT: class Refused$Inner cannot be served: it has no constructor without"
                                + " parameters (give it one, and make the class static)\n");
        assertThat(refusal(imports + "class Refused { @Command void go(Stream<String> a, Stream<String> b) {} }"))
                .isEqualTo(
                        "INVALID_ARGUMENT: command refused.go: 2 stream parameters (expected at most one; make the"
                                + " others lists)\n");
    }

    @Test
    void aConstructorThatFailsIsTold() throws IOException {
        String text =
                "import dev.parley.*; class Bad { Bad() { throw new IllegalStateException(\"not today\"); }"
                        + " @Command void go() {} }";

        assertThat(Outcome.of("serve", source("Bad.java", text).toString()))
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "INTERNAL: the constructor of Bad failed: java.lang.IllegalStateException: not"
                                        + " today\n"));
    }

    @Test
    void onlyCallersWithATokenOfTheFileAreServed() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "s3cret ann\n");
        String url = "memory://known";
        try (Running serving = new Running("serve", "health", "-u", url, "--token-file", tokens.toString())) {
            assertThat(serving.lines()).isNotEmpty();
            assertThat(Outcome.of("-u", url, "--token", "s3cret", "health", "check"))
                    .isEqualTo(new Outcome(0, "serving\n", ""));
            assertThat(Outcome.of("-u", url, "--token", "guessed", "health", "check"))
                    .isEqualTo(new Outcome(6, "", "UNAUTHENTICATED: _meta.service: the token is not known\n"));
        }
        assertThat(Outcome.of("serve", "health", "-u", url, "--token-file", folder.resolve("none").toString()).err())
                .startsWith("INVALID_ARGUMENT: --token-file: cannot read " + folder.resolve("none"));
    }

    @Test
    void wrongCommandLinesAreTold() {
        assertThat(Outcome.of("serve").err())
                .isEqualTo("INVALID_ARGUMENT: serve what? (parley serve FILE.java, or parley serve health)\n");
        assertThat(Outcome.of("serve", "Missing.java").err()).isEqualTo("INVALID_ARGUMENT: no file Missing.java\n");
        assertThat(Outcome.of("serve", "thing").err())
                .isEqualTo(
                        "INVALID_ARGUMENT: cannot serve thing (expected a .java file, a folder of them, or health)\n");
        assertThat(Outcome.of("serve", folder.toString()).err())
                .isEqualTo("INVALID_ARGUMENT: no .java file in " + folder + "\n");
        assertThat(Outcome.of("serve", "health", "-u", "tcp://0.0.0.0:0").err())
                .startsWith("INVALID_ARGUMENT: refusing to listen on tcp://0.0.0.0:0: ")
                .endsWith(" or allow it with --insecure)\n");
        assertThat(Outcome.of("serve", "health", "-u", "unix:///nowhere/s"))
                .isEqualTo(
                        new Outcome(
                                3,
                                "",
                                "UNAVAILABLE: cannot listen on unix:///nowhere/s: there is no folder /nowhere\n"));
    }
}
