package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Limits;
import dev.parley.Server;
import dev.parley.session.Await;
import dev.parley.session.Probe;
import dev.parley.session.RawPeer;
import dev.parley.wire.Frame;
import dev.parley.wire.Memory;
import dev.parley.wire.RawFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;

/// Peers that use their sockets in odd ways, over TCP and Unix sockets.
@Timeout(60)
class OddPeersTest {
    @TempDir Path folder;

    private final Probe probe = new Probe();
    private Server server;

    @BeforeEach
    void start() {
        server =
                Server.builder()
                        .service(probe)
                        .intercept(probe.counting())
                        .limits(Limits.DEFAULT.withMaxMessage(8 << 20))
                        .listen("unix://" + folder.resolve("s"))
                        .listen("tcp://127.0.0.1:0")
                        .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private interface Attempt {
        void with(URI url) throws Exception;
    }

    private void onEach(Attempt attempt) throws Exception {
        for (URI url : server.urls()) {
            attempt.with(url);
            Await.until("the session is gone", () -> server.connections() == 0);
            probe.awaitIdle();
        }
    }

    @Test
    void closingOneDirectionEndsTheConnectionAndItsHandlers() throws Exception {
        onEach(url -> {
            try (RawPeer peer = RawPeer.connect(url).greet().listen()) {
                peer.say(RawPeer.call(1, "block", "90"));
                probe.blocked.acquire();
                peer.channel.shutdownOutput();
                probe.interrupted.acquire();
                assertThat(peer.hear()).isEqualTo("closed");
            }
        });
    }

    @Test
    void whatCameBeforeTheEndIsStillRead() throws Exception {
        onEach(url -> {
            try (RawPeer peer = RawPeer.connect(url).greet().listen()) {
                peer.say(RawPeer.call(1, "block", "90"), new Frame.Cancel(1));
                peer.channel.shutdownOutput();
                assertThat(peer.hear()).isEqualTo("closed");
            }
        });
    }

    @Test
    void abruptEndsInterruptHandlers() throws Exception {
        onEach(url -> {
            try (RawPeer peer = RawPeer.connect(url).greet()) {
                probe.produced.set(0);
                peer.say(RawPeer.call(1, "block", "90"), RawPeer.call(3, "flood", "91cd2710"));
                probe.blocked.acquire();
                Await.until("the flood has begun", () -> probe.produced.get() > 0);
                if (url.getScheme().equals("tcp")) {
                    peer.channel.setOption(StandardSocketOptions.SO_LINGER, 0); // a reset
                }
            }
            probe.interrupted.acquire();
            Await.until("the handler's stream is closed", () -> probe.closed.getAndSet(0) == 1);
        });
    }

    @Test
    void aCallMayComeByteByByte() throws Exception {
        byte[] call =
                RawFrame.of(RawFrame.CALL, RawFrame.DEFINE, 1).varint(1).text("probe").text("add").hex("920203").end();
        onEach(url -> {
            try (RawPeer peer = RawPeer.connect(url).listen()) {
                for (byte b : RawFrame.join(RawFrame.greeting(), call)) {
                    peer.bytes(new byte[] {b});
                }
                assertThat(peer.hear()).isEqualTo("Result 1 {} value=05");
            }
        });
    }

    @Test
    void anAnswerMayBeTakenByteByByteWhileOthersGetTheirs() throws Exception {
        onEach(url -> {
            try (RawPeer peer = RawPeer.connect(url).greet();
                    Client other = Client.connect(url.toString())) {
                peer.say(RawPeer.call(1, "blob", "91ce000f4240"), RawPeer.call(3, "add", "920203"));
                ByteBuffer one = ByteBuffer.allocate(1);
                for (int i = 0; i < 3_000; i++) {
                    assertThat(peer.channel.read(one.clear())).isEqualTo(1);
                    if (i % 100 == 0) {
                        assertThat(other.service("probe").call("add", i, 1)).isEqualTo(i + 1L);
                    }
                }
                ByteBuffer rest = ByteBuffer.allocate(64 << 10);
                long read = 3_000;
                while (read < 1_000_000) {
                    read += peer.channel.read(rest.clear());
                }
            }
        });
    }

    @Test
    void whatAPeerDoesNotReadStaysBounded() throws Exception {
        onEach(url -> {
            try (RawPeer peer = RawPeer.connect(url).greet()) {
                long before = Memory.used();
                for (int id = 1; id < 2000; id += 2) {
                    peer.say(RawPeer.call(id, "flood", "91cd2710")); // each as much as its window allows
                }
                Await.until("all are at work", () -> probe.running.get() == 1000);
                long[] still = {-1, 0};
                Await.until(
                        "all of them wait",
                        () -> {
                            still[1] = probe.produced.get() == still[0] ? still[1] + 1 : 0;
                            still[0] = probe.produced.get();
                            return still[1] > 100;
                        });
                assertThat(Memory.used() - before).isLessThan(64L << 20);
            }
        });
    }

    @Test
    void pingsThatAreNotReadCutThePeerOff() throws Exception {
        onEach(url -> {
            try (RawPeer peer = RawPeer.connect(url).greet()) {
                Frame[] pings = new Frame[10_000];
                for (int i = 0; i < pings.length; i++) {
                    pings[i] = new Frame.Ping(i);
                }
                long before = Memory.used();
                boolean open = true;
                for (int i = 0; i < 1000 && open; i++) {
                    try {
                        peer.say(pings);
                    } catch (java.io.IOException e) {
                        open = false;
                    }
                }
                assertThat(open).isFalse();
                assertThat(Memory.used() - before).isLessThan(64L << 20);
            }
        });
    }

    @Test
    void aLargeCallThatIsGivenUpMidwayLeavesNothing() throws Exception {
        onEach(url -> {
            try (RawPeer peer = RawPeer.connect(url).greet().listen()) {
                Frame.Call call = RawPeer.call(1, "echo", "91c600400000");
                long before = Memory.used();
                for (int round = 0; round < 20; round++) {
                    var body = RawPeer.value(new byte[4 << 20]);
                    peer.say(call.withBody(body.part(0, 60_000)));
                    for (int i = 1; i < 50; i++) {
                        peer.say(new Frame.More(1, body.part(i * 60_000, 60_000)));
                    }
                    peer.say(new Frame.More(1, null));
                }
                peer.requireAlive();
                assertThat(Memory.used() - before).isLessThan(48L << 20);
                peer.say(new Frame.End(1, Map.of()), RawPeer.call(1, "add", "920203"));
                assertThat(peer.hear()).isEqualTo("Result 1 {} value=05");
            }
        });
    }
}
