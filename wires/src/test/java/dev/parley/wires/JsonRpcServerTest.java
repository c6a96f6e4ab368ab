package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/// Calls one by one: their names, ids and parameters, their answers, and calls of the server.
class JsonRpcServerTest extends JsonRpcTests {
    // ---- the examples of the specification

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [42, 23], \"id\": 1}!19!1",
                "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [23, 42], \"id\": 2}!-19!2",
                "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": {\"subtrahend\": 23, \"minuend\": 42},"
                        + " \"id\": 3}!19!3",
                "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": {\"minuend\": 42, \"subtrahend\": 23},"
                        + " \"id\": 4}!19!4"
            })
    void parametersGoByPositionAndByName(String request, String result, String id) throws Exception {
        assertThat(peer.ask(request)).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":" + result + ",\"id\":" + id + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "{\"jsonrpc\": \"2.0\", \"method\": \"foobar\", \"id\": \"1\"}!-32601 1",
                "{\"jsonrpc\": \"2.0\", \"method\": \"foobar, \"params\": \"bar\", \"baz]!-32700 null",
                "{\"jsonrpc\": \"2.0\", \"method\": 1, \"params\": \"bar\"}!-32600 null",
                "[]!-32600 null"
            })
    void whatIsWrongIsAnsweredWithItsNumber(String request, String expected) throws Exception {
        assertThat(error(peer.ask(request))).isEqualTo(expected);
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":[1],\"id\":1}"))
                .as("the connection goes on")
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":1}");
    }

    // ---- names, ids, parameters

    @Test
    void aNameWithADotIsThatOfACommandOfAnyService() throws Exception {
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"other.subtract\",\"id\":1}")).contains("\"other\"");
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"calc.subtract\",\"params\":[3,2],\"id\":1}"))
                .contains("\"result\":1,");
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"_meta.service_names\",\"id\":1}"))
                .contains("[\"calc\",\"other\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "-7",
                "1.50",
                "1e3",
                "123456789012345678901234567890",
                "\"a\\\"b\\u00e9ä\"",
                "\"\"",
                "null"
            })
    void anIdComesBackAsItWas(String id) throws Exception {
        assertThat(peer.ask("{\"id\": " + id + " , \"method\":\"calc.sum\",\"jsonrpc\":\"2.0\"}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":0,\"id\":" + id + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":true}!an id of another kind!null",
                "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":[1]}!an id of another kind!null",
                "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":\"\\ud800\"}!half a surrogate pair!null",
                "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":1,\"id\":4}!params that are a single value!4",
                "{\"jsonrpc\":\"1.0\",\"method\":\"sum\",\"id\":4}!without \"jsonrpc\": \"2.0\"!4",
                "{\"method\":\"sum\",\"id\":4}!without \"jsonrpc\": \"2.0\"!4",
                "{\"jsonrpc\":\"2.0\",\"id\":4}!no method!4",
                "{\"jsonrpc\":\"2.0\",\"method\":[],\"id\":4}!got list (expected text)!4",
                "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"method\":\"sum\",\"id\":4}!the member method twice!null",
                "{}!without \"jsonrpc\"!null"
            })
    void whatIsNoRequestIsToldWhy(String request, String why, String id) throws Exception {
        String answer = peer.ask(request);
        assertThat(error(answer)).isEqualTo("-32600 " + id);
        assertThat(String.valueOf(LinePeer.value(answer))).contains("Invalid Request: ").contains(why);
    }

    @Test
    void aNameThatIsTooLongIsNone() throws Exception {
        String method = "x".repeat(511);
        String answer = peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\",\"id\":4}");
        assertThat(error(answer)).isEqualTo("-32600 4");
        assertThat(answer).contains("(expected at most 510 characters)");
    }

    @Test
    void membersStandInAnyOrderAndMayBeEscaped() throws Exception {
        assertThat(
                        peer.ask(
                                "{\"x\":{\"method\":[\"}\"]},\"params\":[\"]}\\\\\",\"b\"],\"i\\u0064\":1,\"meth\\u006fd\":"
                                    + "\"calc.\\u0065cho\",\"jsonrpc\":\"2.0\",\"y\":null}"))
                .as("too many arguments")
                .contains("-32602");
        assertThat(peer.ask("{\"params\":[\"]}\\\\\"],\"i\\u0064\":1,\"method\":\"echo\",\"jsonrpc\":\"2.0\"}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"]}\\\\\",\"id\":1}");
    }

    @Test
    void valuesComeBackAsTheyWere() throws Exception {
        String value = "{\"a\":[1,-2.5,true,null,\"ä \\n\",9007199254740993],\"b\":{}}";
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[" + value + "],\"id\":1}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":" + value + ",\"id\":1}");
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"nothing\",\"params\":null,\"id\":1}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":1}");
    }

    // ---- errors

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "missing!-32005!NOT_FOUND!NoSuchElementException",
                "argument!-32003!INVALID_ARGUMENT!IllegalArgumentException",
                "state!-32009!FAILED_PRECONDITION!Closed",
                "else!-32603!INTERNAL!Exception"
            })
    void failuresHaveTheNumbersOfTheTable(String how, long number, String code, String type) throws Exception {
        String answer = peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"fail\",\"params\":[\"" + how + "\"],\"id\":1}");
        Map<?, ?> error = (Map<?, ?>) ((Map<?, ?>) LinePeer.value(answer)).get("error");
        assertThat(error.get("code")).isEqualTo(number);
        assertThat(error.get("data")).isEqualTo(Map.of("code", code, "type", type));
        assertThat(answer).doesNotContain("a secret");
    }

    @Test
    void wrongArgumentsAreInvalidParams() throws Exception {
        String answer = peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"subtract\",\"params\":[1,\"x\"],\"id\":1}");
        assertThat(error(answer)).isEqualTo("-32602 1");
        assertThat(answer).contains("subtrahend");
    }

    @Test
    void aTextOfHalfAPairIsToldAllTheSame() throws Exception {
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"fail\",\"params\":[\"half\"],\"id\":1}"))
                .contains("half \uFFFD a pair");
    }

    @Test
    void streamsAreRefused() throws Exception {
        String answer = peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"count\",\"id\":1}");
        assertThat(error(answer)).isEqualTo("-32012 1");
        assertThat(answer).contains("takes or gives a stream, which the protocol of this connection cannot carry");
    }

    // ---- many at once

    @Test
    void aSlowHandlerDoesNotHoldUpOthers() throws Exception {
        peer.say("{\"jsonrpc\":\"2.0\",\"method\":\"later\",\"id\":1}\n");
        calc.waiting.acquire();
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":2}")).contains("\"id\":2");
        calc.go.countDown();
        assertThat(peer.hear()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"done\",\"id\":1}");
    }

    // ---- the other way

    @Test
    void aHandlerCallsBackItsCaller() throws Exception {
        String asked = peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"back\",\"params\":[\"tea\"],\"id\":1}");
        assertThat(asked).isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"peer.shout\",\"params\":[\"tea\"],\"id\":2}");
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"TEA\"}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"you said TEA\",\"id\":1}");
    }

    @Test
    void answersToWhatNobodyAskedAreIgnored() throws Exception {
        peer.say("{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"TEA\"}\n{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":1}\n");
        peer.say("[{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1,\"message\":\"x\"}}]\n");
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}")).contains("\"result\":0");
    }

    // ---- what it needs

    @Test
    void aServerWithoutTheCodecDoesNotStart() {
        assertThatThrownBy(() ->
                        Server.builder()
                                .service(calc)
                                .onlyCodecs("msgpack")
                                .listen("tcp://127.0.0.1:0")
                                .wires("jsonrpc")
                                .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wire jsonrpc: needs the codec json (there are: msgpack)");
    }
}
