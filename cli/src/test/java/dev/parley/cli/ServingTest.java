package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

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

    @Test
    void aSourceFileIsServedWithItsJavadocAsHelp() throws Exception {
        String url = "unix://" + folder.resolve("s");
        try (Running serving = Running.of("serve", source("Greeter.java", GREETER).toString(), "-u", url)) {
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
        try (Running serving = Running.of(line)) {
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
                Running.of("serve", folder.resolve("a").toString(), "--url=memory://one", "-u", "memory://two")) {
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
        try (Running _ = Running.of("serve", source("Via.java", text).toString(), "-u", "memory://via")) {
            assertThat(Outcome.of("-u", "memory://via", "via", "go", "home").out()).isEqualTo("home\n");
        }
    }

    @Test
    void healthAloneIsServed() throws Exception {
        try (Running serving = Running.of("serve", "health", "-u", "memory://health")) {
            assertThat(serving.lines())
                    .containsExactly(
                            "Serving health at memory://health (Ctrl-C ends it)",
                            "Try: parley -u memory://health health check");
            assertThat(serving.stop()).isEqualTo(130);
        }
    }

    @Test
    void aServerIsGivenAName() throws Exception {
        try (Running serving = Running.of("serve", "health", "--name", "served")) {
            assertThat(serving.lines())
                    .containsExactly(
                            "Serving health at local://served (Ctrl-C ends it)",
                            "Try: parley -u local://served health check");
            assertThat(Outcome.of("-u", "local://served", "health", "check").status()).isZero();
        }
    }

    /// What is said to be tried, tried.
    private static Outcome tried(Running serving) throws InterruptedException {
        String line = serving.lines().get(1).replaceFirst("^Try: parley ", "").replace("'", "");
        return Outcome.of(line.split(" "));
    }

    @Test
    void whatIsSaidToBeTriedWorks() throws Exception {
        Path spaced = Files.createDirectory(folder.resolve("my notes"));
        String source = source("Greeter.java", GREETER).toString();
        try (Running serving = Running.of("serve", source, "-u", "unix://" + spaced.resolve("a b"))) {
            assertThat(serving.lines().getFirst()).contains("my%20notes/a%20b (Ctrl-C");
            assertThat(tried(serving).out()).isEqualTo("hello you\n");
        }
        try (Running serving = Running.of("serve", source, "-u", "memory://j", "--codec", "json")) {
            assertThat(serving.lines().get(1)).isEqualTo("Try: parley -u memory://j --codec json greeter greet you");
            assertThat(tried(serving).out()).isEqualTo("hello you\n");
            assertThat(Outcome.of("-u", "memory://j", "greeter").err())
                    .contains("the codec \"msgpack\" is not known here");
        }
        try (Running serving = Running.of("serve", "health:alive", "-u", "memory://alive", "-u", "memory://second")) {
            assertThat(serving.lines().getFirst())
                    .isEqualTo("Serving alive at memory://alive and memory://second (Ctrl-C ends it)");
            assertThat(tried(serving)).isEqualTo(new Outcome(0, "serving\n", ""));
        }
    }

    @Test
    void sessionsAreLimitedAndTracesTold() throws Exception {
        String failing =
                "import dev.parley.*; class Failing { @Command void fail() { throw new IllegalStateException(new"
                        + " Error(\"deep\")); } }";
        String source = source("Failing.java", failing).toString();
        try (Running _ = Running.of("serve", source, "-u", "memory://traces", "--traces", "--max-sessions", "1")) {
            try (Client first = Client.connect("memory://traces")) {
                first.service("health").call("check");
                assertThat(first.service("_meta").call("locks").toString()).contains("what=server, places=1");
                Outcome waits = Outcome.of("-u", "memory://traces", "--timeout", "1ms", "failing", "fail");
                assertThat(waits.status()).isEqualTo(5);
            }
            assertThat(Outcome.of("-vv", "-u", "memory://traces", "failing", "fail").err())
                    .contains("At the server:")
                    .contains("Caused by: java.lang.Error: deep");
        }
        assertThat(Outcome.of("serve", "health", "--max-sessions", "none").err())
                .isEqualTo("INVALID_ARGUMENT: --max-sessions: got \"none\" (expected 1 to 1000000)\n");
        assertThat(Outcome.of("serve", "health", "--codec", "xml").err())
                .startsWith("INVALID_ARGUMENT: no codec xml (there are: ");
    }

    @Test
    void programsOfOtherLibrariesAreServedAndCalled() throws Exception {
        String greeter =
                "import dev.parley.*; class Greeter { @Command String hello(String name) { return \"hello \" + name; }"
                        + " }";
        String source = source("Greeter.java", greeter).toString();
        try (Running _ = Running.of("serve", source, "-u", "memory://wires", "--wire", "all")) {
            assertThat(Outcome.of("-u", "memory://wires", "greeter", "hello", "you").out()).isEqualTo("hello you\n");
            assertThat(Outcome.of("-u", "snekrpc+memory://wires", "greeter", "hello", "you").out())
                    .isEqualTo("hello you\n");
            assertThat(Outcome.of("-u", "snekrpc+memory://wires", "greeter", "hello", "--help").out())
                    .startsWith("parley greeter hello NAME");
        }
        assertThat(Outcome.of("serve", "health", "--wire", "snakerpc").err())
                .startsWith("INVALID_ARGUMENT: wire: got \"snakerpc\" (expected one of: ");
    }

    @Test
    void commandsWithNumbersAreServedAndCalledByAFile() throws Exception {
        String adder =
                "import dev.parley.*; import dev.parley.wires.CommandId; class Adder { @Command @CommandId(2) int"
                        + " add(int a, int b) { return a + b; } }";
        String source = source("Adder.java", adder).toString();
        Path file = source("adder.txt", "2 add(a: uint32, b: uint32) -> uint32 # Adds two numbers.");
        String url = "basic+memory://numbers";
        String told = url + "?commands=" + file;
        try (Running _ = Running.of("serve", source, "-u", "memory://numbers", "--wire", "basic-socket-rpc")) {
            assertThat(Outcome.of("-u", told, "add", "1", "2").out()).isEqualTo("3\n");
            assertThat(Outcome.of("-u", told, "adder", "add", "1", "2").out()).isEqualTo("3\n");
            assertThat(Outcome.of("-u", told, "--help").out()).contains("add A B").contains("Adds two numbers.");
            assertThat(Outcome.of("-u", told, "adder", "add", "--help").out())
                    .startsWith("parley adder add A B\n\nAdds two numbers.");
            assertThat(Outcome.of("-u", told, "adder", "add", "4294967295", "2").err())
                    .isEqualTo("OUT_OF_RANGE: int too big to convert\n");
            assertThat(Outcome.of("-u", url, "add", "1", "2").err())
                    .isEqualTo(
                            "UNIMPLEMENTED: the protocol basic-socket-rpc has no metadata (list the commands in a file:"
                                    + " …?commands=FILE)\n");
        }
        Outcome alone = Outcome.of("-u", told, "add", "--help"); // a server is not asked: it may be busy, or away
        assertThat(alone.out()).startsWith("parley adder add A B\n\nAdds two numbers.");
        assertThat(alone.err()).isEmpty();
        assertThat(Outcome.of("-u", told, "help", "ad").err()).contains("no command \"ad\"");
        String plain = "import dev.parley.*; class Plain { @Command int add(int a, int b) { return a + b; } }";
        assertThat(
                        Outcome.of(
                                        "serve",
                                        source("Plain.java", plain).toString(),
                                        "-u",
                                        "memory://numbers",
                                        "--wire",
                                        "basic-socket-rpc")
                                .err())
                .startsWith("INVALID_ARGUMENT: basic-socket-rpc: no command has a number (mark those");
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
                .isEqualTo("INVALID_ARGUMENT: service refused: --refused.x is missing (expected integer)\n");
        assertThat(refusal(imports + "class Refused { Refused(Runnable x) {} @Command void go() {} }"))
                .isEqualTo(
                        "INVALID_ARGUMENT: class Refused: the constructor's parameter \"x\": type java.lang.Runnable"
                            + " cannot be carried (expected a record, an enum, a sealed type of records, a class with"
                            + " properties, or one of the types in docs/values.md)\n");
        assertThat(refusal(imports + "class Refused { class Inner { @Command void go() {} } }"))
                .isEqualTo(
                        "INVALID_ARGUMENT: class Refused$Inner is made by an object of the class around it (make it"
                                + " static)\n");
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
                                "INTERNAL: service bad: its constructor failed: java.lang.IllegalStateException: not"
                                        + " today\n"));
    }

    @Test
    void aClassThatCannotBeInitialisedIsTold() throws IOException {
        String text = "import dev.parley.*; class Bad { static int x = 1 / 0; @Command void go() {} }";

        assertThat(Outcome.of("serve", source("Bad.java", text).toString()))
                .isEqualTo(
                        new Outcome(
                                1,
                                "",
                                "INTERNAL: service bad: its class cannot be used: java.lang.ArithmeticException: / by"
                                        + " zero\n"));
    }

    @Test
    void anErrorOfTheJvmIsToldInALine() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        UnaryOperator<String> failing =
                _ -> {
                    throw new NoClassDefFoundError("Gone");
                };
        Console console =
                new Console(InputStream.nullInputStream(), OutputStream.nullOutputStream(), err, failing, false, null);

        assertThat(new Cli(console).run("notes", "list")).isEqualTo(1);
        assertThat(err).hasToString("INTERNAL: java.lang.NoClassDefFoundError: Gone\n");
    }

    @Test
    void aServiceNamedHealthTakesThePlaceOfOurs() throws Exception {
        String text =
                "import dev.parley.*; @Service class Health { @Command String check() { return \"quite well\"; } }";
        String url = "memory://own-health";
        try (Running serving = Running.of("serve", source("Health.java", text).toString(), "-u", url)) {
            assertThat(serving.lines().getFirst()).isEqualTo("Serving health at " + url + " (Ctrl-C ends it)");
            assertThat(Outcome.of("-u", url, "health", "check").out()).isEqualTo("quite well\n");
        }
    }

    @Test
    void onlyCallersWithATokenOfTheFileAreServed() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "s3cret ann\n");
        String url = "memory://known";
        try (Running serving = Running.of("serve", "health", "-u", url, "--token-file", tokens.toString())) {
            assertThat(serving.lines()).isNotEmpty();
            assertThat(Outcome.of("-u", url, "--token", "s3cret", "health", "check"))
                    .isEqualTo(new Outcome(0, "serving\n", ""));
            assertThat(Outcome.of("-u", url, "--token", "guessed", "health", "check"))
                    .isEqualTo(new Outcome(6, "", "UNAUTHENTICATED: _meta.service: the token is not known\n"));
        }
        assertThat(Outcome.of("serve", "health", "-u", url, "--token-file", folder.resolve("none").toString()).err())
                .isEqualTo(
                        "INVALID_ARGUMENT: --token-file: cannot read " + folder.resolve("none") + ": no such file\n");
    }

    private static final String WHO =
            """
            import dev.parley.*;

            @Service class Who {
                @Command String calls() { return Call.current().principal().map(Principal::name).orElse("nobody"); }
            }
            """;

    @Test
    void clientsAreKnownByTheirCertificatesAlsoOnOtherMachines() throws Exception {
        assertThat(Outcome.of("certs", folder.toString()).status()).isZero();
        String source = source("Who.java", WHO).toString();
        String[] line = {
            "serve",
            source,
            "-u",
            "tls://0.0.0.0:0",
            "--tls-cert",
            folder.resolve("server.pem").toString(),
            "--tls-key",
            folder.resolve("server-key.pem").toString(),
            "--tls-client-ca",
            folder.resolve("ca.pem").toString()
        };
        String[] identity = {
            "--tls-ca",
            folder.resolve("ca.pem").toString(),
            "--tls-cert",
            folder.resolve("client.pem").toString(),
            "--tls-key",
            folder.resolve("client-key.pem").toString()
        };
        try (Running serving = Running.of(line)) {
            String url = "tls://127.0.0.1:" + port(serving);
            assertThat(Outcome.of(join(words("-u", url), identity, words("who", "calls"))))
                    .isEqualTo(new Outcome(0, "client\n", ""));
            assertThat(Outcome.of("-u", url, identity[0], identity[1], "who", "calls").status())
                    .isEqualTo(ExitStatus.UNAVAILABLE);
        }
        Path tokens = Files.writeString(folder.resolve("tokens"), "s3cret ann\n");
        String near = "memory://who-calls";
        String[] both = join(line, words("-u", near, "--token-file", tokens.toString()));
        try (Running serving = Running.of(both)) {
            String url = "tls://127.0.0.1:" + port(serving);
            String[] certified = join(words("-u", url), identity);
            assertThat(Outcome.of(join(certified, words("who", "calls"))).out()).isEqualTo("client\n");
            assertThat(Outcome.of(join(certified, words("--token", "s3cret", "who", "calls"))).out())
                    .isEqualTo("ann\n");
            assertThat(Outcome.of("-u", near, "--token", "s3cret", "who", "calls").out()).isEqualTo("ann\n");
            assertThat(Outcome.of("-u", near, "who", "calls").status()).isEqualTo(ExitStatus.DENIED);
        }
    }

    private static String port(Running serving) throws InterruptedException {
        return serving.lines().getFirst().replaceFirst(".* at tls://\\S*:(\\d+) .*", "$1");
    }

    private static String[] join(String[]... lines) {
        return Stream.of(lines).flatMap(Stream::of).toArray(String[]::new);
    }

    private static String[] words(String... line) {
        return line;
    }

    @Test
    void wrongCommandLinesAreTold() {
        assertThat(Outcome.of("serve").err())
                .isEqualTo("INVALID_ARGUMENT: serve what? (parley serve FILE.java, or parley serve health)\n");
        assertThat(Outcome.of("serve", "Missing.java").err()).isEqualTo("INVALID_ARGUMENT: no file Missing.java\n");
        assertThat(Outcome.of("serve", "thing").err())
                .isEqualTo(
                        "INVALID_ARGUMENT: cannot serve thing (expected a .java file, a folder of them, a .jar file, a"
                                + " class of --classpath, or one of: health, file)\n");
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
