package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.OneWay;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.Tls;
import dev.parley.certs.TestAuthority;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Shapes;
import dev.parley.wire.Frame;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/// What our client says to servers of others and makes of their answers, byte by byte.
@Timeout(60)
class JsonRpcClientTest {
    /// A server that is ours.
    @Service("shop")
    static final class Shop {
        record Missing(String what, int left) {}

        @Command
        void take(String what) {
            throw new RpcException(Code.RESOURCE_EXHAUSTED, "SoldOut", "no " + what + " left", null)
                    .withDetails(new Missing(what, 0));
        }

        @Command
        int count(List<String> words) {
            return words.size();
        }
    }

    @Service("calc")
    interface Calc {
        int subtract(int minuend, int subtrahend);

        @Nullable Object echo(@Nullable Object value);

        void nothing();

        @OneWay
        void note(String text);
    }

    @Service("ears")
    static final class Ears {
        final Semaphore listening = new Semaphore(0);
        final BlockingQueue<String> interrupted = new LinkedBlockingQueue<>();

        @Command
        String shout(String text) {
            return text.toUpperCase(java.util.Locale.ROOT);
        }

        @Command
        void listen(String name) {
            listening.release();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.add(name);
            }
        }
    }

    @TempDir Path folder;

    private ServerSocket listener;
    private Client client;
    private LinePeer server;

    @BeforeEach
    void connect() throws Exception {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        client = Client.connect("jsonrpc+tcp://127.0.0.1:" + listener.getLocalPort());
        server = accept();
    }

    private LinePeer accept() throws IOException {
        return new LinePeer(listener.accept());
    }

    /// The next connection: calls until there is one, as the client may not have seen yet that the last is lost.
    private LinePeer calledAgain() throws IOException {
        listener.setSoTimeout(100);
        for (int i = 0; i < 100; i++) {
            var _ = call("hello");
            try {
                return accept();
            } catch (SocketTimeoutException e) {
                continue;
            }
        }
        throw new AssertionError("no connection after 100 calls");
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
        listener.close();
    }

    private CompletableFuture<@Nullable Object> call(String command, @Nullable Object... arguments) {
        return client.service("").command(command).with(arguments).future();
    }

    private static RpcException failure(CompletableFuture<?> call) {
        ExecutionException e = catchThrowableOfType(ExecutionException.class, call::get);
        return (RpcException) e.getCause();
    }

    private static Object result(CompletableFuture<?> call) throws Exception {
        return call.get();
    }

    @Test
    void aServiceWithoutANameSendsBareMethods() throws Exception {
        var call = call("subtract", 42, 23);
        assertThat(server.hear())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"subtract\",\"params\":[42,23],\"id\":1}");
        server.say("{\"jsonrpc\": \"2.0\", \"result\": 19, \"id\": 1}\n");
        assertThat(result(call)).isEqualTo(19L);
    }

    @Test
    void othersSendTheirNameAndADot() throws Exception {
        CompletableFuture<Integer> call =
                CompletableFuture.supplyAsync(
                        () -> client.service(Calc.class).subtract(3, 2), Thread::startVirtualThread);
        assertThat(server.hear())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"calc.subtract\",\"params\":[3,2],\"id\":1}");
        server.say("{\"jsonrpc\": \"2.0\", \"result\": 1, \"id\": 1}");
        assertThat(call.get()).isEqualTo(1);
    }

    @Test
    void anInterfaceMayStandForTheServiceWithoutAName() throws Exception {
        CompletableFuture<Integer> call =
                CompletableFuture.supplyAsync(
                        () -> client.service(Calc.class, "").subtract(3, 2), Thread::startVirtualThread);
        assertThat(server.hear()).contains("\"method\":\"subtract\"");
        server.say("{\"jsonrpc\": \"2.0\", \"result\": 1, \"id\": 1}");
        assertThat(call.get()).isEqualTo(1);
    }

    @Test
    void argumentsByNameAreAMap() throws Exception {
        var call = client.service("").command("subtract").with(Map.of("minuend", 42)).future();
        assertThat(server.hear())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"subtract\",\"params\":{\"minuend\":42},\"id\":1}");
        server.say("{\"jsonrpc\":\"2.0\",\"result\":{\"a\":[1,null,\"ä\"]},\"id\":1}\n");
        assertThat(String.valueOf(result(call))).isEqualTo("{a=[1, null, ä]}");
    }

    @Test
    void argumentsBothWaysAreRefusedBeforeTheyAreSent() throws Exception {
        assertThatThrownBy(() -> client.service("").command("pair").with(1).with(Map.of("b", 2)).call())
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.mayHaveRun()).isFalse())
                .hasMessage(
                        "pair: arguments that cannot be sent: got arguments by position and others by name (expected"
                                + " all of them one way)");
        var call = call("next");
        assertThat(server.hear()).contains("\"next\"");
        server.say("{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":3}\n");
        assertThat(call.get()).isNull();
    }

    @Test
    void aToldCallIsANotification() throws Exception {
        client.service(Calc.class).note("tea");
        assertThat(server.hear()).isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"calc.note\",\"params\":[\"tea\"]}");
        client.service("").tell("note", "milk");
        assertThat(server.hear()).isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"note\",\"params\":[\"milk\"]}");
    }

    @Test
    void aCommandThatGivesNothingTakesAnyAnswer() throws Exception {
        for (String answer : List.of("\"result\":null,", "", "\"result\":7,")) {
            var call =
                    CompletableFuture.runAsync(() -> client.service(Calc.class).nothing(), Thread::startVirtualThread);
            String request = server.hear();
            String id = request.substring(request.indexOf("\"id\":"));
            server.say("{\"jsonrpc\":\"2.0\"," + answer + id + "\n");
            call.get();
        }
    }

    @Test
    void answersComeInAnyOrderInBatchesOrOverSeveralLines() throws Exception {
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(call("echo", i));
        }
        for (int i = 0; i < 4; i++) {
            server.hear();
        }
        server.say("[{\"id\":7,\"jsonrpc\":\"2.0\",\"result\":3},{\"id\":1,\"jsonrpc\":\"2.0\",\"result\":0}]");
        server.say("{\n\"id\":5,\n\"result\":2\n}\n{\"result\":1,\"error\":null,\"id\":3}");
        for (int i = 0; i < 4; i++) {
            assertThat(result(calls.get(i))).isEqualTo((long) i);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '`',
            value = {
                "{\"code\":-32601,\"message\":\"Method not found\"}!UNIMPLEMENTED!UnknownCommand!Method not"
                        + " found!false",
                "{\"code\":-32602,\"message\":\"Invalid params\"}!INVALID_ARGUMENT!!Invalid params!true",
                "{\"code\":-32600,\"message\":\"Invalid Request\"}!INVALID_ARGUMENT!!Invalid Request!false",
                "{\"code\":-32700,\"message\":\"Parse error\"}!INVALID_ARGUMENT!!Parse error!false",
                "{\"code\":-32603,\"message\":\"Internal error\"}!INTERNAL!!Internal error!true",
                "{\"code\":-32005,\"message\":\"limit exceeded\"}!UNKNOWN!-32005!limit exceeded!true",
                "{\"code\":42,\"message\":\"x\",\"data\":[1]}!UNKNOWN!42!x!true",
                "{\"code\":42,\"message\":\"x\",\"data\":{\"code\":\"ENOENT\"}}!UNKNOWN!42!x!true",
                "{\"code\":42,\"message\":\"x\",\"data\":{\"code\":\"NOT_FOUND\",\"type\":\"Gone\",\"ran\":false}}"
                        + "!NOT_FOUND!Gone!x!false",
                "\"as before 2.0\"!UNKNOWN!!as before 2.0!true",
                "{\"code\":1.5}!UNKNOWN!!an error \"{\\\"code\\\":1.5}\"!true",
                "7!UNKNOWN!!an error \"7\"!true"
            })
    void errorsOfOthersAreTold(String error, Code code, @Nullable String type, String message, boolean ran)
            throws Exception {
        var call = call("any");
        server.hear();
        server.say("{\"jsonrpc\":\"2.0\",\"error\":" + error + ",\"id\":1}\n");
        RpcException failure = failure(call);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.type()).isEqualTo(type == null ? "" : type);
        assertThat(failure).hasMessage(message.replace("\\\"", "\""));
        assertThat(failure.mayHaveRun()).isEqualTo(ran);
    }

    @Test
    void theDataOfAnErrorAreItsDetails() throws Exception {
        var call = call("any");
        server.hear();
        server.say("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":7,\"message\":\"m\",\"data\":{\"a\":1}},\"id\":1}\n");
        assertThat(failure(call).details(Object.class)).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void errorsOfOurServersAreAllThere() {
        try (Server _ = Server.builder().service(new Shop()).listen("jsonrpc+unix://" + folder.resolve("s")).start();
                Client here = Client.connect("jsonrpc+unix://" + folder.resolve("s"))) {
            assertThatThrownBy(() -> here.service("shop").call("take", "milk"))
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                                assertThat(e.type()).isEqualTo("SoldOut");
                                assertThat(e.details(Shop.Missing.class)).isEqualTo(new Shop.Missing("milk", 0));
                                assertThat(e.mayHaveRun()).isTrue();
                            })
                    .hasMessage("no milk left");
            assertThatThrownBy(() -> here.service("").call("nope"))
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.UNIMPLEMENTED);
                                assertThat(e.type()).isEqualTo("UnknownCommand");
                                assertThat(e.mayHaveRun()).isFalse();
                            })
                    .hasMessage("no command \"nope\" in service shop (there are: count, take)");
            assertThat(here.service("").call("count", List.of("a", "b"))).isEqualTo(2L);
            assertThat(here.describe("shop").commands()).hasSize(2);
        }
    }

    @Test
    void anErrorThatAnswersNoCallFailsThoseThatWait() throws Exception {
        var one = call("one");
        var two = call("two");
        server.hear();
        server.hear();
        server.say("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"Parse error\"},\"id\":null}\n");
        for (var call : List.of(one, two)) {
            RpcException failure = failure(call);
            assertThat(failure).hasMessage("Parse error");
            assertThat(failure.mayHaveRun()).as("it is not known which was meant").isTrue();
        }
    }

    @Test
    void anErrorThatAnswersNoCallIsAboutTheOnlyOne() throws Exception {
        var only = call("only");
        server.hear();
        server.say("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"Parse error\"},\"id\":null}\n");
        assertThat(failure(only).mayHaveRun()).isFalse();
        var givenUp = client.withTimeout(Duration.ofMillis(50)).service("").command("slow").future();
        server.hear();
        assertThat(failure(givenUp)).hasMessage("slow: not finished before the deadline");
        var next = call("next");
        server.hear();
        server.say("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"Parse error\"},\"id\":null}\n");
        assertThat(failure(next).mayHaveRun()).as("it may be about the one that was given up").isTrue();
    }

    @Test
    void anAnswerWithoutAResultIsNull() throws Exception {
        for (String answer : List.of("", ",\"result\":null")) {
            CompletableFuture<Integer> call =
                    CompletableFuture.supplyAsync(
                            () -> client.service(Calc.class).subtract(3, 2), Thread::startVirtualThread);
            String request = server.hear();
            String id = request.substring(request.indexOf("\"id\":"), request.length() - 1);
            server.say("{\"jsonrpc\":\"2.0\"," + id + answer + "}\n");
            assertThat(failure(call)).hasMessageContaining("got null (expected");
        }
        var dynamic = call("any");
        server.hear();
        server.say("{\"jsonrpc\":\"2.0\",\"id\":5}\n");
        assertThat(dynamic.get()).isNull();
    }

    @Test
    void anErrorThatMayBeAboutANotificationFailsNothing() throws Exception {
        client.service("").tell("note");
        var call = call("one");
        server.hear();
        server.hear();
        server.say("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"no note\"},\"id\":null}\n");
        server.say("{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":3}\n");
        assertThat(call.get()).isEqualTo(1L);
    }

    @Test
    void anErrorThatAnswersNoCallIsNotAboutANotificationOfLongAgo() throws Exception {
        client.service("").tell("note");
        var one = call("one");
        server.hear();
        server.hear();
        server.say("{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":3}\n");
        assertThat(one.get()).isEqualTo(1L);
        var two = call("two");
        server.hear();
        server.say("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,\"message\":\"Parse error\"},\"id\":null}\n");
        assertThat(failure(two)).hasMessage("Parse error");
        assertThat(failure(two).mayHaveRun()).as("it may be about the notification, after all").isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "\"1\"",
                "0",
                "-1",
                "1.0",
                "4294967297",
                "99999999999999999999",
                "[1]",
                "{\"id\":1}",
                "true"
            })
    void answersThatNobodyWaitsForAreIgnored(String id) throws Exception {
        var first = call("first");
        server.hear();
        server.say("{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":1}\n");
        assertThat(first.get()).isEqualTo(1L);
        server.say("{\"jsonrpc\":\"2.0\",\"result\":7,\"id\":" + id + "}\n");
        var second = call("second");
        assertThat(server.hear()).contains("\"id\":3");
        server.say("{\"jsonrpc\":\"2.0\",\"result\":2,\"id\":3}\n");
        assertThat(second.get()).isEqualTo(2L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 400 Bad Request\r\n",
                "{\"jsonrpc\":\"2.0\",\"result\":tru,\"id\":1}\n",
                "{\"jsonrpc\":\"2.0\",\"result\":1,\"result\":2,\"id\":1}\n",
                "[1]\n",
                "[]\n"
            })
    void aServerThatMakesNoSenseIsLeft(String said) throws Exception {
        var call = call("one");
        server.hear();
        server.say(said);
        RpcException failure = failure(call);
        assertThat(failure).hasMessageMatching("the connection to .* is lost: (the peer|Parse|neither).*");
        assertThat(server.hear()).as("nothing is said to it").isNull();
    }

    @Test
    void aCallThatIsGivenUpIsForgotten() throws Exception {
        CompletableFuture<@Nullable Object> call =
                client.withTimeout(Duration.ofMillis(50)).service("").command("slow").future();
        server.hear();
        assertThat(failure(call)).hasMessage("slow: not finished before the deadline");
        server.say("{\"jsonrpc\":\"2.0\",\"result\":1,\"id\":1}\n");
        var next = call("next");
        server.hear();
        server.say("{\"jsonrpc\":\"2.0\",\"result\":2,\"id\":3}\n");
        assertThat(next.get()).isEqualTo(2L);
    }

    @Test
    void streamsAreRefusedBeforeTheyAreSent() throws Exception {
        String text = "any.echo: takes or gives a stream, which the protocol of this connection cannot carry";
        assertThatThrownBy(() -> client.service("any").command("echo").with(1).stream().toList()).hasMessage(text);
        assertThatThrownBy(() -> client.service("any").command("echo").with(Stream.of(1)).call()).hasMessage(text);
    }

    @Test
    void aServerMayCallWhatTheClientOffers() throws Exception {
        client.offer(new Ears());
        assertThat(server.ask("{\"jsonrpc\":\"2.0\",\"method\":\"ears.shout\",\"params\":[\"tea\"],\"id\":\"s1\"}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":\"TEA\",\"id\":\"s1\"}");
        assertThat(server.ask("[{\"jsonrpc\":\"2.0\",\"method\":\"shout\",\"params\":{\"text\":\"a\"},\"id\":1}]"))
                .isEqualTo("[{\"jsonrpc\":\"2.0\",\"result\":\"A\",\"id\":1}]");
        assertThat(server.ask("{\"jsonrpc\":\"2.0\",\"method\":\"ears.nope\",\"id\":2}")).contains("-32601");
        assertThat(server.ask("{\"jsonrpc\":\"1.0\",\"method\":\"ears.nope\",\"id\":2}")).contains("-32600");
    }

    @Test
    void aClientThatIsClosedStopsWhatItWasToldByServersThatHaveGoneSince() throws Exception {
        Ears ears = new Ears();
        client.offer(ears);
        server.say("{\"jsonrpc\":\"2.0\",\"method\":\"ears.listen\",\"params\":[\"gone\"]}\n");
        ears.listening.acquire();
        server.close();
        try (LinePeer next = calledAgain()) {
            next.say("{\"jsonrpc\":\"2.0\",\"method\":\"ears.listen\",\"params\":[\"there\"]}\n");
            ears.listening.acquire();
            assertThat(ears.interrupted).isEmpty();
            client.close();
            assertThat(List.of(ears.interrupted.take(), ears.interrupted.take()))
                    .containsExactlyInAnyOrder("gone", "there");
        }
    }

    @Test
    void aClientThatOffersNothingSaysSo() throws Exception {
        assertThat(server.ask("{\"jsonrpc\":\"2.0\",\"method\":\"ears.shout\",\"id\":1}"))
                .contains("-32601")
                .contains("this client offers no services");
    }

    @Test
    void aResultThatIsTooLargeFailsItsCallAlone() throws Exception {
        try (Client small =
                        Client.builder("jsonrpc+tcp://127.0.0.1:" + listener.getLocalPort())
                                .limits(dev.parley.Limits.DEFAULT.withMaxMessage(10_000))
                                .connect();
                LinePeer peer = accept()) {
            var call = small.service("").command("big").future();
            peer.hear();
            peer.say("{\"jsonrpc\":\"2.0\",\"result\":\"" + "x".repeat(11_000) + "\",\"id\":1}\n");
            assertThat(failure(call).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            var next = small.service("").command("next").future();
            peer.hear();
            peer.say("{\"jsonrpc\":\"2.0\",\"result\":2,\"id\":3}\n");
            assertThat(next.get()).isEqualTo(2L);
        }
    }

    @Test
    void aLineOfOthersThatIsPassedOnStandsOnOneLine() throws Exception {
        try (Server relay = Server.builder().remote("far", client).listen("jsonrpc+tcp://127.0.0.1:0").start();
                LinePeer asking = new LinePeer(relay.urls().getFirst())) {
            asking.say("{\"jsonrpc\":\"2.0\",\"method\":\"far.echo\",\"params\":[{\n\"a\":\n1}],\"id\":\"x\"}\n");
            assertThat(server.hear()).endsWith("\"params\":[{ \"a\": 1}],\"id\":1}");
            server.say("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[\n1\n]}\n");
            assertThat(asking.hear()).isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":[ 1 ],\"id\":\"x\"}");
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 2147483647", "false, -1"})
    void theLastWordOfAServerOfOursIsUnderstood(boolean ran, int last) throws Exception {
        WireSetup setup =
                new WireSetup(
                        Codecs::find, Codecs.msgpack(), 1000, URI.create("tcp://127.0.0.1:1"), new Shapes(), List::of);
        Output said = new Output();
        Frame.GoAway full = new Frame.GoAway(ran ? 7 : -1, Code.RESOURCE_EXHAUSTED, "full");
        new JsonRpcProtocol().server(setup).encode(full, said);
        List<Frame> frames = new ArrayList<>();
        new JsonRpcProtocol().client(setup).decode(said.array(), 0, said.size(), frames::add);
        assertThat(frames).containsExactly(new Frame.GoAway(last, Code.RESOURCE_EXHAUSTED, "full"));
    }

    @Test
    void itIsSpokenOverTls() throws Exception {
        TestAuthority authority = TestAuthority.create("jsonrpc", Duration.ofDays(1));
        TestAuthority.Certificate certificate = authority.issue("server", List.of("127.0.0.1"));
        Path pem = Files.writeString(folder.resolve("server.pem"), certificate.pem());
        Path key = Files.writeString(folder.resolve("server.key"), certificate.keyPem());
        Path trusted = Files.writeString(folder.resolve("ca.pem"), authority.pem());
        try (Server encrypted =
                        Server.builder()
                                .service(new Ears())
                                .tls(Tls.of(pem, key))
                                .listen("jsonrpc+tls://127.0.0.1:0")
                                .start();
                Client trusting =
                        Client.builder(encrypted.urls().getFirst().toString()).tls(Tls.trusting(trusted)).connect()) {
            assertThat(encrypted.urls().getFirst().toString()).startsWith("jsonrpc+tls://127.0.0.1:");
            assertThat(trusting.service("").call("shout", "tea")).isEqualTo("TEA");
            assertThatThrownBy(() -> Client.connect(encrypted.urls().getFirst().toString()))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("certificat");
            int port = encrypted.urls().getFirst().getPort();
            assertThatThrownBy(
                            () -> {
                                try (Client plain = Client.connect("jsonrpc+tcp://127.0.0.1:" + port)) {
                                    plain.service("").call("shout", "tea");
                                }
                            })
                    .as("it is not spoken in plain")
                    .isInstanceOf(RpcException.class);
        }
    }
}
