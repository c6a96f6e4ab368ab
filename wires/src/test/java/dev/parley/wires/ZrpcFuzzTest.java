package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Code;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Shapes;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import dev.parley.wire.WireSetup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Bytes that were damaged, cut or made up are refused with an error or understood, and nothing else happens.
@Timeout(120)
class ZrpcFuzzTest {
    private static final long SEED = 20_251_122;
    private static final int LIMIT = 64 << 10;
    private static final List<String> RECORDINGS = List.of("args-sync", "args-asyncio", "payload-sync");
    private static final String CONNECTION = "the connection of the fuzz test";
    private static final Encoded NOTHING = new Encoded(Codecs.msgpack(), new byte[] {(byte) 0x90}, 0, 1);

    private final WireSetup setup =
            new WireSetup(Codecs::find, Codecs.msgpack(), LIMIT, URI.create("unix:///tmp/fuzzed"), new Shapes());

    private static List<Frame> feed(Wire wire, byte[] bytes, Random random) throws WireException {
        List<Frame> frames = new ArrayList<>();
        feed(wire, bytes, random, frames::addAll);
        return frames;
    }

    /// Gives bytes to a wire in pieces, and what it leaves again, with the next piece or, where it waits for an answer, when
    /// that has been given.
    ///
    /// @param answers takes what the wire made of a piece, and answers it
    private static void feed(Wire wire, byte[] bytes, Random random, Consumer<List<Frame>> answers)
            throws WireException {
        byte[] left = {};
        for (int at = 0; at < bytes.length; ) {
            int piece = Math.min(bytes.length - at, 1 + random.nextInt(200));
            byte[] given = Arrays.copyOf(left, left.length + piece);
            System.arraycopy(bytes, at, given, left.length, piece);
            at += piece;
            left = given;
            do {
                List<Frame> frames = new ArrayList<>();
                int used = wire.decode(left, 0, left.length, frame -> frames.add(kept(frame)));
                assertThat(used).isBetween(0, left.length);
                left = Arrays.copyOfRange(left, used, left.length);
                answers.accept(frames);
            } while (wire.waits());
            assertThat(left.length).as("bytes that wait for more").isLessThan(LIMIT + (8 << 10));
        }
    }

    private static Frame kept(Frame frame) {
        return frame instanceof Frame.Carrier carrier && carrier.body() != null
                ? carrier.withBody(carrier.body().copy())
                : frame;
    }

    private static byte[] said(String recording, boolean client) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Recording.Said said : Recording.of("zrpc/" + recording)) {
            if (said.client() == client) {
                all.write(said.bytes());
            }
        }
        return all.toByteArray();
    }

    /// The replies, as if to the calls 1, 2 and so on of our connection.
    private static byte[] addressed(byte[] replies) {
        AtomicInteger call = new AtomicInteger();
        return Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                .matcher(new String(replies, StandardCharsets.ISO_8859_1))
                .replaceAll(_ -> {
                    String name = CONNECTION + ":" + call.incrementAndGet();
                    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
                })
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) random.nextInt());
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

    /// A body of random values, like a message's.
    private static byte[] made(Random random) {
        Output out = new Output();
        var writer = Codecs.msgpack().writer(out);
        int size = random.nextInt(6);
        writer.beginList(size);
        for (int i = 0; i < size; i++) {
            switch (random.nextInt(8)) {
                case 0 -> writer.nil();
                case 1 -> writer.integer(random.nextLong());
                case 2 -> writer.bool(random.nextBoolean());
                case 3 -> writer.text("x".repeat(random.nextInt(300)));
                case 4, 5 -> writer.text(List.of("echo", "a.b", "", ".").get(random.nextInt(4)));
                case 6 -> {
                    writer.beginList(1);
                    writer.real(random.nextDouble());
                    writer.endList();
                }
                default -> {
                    writer.beginMap(0);
                    writer.endMap();
                }
            }
        }
        writer.endList();
        byte[] bytes = out.toByteArray();
        return random.nextInt(3) == 0 ? damaged(bytes, random) : bytes;
    }

    private static byte[] messages(String type, Random random) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(ZmtpPeer.GREETING);
        all.write(ZmtpPeer.ready(type));
        for (int i = 0; i < 20; i++) {
            all.write(ZmtpPeer.message(made(random)));
        }
        return all.toByteArray();
    }

    /// Answers all calls; what comes out must be messages.
    private static int answer(ZrpcServerWire wire, List<Frame> frames, Random random) {
        int calls = 0;
        Output out = new Output();
        for (Frame frame : frames) {
            if (frame instanceof Frame.Call call) {
                calls++;
                wire.encode(
                        random.nextBoolean() || call.command().equals(new CommandName("_meta", "service"))
                                ? new Frame.Failure(
                                        call.id(), Code.NOT_FOUND, "", "not there", true, "", Map.of(), null)
                                : new Frame.Result(call.id(), Map.of(), NOTHING),
                        out);
            }
        }
        try {
            DataInputStream said = ZmtpPeer.of(out.toByteArray());
            for (int i = 0; i < calls; i++) {
                assertThat((List<?>) ZmtpPeer.item(said)).hasSize(3);
            }
            assertThat(said.available()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return calls;
    }

    @Test
    void aServerTakesWhatMakesSenseAndRefusesTheRest() throws Exception {
        ZrpcAnswered answered = new ZrpcAnswered();
        List<byte[]> good = new ArrayList<>();
        for (String name : RECORDINGS) {
            good.add(said(name, true));
        }
        int refused = 0;
        AtomicInteger calls = new AtomicInteger();
        int several = 0;
        for (int i = 0; i < 100_000; i++) {
            Random random = new Random(SEED + i);
            byte[] bytes =
                    i % 10 == 0 ? messages(i % 20 == 0 ? "REQ" : "DEALER", random) : damaged(good.get(i % 3), random);
            ZrpcServerWire wire = new ZrpcServerWire(setup, answered);
            int before = calls.get();
            try {
                feed(wire, bytes, random, frames -> calls.addAndGet(answer(wire, frames, random)));
            } catch (WireException e) {
                assertThat(e).hasMessageMatching("(?s).+");
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + (SEED + i), e);
            }
            several += i % 20 == 0 && calls.get() > before + 1 ? 1 : 0;
        }
        assertThat(several).as("REQs of which several calls are understood").isGreaterThan(100);
        assertThat(refused).as("connections that are refused").isBetween(10_000, 90_000);
        assertThat(calls.get()).as("calls that are understood").isGreaterThan(50_000);
    }

    @Test
    void aClientTakesWhatMakesSenseAndRefusesTheRest() throws Exception {
        List<byte[]> good = new ArrayList<>();
        for (String name : RECORDINGS) {
            good.add(addressed(said(name, false)));
        }
        int refused = 0;
        long answers = 0;
        for (int i = 0; i < 100_000; i++) {
            Random random = new Random(SEED + i);
            byte[] bytes = i % 10 == 0 ? messages("ROUTER", random) : damaged(good.get(i % 3), random);
            ZrpcClientWire wire = new ZrpcClientWire(setup);
            wire.encode(new Frame.Hello("msgpack", "", 0, 0, 0, CONNECTION, false), new Output());
            for (int call = 1; call <= 7; call++) {
                CommandName name = call == 7 ? new CommandName("_meta", "service") : new CommandName("any", "echo");
                wire.encode(new Frame.Call(call, name, 0, false, Map.of(), false, false, NOTHING), new Output());
            }
            try {
                List<Frame> frames = feed(wire, bytes, random);
                answers += frames.stream().filter(frame -> frame instanceof Frame.OfCall).count();
            } catch (WireException e) {
                assertThat(e).hasMessageMatching("(?s).+");
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + (SEED + i), e);
            }
        }
        assertThat(refused).as("connections that are refused").isBetween(10_000, 90_000);
        assertThat(answers).as("answers that are understood").isGreaterThan(50_000);
    }

    @Test
    void randomBytesAreNoGreeting() {
        Random random = new Random(SEED);
        ZrpcAnswered answered = new ZrpcAnswered();
        int refused = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(100)];
            random.nextBytes(bytes);
            try {
                feed(new ZrpcServerWire(setup, answered), bytes, random);
            } catch (WireException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(99_000);
    }
}
