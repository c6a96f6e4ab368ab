package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Server;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;

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
        java.nio.file.Files.delete(HOME.resolve("ps-22"));
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
    void helpTellsWhereTheyLive() {
        assertThat(Outcome.of("ps", "--help").out()).contains("$PARLEY_DIR").isEqualTo(Outcome.of("help", "ps").out());
    }
}
