package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.Tls;
import dev.parley.certs.TestAuthority;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/// What a client says to a server of others, and makes of its answers, byte by byte.
@Timeout(60)
class MsgPackRpcClientTest {
    @TempDir Path folder;
    private ServerSocketChannel listening;
    private Client client;
    private MsgPackRpcPeer peer;

    /// Commands of a server that has no services: bare names.
    interface Bare {
        @Command("nvim_eval")
        int eval(String expression);
    }

    @BeforeEach
    void connect() throws Exception {
        Path socket = folder.resolve("s");
        listening = MsgPackRpcPeer.listen(socket);
        client = Client.connect("msgpackrpc+unix://" + socket);
        peer = MsgPackRpcPeer.accept(listening);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        peer.close();
        listening.close();
    }

    private CompletableFuture<@Nullable Object> call(String method, @Nullable Object... arguments) {
        return client.service("").command(method).with(arguments).future();
    }

    private static RpcException failure(CompletableFuture<?> call) {
        ExecutionException e = catchThrowableOfType(ExecutionException.class, call::get);
        return (RpcException) e.getCause();
    }

    @Test
    void aCallIsARequestByteForByte() throws Exception {
        CompletableFuture<@Nullable Object> bare = call("echo", "hi");
        assertThat(HexFormat.of().formatHex(peer.receiveBytes())).isEqualTo("940001a46563686f91a26869");
        peer.write("94 01 01 c0 a2 6869");
        assertThat(bare.get()).isEqualTo("hi");
        CompletableFuture<@Nullable Object> dotted = client.service("notes").command("add").with(1, null).future();
        assertThat(HexFormat.of().formatHex(peer.receiveBytes())).isEqualTo("940003a96e6f7465732e61646492" + "01c0");
        peer.write("dc 0004 01 ce 00000003 c0 c0"); // as long as it may be said
        assertThat(dotted.get()).isNull();
        client.service("notes").tell("drop", true);
        assertThat(HexFormat.of().formatHex(peer.receiveBytes())).isEqualTo("9302aa6e6f7465732e64726f7091c3");
    }

    @Test
    void interfacesCallBareNamesToo() throws Exception {
        CompletableFuture<Integer> call =
                CompletableFuture.supplyAsync(
                        () -> client.service(Bare.class, "").eval("1+2"), Thread::startVirtualThread);
        List<?> request = peer.receive();
        assertThat(request.subList(2, 4)).isEqualTo(List.of("nvim_eval", List.of("1+2")));
        peer.send(1, request.get(1), null, 3);
        assertThat(call.get()).isEqualTo(3);
    }

    @Test
    void answersFindTheirCallsWhateverTheOrder() throws Exception {
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        List<List<?>> requests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(call("double", i));
            requests.add(peer.receive());
        }
        Collections.shuffle(requests, new java.util.Random(7));
        for (List<?> request : requests) {
            long n = (Long) ((List<?>) request.get(3)).getFirst();
            peer.send(1, request.get(1), null, 2 * n);
        }
        for (int i = 0; i < 200; i++) {
            assertThat(calls.get(i).get()).isEqualTo(2L * i);
        }
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of("NOT_FOUND NoSuchNote: no note 3", Code.NOT_FOUND, "NoSuchNote", "no note 3", true),
                Arguments.of("ABORTED, not run: a: b", Code.ABORTED, "", "a: b", false),
                Arguments.of("NOT_FOUND a.B$C_1, not run: \n", Code.NOT_FOUND, "a.B$C_1", "\n", false),
                Arguments.of("Nothing: works", Code.UNKNOWN, "", "Nothing: works", true),
                Arguments.of("NOT_A_CODE: works", Code.UNKNOWN, "", "NOT_A_CODE: works", true),
                Arguments.of("", Code.UNKNOWN, "", "", true),
                Arguments.of("NOT_FOUND: as bytes".getBytes(), Code.NOT_FOUND, "", "as bytes", true),
                Arguments.of(List.of(0, "Vim:E121"), Code.UNKNOWN, "0", "Vim:E121", true),
                Arguments.of(List.of("NOT_FOUND", "gone"), Code.NOT_FOUND, "", "gone", true),
                Arguments.of(List.of("KeyError", "gone"), Code.UNKNOWN, "KeyError", "gone", true),
                Arguments.of(List.of(1, 2), Code.UNKNOWN, "", "[1, 2]", true),
                Arguments.of(Map.of("code", -32601, "message", "gone"), Code.UNKNOWN, "-32601", "gone", true),
                Arguments.of(Map.of("code", "NOT_FOUND", "message", "gone"), Code.NOT_FOUND, "", "gone", true),
                Arguments.of(Map.of("type", "KeyError", "message", "gone"), Code.UNKNOWN, "KeyError", "gone", true),
                Arguments.of(Map.of("message", "gone"), Code.UNKNOWN, "", "gone", true),
                Arguments.of(
                        Map.of("why", Arrays.asList(null, 1.5, "a", new byte[] {1})),
                        Code.UNKNOWN,
                        "",
                        "{\"why\": [null, 1.5, \"a\", hex:01]}",
                        true),
                Arguments.of(1, Code.UNKNOWN, "", "1", true),
                Arguments.of(true, Code.UNKNOWN, "", "true", true));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorsOfEveryFormAreUnderstood(Object error, Code code, String type, String message, boolean ran)
            throws Exception {
        CompletableFuture<@Nullable Object> call = call("fail");
        peer.send(1, peer.receive().get(1), error, null);
        RpcException failure = failure(call);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.type()).isEqualTo(type);
        assertThat(failure).hasMessage(message);
        assertThat(failure.mayHaveRun()).isEqualTo(ran);
    }

    @Test
    void anErrorThatCannotBeReadIsOneAllTheSame() throws Exception {
        CompletableFuture<@Nullable Object> call = call("fail");
        peer.receive();
        peer.write("94 01 01 a1 ff c0");
        assertThat(failure(call)).hasMessage("an error that cannot be read: text that is not UTF-8");
        CompletableFuture<@Nullable Object> next = call("echo");
        peer.send(1, peer.receive().get(1), null, "goes on");
        assertThat(next.get()).isEqualTo("goes on");
    }

    @Test
    void argumentsByNameAreRefusedBeforeTheyAreSent() throws Exception {
        String text =
                "notes.add: arguments that cannot be sent: got arguments by name (expected all by position,"
                        + " MessagePack-RPC has no others)";
        assertThatThrownBy(() -> client.service("notes").call("add", Map.of("text", "milk")))
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.mayHaveRun()).isFalse())
                .hasMessage(text);
        assertThatThrownBy(() -> client.service("notes").command("add").with(1).with(Map.of("text", "milk")).call())
                .hasMessage(text);
        client.service("notes").tell("add", Map.of("text", "one argument that is a map"));
        assertThat(peer.receive())
                .isEqualTo(List.of(2L, "notes.add", List.of(Map.of("text", "one argument that is a map"))));
    }

    @Test
    void aCallThatWasGivenUpLeavesTheOthersAlone() throws Exception {
        CompletableFuture<@Nullable Object> slow = call("slow");
        List<?> first = peer.receive();
        assertThatThrownBy(() -> client.withTimeout(Duration.ofMillis(50)).service("").call("slower"))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
        List<?> second = peer.receive();
        peer.send(1, second.get(1), null, "too late");
        peer.send(1, second.get(1), null, "and again");
        peer.send(1, first.get(1), null, "in time");
        assertThat(slow.get()).isEqualTo("in time");
    }

    @Test
    void aServerCallsItsClientWhichHasNothingToOffer() throws Exception {
        peer.send(0, 1, "any", List.of());
        assertThat(peer.receive())
                .isEqualTo(
                        Arrays.asList(
                                1L, 1L, "UNIMPLEMENTED UnknownService, not run: this client offers no services", null));
        peer.send(2, "any", List.of());
        CompletableFuture<@Nullable Object> call = call("echo");
        assertThat(peer.receive().get(2)).as("what comes next").isEqualTo("echo");
        peer.send(1, 1, null, null);
        call.get();
    }

    /// What the client offers.
    @Service("shown")
    static final class Shown {
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        @Command
        String show(String line) {
            lines.add(line);
            return line.toUpperCase(java.util.Locale.ROOT);
        }
    }

    @Test
    void aServerCallsAndNotifiesItsClient() throws Exception {
        Shown shown = new Shown();
        client.offer(shown);
        CompletableFuture<@Nullable Object> call = call("ask");
        List<?> request = peer.receive();
        peer.send(0, 1, "shown.show", List.of("one")); // the same number as that of the client's call
        peer.send(2, "shown.show", List.of("two"));
        peer.send(0, 2, "show", List.of("three"));
        List<List<?>> answers = List.of(peer.receive(), peer.receive());
        assertThat(answers.stream().map(Object::toString))
                .containsExactlyInAnyOrder("[1, 1, null, ONE]", "[1, 2, null, THREE]");
        assertThat(List.of(shown.lines.take(), shown.lines.take(), shown.lines.take()))
                .containsExactlyInAnyOrder("one", "two", "three");
        peer.send(1, request.get(1), null, "done");
        assertThat(call.get()).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c1",
                "05",
                "48545450", // HTTP
                "94 01 01 c0",
                "93 01 01 c0",
                "94 07 01 c0 c0",
                "94 01 ff c0 c0",
                "94 01 a1 31 c0 c0",
            })
    void nonsenseEndsTheConnectionAndItsCalls(String bytes) throws Exception {
        CompletableFuture<@Nullable Object> call = call("echo");
        peer.receive();
        peer.write(bytes);
        peer.shutdownOutput();
        RpcException failure = failure(call);
        assertThat(failure).hasMessageContaining("is lost");
        assertThat(peer.isAtEnd()).isTrue();
    }

    @Test
    void aResultThatIsTooLongFailsItsCallAndNoOther() throws Exception {
        try (Client small =
                        Client.builder("msgpackrpc+unix://" + folder.resolve("s"))
                                .limits(dev.parley.Limits.DEFAULT.withMaxMessage(10_000))
                                .connect();
                MsgPackRpcPeer server = MsgPackRpcPeer.accept(listening)) {
            for (int size : new int[] {10_001, 15_000, 5_000_000}) {
                CompletableFuture<@Nullable Object> call = small.service("").command("large").future();
                CompletableFuture<@Nullable Object> other = small.service("").command("small").future();
                List<List<?>> requests = List.of(server.receive(), server.receive());
                for (List<?> request : requests) {
                    server.send(1, request.get(1), null, request.get(2).equals("large") ? new byte[size] : "small");
                }
                RpcException failure = failure(call);
                assertThat(failure.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                assertThat(failure)
                        .hasMessage(
                                "large: the answer was not understood: a message of more than 10000 bytes (the limit"
                                        + " maxMessage of the receiver)");
                assertThat(other.get()).isEqualTo("small");
            }
        }
    }

    @Test
    void streamsAreRefusedBeforeTheyAreSent() {
        assertThatThrownBy(() -> client.service("notes").stream("find", "milk").toList())
                .hasMessage("notes.find: takes or gives a stream, which the protocol of this connection cannot carry");
    }

    @Test
    void itIsSpokenOverTls() throws Exception {
        TestAuthority authority = TestAuthority.create("msgpackrpc", Duration.ofDays(1));
        TestAuthority.Certificate certificate = authority.issue("server", List.of("127.0.0.1"));
        Path pem = Files.writeString(folder.resolve("server.pem"), certificate.pem());
        Path key = Files.writeString(folder.resolve("server.key"), certificate.keyPem());
        Path trusted = Files.writeString(folder.resolve("ca.pem"), authority.pem());
        try (Server encrypted =
                        Server.builder()
                                .service(new ZrpcSample())
                                .tls(Tls.of(pem, key))
                                .listen("msgpackrpc+tls://127.0.0.1:0")
                                .start();
                Client trusting =
                        Client.builder(encrypted.urls().getFirst().toString()).tls(Tls.trusting(trusted)).connect()) {
            assertThat(encrypted.urls().getFirst().toString()).startsWith("msgpackrpc+tls://127.0.0.1:");
            assertThat(trusting.service("").call("echo", "tea")).isEqualTo("tea");
            assertThatThrownBy(() -> Client.connect(encrypted.urls().getFirst().toString()))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("certificat");
            int port = encrypted.urls().getFirst().getPort();
            assertThatThrownBy(
                            () -> {
                                try (Client plain = Client.connect("msgpackrpc+tcp://127.0.0.1:" + port)) {
                                    plain.service("").call("echo", "tea");
                                }
                            })
                    .as("it is not spoken in plain")
                    .isInstanceOf(RpcException.class);
        }
    }
}
