package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Server;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Shapes;
import dev.parley.value.Writer;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import dev.parley.wire.WireSetup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Bytes that were damaged, cut or made up are refused with an error or understood, and nothing else happens.
@Timeout(300)
class MsgPackRpcFuzzTest {
    private static final long SEED = 20_261_122;
    private static final int LIMIT = 4 << 10;
    private static final int MESSAGES = 20;
    private static final Encoded NOTHING = new Encoded(Codecs.msgpack(), new byte[] {(byte) 0x90}, 0, 1);

    private final WireSetup setup =
            new WireSetup(Codecs::find, Codecs.msgpack(), LIMIT, URI.create("unix:///tmp/fuzzed"), new Shapes());

    /// What the wire made of what it was given.
    private final List<Frame> frames = new ArrayList<>();

    /// Gives bytes to a wire in pieces, and what it leaves again.
    private void feed(Wire wire, byte[] bytes, Random random) throws WireException {
        frames.clear();
        byte[] left = {};
        int largest = 8 << random.nextInt(10);
        for (int at = 0; at < bytes.length; ) {
            int piece = Math.min(bytes.length - at, 1 + random.nextInt(largest));
            byte[] given = Arrays.copyOf(left, left.length + piece);
            System.arraycopy(bytes, at, given, left.length, piece);
            at += piece;
            int used = wire.decode(given, 0, given.length, frame -> frames.add(looked(frame)));
            assertThat(used).isBetween(0, given.length);
            left = Arrays.copyOfRange(given, used, given.length);
            assertThat(left.length).as("bytes that wait for more").isLessThanOrEqualTo(LIMIT + (4 << 10) + largest);
        }
    }

    /// A frame whose value has been looked at.
    private static Frame looked(Frame frame) {
        if (frame instanceof Frame.Carrier carrier && carrier.body() != null) {
            Reader in = carrier.body().reader();
            in.skip();
            assertThat(in.position()).isEqualTo(carrier.body().length());
            return carrier.withBody(carrier.body().copy());
        }
        return frame;
    }

    private static void value(Writer writer, Random random, int depth) {
        switch (random.nextInt(depth > 4 ? 8 : 11)) {
            case 0 -> writer.nil();
            case 1 -> writer.integer(random.nextLong() >>> random.nextInt(64));
            case 2 -> writer.integer(-random.nextInt(1 << random.nextInt(31)));
            case 3 -> writer.bool(random.nextBoolean());
            case 4 -> writer.text("x".repeat(random.nextInt(random.nextInt(200) == 0 ? 3 * LIMIT : 40)));
            case 5 -> writer.bytes(new byte[300], 0, random.nextInt(300));
            case 6 -> writer.real(random.nextDouble());
            case 7 -> writer.text(List.of("echo", "a.b", "", ".").get(random.nextInt(4)));
            case 8, 9 -> {
                int size = random.nextInt(6);
                writer.beginList(size);
                for (int i = 0; i < size; i++) {
                    value(writer, random, depth + 1);
                }
                writer.endList();
            }
            default -> {
                int size = random.nextInt(5);
                writer.beginMap(size);
                for (int i = 0; i < size; i++) {
                    value(writer, random, depth + 5);
                    value(writer, random, depth + 1);
                }
                writer.endMap();
            }
        }
    }

    /// A message, or what is much like one.
    private static void message(Output out, int number, Random random) {
        Writer writer = Codecs.msgpack().writer(out);
        int type = random.nextInt(100) == 0 ? random.nextInt(200) - 100 : random.nextInt(3);
        int size = random.nextInt(100) == 0 ? random.nextInt(6) : type == 2 ? 3 : 4;
        writer.beginList(size);
        for (int i = 0; i < size; i++) {
            if (random.nextInt(50) == 0) {
                value(writer, random, 0);
            } else if (i == 0) {
                writer.integer(type);
            } else if (i == 1 && type < 2) {
                writer.integer(number);
            } else if (i == size - 2 && type != 1) {
                writer.text("sample.echo");
            } else if (i == size - 2 && random.nextBoolean()) {
                writer.nil();
            } else if (type == 1) {
                value(writer, random, 0);
            } else {
                writer.beginList(1);
                value(writer, random, 1);
                writer.endList();
            }
        }
        writer.endList();
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) random.nextInt());
                case 3 -> { // a length bomb
                    bytes[at] = (byte) (0xC4 + random.nextInt(28));
                    Arrays.fill(bytes, Math.min(at + 1, bytes.length), Math.min(bytes.length, at + 5), (byte) 0xFF);
                }
                default -> {
                    int cut = Math.min(bytes.length - at, random.nextInt(20));
                    byte[] rest = new byte[bytes.length - cut];
                    System.arraycopy(bytes, 0, rest, 0, at);
                    System.arraycopy(bytes, at + cut, rest, at, bytes.length - at - cut);
                    bytes = rest.length == 0 ? bytes : rest;
                }
            }
        }
        return bytes;
    }

    private static byte[] messages(Random random) {
        Output out = new Output();
        for (int i = 0; i < MESSAGES; i++) {
            message(out, 2 * i + 1, random);
        }
        return random.nextInt(2) == 0 ? out.toByteArray() : damaged(out.toByteArray(), random);
    }

    /// Answers all calls; what comes out must be messages.
    ///
    /// @return how many there were
    private int answer(MsgPackRpcWire wire, Random random) {
        int calls = 0;
        Output out = new Output();
        for (Frame frame : frames) {
            if (frame instanceof Frame.Call call) {
                calls++;
                wire.encode(
                        random.nextBoolean()
                                ? new Frame.Failure(
                                        call.id(), Code.NOT_FOUND, "", "not there", true, "", Map.of(), null)
                                : new Frame.Result(call.id(), Map.of(), NOTHING),
                        out);
            } else if (frame instanceof Frame.Refused refused) {
                wire.encode(
                        new Frame.Failure(
                                refused.id(), refused.code(), "", refused.message(), false, "", Map.of(), null),
                        out);
            } else if (frame instanceof Frame.Said) {
                wire.encode(frame, out);
            }
        }
        int at = 0;
        while (at < out.size()) {
            Reader in = Codecs.msgpack().reader(out.array(), at, out.size() - at);
            assertThat(in.beginList()).isEqualTo(4);
            in.more();
            assertThat(in.integer()).isEqualTo(1);
            for (int i = 0; i < 3; i++) {
                in.more();
                in.skip();
            }
            at += in.position();
        }
        return calls;
    }

    @Test
    void aServerTakesWhatMakesSenseAndRefusesTheRest() {
        int refused = 0;
        int calls = 0;
        for (int i = 0; i < 25_000; i++) {
            Random random = new Random(SEED + i);
            MsgPackRpcWire wire = new MsgPackRpcWire(setup, false);
            try {
                feed(wire, messages(random), random);
            } catch (WireException e) {
                assertThat(e).hasMessageMatching("(?s).+");
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + (SEED + i), e);
            }
            calls += answer(wire, random);
        }
        assertThat(refused).as("connections that are refused").isBetween(5_000, 20_000);
        assertThat(calls).as("calls that are understood").isGreaterThan(100_000);
    }

    @Test
    void aClientTakesWhatMakesSenseAndRefusesTheRest() {
        int refused = 0;
        long answers = 0;
        for (int i = 0; i < 25_000; i++) {
            Random random = new Random(SEED + i);
            MsgPackRpcWire wire = new MsgPackRpcWire(setup, true);
            for (int call = 1; call <= 2 * MESSAGES; call += 2) {
                CommandName name = new CommandName(call % 3 == 0 ? "_meta" : "any", "echo");
                wire.encode(new Frame.Call(call, name, 0, false, Map.of(), false, false, NOTHING), new Output());
            }
            try {
                feed(wire, messages(random), random);
            } catch (WireException e) {
                assertThat(e).hasMessageMatching("(?s).+");
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + (SEED + i), e);
            }
            answers += frames.stream().filter(f -> f instanceof Frame.Result || f instanceof Frame.Failure).count();
            answer(wire, random);
        }
        assertThat(refused).as("connections that are refused").isBetween(5_000, 20_000);
        assertThat(answers).as("answers that are understood").isGreaterThan(50_000);
    }

    @Test
    void randomBytesAreNoMessages() {
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(100)];
            random.nextBytes(bytes);
            bytes[0] = random.nextBoolean() ? bytes[0] : (byte) (0x93 + random.nextInt(2));
            try {
                feed(new MsgPackRpcWire(setup, false), bytes, random);
            } catch (WireException e) {
                refused++;
            }
        }
        assertThat(refused).as("the others may go on").isGreaterThan(80_000);
    }

    /// A server of both protocols is given the same, over its socket.
    @Test
    void othersAreServedAllTheWhile() throws Exception {
        try (Server server =
                        Server.builder()
                                .service(new ZrpcSample())
                                .listen("tcp://127.0.0.1:0")
                                .wires("msgpackrpc", "snekrpc", "zrpc")
                                .start();
                Client theirs = Client.connect("msgpackrpc+" + server.urls().getFirst());
                Client ours = Client.connect(server.urls().getFirst().toString())) {
            for (int i = 0; i < 1_000; i++) {
                Random random = new Random(SEED + i);
                try (MsgPackRpcPeer hostile = MsgPackRpcPeer.connect(server.urls().getFirst())) {
                    hostile.write(messages(random));
                } catch (IOException e) {
                    // it has been refused in this moment
                }
                assertThat(theirs.service("").call("echo", i)).isEqualTo((long) i);
                assertThat(ours.service("sample").call("echo", i)).isEqualTo((long) i);
            }
        }
    }
}
