package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// JSON-RPC libraries of Node.js talk to our server and our client.
@Timeout(120)
class JsonRpcNodeTest {
    /// What a server of theirs serves.
    @Service("calc")
    interface Calc {
        int subtract(int minuend, int subtrahend);

        Map<String, Object> echo(Map<String, Object> value);
    }

    @Service("ears")
    static final class Ears {
        @Command
        String shout(String text) {
            return text.toUpperCase(Locale.ROOT);
        }
    }

    private final JsonRpcCalc calc = new JsonRpcCalc();

    private Server serve() {
        return Server.builder().service(calc).listen("tcp://127.0.0.1:0").wires("jsonrpc").start();
    }

    private static String port(Server server) {
        return String.valueOf(server.urls().getFirst().getPort());
    }

    private static Client connect(Node node) throws Exception {
        return Client.connect("jsonrpc+tcp://127.0.0.1:" + node.line());
    }

    @Test
    void aClientOfJaysonCallsOurServer() throws Exception {
        try (Server server = serve();
                Node node = new Node("jayson-client.js", port(server))) {
            assertThat(node.lines()).containsExactly("done");
            assertThat(List.of(calc.next(), calc.next())).containsExactlyInAnyOrder("update [1, 2]", "hello 7");
        }
    }

    @Test
    void ourClientCallsAServerOfJayson() throws Exception {
        try (Node node = new Node("jayson-server.js");
                Client client = connect(node)) {
            assertThat(client.service("").call("subtract", 42, 23)).isEqualTo(19L);
            assertThat(client.service("").call("subtract", Map.of("minuend", 42, "subtrahend", 23))).isEqualTo(19L);
            assertThat(client.service(Calc.class).subtract(3, 2)).isEqualTo(1);
            Map<String, Object> value = Map.of("a", List.of("ä\n", "x".repeat(100_000)));
            assertThat(client.service(Calc.class).echo(value)).isEqualTo(value);
            client.service("").tell("note", "tea");
            assertThat(node.line()).isEqualTo("note [\"tea\"]");
            assertThatThrownBy(() -> client.service("").call("fail", "because"))
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.UNKNOWN);
                                assertThat(e.type()).isEqualTo("42");
                                assertThat(e.details(Object.class)).isEqualTo(Map.of("why", "because"));
                            })
                    .hasMessage("no good");
            assertThatThrownBy(() -> client.service("").call("nope"))
                    .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.type()).isEqualTo("UnknownCommand"));
            assertThatThrownBy(client::describe)
                    .isInstanceOfSatisfying(
                            RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNIMPLEMENTED));
            CompletableFuture<@Nullable Object> slow = client.service("").command("later").with(500).future();
            assertThat(client.service("").call("later", 1)).isEqualTo(1L);
            assertThat(slow.get()).isEqualTo(500L);
        }
    }

    @Test
    void aPeerThatCallsIsCalledBack() throws Exception {
        try (Server server = serve();
                Node node = new Node("peer.js", port(server))) {
            assertThat(node.lines()).containsExactly("you said TEA", "true", "-32601");
            assertThat(calc.next()).isEqualTo("hello 7");
        }
    }

    @Test
    void aPeerThatIsCalledCallsBack() throws Exception {
        try (Node node = new Node("peer.js");
                Client client = connect(node)) {
            client.offer(new Ears());
            CompletableFuture<@Nullable Object> slow = client.service("").command("later").with(300).future();
            assertThat(client.service("").call("back", "tea")).isEqualTo("you said TEA");
            assertThat(slow.get()).isEqualTo(300L);
        }
    }
}
