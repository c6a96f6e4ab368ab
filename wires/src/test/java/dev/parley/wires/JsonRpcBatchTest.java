package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Limits;
import dev.parley.Server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

/// Lists of requests, which are answered together, and how many and how large they may be.
class JsonRpcBatchTest extends JsonRpcTests {
    // ---- the examples of the specification

    @Test
    void aBatchOfInvalidJsonIsOneError() throws Exception {
        peer.say("[\n  {\"jsonrpc\": \"2.0\", \"method\": \"sum\", \"params\": [1,2,4], \"id\": \"1\"},\n");
        peer.say("  {\"jsonrpc\": \"2.0\", \"method\"\n]\n");
        assertThat(error(peer.hear())).isEqualTo("-32700 null");
        assertThat(peer.hear()).as("what follows might belong to it").isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {"[1]!1", "[1,2,3]!3", "[ 1 , [] , {} ]!3"})
    void aBatchOfNonsenseHasAnErrorForEach(String batch, int errors) throws Exception {
        List<?> answers = (List<?>) LinePeer.value(peer.ask(batch));
        assertThat(answers).hasSize(errors).allSatisfy(a -> assertThat(errorOf(a)).isEqualTo("-32600 null"));
    }

    @Test
    void aBatchIsAnsweredTogether() throws Exception {
        peer.say(
                """
                [
                    {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
                    {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
                    {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
                    {"foo": "boo"},
                    {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
                    {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
                ]
                """);
        List<?> answers = (List<?>) LinePeer.value(peer.hear());
        assertThat(answers.stream().filter(a -> ((Map<?, ?>) a).containsKey("result")).map(String::valueOf))
                .containsExactlyInAnyOrder(
                        "{jsonrpc=2.0, result=7, id=1}",
                        "{jsonrpc=2.0, result=19, id=2}",
                        "{jsonrpc=2.0, result=[hello, 5], id=9}");
        assertThat(answers.stream().filter(a -> ((Map<?, ?>) a).containsKey("error")).map(JsonRpcTests::errorOf))
                .containsExactlyInAnyOrder("-32600 null", "-32601 5");
        assertThat(calc.next()).isEqualTo("hello 7");
    }

    @Test
    void aBatchOfNotificationsIsNotAnswered() throws Exception {
        peer.say(
                """
                [
                    {"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]},
                    {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}
                ]
                """);
        assertThat(List.of(calc.next(), calc.next())).containsExactlyInAnyOrder("sum [1, 2, 4]", "hello 7");
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}")).contains("\"result\":0");
    }

    // ---- many at once

    @Test
    void batchesAndSingleCallsMix() throws Exception {
        peer.say(
                "[{\"jsonrpc\":\"2.0\",\"method\":\"later\",\"id\":1},{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":2}]\n");
        calc.waiting.acquire();
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}"))
                .as("an id that is in use")
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":0,\"id\":1}");
        assertThat(peer.ask("[{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":3}]"))
                .isEqualTo("[{\"jsonrpc\":\"2.0\",\"result\":0,\"id\":3}]");
        calc.go.countDown();
        assertThat((List<?>) LinePeer.value(peer.hear()))
                .map(String::valueOf)
                .containsExactlyInAnyOrder("{jsonrpc=2.0, result=done, id=1}", "{jsonrpc=2.0, result=0, id=2}");
    }

    @Test
    void theCallsOfABatchCountAgainstThoseInFlight() throws Exception {
        try (Server few = serve(Limits.DEFAULT.withMaxCalls(2));
                LinePeer batches = new LinePeer(few.urls().getFirst())) {
            String later = "{\"jsonrpc\":\"2.0\",\"method\":\"later\",\"id\":1}";
            batches.say("[" + later + "," + later + "," + later + "]\n");
            calc.waiting.acquire(2);
            String alone = batches.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}");
            assertThat(error(alone)).as("when all of the batch has been read").isEqualTo("-32008 1");
            calc.go.countDown();
            assertThat(String.valueOf(batches.hear())).containsOnlyOnce("-32008").contains("\"done\"");
        }
    }

    // ---- limits

    @Test
    void aBatchOfTooManyIsRefusedAsAWhole() throws Exception {
        String one = "{\"jsonrpc\":\"2.0\",\"method\":\"update\"}";
        String answer = peer.ask("[" + (one + ",").repeat(1000) + one + "]");
        assertThat(error(answer)).isEqualTo("-32008 null");
        assertThat(answer).contains("a batch of too many (expected at most 1000)");
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}")).contains("\"result\":0");
        assertThat(calc.heard).isEmpty();
        String call = "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}";
        assertThat((List<?>) LinePeer.value(peer.ask("[" + (call + ",").repeat(999) + call + "]"))).hasSize(1000);
    }

    @Test
    void eachRequestOfABatchOfTooManyIsRefusedAndItsAnswersAreHeard() throws Exception {
        String asked = peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"back\",\"params\":[\"tea\"],\"id\":\"b\"}");
        assertThat(asked).contains("peer.shout").endsWith("\"id\":2}");
        String note = "{\"jsonrpc\":\"2.0\",\"method\":\"update\"},1,";
        String call = "{\"jsonrpc\":\"2.0\",\"method\":\"update\",\"id\":";
        peer.say(
                "["
                        + note.repeat(1000)
                        + call
                        + "\"x\"},{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"TEA\"},"
                        + call
                        + "7}]\n");
        List<String> heard = List.of(peer.hear(), peer.hear());
        assertThat(heard).contains("{\"jsonrpc\":\"2.0\",\"result\":\"you said TEA\",\"id\":\"b\"}");
        String refused = heard.stream().filter(line -> line.startsWith("[")).findAny().orElseThrow();
        assertThat((List<?>) LinePeer.value(refused))
                .extracting(JsonRpcTests::errorOf)
                .containsExactly("-32008 x", "-32008 7", "-32008 null");
        assertThat(refused).contains("\"ran\":false");
        assertThat(calc.heard).isEmpty();
    }

    @Test
    void theRefusalsOfABatchAreBounded() throws Exception {
        String call = "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}";
        String answer = peer.ask("[" + (call + ",").repeat(100_000) + call + "]");
        assertThat(answer.length()).isBetween(512 << 10, 514 << 10);
        assertThat((List<?>) LinePeer.value(answer))
                .last()
                .satisfies(e -> assertThat(errorOf(e)).isEqualTo("-32008 null"));
    }

    @Test
    void aBatchThatComesWhileTooManyAnswersWaitIsRefusedRequestByRequest() throws Exception {
        try (Server small = serve(Limits.DEFAULT.withMaxMessage(10_000));
                LinePeer batches = new LinePeer(small.urls().getFirst())) {
            String part = "{\"jsonrpc\":\"2.0\",\"method\":\"text\",\"params\":[900],\"id\":1},";
            String sum = "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":";
            String later = "{\"jsonrpc\":\"2.0\",\"method\":\"later\",\"id\":2}";
            batches.say("[" + part.repeat(100) + later + "]\n");
            calc.waiting.acquire();
            String answer;
            do {
                answer = batches.ask("[" + sum + "\"a\"}," + sum + "\"b\"}]");
            } while (answer.contains("\"result\":0"));
            assertThat((List<?>) LinePeer.value(answer))
                    .extracting(JsonRpcTests::errorOf)
                    .containsExactly("-32008 a", "-32008 b");
        }
    }

    @Test
    void answersThatWaitForOthersOfTheirBatchesAreBounded() throws Exception {
        try (Server small = serve(Limits.DEFAULT.withMaxMessage(100_000));
                LinePeer batches = new LinePeer(small.urls().getFirst())) {
            String big = "{\"jsonrpc\":\"2.0\",\"method\":\"text\",\"params\":[40000],\"id\":1},";
            batches.say("[" + big.repeat(5) + "{\"jsonrpc\":\"2.0\",\"method\":\"later\",\"id\":9}]\n");
            calc.waiting.acquire();
            String more = "[" + big.repeat(20) + "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":2}]\n";
            batches.say(more);
            String second = batches.hear();
            assertThat(second).hasSizeLessThan(150_000).contains("-32008").contains("bytes of answers wait");
            calc.go.countDown();
            String first = batches.hear();
            assertThat(first).hasSizeLessThan(150_000).contains("\"done\"").contains("bytes of answers wait");
        }
    }

    @Test
    void aBatchOfLargeAnswersGoesOutWhole() throws Exception {
        String text = "{\"jsonrpc\":\"2.0\",\"method\":\"text\",\"params\":[45000],\"id\":1},";
        String fails = "{\"jsonrpc\":\"2.0\",\"method\":\"fail\",\"params\":[\"missing\"],\"id\":2}";
        for (int i = 0; i < 5; i++) {
            assertThat(peer.ask("[" + text.repeat(11) + fails + "]")).hasSizeGreaterThan(490_000).contains("-32005");
        }
        assertThat(peer.ask("[" + text.repeat(13) + fails + "]")).contains("more than 524288 bytes of answers wait");
        String large = text.replace("45000", "1000000").replace("},", "}");
        assertThat(peer.ask("[" + large + "]")).as("which need not wait").hasSizeGreaterThan(1_000_000);
    }
}
