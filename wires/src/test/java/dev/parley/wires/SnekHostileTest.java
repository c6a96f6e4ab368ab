package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Authenticator;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.Principal;
import dev.parley.Server;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Shapes;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import dev.parley.wire.WireSetup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What peers say that speak snekrpc badly, or something else.
@Timeout(60)
class SnekHostileTest {
    private static final int MESSAGES = 1_000_000;

    @TempDir Path folder;

    private static WireSetup setup() {
        return new WireSetup(
                Codecs::find, Codecs.msgpack(), 1 << 20, java.net.URI.create("tcp://127.0.0.1:1"), new Shapes());
    }

    private String url() {
        return "unix://" + folder.resolve("s");
    }

    private Server serve() {
        return Server.builder().service(new Sample()).listen(url()).wires("snekrpc").start();
    }

    private SocketChannel connect() throws Exception {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(folder.resolve("s")));
        return channel;
    }

    private static byte[] bytes(String name) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Recording.of("snekrpc/" + name).stream().filter(Recording.Said::client).forEach(s -> all.writeBytes(s.bytes()));
        return all.toByteArray();
    }

    /// Cuts, flips, repeats and lengthens what a client says: each time there are frames, or a clear refusal.
    @ParameterizedTest
    @ValueSource(strings = {"tcp-msgpack", "tcp-json"})
    void whatIsBrokenIsRefusedAndNothingElse(String recording) {
        byte[] whole = bytes(recording);
        long seed = 7;
        Random random = new Random(seed);
        int messages = 0;
        int refused = 0;
        while (messages < MESSAGES) {
            byte[] bytes = whole.clone();
            int end = 1 + random.nextInt(bytes.length);
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(end)] = (byte) random.nextInt();
            }
            Wire wire = new SnekProtocol().server(setup());
            List<Frame> frames = new ArrayList<>();
            try {
                int pos = 0;
                while (pos < end) {
                    int some = Math.min(end - pos, 1 + random.nextInt(2000));
                    int used = wire.decode(bytes, pos, pos + some, frames::add);
                    for (Frame frame : frames) {
                        messages++;
                        if (frame instanceof Frame.Call call) { // answered at once
                            wire.encode(new Frame.Result(call.id(), Map.of(), null), new Output());
                        }
                    }
                    frames.clear();
                    pos += used;
                    if (used == 0 && !wire.isBusy()) {
                        if (pos + some >= end) {
                            break; // the rest of a message that was cut
                        }
                        used = wire.decode(bytes, pos, end, frames::add); // more has come
                        messages += frames.size();
                        frames.clear();
                        break;
                    }
                }
            } catch (WireException e) {
                messages++;
                refused++;
                assertThat(e).as("seed %d", seed).hasMessageMatching("(?s)a message .*|the codec .*|an answer .*");
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void aLengthThatIsOnlyAnnouncedTakesNoMemory() throws Exception {
        try (Server _ = serve();
                SocketChannel client = connect()) {
            client.write(ByteBuffer.wrap(HexFormat.of().parseHex("0000000100"))); // its codec, please
            client.write(ByteBuffer.wrap(HexFormat.of().parseHex("7fffffff95")));
            DataInputStream in = new DataInputStream(Channels.newInputStream(client));
            assertThat(Messages.next(in)).isEqualTo("handshake msgpack");
            assertThat(Messages.next(in).toString())
                    .startsWith("[ErrorMessage, MemoryError, a message of 2147483647 bytes");
            assertThat(in.read()).isEqualTo(-1); // closed
        }
    }

    @Test
    void callsThatAreSentAheadAreAnsweredInTheirOrder() throws Exception {
        try (Server _ = serve();
                SocketChannel client = connect()) {
            ByteArrayOutputStream ahead = new ByteArrayOutputStream();
            int calls = 2000;
            for (int i = 0; i < calls; i++) {
                String call = "[\"CommandMessage\",\"sample\",\"echo\",[[\"Argument\",\"" + i + "\"]],{}]";
                ahead.writeBytes(ByteBuffer.allocate(4).putInt(call.length()).array());
                ahead.writeBytes(call.getBytes(StandardCharsets.US_ASCII));
            }
            Thread.startVirtualThread(() -> {
                try {
                    client.write(ByteBuffer.wrap(ahead.toByteArray()));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            DataInputStream in = new DataInputStream(Channels.newInputStream(client));
            for (int i = 0; i < calls; i++) {
                assertThat(Messages.next(in)).isEqualTo(List.of("DataMessage", Integer.toString(i)));
            }
        }
    }

    @Test
    void onePortSpeaksBothAndRefusesWhatIsNeither() throws Exception {
        try (Server _ = serve();
                Client own = Client.connect(url());
                Client snek = Client.connect("snekrpc+" + url());
                SocketChannel browser = connect()) {
            assertThat(own.service("sample").call("echo", "ours")).isEqualTo("ours");
            assertThat(snek.service("sample").call("echo", "theirs")).isEqualTo("theirs");
            browser.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(Channels.newInputStream(browser).readAllBytes())
                    .hasSizeLessThan(200); // why, in our words; closed
            assertThat(own.service("sample").call("echo", "still")).isEqualTo("still");
        }
    }

    @Test
    void ourClientsHearWhyTheyAreRefusedWhereOthersAreServed() {
        try (Server _ =
                        Server.builder()
                                .service(new Sample())
                                .listen(url())
                                .wires("snekrpc")
                                .limits(Limits.DEFAULT.withMaxConnections(1))
                                .start();
                Client first = Client.connect(url());
                Client second = Client.connect(url())) {
            assertThat(first.service("sample").call("echo", "in")).isEqualTo("in");
            assertThatThrownBy(() -> second.service("sample").call("echo", "out"))
                    .hasMessageContaining("1 connections (the limit maxConnections of the server)");
        }
    }

    @Test
    void aServerThatDoesNotSpeakItDoesNot() {
        try (Server _ = Server.builder().service(new Sample()).listen(url()).start()) {
            assertThatThrownBy(() -> Client.connect("snekrpc+" + url()))
                    .isInstanceOf(dev.parley.RpcException.class)
                    .extracting(e -> ((dev.parley.RpcException) e).code())
                    .isEqualTo(Code.UNAVAILABLE);
        }
    }

    @Test
    void whoeverMustShowATokenCannotCallByAProtocolThatHasNone() {
        try (Server _ =
                        Server.builder()
                                .service(new Sample())
                                .listen(url())
                                .wires("snekrpc")
                                .authenticate(Authenticator.tokens(Map.of("s3cret", new Principal("ann"))))
                                .start();
                Client client = Client.builder("snekrpc+" + url()).token("s3cret").connect()) {
            assertThatThrownBy(() -> client.service("sample").call("echo", "hello"))
                    .isInstanceOf(dev.parley.RpcException.class)
                    .extracting(e -> ((dev.parley.RpcException) e).type())
                    .isEqualTo("PermissionError");
        }
    }

    @Test
    void theUserOfAUnixSocketIsKnownWithoutAToken() {
        try (Server _ =
                        Server.builder()
                                .service(new Sample())
                                .listen(url())
                                .wires("snekrpc")
                                .authenticate(Authenticator.sameUser())
                                .start();
                Client client = Client.connect("snekrpc+" + url())) {
            assertThat(client.service("sample").call("echo", "hello")).isEqualTo("hello");
        }
    }

    @Test
    void namesThatAreNoneAreSaidAtOnce() {
        assertThatThrownBy(() -> Server.builder().wires("snakerpc"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("wire: got \"snakerpc\" (expected one of: ");
        assertThatThrownBy(() -> Client.connect("snakerpc+tcp://127.0.0.1:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("wire: got \"snakerpc\"");
        assertThatThrownBy(() -> Client.connect("snekrpc://127.0.0.1:1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "URL snekrpc://127.0.0.1:1: no transport (expected one such as snekrpc+tcp://127.0.0.1:12321)");
    }
}
