package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Authenticator;
import dev.parley.Principal;
import dev.parley.Server;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// `parley ps`. Maven gives the tests `$PARLEY_DIR`.
@Timeout(60)
class LocalServersTest {
    private static final String PID = String.valueOf(ProcessHandle.current().pid());
    private static final Path HOME = Path.of(System.getenv("PARLEY_DIR"));

    private static String padded(String text) {
        return text + " ".repeat(Math.max(3, PID.length()) - text.length());
    }

    private static Server serve(String name) {
        return Server.builder()
                .service(new HealthService())
                .service("a-service", new HealthService())
                .listen("local://" + name)
                .start();
    }

    private static ServerSocketChannel silent(String name) throws Exception {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return channel.bind(UnixDomainSocketAddress.of(HOME.resolve(name)));
    }

    @Test
    void theServersOfThisMachineAreListed() throws Exception {
        try (Server _ = serve("ps-1");
                ServerSocketChannel _ = silent("ps-22");
                Server _ = serve("ps-3")) {
            silent("ps-4").close();
            Outcome outcome = Outcome.of("ps");
            assertThat(outcome.status()).isZero();
            List<String> lines = outcome.out().lines().map(line -> line.replaceAll(" \\d+s ", " 0s ")).toList();
            assertThat(lines)
                    .containsExactly(
                            "name   " + padded("pid") + "  uptime  services           url",
                            "ps-1   " + padded(PID) + "  0s      a-service,health   local://ps-1",
                            "ps-22  " + padded("-") + "  -       (does not answer)  local://ps-22",
                            "ps-3   " + padded(PID) + "  0s      a-service,health   local://ps-3");
            assertThat(HOME.resolve("ps-4")).doesNotExist();
            assertThat(HOME.resolve("ps-22")).exists();
        }
        Files.delete(HOME.resolve("ps-22"));
    }

    @Test
    void aServerIsCalledByItsName() {
        try (Server _ = serve("by-name")) {
            assertThat(Outcome.of("-u", "local://by-name", "health", "check").status()).isZero();
            assertThat(Outcome.of("--name", "by-name", "health", "check").status()).isZero();
        }
        assertThat(Outcome.of("-u", "local://by-name", "health", "check").err())
                .startsWith("UNAVAILABLE: cannot connect to local://by-name: no such file");
        assertThat(Outcome.of("-u", "local://a/b", "health", "check").status()).isEqualTo(2);
    }

    @Test
    void whoMayNotBeAskedIsListedAllTheSame() {
        try (Server _ =
                Server.builder()
                        .service(new HealthService())
                        .authenticate(Authenticator.tokens(Map.of("s3cret", new Principal("ann"))))
                        .listen("local://ps-secret")
                        .start()) {
            assertThat(row(Outcome.of("ps"))).matches("ps-secret +- +- +\\(UNAUTHENTICATED\\) +local://ps-secret");
            assertThat(row(Outcome.of("ps", "--token", "s3cret"))).matches("ps-secret +" + PID + " +\\ds +health .*");
            Outcome.Setting known = new Outcome.Setting("", false, Map.of("PARLEY_TOKEN", "s3cret"));
            assertThat(row(known.run("ps"))).matches("ps-secret +" + PID + " +\\ds +health .*");
        }
    }

    /// Its line for the server that is named ps-secret.
    private static String row(Outcome outcome) {
        return outcome.out().lines().filter(line -> line.startsWith("ps-secret")).findFirst().orElseThrow();
    }

    @Test
    void theTokenOfAProfileStaysWithItsServer(@TempDir Path config) throws Exception {
        Path file = Files.createDirectories(config.resolve("parley")).resolve("config.json");
        Files.writeString(file, "{\"profiles\": {\"far\": {\"url\": \"tcp://far.example\", \"token\": \"s3cret\"}}}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> environment = Map.of("PARLEY_URL", "@far", "XDG_CONFIG_HOME", config.toString());
        try (Server _ =
                Server.builder()
                        .service(new HealthService())
                        .authenticate(Authenticator.tokens(Map.of("s3cret", new Principal("ann"))))
                        .listen("local://ps-secret")
                        .start()) {
            assertThat(row(new Outcome.Setting("", false, environment).run("ps"))).contains("(UNAUTHENTICATED)");
        }
    }

    @Test
    void programsAreGivenValues() {
        try (Server _ = serve("ps-json");
                Server _ =
                        Server.builder()
                                .service(new HealthService())
                                .authenticate(Authenticator.tokens(Map.of("s3cret", new Principal("ann"))))
                                .listen("local://ps-secret")
                                .start()) {
            assertThat(Outcome.of("ps", "--format", "ndjson").out().replaceAll("\"PT[0-9.]+S\"", "TIME"))
                    .isEqualTo(
                            "[{\"name\": \"ps-json\", \"pid\": "
                                    + PID
                                    + ", \"uptime\": TIME, \"services\": [\"a-service\", \"health\"], \"url\":"
                                    + " \"local://ps-json\", \"error\": null}, {\"name\": \"ps-secret\", \"pid\": null,"
                                    + " \"uptime\": null, \"services\": null, \"url\": \"local://ps-secret\","
                                    + " \"error\": \"UNAUTHENTICATED: _meta.status: no token (expected metadata"
                                    + " authorization: Bearer TOKEN)\"}]\n");
        }
    }

    @Test
    void helpTellsWhereTheyLive() {
        assertThat(Outcome.of("ps", "--help").out()).contains("$PARLEY_DIR").isEqualTo(Outcome.of("help", "ps").out());
    }
}
