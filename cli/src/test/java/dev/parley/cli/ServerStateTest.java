package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Authenticator;
import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Exclusive;
import dev.parley.Principal;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// `parley ping`, `parley health` and `parley locks`.
@Timeout(30)
class ServerStateTest {
    private static final String URL = "memory://state";

    @Exclusive
    @Service("desk")
    static class Desk {
        @Command
        void sit() {}
    }

    private static Outcome run(String... arguments) {
        return new Outcome.Setting("", false, Map.of("PARLEY_URL", URL)).run(arguments);
    }

    @Test
    void healthListsTheServerAndItsServices() {
        HealthService health = new HealthService("desk");
        try (Server _ =
                Server.builder().service(new Desk()).service(health).service("other", new Desk()).listen(URL).start()) {
            String table =
                    """
                    service   state
                    (server)  serving
                    desk      serving
                    other     unknown
                    """;
            assertThat(run("health")).isEqualTo(new Outcome(0, table, ""));
            health.set("desk", HealthService.Status.NOT_SERVING);
            assertThat(run("health")).isEqualTo(new Outcome(1, table.replace("desk      ", "desk      not_"), ""));
            assertThat(run("health", "--format", "ndjson").out())
                    .contains("{\"service\": \"desk\", \"state\": \"not_serving\"}");
            assertThat(run("health", "check", "--service", "desk")).isEqualTo(new Outcome(0, "not_serving\n", ""));
            assertThat(run("health", "check", "--help").out()).startsWith("parley health check [--service SERVICE]\n");
            assertThat(run("help", "health", "check")).isEqualTo(run("health", "check", "--help"));
        }
    }

    @Test
    void withoutTheServiceHealthTheErrorSaysSo() {
        try (Server _ = Server.builder().service(new Desk()).listen(URL).start()) {
            assertThat(run("health").err()).startsWith("UNIMPLEMENTED: no service \"health\"");
        }
    }

    @Test
    void locksShowWhoHasWhat() {
        try (Server _ = Server.builder().service(new Desk()).listen(URL).start();
                Client client = Client.connect(URL)) {
            client.service("desk").call("sit");
            assertThat(run("locks").out())
                    .startsWith("what  places  holders")
                    .containsPattern("\ndesk  1       memory state #\\d+ \\(\\ds, calls: 0\\)");
        }
        try (Server _ = Server.builder().service(new HealthService()).listen(URL).start()) {
            assertThat(run("locks")).isEqualTo(new Outcome(0, "Nothing is limited here.\n", ""));
            assertThat(run("locks", "--format", "json")).isEqualTo(new Outcome(0, "[]\n", ""));
            assertThat(run("locks", "x").err())
                    .isEqualTo("INVALID_ARGUMENT: parley locks: got \"x\" (expected no further word)\n");
        }
    }

    @Test
    void locksTellPeersOfOneAddressApart() throws Exception {
        Map<String, Principal> tokens = Map.of("a", new Principal("ann"), "b", new Principal("bob"));
        try (Server _ =
                        Server.builder()
                                .service(new Desk())
                                .authenticate(Authenticator.tokens(tokens))
                                .listen(URL)
                                .start();
                Client bob = Client.builder(URL).token("b").connect()) {
            CompletableFuture<Object> waits;
            try (Client ann = Client.builder(URL).token("a").connect()) {
                ann.service("desk").call("sit");
                waits = bob.service("desk").command("sit").future().toCompletableFuture();
                while (String.valueOf(ann.service("_meta").call("locks")).contains("waiting=[]")) {
                    assertThat(Thread.interrupted()).as("waited too long").isFalse();
                }
                assertTold();
            }
            waits.join();
        }
    }

    private static void assertTold() {
        String[] locks = {"locks", "--token", "a"};
        assertThat(run(locks).out())
                .containsPattern(
                        "\ndesk  1       ann at memory state #\\d+ \\(\\ds, calls: 0\\)  bob at memory state #\\d+\n");
        assertThat(run("locks", "--token", "a", "--format", "ndjson").out())
                .matches(
                        "\\[\\{\"what\": \"desk\", \"places\": 1, \"holders\": \\[\\{\"peer\": \"memory state\","
                                + " \"held\": \"PT[0-9.]+S\", \"calls\": 0, \"connection\": \\d+, \"principal\":"
                                + " \"ann\"}], \"waiting\": \\[\"memory state\"], \"queue\": \\[\\{\"peer\": \"memory"
                                + " state\", \"connection\": \\d+, \"principal\": \"bob\"}]}]\n");
    }

    @Test
    void pingShowsRoundTrips() {
        try (Server _ = Server.builder().service(new Desk()).listen(URL).start()) {
            Outcome outcome = run("ping", "--count", "3", "--interval", "1ms");
            assertThat(outcome.status()).isZero();
            assertThat(outcome.out().replaceAll("\\d+\\.\\d+", "T"))
                    .isEqualTo(
                            """
                            Connected to memory://state in T ms
                            1: T ms
                            2: T ms
                            3: T ms
                            3 answers: min T ms, mean T ms, max T ms
                            """);
            assertThat(run("ping", "--count", "-1").err())
                    .isEqualTo("INVALID_ARGUMENT: --count: got \"-1\" (expected 0 to 2147483647)\n");
        }
    }
}
