package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Limits;
import dev.parley.Server;
import dev.parley.Service;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// What a server does for clients of zrpc beside what the recordings show.
@Timeout(60)
class ZrpcServerTest {
    @TempDir Path folder;
    private Path socket;
    private Server server;
    private final Slow slow = new Slow();

    /// A command that takes as long as the test wants.
    @Service("slow")
    static final class Slow {
        final Map<Integer, AtomicInteger> runs = new ConcurrentHashMap<>();
        final Semaphore started = new Semaphore(0);
        final CountDownLatch finish = new CountDownLatch(1);

        @Command
        int square(int number) throws InterruptedException {
            runs.computeIfAbsent(number, _ -> new AtomicInteger()).incrementAndGet();
            started.release();
            finish.await();
            return number * number;
        }

        final AtomicInteger texts = new AtomicInteger();

        @Command
        String repeat(String text) {
            texts.incrementAndGet();
            return text;
        }
    }

    @BeforeEach
    void start() {
        socket = folder.resolve("sample");
        server =
                Server.builder()
                        .service(new ZrpcSample())
                        .service(new ZrpcMore())
                        .service(slow)
                        .listen("unix://" + socket)
                        .wires("zrpc")
                        .start();
    }

    @AfterEach
    void stop() {
        slow.finish.countDown();
        server.close();
    }

    private static byte[] request(Object... elements) {
        return ZmtpPeer.bytes(List.of(elements));
    }

    @Test
    void aRequestThatIsRepeatedWhileItRunsDoesNotRunAgain() throws Exception {
        int clients = 64;
        List<ZmtpPeer> open = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                ZmtpPeer first = ZmtpPeer.connect(socket, "REQ");
                first.send(request("request-" + i, "slow.square", List.of(i), Map.of()));
                open.add(first);
            }
            slow.started.acquire(clients);
            for (int repetition = 0; repetition < 3; repetition++) { // hears nothing, connects again, asks again
                for (int i = 0; i < clients; i++) {
                    open.get(i).close();
                    ZmtpPeer next = ZmtpPeer.connect(socket, "REQ");
                    next.send(request("request-" + i, "slow.square", List.of(i), Map.of()));
                    open.set(i, next);
                }
            }
            for (int i = 0; i < clients; i++) { // each server thread has read what was sent before this
                try (ZmtpPeer last = ZmtpPeer.connect(socket, "REQ")) {
                    last.send(request("echo-" + i, "echo", List.of(i), Map.of()));
                    assertThat(last.receive().get(1)).isEqualTo((long) i);
                }
            }
            slow.finish.countDown();
            for (int i = 0; i < clients; i++) {
                assertThat(open.get(i).receive()).isEqualTo(List.of("request-" + i, (long) i * i, false));
            }
            assertThat(slow.runs).hasSize(clients);
            assertThat(slow.runs.values()).allSatisfy(runs -> assertThat(runs).hasValue(1));
        } finally {
            for (ZmtpPeer each : open) {
                each.close();
            }
        }
    }

    @Test
    void aRequestThatIsRepeatedAfterItsAnswerWasLostIsAnsweredFromMemory() throws Exception {
        slow.finish.countDown();
        byte[] request = request("same", "slow.square", List.of(7), Map.of());
        for (int time = 0; time < 5; time++) {
            try (ZmtpPeer client = ZmtpPeer.connect(socket, time % 2 == 0 ? "REQ" : "DEALER")) {
                client.send(request);
                assertThat(client.receive()).isEqualTo(List.of("same", 49L, false));
            }
        }
        assertThat(slow.runs.get(7)).hasValue(1);
    }

    @Test
    void aDealerHasManyCallsInFlight() throws Exception {
        try (ZmtpPeer client = ZmtpPeer.connect(socket, "DEALER")) {
            client.send(request("one", "slow.square", List.of(3), Map.of()));
            slow.started.acquire();
            client.send(request("two", "echo", List.of("quick"), Map.of()));
            assertThat(client.receive()).isEqualTo(List.of("two", "quick", false));
            slow.finish.countDown();
            assertThat(client.receive()).isEqualTo(List.of("one", 9L, false));
        }
    }

    @Test
    void aReqIsAnsweredInOrderEvenIfItDoesNotWait() throws Exception {
        try (ZmtpPeer client = ZmtpPeer.connect(socket, "REQ")) {
            client.send(request("one", "slow.square", List.of(3), Map.of()));
            client.send(request("two", "echo", List.of("quick"), Map.of()));
            client.send(new byte[] {1, 2, 3});
            client.send(request("three", "echo", List.of("too"), Map.of()));
            slow.started.acquire();
            slow.finish.countDown();
            assertThat(client.receive().getFirst()).isEqualTo("one");
            assertThat(client.receive().getFirst()).isEqualTo("two");
            assertThat(ZmtpPeer.item(client.in)).as("the answer to what cannot be read").isNull();
            assertThat(client.receive().getFirst()).isEqualTo("three");
        }
    }

    @Test
    void whatCannotBeReadGetsAnEmptyReply() throws Exception {
        try (ZmtpPeer client = ZmtpPeer.connect(socket, "REQ")) {
            for (byte[] body :
                    List.of(
                            new byte[0],
                            request("id", "echo"),
                            request("id", 5, List.of(), Map.of()),
                            request("id", "echo", Map.of(), List.of()),
                            request("id", "echo", List.of(), Map.of(), 1),
                            request("i".repeat(256), "echo", List.of(), Map.of()),
                            "\u00c1".getBytes(StandardCharsets.ISO_8859_1))) {
                client.send(body);
                assertThat(ZmtpPeer.item(client.in)).isNull();
            }
            client.send(request("id", "echo", List.of("still there"), Map.of()));
            assertThat(client.receive()).isEqualTo(List.of("id", "still there", false));
        }
    }

    @Test
    void commandsOfOtherServicesAreCalledByTheirWholeName() throws Exception {
        try (ZmtpPeer client = ZmtpPeer.connect(socket, "REQ")) {
            client.send(request("1", "more.hello", List.of(), Map.of()));
            assertThat(client.receive()).isEqualTo(List.of("1", "hello", false));
            client.send(
                    ZmtpPeer.bytes(ZmtpPeer.list("2", "more.hello", null))); // the earlier form always has a payload
            assertThat(client.receive())
                    .isEqualTo(List.of("2", "ValueError: more.hello: got 1 arguments (expected at most 0)", true));
            client.send(request("3", "more.nope", List.of(), Map.of()));
            assertThat(client.receive()).isEqualTo(List.of("3", "Invalid RPC method name: more.nope", true));
            client.send(request("4", "pair", List.of(), Map.of("a", 1, "b", 2)));
            assertThat(client.receive()).isEqualTo(List.of("4", List.of(1L, 2L), false));
            client.send(request("5", "pair", List.of("x"), Map.of()));
            assertThat(client.receive())
                    .isEqualTo(List.of("5", "ValueError: sample.pair.a: got text (expected integer)", true));
        }
    }

    @Test
    void commandsWithStreamsFail() throws Exception {
        try (ZmtpPeer client = ZmtpPeer.connect(socket, "REQ")) {
            for (String method : List.of("more.count", "more.sum")) {
                client.send(request(method, method, List.of(), Map.of()));
                assertThat(client.receive())
                        .isEqualTo(
                                List.of(
                                        method,
                                        "NotImplementedError: "
                                                + method
                                                + ": takes or gives a stream, which the protocol of this connection"
                                                + " cannot carry",
                                        true));
            }
        }
    }

    @Test
    void onePortServesOursAndTheirs() throws Exception {
        try (ZmtpPeer theirs = ZmtpPeer.connect(socket, "REQ");
                Client ours = Client.connect("unix://" + socket)) {
            theirs.send(request("1", "echo", List.of("theirs"), Map.of()));
            assertThat(theirs.receive().get(1)).isEqualTo("theirs");
            assertThat(ours.service("sample").call("echo", Map.of("value", "ours"))).isEqualTo("ours");
        }
    }

    @Test
    void pingsAreAnswered() throws Exception {
        try (ZmtpPeer client = ZmtpPeer.connect(socket, "DEALER")) {
            client.write(HexFormat.of().parseHex("040b" + "0450494e47" + "0000" + "61626364"));
            assertThat(ZmtpPeer.item(client.in)).isEqualTo("PONGabcd");
        }
    }

    @Test
    void aConnectionThatMakesNoSenseIsClosed() throws Exception {
        for (String bytes :
                List.of(
                        "ff00000000000000017f01",
                        HexFormat.of().formatHex(ZmtpPeer.GREETING).replace("4e554c4c", "504c4149"),
                        HexFormat.of().formatHex(ZmtpPeer.GREETING) + "0100" + "0000",
                        HexFormat.of().formatHex(ZmtpPeer.GREETING)
                                + HexFormat.of().formatHex(ZmtpPeer.ready("PUB")))) {
            try (ZmtpPeer client = ZmtpPeer.connect(socket)) {
                client.write(HexFormat.of().parseHex(bytes));
                ZmtpPeer.greeting(client.in);
                assertThat(client.in.read()).as(bytes).isEqualTo(-1);
            }
        }
    }

    @Test
    void lengthsThatAreMerelyAnnouncedTakeNoMemory() throws Exception {
        List<String> frames =
                List.of(
                        "027fffffffffffffff",
                        "02ffffffffffffffff",
                        "0200000000ffffffff",
                        "0100" + "020000000010000000");
        for (String frame : frames) {
            try (ZmtpPeer client = ZmtpPeer.connect(socket, "DEALER")) {
                client.write(HexFormat.of().parseHex(frame));
                assertThat(client.in.read()).as(frame).isEqualTo(-1);
            }
        }
    }

    private static Object answer(ZmtpPeer client) throws Exception {
        Object item = ZmtpPeer.item(client.in);
        while (item instanceof String) { // a ping
            item = ZmtpPeer.item(client.in);
        }
        return Objects.requireNonNull(item);
    }

    private static void repeated(Path socket, byte[] request, Object reply) throws Exception {
        for (int time = 0; time < 3; time++) {
            try (ZmtpPeer client = ZmtpPeer.connect(socket, "REQ")) {
                client.send(request);
                assertThat(client.receive()).isEqualTo(reply);
            }
        }
    }

    @Test
    void aRepeatedCallOfAnotherServersServiceIsNotMadeAgain() throws Exception {
        Path front = folder.resolve("front");
        try (Client behind = Client.connect("unix://" + socket);
                Server _ = Server.builder().remote("slow", behind).listen("zrpc+unix://" + front).start()) {
            byte[] request = request("same", "square", List.of(7), Map.of());
            try (ZmtpPeer client = ZmtpPeer.connect(front, "REQ")) {
                client.send(request);
                slow.started.acquire();
            }
            try (ZmtpPeer client = ZmtpPeer.connect(front, "REQ")) { // hears nothing, connects again, asks again
                client.send(request);
                slow.finish.countDown();
                assertThat(client.receive()).isEqualTo(List.of("same", 49L, false));
            }
            repeated(front, request, List.of("same", 49L, false));
            assertThat(slow.runs.get(7)).hasValue(1);
        }
    }

    @Test
    void aLargeAnswerIsKeptToo() throws Exception {
        slow.finish.countDown();
        String large = "x".repeat(2 << 20);
        repeated(socket, request("large", "slow.repeat", List.of(large), Map.of()), List.of("large", large, false));
        assertThat(slow.texts).hasValue(1);
    }

    @Test
    void theLastAnswerIsKeptHoweverFewBytesMayBe() throws Exception {
        Path other = folder.resolve("other");
        try (Server _ =
                Server.builder()
                        .service(slow)
                        .keepAnswers(10, 100, Duration.ofMinutes(1))
                        .listen("zrpc+unix://" + other)
                        .start()) {
            try (ZmtpPeer client = ZmtpPeer.connect(other, "DEALER")) {
                for (String each : List.of("before", "last")) {
                    client.send(request(each, "repeat", List.of("x".repeat(10_000)), Map.of()));
                    client.receive();
                }
            }
            repeated(
                    other,
                    request("last", "repeat", List.of(""), Map.of()),
                    List.of("last", "x".repeat(10_000), false));
            try (ZmtpPeer client = ZmtpPeer.connect(other, "DEALER")) {
                client.send(request("before", "repeat", List.of(""), Map.of()));
                assertThat(client.receive().get(1).toString()).contains("its answer is not kept any more");
            }
            assertThat(slow.texts).hasValue(2);
        }
    }

    @Test
    void aReqThatSendsTheNextRequestTooEarlyIsNotTakenForSilent() throws Exception {
        Path other = folder.resolve("other");
        Limits limits = Limits.DEFAULT.withKeepalive(Duration.ofMillis(300), Duration.ofMillis(300));
        try (Server _ = Server.builder().service(slow).limits(limits).listen("zrpc+unix://" + other).start();
                ZmtpPeer client = ZmtpPeer.connect(other, "REQ")) {
            client.send(request("one", "square", List.of(3), Map.of()));
            client.send(request("two", "square", List.of(4), Map.of()));
            slow.started.acquire();
            try (ZmtpPeer silent = ZmtpPeer.connect(other, "REQ")) {
                assertThat(silent.in.readAllBytes()).as("what one that is closed in the end hears").isNotEmpty();
            }
            slow.finish.countDown();
            assertThat(answer(client)).isEqualTo(List.of("one", 9L, false));
            assertThat(answer(client)).isEqualTo(List.of("two", 16L, false));
        }
    }
}
