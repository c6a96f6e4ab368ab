package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.CallListener;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.Peer;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.wire.Frame;
import dev.parley.wire.RawFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// Peers that say nothing: at the beginning (the limit `handshake`), and later (the keepalive).
@Timeout(60)
class SilenceTest {
    private static final Limits SHORT = Limits.DEFAULT.withHandshake(Duration.ofMillis(50));

    /// For peers that greet, and say something, before they fall silent.
    private static final Limits BRIEF = Limits.DEFAULT.withKeepalive(Duration.ofMillis(50), Duration.ofMillis(500));

    @TempDir Path folder;

    private final Probe probe = new Probe();
    private final LinkedBlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private Server server;

    private void serve(Limits limits) {
        server =
                Server.builder()
                        .service(probe)
                        .intercept(probe.counting())
                        .limits(limits)
                        .listener(
                                new CallListener() {
                                    @Override
                                    public void disconnected(Peer peer, String why) {
                                        ends.add(why);
                                    }
                                })
                        .listen("unix://" + folder.resolve("s"))
                        .start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void aClientThatSaysNothingIsTurnedAway() throws Exception {
        serve(SHORT);
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).listen()) {
            assertThat(peer.untilClosed())
                    .isEqualTo(
                            "GoAway[last=-1, code=DEADLINE_EXCEEDED, message=the peer did not greet within 50 ms (the"
                                    + " limit handshake)]");
        }
        Await.until("it is gone", () -> server.connections() == 0);
    }

    @Test
    void halfAGreetingIsNone() throws Exception {
        serve(SHORT);
        byte[] greeting = RawFrame.greeting();
        for (int length : new int[] {6, greeting.length - 1}) {
            try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).listen()) {
                peer.bytes(java.util.Arrays.copyOf(greeting, length));
                assertThat(peer.untilClosed()).contains("the peer did not greet within 50 ms");
            }
        }
    }

    @Test
    void callsToAServerThatNeverGreetsFail() throws Exception {
        try (ServerSocketChannel _ = RawPeer.listen(folder.resolve("raw"));
                Client client = Client.builder("unix://" + folder.resolve("raw")).limits(SHORT).connect()) {
            assertThatThrownBy(() -> client.service("probe").call("add", 1, 2))
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
                                assertThat(e.mayHaveRun()).isTrue();
                            })
                    .hasMessageEndingWith("the peer did not greet within 50 ms (the limit handshake)");
        }
    }

    @Test
    void aClientThatDoesNotAnswerPingsIsClosedAndItsHandlersAreInterrupted() throws Exception {
        serve(BRIEF);
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).greet().listen()) {
            peer.say(RawPeer.call(1, "block", "90"));
            probe.blocked.acquire();
            assertThat(peer.hear(Frame.Ping.class)).isNotNull();
            probe.interrupted.acquire();
            peer.untilClosed();
        }
        assertThat(ends.take())
                .isEqualTo(
                        "the peer has been silent and did not answer a ping within 500 ms (the limit"
                                + " keepaliveTimeout)");
        Await.until("it is gone", () -> server.connections() == 0);
        probe.awaitIdle();
    }

    @Test
    void aClientThatAnswersPingsStays() throws Exception {
        serve(BRIEF);
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).greet().listen()) {
            long end = System.nanoTime() + 1_500_000_000L; // longer than the first alone would do
            while (System.nanoTime() - end < 0) {
                peer.say(new Frame.Pong(peer.hear(Frame.Ping.class).number()));
            }
            assertThat(server.connections()).isEqualTo(1);
            peer.say(RawPeer.call(1, "add", "920203"));
            assertThat(peer.hear(Frame.Result.class).id()).isEqualTo(1);
        }
    }

    @Test
    void callsToAServerThatFallsSilentFail() throws Exception {
        try (ServerSocketChannel raw = RawPeer.listen(folder.resolve("raw"));
                Client client = Client.builder("unix://" + folder.resolve("raw")).limits(BRIEF).connect();
                RawPeer peer = RawPeer.accept(raw).greet().listen()) {
            CompletableFuture<?> call = client.service("probe").command("add").with(1, 2).future();
            peer.hear(Frame.Ping.class);
            assertThatThrownBy(call::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.UNAVAILABLE);
                                assertThat(e.mayHaveRun()).isTrue();
                            })
                    .hasMessageEndingWith(
                            "the peer has been silent and did not answer a ping within 500 ms (the limit"
                                    + " keepaliveTimeout)");
        }
    }

    @Test
    void aClientThatNeverReadsIsClosedAlthoughItGoesOnTalking() throws Exception {
        serve(BRIEF);
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).greet()) {
            Thread talking =
                    Thread.startVirtualThread(() -> {
                        try {
                            for (int id = 1; ; id += 2) {
                                peer.say(id < 400 ? RawPeer.call(id, "blob", "91ce000f4240") : new Frame.Pong(id));
                                Thread.sleep(1);
                            }
                        } catch (java.io.IOException | InterruptedException e) {
                            // the server has closed, as it shall
                        }
                    });
            assertThat(ends.take()).startsWith("the peer does not read what it is sent, for 500 ms");
            talking.join();
        }
        Await.until("it is gone", () -> server.connections() == 0);
        probe.awaitIdle();
    }

    @Test
    void aPeerThatReadsSlowlyIsNotTakenForOneThatDoesNot() throws Exception {
        serve(Limits.DEFAULT.withKeepalive(Duration.ofMillis(50), Duration.ofSeconds(2)));
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).greet()) {
            peer.say(RawPeer.call(1, "blob", "91ce0007a120"));
            java.nio.ByteBuffer little = java.nio.ByteBuffer.allocate(1000);
            int read = 0;
            while (read < 500_000) {
                int n = peer.channel.read(little.clear());
                assertThat(n).isPositive();
                read += n;
                if (read % 100_000 < 1000) {
                    peer.say(new Frame.Pong(0));
                    Thread.sleep(200);
                }
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aPingIsAnsweredWhileHandlersKeepAllProcessorsBusy() throws Exception {
        serve(Limits.DEFAULT);
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).greet().listen()) {
            for (int id = 1; id < 64; id += 4) {
                peer.say(RawPeer.call(id, "add", "920203"), RawPeer.call(id + 2, "spin", "91cd07d0"));
            }
            long start = System.nanoTime();
            peer.requireAlive();
            assertThat(System.nanoTime() - start).isLessThan(1_500_000_000L);
        }
        probe.awaitIdle();
    }
}
