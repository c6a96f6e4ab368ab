package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Server;
import dev.parley.model.ServiceModel;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;
import dev.parley.wire.CommandName;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import dev.parley.wire.WireSetup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// A million broken messages in each direction: cut, flipped, with lengths of anything. Each is read, or clearly refused.
@Timeout(300)
class BasicFuzzTest {
    private static final int MESSAGES = 1_000_000;
    private static final long SEED = 11;
    private static final Shapes SHAPES = new Shapes();
    private static final List<ServiceModel> MODELS = List.of(ServiceModel.ofClass(BasicSample.class, null, SHAPES));

    private final Random random = new Random(SEED);
    private int seen;
    private int refused;

    private static WireSetup setup() {
        URI at = URI.create("tcp://127.0.0.1:1");
        return new WireSetup(Codecs::find, Codecs.msgpack(), 1 << 16, at, SHAPES, () -> MODELS);
    }

    private static byte[] recorded(boolean client) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Recording.of("basic-socket-rpc/exclusive").stream()
                .filter(said -> said.client() == client && !said.step().contains("second"))
                .forEach(said -> all.writeBytes(said.bytes()));
        return all.toByteArray();
    }

    /// What is said, with some of it changed.
    private byte[] broken(byte[] whole) {
        byte[] bytes = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
        for (int flips = random.nextInt(5); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        if (random.nextInt(4) == 0) { // a length of anything
            int at = random.nextInt(bytes.length);
            for (int i = at; i < Math.min(at + 4, bytes.length); i++) {
                bytes[i] = random.nextBoolean() ? (byte) 0xFF : 0;
            }
        }
        return bytes;
    }

    /// Says it in pieces, and has each frame handled.
    private void say(Wire wire, byte[] bytes, java.util.function.Consumer<Frame> handled) {
        byte[] left = {};
        try {
            for (int pos = 0; pos < bytes.length; ) {
                int some = Math.min(bytes.length - pos, 1 + random.nextInt(80));
                byte[] next = Arrays.copyOf(left, left.length + some);
                System.arraycopy(bytes, pos, next, left.length, some);
                pos += some;
                int used = wire.decode(next, 0, next.length, handled);
                while (wire.waits() && !wire.isBusy()) {
                    next = Arrays.copyOfRange(next, used, next.length);
                    used = wire.decode(next, 0, next.length, handled);
                }
                left = Arrays.copyOfRange(next, used, next.length);
            }
        } catch (WireException e) {
            seen++;
            refused++;
            assertThat(e.getMessage())
                    .as("seed %d", SEED)
                    .matches("(?s)an? (message|exception|answer) .*|the server .*");
        }
    }

    private void readAll(Reader in) {
        try {
            SHAPES.dynamic().read(in);
        } catch (ValueException e) {
            refused++;
        }
    }

    @Test
    void serversReadOrRefuseWhatIsBroken() {
        BasicSocketRpc protocol = new BasicSocketRpc();
        byte[] whole = recorded(true);
        int calls = 0;
        while (seen < MESSAGES) {
            Wire wire = protocol.server(setup());
            int[] called = {0};
            say(
                    wire,
                    broken(whole),
                    frame -> {
                        seen++;
                        if (frame instanceof Frame.Hello hello) {
                            wire.encode(hello, new Output());
                        } else if (frame instanceof Frame.Call call) { // answered at once
                            called[0]++;
                            readAll(call.body().reader());
                            wire.encode(new Frame.Result(call.id(), Map.of(), null), new Output());
                        }
                    });
            calls += called[0];
        }
        assertThat(calls).isGreaterThan(100_000);
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void clientsReadOrRefuseWhatIsBroken() {
        byte[] whole = recorded(false);
        CommandName sum = new CommandName("sample", "sum_array_echo_string");
        int answers = 0;
        while (seen < MESSAGES) {
            Wire wire = new BasicSocketRpc().client(setup());
            int[] id = {1};
            int[] answered = {0};
            say(
                    wire,
                    broken(whole),
                    frame -> {
                        seen++;
                        if (frame instanceof Frame.Result result) {
                            answered[0]++;
                            if (result.body() != null) {
                                readAll(result.body().reader());
                            }
                        }
                        if (!(frame instanceof Frame.Said || frame instanceof Frame.Waiting)) { // then the next call
                            Output out = new Output();
                            SHAPES.dynamic()
                                    .write(
                                            java.util.Objects.requireNonNull(wire.formats(sum)).arguments().writer(out),
                                            List.of(List.of(1), "x"));
                            id[0] += 2;
                            wire.encode(
                                    new Frame.Call(
                                            id[0],
                                            sum,
                                            0,
                                            false,
                                            Map.of(),
                                            false,
                                            false,
                                            dev.parley.wire.Encoded.of(
                                                    java.util.Objects.requireNonNull(wire.formats(sum)).arguments(),
                                                    out)),
                                    new Output());
                        }
                    });
            answers += answered[0];
        }
        assertThat(answers).isGreaterThan(100_000);
        assertThat(refused).isGreaterThan(1000);
    }

    /// Over real sockets: whatever is said, others are served.
    @Test
    void aServerThatIsShoutedAtServesOthers() throws Exception {
        byte[] whole = recorded(true);
        try (Server server = Server.builder().service(new BasicSample()).listen("basic+tcp://127.0.0.1:0").start();
                Client client = Client.connect(server.urls().getFirst().toString())) {
            URI url = URI.create(server.urls().getFirst().toString().replaceFirst(".*\\+", ""));
            BasicSample.Api sample = client.service(BasicSample.Api.class);
            for (int i = 0; i < 300; i++) {
                try (BasicPeer peer = BasicPeer.of(url)) {
                    peer.send(broken(whole));
                }
                assertThat(sample.hello("Ann")).isEqualTo("hello Ann");
            }
        }
    }
}
