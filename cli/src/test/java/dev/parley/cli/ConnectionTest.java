package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Server;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// How a server is found: by profiles, and by waiting for it.
@Timeout(60)
class ConnectionTest {
    private static final String CONFIG =
            """
            {"profiles": {
              "here": {"url": "%s", "codec": "json", "meta": {"a": "1", "b": "2"}, "timeout": "20s", "format": "ndjson"},
              "wrong": {"url": "%s", "tokn": "x"},
              "odd": {"url": "%s", "timeout": 5},
              "endless": {"url": "@endless"}
            }}
            """;

    @TempDir private Path folder;

    private String url() {
        return "unix://" + folder.resolve("s");
    }

    private Path file() {
        return folder.resolve("parley/config.json");
    }

    private Outcome run(Map<String, String> more, String... arguments) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("XDG_CONFIG_HOME", folder.toString());
        return new Outcome.Setting("", false, environment).run(arguments);
    }

    private Outcome run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private Server serve() {
        return Server.builder().service(new Everything()).service(new HealthService()).listen(url()).start();
    }

    private void configure(String text) throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), text);
    }

    private static Outcome isWrong(String message) {
        return new Outcome(2, "", "INVALID_ARGUMENT: " + message + "\n");
    }

    @Test
    void aProfileIsASetOfOptions() throws IOException {
        configure(CONFIG.formatted(url(), url(), url()));
        try (Server _ = serve()) {
            assertThat(run("-u", "@here", "everything", "metadata", "--meta", "b=3", "--meta", "c=4"))
                    .isEqualTo(new Outcome(0, "{\"a\": \"1\", \"b\": \"3\", \"c\": \"4\"}\n", ""));
            assertThat(run(Map.of("PARLEY_URL", "@here"), "health", "check").out()).isEqualTo("\"serving\"\n");
            assertThat(run(Map.of("PARLEY_URL", "@here"), "--format", "raw", "health", "check").out())
                    .isEqualTo("serving\n");
        }
    }

    @Test
    void helpIsAboutTheServerOfAProfileToo() throws IOException {
        Path commands = Files.writeString(folder.resolve("adder.txt"), "2 add(a: uint32, b: uint32) -> uint32 # Adds.");
        configure("{\"profiles\": {\"adder\": {\"url\": \"basic+%s?commands=%s\"}}}".formatted(url(), commands));
        assertThat(run("-u", "@adder", "--help").out()).contains("add A B").contains("Adds.");
        assertThat(run("--help").out()).isEqualTo(Outcome.of("--help").out());
    }

    @Test
    void aTokenThatOthersCanReadIsWarnedOfOnce() throws IOException {
        configure(
                """
                {"profiles": {"plain": {"url": "%s"}, "secret": {"url": "tcp://127.0.0.1:1", "token": "x"}}}
                """
                        .formatted(url()));
        String warning = "parley: " + file() + " has a token, and others can read it (chmod 600 " + file() + ")\n";
        try (Server _ = serve()) {
            for (String open : new String[] {"rw-r--r--", "rw-r-----", "rw----r--"}) {
                Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(open));
                assertThat(run("-u", "@plain", "health", "check").err()).isEqualTo(warning);
            }
            Outcome shell =
                    new Outcome.Setting(
                                    "health check\nhealth check -u @plain\n",
                                    false,
                                    Map.of("XDG_CONFIG_HOME", folder.toString()))
                            .run("-u", "@plain", "shell");
            assertThat(shell).isEqualTo(new Outcome(0, "serving\nserving\n", warning));
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw--wx--x"));
            assertThat(run("-u", "@plain", "health", "check").err()).isEmpty();
            configure("{\"profiles\": {\"plain\": {\"url\": \"%s\"}}}".formatted(url()));
            Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
            assertThat(run("-u", "@plain", "health", "check").err()).as("of no secret").isEmpty();
        }
    }

    @Test
    void wrongProfilesAreTold() throws IOException {
        assertThat(run("-u", "@here", "health"))
                .isEqualTo(isWrong("no profile \"here\" (" + file() + " is not there)"));
        configure(CONFIG.formatted(url(), url(), url()));
        assertThat(run("-u", "@her", "health"))
                .isEqualTo(isWrong("no profile \"her\" in " + file() + " (did you mean here?)"));
        assertThat(run("-u", "@wrong", "health"))
                .isEqualTo(isWrong(file() + ": profile wrong: no option \"tokn\" (did you mean token?)"));
        assertThat(run("-u", "@odd", "health"))
                .isEqualTo(isWrong(file() + ": profile odd: timeout: got 5 (expected text)"));
        assertThat(run("-u", "@endless", "health"))
                .isEqualTo(isWrong(file() + ": profile endless: url: got \"@endless\" (expected the URL of a server)"));
        configure("[]");
        assertThat(run("-u", "@here", "health"))
                .isEqualTo(isWrong(file() + ": expected {\"profiles\": {\"NAME\": {\"url\": …}}}"));
        configure("{");
        assertThat(run("-u", "@here", "health").err()).startsWith("INVALID_ARGUMENT: " + file() + ": got ");
    }

    @Test
    void aCallWaitsForAServerThatIsToCome() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Outcome> call =
                CompletableFuture.supplyAsync(() -> {
                    asked.countDown();
                    return run("-u", url(), "--retry", "40s", "health", "check");
                });
        asked.await();
        assertThat(run("-u", url(), "health", "check").status()).isEqualTo(ExitStatus.UNAVAILABLE);
        try (Server _ = serve()) {
            assertThat(call.join()).isEqualTo(new Outcome(0, "serving\n", ""));
        }
        assertThat(run("-u", url(), "--retry", "50ms", "health", "check").status()).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(run("-u", url(), "--retry", "x", "health", "check").err())
                .startsWith("INVALID_ARGUMENT: --retry: got \"x\" (expected duration such as ");
    }
}
