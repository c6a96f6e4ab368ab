package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Limits;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.json.JsonCodec;
import dev.parley.value.Codec;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import dev.parley.wire.WireSetup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// Lines that were damaged, cut or made up are refused with an error or understood, and nothing else happens.
@Timeout(300)
class JsonRpcFuzzTest {
    private static final long SEED = 20_251_122;
    private static final int CONNECTIONS = 50_000;
    private static final int MESSAGES = 20; // on each, so that it is a million
    private static final int LIMIT = 64 << 10;
    private static final Codec JSON = new JsonCodec();

    private static final List<String> REQUESTS =
            List.of(
                    "{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [42, 23], \"id\": 1}",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"a.b\",\"params\":{\"subtrahend\":23,\"x\":[{},[]]},\"id\":\"\\u00e4\"}",
                    "{\"jsonrpc\": \"2.0\", \"method\": \"update\", \"params\": [1,2,3,4,5]}",
                    "{\"jsonrpc\": \"2.0\", \"method\": \"foobar\", \"id\": null}",
                    "[{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":[1,2,4],\"id\":\"1\"},{\"foo\":\"boo\"},1,"
                            + "{\"jsonrpc\": \"2.0\", \"method\": \"notify_hello\", \"params\": [7]}]",
                    "[{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1.5e3},\n"
                            + "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":-7}]",
                    "{\"result\":[1,\"]}\"],\"id\":2,\"jsonrpc\":\"2.0\"}",
                    "[]",
                    "{}");

    private static final List<String> ANSWERS =
            List.of(
                    "{\"jsonrpc\":\"2.0\",\"result\":19,\"id\":1}",
                    "{\"jsonrpc\":\"2.0\",\"result\":{\"a\":[null,\"ä\"]},\"id\":3}",
                    "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"Method not found\"},\"id\":5}",
                    "{\"id\":7,\"error\":{\"code\":-32005,\"message\":\"m\",\"data\":{\"code\":\"NOT_FOUND\",\"type\":\"T\","
                        + "\"ran\":false,\"details\":{\"x\":[1]},\"trace\":\"t\"}}}",
                    "[{\"result\":1,\"id\":9},{\"error\":\"text\",\"id\":11}]",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"ask\",\"params\":[1],\"id\":1}",
                    "{\"jsonrpc\":\"2.0\",\"method\":\"note\"}");

    private static final List<String> TOKENS =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\"",
                    "\\",
                    "\"id\":",
                    "\"method\":",
                    "null",
                    "1e9",
                    "\n",
                    "{\n",
                    "\\u12",
                    "-");

    @Service("echo")
    static final class Echo {
        @Command
        int twice(int number) {
            return 2 * number;
        }
    }

    private static WireSetup setup() {
        return new WireSetup(Codecs::find, Codecs.msgpack(), LIMIT, URI.create("tcp://127.0.0.1:1"), new Shapes());
    }

    /// Messages, some of them damaged.
    private static byte[] said(List<String> good, Random random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < MESSAGES; i++) {
            byte[] line = good.get(random.nextInt(good.size())).getBytes(StandardCharsets.UTF_8);
            all.writeBytes(random.nextInt(3) == 0 ? damaged(line, random) : line);
            if (random.nextInt(10) != 0) {
                all.write('\n');
            }
        }
        byte[] bytes = all.toByteArray();
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int n = random.nextInt(3); n >= 0; n--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes = joined(bytes, at, TOKENS.get(random.nextInt(TOKENS.size())), 0);
                case 3 -> bytes = joined(bytes, at, "", random.nextInt(20));
                default -> bytes = joined(bytes, at, "[".repeat(random.nextInt(200)), 0);
            }
            bytes = bytes.length == 0 ? good.clone() : bytes;
        }
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int at, String between, int cut) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, at);
        all.writeBytes(between.getBytes(StandardCharsets.UTF_8));
        int rest = Math.min(bytes.length, at + cut);
        all.write(bytes, rest, bytes.length - rest);
        return all.toByteArray();
    }

    /// Gives bytes to a wire in pieces, and what it leaves again.
    private static List<Frame> feed(Wire wire, byte[] bytes, Random random) throws WireException {
        List<Frame> frames = new ArrayList<>();
        byte[] left = {};
        for (int at = 0; at < bytes.length; ) {
            int piece = Math.min(bytes.length - at, 1 + random.nextInt(400));
            byte[] given = Arrays.copyOf(left, left.length + piece);
            System.arraycopy(bytes, at, given, left.length, piece);
            at += piece;
            int used = wire.decode(given, 0, given.length, frame -> frames.add(kept(frame)));
            assertThat(used).isBetween(0, given.length);
            left = Arrays.copyOfRange(given, used, given.length);
        }
        return frames;
    }

    private static Frame kept(Frame frame) {
        return frame instanceof Frame.Carrier carrier && carrier.body() != null
                ? carrier.withBody(carrier.body().copy())
                : frame;
    }

    /// Answers all calls, in any order; what comes out must be answers, each on a line.
    ///
    /// @return how many
    private static int answered(Wire wire, List<Frame> frames, Random random) {
        Output out = new Output();
        List<Frame.Call> calls = new ArrayList<>();
        for (Frame frame : frames) {
            switch (frame) {
                case Frame.Said said -> wire.encode(said, out);
                case Frame.Call call -> calls.add(call);
                case Frame.Refused _, Frame.Result _, Frame.Failure _, Frame.GoAway _ -> {}
                default -> throw new AssertionError(frame);
            }
        }
        Collections.shuffle(calls, random);
        for (Frame.Call call : calls) {
            assertThat(call.body().length()).isLessThanOrEqualTo(LIMIT);
            wire.encode(answer(call, random), out);
        }
        int answers = 0;
        for (String line : new String(out.array(), 0, out.size(), StandardCharsets.UTF_8).lines().toList()) {
            Object said = read(line);
            for (Object answer : said instanceof List<?> batch ? batch : List.of(said)) {
                Map<?, ?> members = (Map<?, ?>) answer;
                assertThat(members.size() == 3 && members.containsKey("jsonrpc") && members.containsKey("id"))
                        .as(line)
                        .isTrue();
                answers++;
            }
        }
        return answers;
    }

    private static Object read(String line) {
        try {
            return Objects.requireNonNull(LinePeer.value(line));
        } catch (ValueException e) {
            throw new AssertionError(line, e);
        }
    }

    private static Frame answer(Frame.Call call, Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Frame.Failure(call.id(), Code.NOT_FOUND, "T", "not there", true, "", Map.of(), null);
            case 1 -> new Frame.Result(call.id(), Map.of(), null);
            default -> {
                byte[] value = "[\n1]".getBytes(StandardCharsets.UTF_8);
                yield new Frame.Result(call.id(), Map.of(), new Encoded(JSON, value, 0, value.length));
            }
        };
    }

    @Test
    void aServerTakesWhatMakesSenseAndRefusesTheRest() {
        long answers = 0;
        long left = 0;
        for (int i = 0; i < CONNECTIONS; i++) {
            Random random = new Random(SEED + i);
            Wire wire = new JsonRpcProtocol().server(setup());
            try {
                answers += answered(wire, feed(wire, said(REQUESTS, random), random), random);
            } catch (WireException e) {
                // the first byte was damaged, or a message on several lines
                assertThat(e).hasMessageMatching("(the peer does not speak JSON-RPC|Parse error: ).*");
                left++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + (SEED + i), e);
            }
        }
        assertThat(answers).isGreaterThan(CONNECTIONS * 7L);
        assertThat(left).isLessThan(CONNECTIONS * 2 / 3);
    }

    @Test
    void aClientTakesWhatMakesSenseAndLeavesTheRest() {
        long heard = 0;
        long left = 0;
        Encoded nothing = new Encoded(JSON, new byte[] {'[', ']'}, 0, 2);
        for (int i = 0; i < CONNECTIONS; i++) {
            Random random = new Random(SEED + i);
            Wire wire = new JsonRpcProtocol().client(setup());
            for (int call = 1; call < 14; call += 2) {
                wire.encode(
                        new Frame.Call(call, new CommandName("", "any"), 0, false, Map.of(), false, false, nothing),
                        new Output());
            }
            try {
                List<Frame> frames = feed(wire, said(ANSWERS, random), random);
                answered(wire, frames, random);
                heard += frames.size();
            } catch (WireException e) {
                assertThat(e).hasMessageMatching("(?s)(the peer does not|Parse error: |neither a request nor).*");
                left++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + (SEED + i), e);
            }
        }
        assertThat(heard).isGreaterThan(CONNECTIONS / 10);
        assertThat(left).isGreaterThan(CONNECTIONS / 10);
    }

    /// The pieces that bytes come in make no difference.
    @Test
    void whatIsUnderstoodDoesNotDependOnHowItCame() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = said(REQUESTS, new Random(SEED + i));
            try {
                String whole = text(bytes, new Random(1));
                assertThat(text(bytes, new Random(SEED - i))).as("seed %d", SEED + i).isEqualTo(whole);
            } catch (WireException e) {
                assertThat(e).hasMessageMatching(".*first byte.*|Parse error: .*");
            }
        }
    }

    private static String text(byte[] bytes, Random random) throws WireException {
        StringBuilder text = new StringBuilder();
        for (Frame frame : feed(new JsonRpcProtocol().server(setup()), bytes, random)) {
            switch (frame) {
                case Frame.Said said -> text.append(new String(said.bytes(), StandardCharsets.UTF_8));
                case Frame.Call call ->
                        text.append(call.id())
                                .append(call.command())
                                .append(new String(call.body().bytes(), StandardCharsets.UTF_8))
                                .append('\n');
                default -> text.append(frame).append('\n');
            }
        }
        return text.toString();
    }

    @Test
    void oneConnectionsNonsenseDoesNotTouchOthers() throws Exception {
        try (Server server =
                        Server.builder()
                                .service(new Echo())
                                .limits(Limits.DEFAULT.withMaxMessage(LIMIT))
                                .listen("tcp://127.0.0.1:0")
                                .wires("jsonrpc")
                                .start();
                LinePeer good = new LinePeer(server.urls().getFirst())) {
            for (int i = 0; i < 300; i++) {
                Random random = new Random(SEED + i);
                try (LinePeer bad = new LinePeer(server.urls().getFirst())) {
                    say(bad, said(REQUESTS, random));
                    String call = "{\"jsonrpc\":\"2.0\",\"method\":\"twice\",\"params\":[" + i + "],\"id\":" + i + "}";
                    assertThat(good.ask(call))
                            .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":" + 2 * i + ",\"id\":" + i + "}");
                    bad.end();
                    while (heard(bad)) {} // to its end
                }
            }
        }
    }

    private static void say(LinePeer peer, byte[] bytes) {
        try {
            peer.say(bytes);
        } catch (IOException e) {
            assertThat(e).as("it was cut off").isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    private static boolean heard(LinePeer peer) throws IOException {
        try {
            return peer.hear() != null;
        } catch (SocketException e) {
            return false; // reset
        }
    }
}
