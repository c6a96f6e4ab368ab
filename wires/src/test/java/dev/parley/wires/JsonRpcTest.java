package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Call;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// What clients of others say to our server, byte by byte.
@Timeout(60)
class JsonRpcTest {
    /// What the examples of the specification call, and some more.
    @Service("calc")
    static final class Calc {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        final CountDownLatch go = new CountDownLatch(1);
        final Semaphore waiting = new Semaphore(0);
        final AtomicInteger most = new AtomicInteger();
        final AtomicInteger running = new AtomicInteger();

        @Command
        int subtract(int minuend, int subtrahend) {
            return minuend - subtrahend;
        }

        @Command
        int sum(int... numbers) {
            return Arrays.stream(numbers).sum();
        }

        @Command
        void update(int... numbers) {
            heard.add("update " + Arrays.toString(numbers));
        }

        @Command("update_later")
        void updateLater(String name) {
            waiting.release();
            try {
                go.await();
                heard.add(name + " done");
            } catch (InterruptedException e) {
                heard.add(name + " interrupted");
            }
        }

        @Command("notify_hello")
        void hello(int number) {
            heard.add("hello " + number);
        }

        @Command("notify_sum")
        void notifySum(int... numbers) {
            heard.add("sum " + Arrays.toString(numbers));
        }

        @Command("get_data")
        List<Object> data() {
            return List.of("hello", 5);
        }

        @Command
        @Nullable Object echo(@Nullable Object value) {
            return value;
        }

        @Command
        String text(int length) {
            return "x".repeat(length);
        }

        @Command
        void nothing() {}

        @Command
        String later() throws InterruptedException {
            int now = running.incrementAndGet();
            most.accumulateAndGet(now, Math::max);
            waiting.release();
            go.await();
            running.decrementAndGet();
            return "done";
        }

        @Command
        void fail(String how) throws Exception {
            switch (how) {
                case "missing" -> throw new NoSuchElementException("no note 3");
                case "argument" -> throw new IllegalArgumentException("not this one");
                case "state" -> throw new RpcException(Code.FAILED_PRECONDITION, "Closed", "it is closed", null);
                case "half" -> throw new RpcException(Code.ABORTED, "half \ud800 a pair");
                default -> throw new Exception("a secret");
            }
        }

        @Command
        Stream<Integer> count() {
            return Stream.of(1, 2);
        }

        @Command
        String back(String text) {
            return "you said " + Call.current().caller(Peer.class).shout(text);
        }

        String next() throws InterruptedException {
            String line = heard.poll(20, TimeUnit.SECONDS);
            assertThat(line).as("something, within 20 seconds").isNotNull();
            return line;
        }
    }

    /// What a caller offers.
    @Service("peer")
    interface Peer {
        String shout(String text);
    }

    @Service("other")
    static final class Other {
        @Command
        String subtract() {
            return "other";
        }
    }

    private final Calc calc = new Calc();
    private Server server;
    private LinePeer peer;

    @BeforeEach
    void start() throws Exception {
        server = serve(Limits.DEFAULT);
        peer = new LinePeer(server.urls().getFirst());
    }

    private Server serve(Limits limits) {
        return Server.builder()
                .service(calc)
                .service(new Other())
                .limits(limits)
                .listen("tcp://127.0.0.1:0")
                .wires("jsonrpc")
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        calc.go.countDown();
        peer.close();
        server.close();
    }

    /// Number and id of an error, as `-32600 null`.
    private static String error(@Nullable String line) {
        return errorOf(LinePeer.value(line));
    }

    private static String errorOf(@Nullable Object answer) {
        Map<?, ?> error = (Map<?, ?>) ((Map<?, ?>) answer).get("error");
        assertThat(error).as("%s", answer).isNotNull();
        assertThat(error.get("message")).isInstanceOf(String.class);
        return error.get("code") + " " + ((Map<?, ?>) answer).get("id");
    }

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

    @Test
    void notificationsAreNotAnsweredNotEvenWrongOnes() throws Exception {
        peer.say("{\"jsonrpc\": \"2.0\", \"method\": \"update\", \"params\": [1,2,3,4,5]}\n");
        peer.say("{\"jsonrpc\": \"2.0\", \"method\": \"foobar\"}\n");
        peer.say("{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [\"a\"]}\n");
        assertThat(calc.next()).isEqualTo("update [1, 2, 3, 4, 5]");
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":0,\"id\":1}");
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
        assertThat(answers.stream().filter(a -> ((Map<?, ?>) a).containsKey("error")).map(JsonRpcTest::errorOf))
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
    void theLogTellsOfNotificationsThatAreDropped() throws Exception {
        Logger logger = Logger.getLogger(JsonRpcWire.class.getName());
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord line) {
                        lines.add(line.getLevel() + " " + line.getMessage());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        logger.addHandler(handler);
        try {
            peer.say("{\"jsonrpc\":\"2.0\",\"method\":\"nope\"}\n");
            assertThat(lines.poll(20, TimeUnit.SECONDS))
                    .startsWith("INFO a notification was not carried out: UNIMPLEMENTED: no command \"nope\"");
        } finally {
            logger.removeHandler(handler);
        }
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

    // ---- lines

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

    // ---- many at once

    @Test
    void aSlowHandlerDoesNotHoldUpOthers() throws Exception {
        peer.say("{\"jsonrpc\":\"2.0\",\"method\":\"later\",\"id\":1}\n");
        calc.waiting.acquire();
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":2}")).contains("\"id\":2");
        calc.go.countDown();
        assertThat(peer.hear()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"done\",\"id\":1}");
    }

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
    void aFloodOfNotificationsRunsAtMostAsManyAsTheLimitAllows() throws Exception {
        try (Server few = serve(Limits.DEFAULT.withMaxCalls(50));
                LinePeer flood = new LinePeer(few.urls().getFirst())) {
            flood.say("{\"jsonrpc\":\"2.0\",\"method\":\"later\"}\n".repeat(20_000));
            calc.waiting.acquire(50);
            assertThat(flood.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}"))
                    .contains("-32008")
                    .contains("50 calls in flight on this connection (the limit maxCalls)");
            assertThat(calc.most).hasValue(50);
            assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}"))
                    .as("others are not concerned")
                    .contains("\"result\":0");
        }
    }

    @Test
    void aNotificationOutlivesItsConnectionAndACallDoesNot() throws Exception {
        try (LinePeer leaving = new LinePeer(server.urls().getFirst())) {
            leaving.say("{\"jsonrpc\":\"2.0\",\"method\":\"update_later\",\"params\":[\"notified\"]}\n");
            leaving.say("{\"jsonrpc\":\"2.0\",\"method\":\"update_later\",\"params\":[\"called\"],\"id\":1}\n");
            calc.waiting.acquire(2);
        }
        assertThat(calc.next()).isEqualTo("called interrupted");
        assertThat(calc.heard).isEmpty();
        calc.go.countDown();
        assertThat(calc.next()).isEqualTo("notified done");
    }

    @Test
    void noMoreNotificationsOutliveTheirConnectionsThanMayRunOnOne() throws Exception {
        try (Server few = serve(Limits.DEFAULT.withMaxCalls(2))) {
            for (String name : List.of("first", "second")) {
                try (LinePeer leaving = new LinePeer(few.urls().getFirst())) {
                    String line = "{\"jsonrpc\":\"2.0\",\"method\":\"update_later\",\"params\":[\"" + name + "\"]}\n";
                    leaving.say(line.repeat(2));
                    calc.waiting.acquire(2);
                }
                while (few.connections() > 0) {
                    Thread.onSpinWait();
                }
            }
            assertThat(List.of(calc.next(), calc.next())).containsOnly("second interrupted");
            calc.go.countDown();
            assertThat(List.of(calc.next(), calc.next())).containsOnly("first done");
        }
    }

    @Test
    void aNotificationThatRunsIsInterruptedWhenTheServerIsClosed() throws Exception {
        try (LinePeer leaving = new LinePeer(server.urls().getFirst())) {
            leaving.say("{\"jsonrpc\":\"2.0\",\"method\":\"update_later\",\"params\":[\"left\"]}\n");
            peer.say("{\"jsonrpc\":\"2.0\",\"method\":\"update_later\",\"params\":[\"stayed\"]}\n");
            calc.waiting.acquire(2);
        }
        while (server.connections() > 1) {
            Thread.onSpinWait();
        }
        server.close();
        assertThat(List.of(calc.next(), calc.next()))
                .containsExactlyInAnyOrder("left interrupted", "stayed interrupted");
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
                .extracting(JsonRpcTest::errorOf)
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
                    .extracting(JsonRpcTest::errorOf)
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

    // ---- limits

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
