package dev.parley.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Authenticator;
import dev.parley.Client;
import dev.parley.Principal;
import dev.parley.Server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

@Timeout(20)
class PrinterServiceTest {
    interface Printer {
        int print(String text);
    }

    private static Client connect(String token) {
        return Client.builder("memory://printer").token(token).connect();
    }

    @Test
    void oneOfTheStaffPrintsAtATime() {
        Authenticator tokens =
                Authenticator.tokens(
                        Map.of(
                                "a", new Principal("ann", "staff"),
                                "b", new Principal("bob", "staff"),
                                "c", new Principal("carl", "guest")));
        try (Server _ =
                        Server.builder()
                                .service(new PrinterService())
                                .authenticate(tokens)
                                .listen("memory://printer")
                                .start();
                Client bob = connect("b");
                Client carl = connect("c")) {
            CompletableFuture<Object> waiting;
            try (Client ann = connect("a")) {
                assertThat(ann.service(Printer.class).print("one")).isEqualTo(1);
                waiting = bob.service("printer").command("print").with("three").future();
                assertThat(ann.service(Printer.class).print("two")).isEqualTo(2);
                assertThat(waiting).isNotDone();
            }
            assertThat(waiting.join()).isEqualTo(3L);
            assertThatThrownBy(() -> carl.service(Printer.class).print("four"))
                    .hasMessageContaining("may not call it (it takes the role staff)");
        }
    }
}
