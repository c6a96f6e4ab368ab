package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Limits;
import dev.parley.Server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Where a message begins and ends, how long it may be, and what becomes of lines that make no sense.
class JsonRpcLinesTest extends JsonRpcTests {
    @Test
    void severalMessagesMayStandOnALineAndOneOnSeveral() throws Exception {
        peer.say(
                "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":2}"
                        + " [{");
        peer.say("\r\n\"jsonrpc\":\"2.0\",\n\n\"method\"\n:\n\"sum\",\t\"id\"\n:3}\n]");
        List<String> heard = new ArrayList<>(List.of(peer.hear(), peer.hear(), peer.hear()));
        assertThat(heard)
                .containsExactlyInAnyOrder(
                        "{\"jsonrpc\":\"2.0\",\"result\":0,\"id\":1}",
                        "{\"jsonrpc\":\"2.0\",\"result\":0,\"id\":2}",
                        "[{\"jsonrpc\":\"2.0\",\"result\":0,\"id\":3}]");
    }

    @Test
    void aMessageMayComeByteByByte() throws Exception {
        for (byte b :
                "  {\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[\"\\u00e4\\\"\"],\"id\":1.5}\n".getBytes()) {
            peer.say(new byte[] {b});
        }
        assertThat(peer.hear()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"ä\\\"\",\"id\":1.5}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"method\":\"su", // in a text
                "{\"jsonrpc\":\"2.0\",\"params\":[1,2", // in a list
                "{\"jsonrpc\":\"2.0\",\"method\"", // in a map
                "{\"jsonrpc\":\"2.0\",\"params\":[1,2,,3],\"method\":\"sum\",\"id\":4}",
                "{\"jsonrpc\":\"2.0\",\"params\":[01],\"method\":\"sum\",\"id\":4}",
                "{\"jsonrpc\":\"2.0\",\"params\":[tru],\"method\":\"sum\",\"id\":4}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"\\x\",\"id\":4}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"\\u12\",\"id\":4}",
                "{\"jsonrpc\":\"2.0\" \"method\":\"sum\"}",
                "{\"jsonrpc\":\"2.0\"]",
                "{} what is this? {",
                "{} ]"
            })
    void afterALineThatMakesNoSenseTheNextIsUnderstood(String line) throws Exception {
        String good = "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":[1],\"id\":1}\n";
        peer.say(good + line + "\n" + good);
        List<String> heard = new ArrayList<>();
        while (heard.stream().filter(each -> each.contains("\"result\":1,")).count() < 2) {
            heard.add(peer.hear());
        }
        heard.removeIf(each -> each.contains("\"result\":1,"));
        heard.removeIf(each -> each.contains("-32600")); // of {}
        assertThat(heard).singleElement().satisfies(each -> assertThat(error(each)).isEqualTo("-32700 null"));
    }

    /// What somebody else has put into the arguments of a call must not become a call.
    @ParameterizedTest
    @MethodSource("messagesThatMakeNoSense")
    void ofAMessageThatMakesNoSenseNoLineIsRun(String before, String after) throws Exception {
        String evil = "{\"jsonrpc\":\"2.0\",\"method\":\"update\",\"params\":[666]}";
        peer.say(before + evil + after);
        assertThat(error(peer.hear())).isEqualTo("-32700 null");
        String rest = peer.hear();
        assertThat(rest == null || rest.contains("-32700")).as(rest).isTrue();
        assertThat(rest == null ? null : peer.hear()).as("it is closed").isNull();
        try (LinePeer next = new LinePeer(server.urls().getFirst())) {
            next.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}");
        }
        assertThat(calc.heard).isEmpty();
    }

    static Stream<Arguments> messagesThatMakeNoSense() {
        String echo = "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1,\"params\":[";
        String fine = "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}";
        return Stream.of(
                Arguments.of("[\n" + fine + ",\n{\"jsonrpc\" \"2.0\"},\n", "\n]\n"),
                Arguments.of("[\n" + fine + "\n", "\n]\n"), // a comma is missing
                Arguments.of("[" + fine + "\n", "]\n"),
                Arguments.of(echo + "\n" + "[\n".repeat(150), "\n" + "]\n".repeat(150) + "]}\n"),
                Arguments.of(echo + "[".repeat(150) + "\n", "\n" + "]".repeat(150) + "]}\n"),
                Arguments.of(echo + "[".repeat(100) + "\n", "\n" + "]".repeat(100) + "]}\n"),
                Arguments.of(echo + "NaN,\n", "\n]}\n"),
                Arguments.of(echo + "{\"x\":NaN, \"a\": \n", "\n}]}\n"),
                Arguments.of(echo + "\nNaN,\n", "\n]}\n"));
    }

    @Test
    void nestingThatIsTooDeepIsRefused() throws Exception {
        String deep = "[".repeat(5000) + "]".repeat(5000);
        assertThat(error(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[" + deep + "],\"id\":1}")))
                .isEqualTo("-32700 null");
        String most = "[".repeat(99) + "]".repeat(99);
        assertThat(peer.ask("[{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[" + most + "],\"id\":1}]"))
                .isEqualTo("[{\"jsonrpc\":\"2.0\",\"result\":" + most + ",\"id\":1}]");
    }

    @Test
    void whatDoesNotBeginLikeAMessageIsNoJsonRpc() throws Exception {
        try (Server alone = Server.builder().service(calc).listen("jsonrpc+tcp://127.0.0.1:0").start();
                LinePeer http = new LinePeer(alone.urls().getFirst())) {
            http.say("GET / HTTP/1.1\r\n\r\n");
            assertThat(http.hear()).contains("does not speak JSON-RPC: its first byte is 71 (expected { or [)");
            assertThat(http.hear()).isNull();
        }
    }

    @Test
    void aConnectionThatSaysNothingForAWhileStays() throws Exception {
        Limits limits = Limits.DEFAULT.withHandshake(Duration.ofMillis(1));
        try (Server both =
                        Server.builder()
                                .service(calc)
                                .limits(limits)
                                .listen("jsonrpc+tcp://127.0.0.1:0")
                                .listen("tcp://127.0.0.1:0")
                                .start();
                LinePeer idle = new LinePeer(both.urls().getFirst());
                LinePeer unknown = new LinePeer(both.urls().getLast())) {
            assertThat(unknown.hear()).as("it is closed for its silence").contains("handshake");
            assertThat(idle.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}")).contains("\"result\":0");
        }
    }

    @Test
    void argumentsThatAreTooLargeAreRefusedAndTheConnectionStays() throws Exception {
        try (Server small = serve(Limits.DEFAULT.withMaxMessage(10_000));
                LinePeer client = new LinePeer(small.urls().getFirst())) {
            String large = "x".repeat(12_000);
            String answer =
                    client.ask("{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[\"" + large + "\"],\"id\":1}");
            assertThat(error(answer)).isEqualTo("-32008 1");
            assertThat(client.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}")).contains("\"result\":0");
        }
    }

    @Test
    void aMessageWithoutEndIsCutOff() throws Exception {
        try (Server small = serve(Limits.DEFAULT.withMaxMessage(10_000));
                LinePeer client = new LinePeer(small.urls().getFirst())) {
            client.say("{\"jsonrpc\":\"2.0\",\"method\":\"" + "x".repeat(15_000));
            assertThat(client.hear())
                    .contains("-32008")
                    .contains("a message of more than 14096 bytes (the limit maxMessage of the receiver, and some");
            assertThat(client.hear()).isNull();
        }
    }

    @Test
    void aLineThatMakesNoSenseMayBeOfAnyLength() throws Exception {
        peer.say("{} nonsense");
        for (int i = 0; i < 100; i++) {
            peer.say("x".repeat(100_000));
        }
        peer.say("\n{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}\n");
        assertThat(error(peer.hear())).isEqualTo("-32600 null");
        assertThat(error(peer.hear())).isEqualTo("-32700 null");
        assertThat(peer.hear()).contains("\"result\":0");
    }
}
