package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Authenticator;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Limits;
import dev.parley.Principal;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// A server of ours, byte by byte, and what it cannot serve.
@Timeout(60)
class BasicServerTest {
    private static final int LARGE = 16 << 20;

    @SuppressWarnings("NullAway.Init") // by serve()
    private Server server;

    private URI serve() {
        return serve(Limits.DEFAULT);
    }

    private URI serve(Limits limits) {
        server =
                Server.builder()
                        .service(new BasicSample())
                        .listen("tcp://127.0.0.1:0")
                        .wires("basic-socket-rpc")
                        .limits(limits)
                        .start();
        return server.urls().getFirst();
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private static void assertProtocolError(BasicPeer peer, byte[] bytes, String message) throws Exception {
        peer.send(bytes);
        BasicPeer.Said said = peer.next();
        assertThat(said.exception()).isEqualTo("ProtocolError");
        assertThat(said.lastLine()).isEqualTo("basic_socket_rpc.rpc_low_level.ProtocolError: " + message);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void whatBreaksTheProtocolIsSaidAndTheConnectionStaysUsable() throws Exception {
        try (BasicPeer peer = BasicPeer.of(serve())) {
            assertProtocolError(
                    peer,
                    BasicPeer.request(0, BasicPeer.text("Ann")),
                    "Request before the session has begun (expected an init that is answered 1)");
            assertProtocolError(
                    peer, hex("0800000000010000"), "Protocol version 1.0.0 (expected 0.0.1, or another 0.x)");
            assertProtocolError(peer, hex("060000000000"), "Init of 1 bytes (expected 3: the version)");
            assertThat(peer.asksToBegin()).isTrue();
            assertProtocolError(peer, BasicPeer.ASK, "Init of a session that has begun (expected a request)");
            for (int size = 0; size < 5; size++) {
                assertProtocolError(
                        peer, new byte[] {(byte) size, 0, 0, 0}, "Message of size " + size + " (expected at least 5)");
            }
            assertProtocolError(peer, hex("0600000007ff"), "Unknown message type: 7");
            assertProtocolError(peer, hex("0600000001ff"), "Request of 1 bytes (expected a command's id)");
            assertProtocolError(peer, BasicPeer.request(65535), "Unknown command with id: 65535");
            assertThat(peer.hello("Ann")).isEqualTo("hello Ann");
        }
    }

    /// Alone on a connection, told by its first bytes to be of this protocol.
    @Test
    void whatBreaksTheProtocolIsSaidAlsoWhereItIsTheFirstThing() throws Exception {
        URI url = serve();
        for (byte[] first :
                List.of(
                        BasicPeer.request(0, BasicPeer.text("Ann")),
                        hex("0800000000010000"),
                        hex("00000000"),
                        hex("04000000"))) {
            try (BasicPeer peer = BasicPeer.of(url)) {
                peer.send(first);
                assertThat(peer.next().exception()).isEqualTo("ProtocolError");
                assertThat(peer.asksToBegin()).isTrue();
                assertThat(peer.hello("Ann")).isEqualTo("hello Ann");
            }
        }
    }

    @Test
    void argumentsThatDoNotFitFailTheCallAlone() throws Exception {
        try (BasicPeer peer = BasicPeer.begun(serve())) {
            for (String wrong :
                    List.of(
                            "00 00", // hello: nothing at all
                            "00 00 05000000 4142", // less than announced
                            "00 00 ffffffff 4142",
                            "00 00 02000000 4142 00", // more than that
                            "00 00 02000000 c328", // no UTF-8
                            "02 00 01000000 020000",
                            "05 00 0c000000 03000000 01000000 02000000", // three elements of two
                            "05 00 0c000000 01000000 01000000 02000000", // one element of two
                            "05 00 04000000 ffffffff",
                            "05 00 03000000 000000",
                            "05 00 ffffffff 01000000 01000000",
                            "04 00 01000000 02000000")) {
                byte[] bytes = hex(wrong.replace(" ", ""));
                peer.send(BasicWire.message(BasicWire.REQUEST, bytes));
                BasicPeer.Said said = peer.next();
                assertThat(said.exception()).as(wrong + " " + said).isEqualTo("ValueError");
                assertThat(said.lastLine()).startsWith("ValueError: sample.");
            }
            assertThat(peer.hello("Ann")).isEqualTo("hello Ann");
        }
    }

    @Test
    void failuresOfHandlersHaveTheNamesOfPython() throws Exception {
        try (BasicPeer peer = BasicPeer.begun(serve())) {
            peer.send(BasicPeer.request(21, BasicPeer.text("why\nindeed")));
            BasicPeer.Said said = peer.next();
            assertThat(said.exception()).isEqualTo("ValueError");
            assertThat(said.lastLine()).isEqualTo("indeed");
            peer.send(BasicPeer.request(21, BasicPeer.text("why")));
            assertThat(peer.next().isException("ValueError", "ValueError: why")).isTrue();
            assertThat(peer.hello("Ann")).isEqualTo("hello Ann");
        }
    }

    @Test
    void requestsThatAreSentAheadAreAnsweredInTheirOrder() throws Exception {
        try (BasicPeer peer = BasicPeer.begun(serve())) {
            ByteArrayOutputStream ahead = new ByteArrayOutputStream();
            int calls = 2000;
            for (int i = 0; i < calls; i++) {
                ahead.writeBytes(BasicPeer.request(i % 2 == 0 ? 0 : 999, BasicPeer.text("no. " + i)));
            }
            Thread.startVirtualThread(() -> {
                try {
                    peer.send(ahead.toByteArray());
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            for (int i = 0; i < calls; i++) {
                BasicPeer.Said said = peer.next();
                if (i % 2 == 1) {
                    assertThat(said.exception()).isEqualTo("ProtocolError");
                } else {
                    assertThat(said.hex()).isEqualTo(HexFormat.of().formatHex(BasicPeer.text("hello no. " + i)));
                }
            }
        }
    }

    @Test
    void largeMessagesComeThroughUnharmed() {
        byte[] data = new byte[LARGE];
        new Random(5).nextBytes(data);
        Limits limits = Limits.DEFAULT.withMaxMessage(LARGE + 100);
        URI url = serve(limits);
        try (Client client = Client.builder("basic+" + url).limits(limits).connect()) {
            BasicSample.Api sample = client.service(BasicSample.Api.class);
            for (int i = 0; i < 3; i++) {
                byte[] reversed = sample.blob(data);
                assertThat(reversed.length).isEqualTo(LARGE);
                for (int at = 0; at < LARGE; at++) {
                    if (reversed[at] != data[LARGE - 1 - at]) {
                        throw new AssertionError("byte " + at);
                    }
                }
            }
        }
    }

    @Test
    void aMessageBeyondTheLimitEndsTheConnectionAndIsNotWaitedFor() throws Exception {
        try (BasicPeer peer = BasicPeer.begun(serve())) {
            peer.send(hex("ffffffff011400"));
            BasicPeer.Said said = peer.next();
            assertThat(said.exception()).isEqualTo("ProtocolError");
            assertThat(said.lastLine())
                    .endsWith("a message of 4294967295 bytes (the limit maxMessage of the receiver is 4194304)");
            assertThat(peer.isClosed()).isTrue();
        }
    }

    @Test
    void whoeverMustShowATokenCannotCallByAProtocolThatHasNone() {
        server =
                Server.builder()
                        .service(new BasicSample())
                        .listen("basic+tcp://127.0.0.1:0")
                        .authenticate(Authenticator.tokens(Map.of("s3cret", new Principal("ann"))))
                        .start();
        assertThatThrownBy(() -> Client.builder(server.urls().getFirst().toString()).token("s3cret").connect())
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("PermissionError");
    }

    @Test
    void aServiceMayBeReplacedAndItsNumbersToo() throws Exception {
        @Service("sample")
        class Other {
            @Command
            @CommandId(30)
            String hello(String name) {
                return "good day " + name;
            }
        }
        try (BasicPeer peer = BasicPeer.begun(serve())) {
            assertThat(peer.hello("Ann")).isEqualTo("hello Ann");
            server.replace(new Other());
            assertProtocolError(peer, BasicPeer.request(0, BasicPeer.text("Ann")), "Unknown command with id: 0");
            peer.send(BasicPeer.request(30, BasicPeer.text("Ann")));
            assertThat(peer.next().hex()).isEqualTo(HexFormat.of().formatHex(BasicPeer.text("good day Ann")));
            assertThatThrownBy(() -> server.replace("more", new Other()))
                    .hasMessage(
                            "basic-socket-rpc: commands sample.hello and more.hello both have number 30 (give one"
                                    + " another @CommandId)");
        }
    }

    // ---- what cannot be served

    private static void assertRefused(Object service, String message) {
        assertThatThrownBy(() -> Server.builder().service(service).listen("basic+tcp://127.0.0.1:0").start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
        assertThatThrownBy(() ->
                        Server.builder().service(service).listen("tcp://127.0.0.1:0").wires("basic-socket-rpc").start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void commandsThatCannotBeCarriedAreNamedAtTheStart() {
        class Twice {
            @Command
            @CommandId(1)
            void one() {}

            @Command
            @CommandId(1)
            void two() {}
        }
        assertRefused(
                new Twice(),
                "basic-socket-rpc: commands twice.one and twice.two both have number 1 (give one another @CommandId)");
        class Unnumbered {
            @Command
            void one() {}
        }
        assertRefused(
                new Unnumbered(),
                "basic-socket-rpc: no command has a number (mark those that may be called with @CommandId(…), or list"
                        + " them in a file: …?commands=FILE)");
        class Real {
            @Command
            @CommandId(1)
            void one(int a, double b) {}
        }
        assertRefused(
                new Real(),
                "command real.one, number 1: parameter \"b\" (number): a Java type for which there is no rule (expected"
                        + " boolean, byte, short, int, long, text, bytes, a list, an array, a record of these, or"
                        + " @Wire(\"…\") to say what is meant)");
        class Streaming {
            @Command
            @CommandId(1)
            Stream<String> one() {
                return Stream.of();
            }
        }
        assertRefused(
                new Streaming(),
                "command streaming.one, number 1: result (stream<text>): a stream, which cannot be carried (expected a"
                        + " list)");
        class Rest {
            @Command
            @CommandId(1)
            void one(int... numbers) {}
        }
        assertRefused(
                new Rest(),
                "command rest.one, number 1: parameter \"numbers\" (integer): the rest of the arguments (expected a"
                        + " list)");
        class Unfitting {
            @Command
            @CommandId(1)
            void one(@Wire("string") int a) {}
        }
        assertRefused(
                new Unfitting(),
                "command unfitting.one, number 1: parameter \"a\" (integer): type string does not fit the Java type");
        class Misspelt {
            @Command
            @CommandId(1)
            @Wire("uint33")
            int one() {
                return 1;
            }
        }
        assertRefused(
                new Misspelt(),
                "command misspelt.one, number 1: got \"uint33\" (expected uint8, uint16, uint32, uint64, bool, string,"
                        + " bytes, array(T), fixed(3, T), tuple(T, U) or nothing)");
        class Beyond {
            @Command
            @CommandId(65536)
            void one() {}
        }
        assertRefused(new Beyond(), "command beyond.one: @CommandId: got 65536 (expected 0 to 65535)");
    }

    record Node(int value, @Nullable Node next) {}

    @Test
    void whatMayBeNullCannotBeCarriedUnlessATypeIsSaid() throws Exception {
        String why =
                "a value that may be null, which cannot be carried (expected one that is always there, or @Wire(\"…\")"
                        + " to say that it is)";
        class Linked {
            @Command
            @CommandId(1)
            void one(Node node) {}
        }
        assertRefused(new Linked(), "command linked.one, number 1: parameter \"node\" (Node): " + why);
        class Perhaps {
            @Command
            @CommandId(1)
            Optional<String> one() {
                return Optional.empty();
            }
        }
        assertRefused(new Perhaps(), "command perhaps.one, number 1: result (text): " + why);
        class Said {
            @Command
            @CommandId(1)
            @Wire("uint16")
            @Nullable Integer one(@Wire("uint8") @Nullable Integer number) {
                return number;
            }
        }
        server = Server.builder().service(new Said()).listen("basic+tcp://127.0.0.1:0").start();
        try (BasicPeer peer =
                BasicPeer.begun(URI.create(server.urls().getFirst().toString().replaceFirst(".*\\+", "")))) {
            peer.send(BasicPeer.request(1, (byte) 7));
            assertThat(peer.next().hex()).isEqualTo("0700");
        }
    }

    interface Numbered {
        @CommandId(1)
        long first(@Wire("uint8") long a, @Wire("uint8") long b);

        @Wire("uint8")
        long second(@Wire("uint8") long a);
    }

    @Test
    void numbersAndTypesMayStandOnDifferentMethodsOfALineage() throws Exception {
        class Both implements Numbered {
            @Override
            @Command
            @Wire("uint16")
            public long first(@Wire("uint16") long a, long b) {
                return a + b;
            }

            @Override
            @Command
            @CommandId(2)
            public long second(long a) {
                return a;
            }
        }
        server = Server.builder().service(new Both()).listen("tcp://127.0.0.1:0").wires("basic-socket-rpc").start();
        try (BasicPeer peer = BasicPeer.begun(server.urls().getFirst())) {
            peer.send(BasicPeer.request(1, (byte) 1, (byte) 1, (byte) 2));
            assertThat(peer.next().hex()).isEqualTo("0301");
            peer.send(BasicPeer.request(2, (byte) 9));
            assertThat(peer.next().hex()).isEqualTo("09");
        }
    }

    @Test
    void allProtocolsAreToldApartByTheirFirstBytes() {
        server = Server.builder().service(new BasicSample()).listen("tcp://127.0.0.1:0").allWires().start();
        String url = server.urls().getFirst().toString();
        for (String protocol : List.of("zrpc+", "snekrpc+", "jsonrpc+", "msgpackrpc+", "")) {
            try (Client client = Client.connect(protocol + url).withTimeout(Duration.ofSeconds(10))) {
                assertThat(client.service("sample").call("hello", "Ann")).as(protocol).isEqualTo("hello Ann");
            }
        }
        try (Client client = Client.connect("basic+" + url)) {
            assertThat(client.service(Hello.class, "sample").hello("Ann")).isEqualTo("hello Ann");
        }
    }

    interface Hello {
        @CommandId(0)
        String hello(String name);
    }

    @Test
    void allProtocolsThatCanServeIt() {
        class Unnumbered {
            @Command
            String one() {
                return "one";
            }
        }
        server = Server.builder().service(new Unnumbered()).listen("tcp://127.0.0.1:0").allWires().start();
        String url = server.urls().getFirst().toString();
        try (Client client = Client.connect("snekrpc+" + url)) {
            assertThat(client.service("unnumbered").call("one")).isEqualTo("one");
        }
        assertThatThrownBy(() -> Client.connect("basic+" + url))
                .isInstanceOf(RpcException.class)
                .extracting(e -> ((RpcException) e).code())
                .isEqualTo(Code.UNAVAILABLE);
    }
}
