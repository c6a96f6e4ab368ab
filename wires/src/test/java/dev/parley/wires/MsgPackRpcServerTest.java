package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Limits;
import dev.parley.OneWay;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/// What a server does for peers that speak MessagePack-RPC, byte by byte.
@Timeout(60)
class MsgPackRpcServerTest {
    private static final int LIMIT = 64 << 10;

    @TempDir Path folder;
    private URI url;
    private Server server;
    private final Log log = new Log();

    @Service("log")
    static final class Log {
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        final CountDownLatch go = new CountDownLatch(1);

        @Command
        String slow(String text) throws InterruptedException {
            lines.add(text);
            go.await();
            return text;
        }

        @Command
        void append(String line) {
            lines.add(line);
        }

        @Command
        void fail() {
            lines.add("failing");
            throw new IllegalStateException("nobody is told");
        }

        @Command
        String back(String question) {
            Asked asked = Call.current().caller(Asked.class);
            asked.heard(question);
            return asked.answer(question);
        }
    }

    /// What the peer offers.
    @Service("asked")
    interface Asked {
        @OneWay
        void heard(String question);

        String answer(String question);
    }

    @BeforeEach
    void start() {
        server =
                Server.builder()
                        .service(new ZrpcSample())
                        .service(new ZrpcMore())
                        .service(log)
                        .limits(Limits.DEFAULT.withMaxMessage(LIMIT).withHandshake(Duration.ofMillis(300)))
                        .listen("msgpackrpc+unix://" + folder.resolve("sample"))
                        .start();
        url = server.urls().getFirst();
    }

    @AfterEach
    void stop() {
        log.go.countDown();
        server.close();
    }

    private MsgPackRpcPeer connect() throws IOException {
        return MsgPackRpcPeer.connect(url);
    }

    /// Requests as the specification has them, and the answers, byte for byte.
    @ParameterizedTest
    @CsvSource({
        "94 00 01 a4 6563686f 91 a2 6869,             94 01 01 c0 a2 6869", // [0, 1, "echo", ["hi"]]
        "94 00 00 aa 6d6f72652e68656c6c6f 90,         94 01 00 c0 a5 68656c6c6f", // [0, 0, "more.hello", []]
        "94 00 cc ff a4 6563686f 91 c0,               94 01 cc ff c0 c0", // id 255
        "94 00 ce ffffffff a4 6563686f 91 7f,         94 01 ce ffffffff c0 7f", // the largest id
        "94 00 cf 0000000100000000 a4 6563686f 91 7f, 94 01 cf 0000000100000000 c0 7f", // a larger one
        "94 00 d2 00000007 a4 6563686f 91 7f,         94 01 07 c0 7f", // an id as a signed number
        "94 00 01 c4 04 6563686f 91 01,               94 01 01 c0 01", // the method as bytes
        "94 00 01 d9 04 6563686f 91 01,               94 01 01 c0 01", // and as a text with its length in a byte
        "dc 0004 00 01 a4 6563686f dc 0001 05,        94 01 01 c0 05", // lists with their size in two bytes
        "dd 00000004 00 01 a4 6563686f dd 00000001 05, 94 01 01 c0 05", // and in four
        "94 00 01 a4 6563686f 81 a5 76616c7565 05,    94 01 01 c0 05", // params by name
        "94 00 01 aa 6d6f72652e68656c6c6f c0,         94 01 01 c0 a5 68656c6c6f", // no params
        "94 cc 00 01 a4 6563686f 91 01,               94 01 01 c0 01" // the type in two bytes
    })
    void aRequestIsAnsweredByteForByte(String request, String response) throws Exception {
        try (MsgPackRpcPeer peer = connect()) {
            peer.write(request);
            assertThat(HexFormat.of().formatHex(peer.receiveBytes())).isEqualTo(response.replace(" ", ""));
        }
    }

    @Test
    void requestsThatComeTogetherOrByteByByteAreAnsweredAll() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 50; i++) {
            all.write(MsgPackRpcPeer.message(0, i, "echo", List.of(Map.of("n", List.of("text " + i, 1.5, true)))));
        }
        try (MsgPackRpcPeer together = connect();
                MsgPackRpcPeer single = connect()) {
            together.write(all.toByteArray());
            for (byte each : all.toByteArray()) {
                single.write(new byte[] {each});
            }
            for (MsgPackRpcPeer peer : List.of(together, single)) {
                boolean[] seen = new boolean[50];
                for (int i = 0; i < 50; i++) {
                    List<?> answer = peer.receive();
                    int id = Math.toIntExact((Long) answer.get(1));
                    assertThat(answer.get(3)).isEqualTo(Map.of("n", List.of("text " + id, 1.5, true)));
                    seen[id] = true;
                }
                assertThat(seen).doesNotContain(false);
            }
        }
    }

    @Test
    void answersComeAsTheyAreDoneWhateverTheOrder() throws Exception {
        try (MsgPackRpcPeer peer = connect()) {
            peer.send(0, 5, "log.slow", List.of("first"));
            log.lines.take();
            peer.send(0, 6, "echo", List.of("second"));
            assertThat(peer.receive()).isEqualTo(Arrays.asList(1L, 6L, null, "second"));
            log.go.countDown();
            assertThat(peer.receive()).isEqualTo(Arrays.asList(1L, 5L, null, "first"));
            peer.send(0, 5, "echo", List.of("its id is free again"));
            assertThat(peer.receive()).isEqualTo(Arrays.asList(1L, 5L, null, "its id is free again"));
        }
    }

    @Test
    void notificationsAreCarriedOutAndNeverAnswered() throws Exception {
        try (MsgPackRpcPeer peer = connect()) {
            peer.write("93 02 aa 6c6f672e617070656e64 91 a4 6d696c6b"); // [2, "log.append", ["milk"]]
            assertThat(log.lines.take()).isEqualTo("milk");
            peer.send(2, "log.fail", List.of());
            assertThat(log.lines.take()).isEqualTo("failing");
            peer.send(2, "log.nope", List.of());
            peer.send(2, "log.append", List.of("too", "many"));
            peer.send(2, 5, List.of());
            peer.send(2, "log.append", "no list");
            peer.send(0, 1, "echo", List.of("the first that is answered"));
            assertThat(peer.receive()).isEqualTo(Arrays.asList(1L, 1L, null, "the first that is answered"));
            assertThat(log.lines).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "more.nope|UNIMPLEMENTED UnknownCommand, not run: no command \"nope\" in service more"
                        + " (there are: count, hello, sum)",
                "nope.nope|UNIMPLEMENTED UnknownService, not run: no service \"nope\" (there are: log, more, sample)",
                "fail|INVALID_ARGUMENT IllegalArgumentException: 7",
                "more.count|UNIMPLEMENTED, not run: more.count: takes or gives a stream, which the protocol of this"
                        + " connection cannot carry",
                "more.hello|INVALID_ARGUMENT, not run: more.hello: got 1 arguments (expected at most 0)"
            })
    void anErrorIsATextWithItsCodeAndName(String method, String error) throws Exception {
        try (MsgPackRpcPeer peer = connect()) {
            peer.send(0, 3, method, List.of("7"));
            assertThat(peer.receive()).isEqualTo(Arrays.asList(1L, 3L, error, null));
        }
    }

    @Test
    void aRequestThatMakesNoSenseIsAnsweredAndTheConnectionGoesOn() throws Exception {
        try (MsgPackRpcPeer peer = connect()) {
            peer.send(0, 1, 5, List.of());
            assertThat(peer.receive().get(2))
                    .isEqualTo("INVALID_ARGUMENT, not run: got method of kind integer (expected text)");
            peer.send(0, 2, "echo", "hi");
            assertThat(peer.receive().get(2))
                    .isEqualTo("INVALID_ARGUMENT, not run: got params of kind text (expected list)");
            peer.send(0, 3, "m".repeat(600), List.of());
            assertThat(peer.receive().get(2))
                    .isEqualTo(
                            "INVALID_ARGUMENT, not run: got method \""
                                    + "m".repeat(60)
                                    + "…\" (600 characters) (expected at most 510 characters)");
            peer.write("94 00 04 a1 ff 90"); // a method that is not UTF-8
            assertThat(peer.receive().get(2)).isEqualTo("INVALID_ARGUMENT, not run: text that is not UTF-8");
            peer.send(0, 5, "echo", List.of("still there"));
            assertThat(peer.receive()).isEqualTo(Arrays.asList(1L, 5L, null, "still there"));
        }
    }

    @Test
    void anIdThatIsInUseIsRefusedAndThatIsTheEnd() throws Exception {
        try (MsgPackRpcPeer peer = connect()) {
            peer.send(0, 8, "log.slow", List.of("first"));
            log.lines.take();
            peer.send(0, 8, "echo", List.of("second"));
            assertThat(peer.receive())
                    .isEqualTo(
                            Arrays.asList(
                                    1L,
                                    8L,
                                    "INVALID_ARGUMENT: msgid 8 is in use by a request that has not been answered",
                                    null));
            assertThat(peer.isAtEnd()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c1",
                "00",
                "92 00 01",
                "474554202f20",
                "94 03 01 a4 6563686f 90",
                "94 02 01 a4 6563686f 90",
                "93 00 01 a4",
                "93 00 a4 6563686f 90",
                "94 a1 30 01 a4 6563686f 90",
                "94 00 ff a4 6563686f 90", // id -1
                "94 00 cf ffffffffffffffff a4 6563686f 90", // an id beyond all numbers
                "94 00 c0 a4 6563686f 90",
                "94 00 01 a4 6563686f 91 c1",
                "93 c0 c0 c0",
                "dc 0005 00 00 00 00 00",
            })
    void aConnectionThatMakesNoSenseIsClosedAndOthersGoOn(String bytes) throws Exception {
        try (MsgPackRpcPeer other = connect();
                MsgPackRpcPeer peer = connect()) {
            peer.write(bytes);
            peer.shutdownOutput();
            assertThat(peer.isAtEnd()).isTrue();
            other.send(0, 1, "echo", List.of("here"));
            assertThat(other.receive()).isEqualTo(Arrays.asList(1L, 1L, null, "here"));
        }
    }

    @Test
    void aMessageThatIsNestedTooDeepIsTheEnd() throws Exception {
        try (MsgPackRpcPeer peer = connect()) {
            peer.write("94 00 01 a4 6563686f" + "91".repeat(5_000));
            assertThat(peer.isAtEnd()).isTrue();
        }
        try (MsgPackRpcPeer peer = connect()) {
            peer.write("94 00 01 a4 6563686f" + "91".repeat(90) + "c0"); // as deep as this is not
            assertThat(peer.receive().get(2)).isNull();
        }
    }

    @Test
    void anArgumentThatIsTooLongIsRefusedAndTheConnectionGoesOn() throws Exception {
        String refusal =
                "RESOURCE_EXHAUSTED, not run: a message of more than 65536 bytes (the limit maxMessage of the"
                        + " receiver)";
        try (MsgPackRpcPeer peer = connect()) {
            for (int size : new int[] {LIMIT, LIMIT + 5_000, 1 << 20, 10 << 20}) {
                peer.send(0, size, "echo", List.of(new byte[size]));
                assertThat(peer.receive()).isEqualTo(Arrays.asList(1L, (long) size, refusal, null));
                peer.send(2, "log.append", List.of("x".repeat(size)));
            }
            peer.send(0, 1, "echo", List.of("x".repeat(LIMIT - 10)));
            assertThat(peer.receive().get(2)).isNull();
            assertThat(log.lines).isEmpty();
        }
    }

    /// What is announced is refused before it comes, and then passed over.
    @ParameterizedTest
    @ValueSource(strings = {"c6 ffffffff", "db 7fffffff", "dd ffffffff", "df ffffffff", "c9 ffffffff 05"})
    void lengthsThatAreMerelyAnnouncedTakeNoMemory(String bomb) throws Exception {
        try (MsgPackRpcPeer peer = connect()) {
            peer.write("94 00 07 a4 6563686f 91" + bomb);
            assertThat(peer.receive().get(2).toString())
                    .startsWith("RESOURCE_EXHAUSTED, not run: a message of more than 65536 bytes");
            byte[] some = new byte[1 << 20];
            for (int i = 0; i < 16; i++) {
                peer.write(some);
            }
        }
    }

    @Test
    void aPeerMayBeSilentAsLongAsItLikes() throws Exception {
        try (MsgPackRpcPeer peer = connect()) {
            peer.write("94");
            Thread.sleep(1_000); // three times as long as others may take to greet: it is the time that matters here
            peer.write("00 01 a4 6563686f 91 a2 6869");
            assertThat(peer.receive()).isEqualTo(Arrays.asList(1L, 1L, null, "hi"));
        }
    }

    @Test
    void onePortServesOursAndTheirs() throws Exception {
        try (Server both =
                        Server.builder()
                                .service(new ZrpcSample())
                                .listen("tcp://127.0.0.1:0")
                                .wires("snekrpc", "zrpc", "msgpackrpc")
                                .start();
                MsgPackRpcPeer request = MsgPackRpcPeer.connect(both.urls().getFirst());
                MsgPackRpcPeer slow = MsgPackRpcPeer.connect(both.urls().getFirst());
                MsgPackRpcPeer long16 = MsgPackRpcPeer.connect(both.urls().getFirst());
                Client ours = Client.connect(both.urls().getFirst().toString());
                Client theirs = Client.connect("msgpackrpc+" + both.urls().getFirst())) {
            request.write("94 00 01 a4 6563686f 91 a2 6869");
            assertThat(request.receive().getLast()).isEqualTo("hi");
            slow.write("94");
            slow.write("00");
            slow.write("01 a4 6563686f 91 a2 6869");
            assertThat(slow.receive().getLast()).isEqualTo("hi");
            long16.write("dc 00");
            long16.write("03 02 a4 6563686f 91 a2 6869");
            long16.send(0, 1, "echo", List.of("behind a notification"));
            assertThat(long16.receive().getLast()).isEqualTo("behind a notification");
            assertThat(ours.service("sample").call("echo", "ours")).isEqualTo("ours");
            assertThat(theirs.service("sample").call("echo", "theirs")).isEqualTo("theirs");
        }
    }

    @Test
    void aClientComesBackToAServerThatIsStartedAgain() throws Exception {
        try (Client client = Client.connect(url.toString())) {
            assertThat(client.service("").call("echo", "one")).isEqualTo("one");
            server.close();
            start();
            Object answer = null;
            for (int i = 0; i < 100 && answer == null; i++) {
                try {
                    answer = client.service("").call("echo", "two");
                } catch (RpcException e) { // one that was sent when the connection ended may have run
                    assertThat(e.code()).isEqualTo(Code.UNAVAILABLE);
                }
            }
            assertThat(answer).isEqualTo("two");
        }
    }

    @Test
    void aHandlerCallsAndNotifiesWhoeverCallsIt() throws Exception {
        try (MsgPackRpcPeer peer = connect()) {
            peer.send(0, 2, "log.back", List.of("why?"));
            assertThat(peer.receive()).isEqualTo(List.of(2L, "asked.heard", List.of("why?")));
            List<?> asked = peer.receive();
            assertThat(asked.get(0)).isEqualTo(0L);
            assertThat(asked.subList(2, 4)).isEqualTo(List.of("asked.answer", List.of("why?")));
            peer.send(1, asked.get(1), null, "because");
            assertThat(peer.receive()).isEqualTo(Arrays.asList(1L, 2L, null, "because"));
        }
    }

    @Test
    void aFloodOfNotificationsTakesNoMoreThanTheCallsThatMayRun() throws Exception {
        int most = 100;
        try (Server small =
                        Server.builder()
                                .service(log)
                                .limits(Limits.DEFAULT.withMaxCalls(most))
                                .listen("msgpackrpc+tcp://127.0.0.1:0")
                                .start();
                MsgPackRpcPeer peer = MsgPackRpcPeer.connect(small.urls().getFirst())) {
            ByteArrayOutputStream flood = new ByteArrayOutputStream();
            for (int i = 0; i < 20_000; i++) {
                flood.write(MsgPackRpcPeer.message(2, "log.slow", List.of("line " + i)));
            }
            peer.write(flood.toByteArray());
            peer.send(0, 1, "log.append", List.of("refused, too"));
            assertThat(peer.receive().get(2))
                    .isEqualTo(
                            "RESOURCE_EXHAUSTED, not run: 100 calls in flight on this connection (the limit"
                                    + " maxCalls)");
            for (int i = 0; i < most; i++) {
                log.lines.take();
            }
            assertThat(log.lines).isEmpty();
            log.go.countDown();
            List<?> answer;
            int id = 2;
            do {
                peer.send(0, id++, "log.append", List.of("when there is room"));
                answer = peer.receive();
            } while (answer.get(2) != null);
            assertThat(log.lines.take()).isEqualTo("when there is room");
        }
    }

    @Test
    void answersToWhatWasNeverAskedAreIgnored() throws Exception {
        try (MsgPackRpcPeer peer = connect()) {
            peer.send(0, 7, "log.slow", List.of("goes on, whatever is said of calls that it has nothing to do with"));
            log.lines.take();
            peer.send(1, 2, null, "an answer");
            for (int call = 0; call < 9; call++) {
                peer.send(1, call, null, new byte[LIMIT + 1]);
                peer.send(1, call, null, new byte[2 * LIMIT]);
            }
            peer.send(1, 1, "an error", null);
            peer.send(1, 0xFFFFFFFFL, null, null);
            peer.send(0, 1, "echo", List.of("here"));
            assertThat(peer.receive()).isEqualTo(Arrays.asList(1L, 1L, null, "here"));
            log.go.countDown();
            assertThat(peer.receive().subList(0, 3)).isEqualTo(Arrays.asList(1L, 7L, null));
        }
    }

    @Test
    void whoWaitsForAnAnswerLearnsWhyTheConnectionIsClosed() throws Exception {
        try (MsgPackRpcPeer peer = connect()) {
            peer.send(0, 7, "log.slow", List.of("seven"));
            peer.send(0, 9, "log.slow", List.of("nine"));
            log.lines.take();
            log.lines.take();
            peer.write("01"); // no message
            String why =
                    "INVALID_ARGUMENT: a message that begins with 0x1 (expected a list of 3 or 4 elements: 0x94 or"
                            + " 0x93)";
            assertThat(List.of(peer.receive(), peer.receive()))
                    .containsExactlyInAnyOrder(Arrays.asList(1L, 7L, why, null), Arrays.asList(1L, 9L, why, null));
            assertThat(peer.isAtEnd()).isTrue();
        }
    }
}
