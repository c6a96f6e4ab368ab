package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Limits;
import dev.parley.Server;
import dev.parley.wire.Memory;
import dev.parley.wire.RawFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// A client's bytes, damaged in every place, against a real server over a Unix socket: each connection comes to its end,
/// nothing is left of it, and the calls of another client go on all the while. Every damage goes over a socket of its own.
@Timeout(120)
class BadBytesToServerTest {
    @TempDir Path folder;

    private final Probe probe = new Probe();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger goodCalls = new AtomicInteger();
    private final AtomicReference<Throwable> harm = new AtomicReference<>();
    private AutoCloseable quiet;
    private Server server;
    private URI url;
    private Client good;
    private Thread caller;

    @BeforeEach
    void start() throws Exception {
        quiet = Await.quiet();
        server = Probe.serve(probe, folder, Limits.DEFAULT);
        url = server.urls().getFirst();
        good = Client.connect(url.toString());
        caller = Thread.startVirtualThread(this::callAllTheWhile);
    }

    private void callAllTheWhile() {
        try {
            while (!stop.get()) {
                int n = goodCalls.getAndIncrement();
                assertThat(good.service("probe").call("add", n, 1)).isEqualTo(n + 1L);
            }
        } catch (Throwable e) {
            harm.set(e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        stop.set(true);
        caller.join();
        good.close();
        server.close();
        quiet.close();
    }

    private void tried(int attempts) throws Exception {
        assertThat(harm.get()).as("what happened to the other client").isNull();
        assertThat(goodCalls.get()).as("calls of the other client").isPositive();
        assertThat(attempts).isGreaterThan(100);
        Await.until("only the good connection is left", () -> server.connections() == 1);
        probe.awaitIdle();
    }

    /// Says the bytes, then that nothing more comes; whatever the server answers must be understood, and end.
    private void say(Exchange.Damage damage) {
        try (RawPeer peer = RawPeer.connect(url).listen()) {
            try {
                peer.bytes(damage.bytes());
                peer.channel.shutdownOutput();
            } catch (IOException e) {
                // closed by the server before all was said
            }
            peer.untilClosed();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theRecordedConversationIsUnderstood() throws Exception {
        try (RawPeer peer = RawPeer.connect(url).bytes(Exchange.client()).listen()) {
            Set<String> missing =
                    new HashSet<>(
                            Set.of(
                                    "Result 1 {} value=05",
                                    "End[id=3, metadata={}]",
                                    "Result 5 {} value=03",
                                    "End[id=7, metadata={}]",
                                    "Failure 9 INVALID_ARGUMENT (IllegalArgumentException) no ran trace= {} without a"
                                            + " value",
                                    "Result 13 {} value=c40a00010203040506070809",
                                    "Result 15 {} value=09",
                                    "Pong[number=42]",
                                    "Pong[number=43]"));
            Map<String, String> items = new HashMap<>();
            while (!missing.isEmpty()) {
                String answer = peer.hear();
                missing.remove(answer);
                if (answer.startsWith("Item ")) { // how many go into one frame is the server's affair
                    String[] parts = answer.split(" value=", -1);
                    items.merge(parts[0], parts[1], String::concat);
                }
            }
            assertThat(items)
                    .containsEntry("Item 3", "000102030405060708090a0b0c0d0e0f10111213")
                    .containsEntry("Item 7", "a141");
        }
    }

    @Test
    void everyBitFlippedEndsInOrder() throws Exception {
        long before = Memory.used();
        List<Exchange.Damage> damages = Exchange.flipped(Exchange.client());
        Exchange.each(damages, this::say);
        tried(damages.size());
        assertThat(Memory.used() - before).as("memory kept").isLessThan(32 << 20);
    }

    @Test
    void cutOffAnywhereEndsInOrder() throws Exception {
        List<Exchange.Damage> damages = Exchange.cut(Exchange.client());
        Exchange.each(damages, this::say);
        tried(damages.size());
    }

    @Test
    void cutOffAnywhereAndClosedAtOnceLeavesNothing() throws Exception {
        List<Exchange.Damage> damages = Exchange.cut(Exchange.client());
        Exchange.each(
                damages,
                damage -> {
                    try (RawPeer peer = RawPeer.connect(url)) {
                        peer.bytes(damage.bytes());
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
        tried(damages.size());
    }

    /// After the damage a ping, which is answered where the framing is kept, and so many zeros that the longest frame is
    /// filled up, which ends the connection in any case.
    @Test
    void whereTheFramingIsKeptTheConnectionGoesOn() throws Exception {
        byte[] ping = RawFrame.of(RawFrame.PING, 0, 0).u64(77).end();
        AtomicInteger goesOn = new AtomicInteger();
        List<Exchange.Damage> damages = Exchange.flipped(Exchange.client());
        Exchange.each(
                damages,
                damage -> {
                    try (RawPeer peer = RawPeer.connect(url).listen()) {
                        try {
                            peer.bytes(RawFrame.join(damage.bytes(), ping, new byte[140_000]));
                            peer.channel.shutdownOutput();
                        } catch (IOException e) {
                            // closed by the server before all was said
                        }
                        boolean answered = false;
                        for (String next = peer.hear(); !next.equals("closed"); next = peer.hear()) {
                            answered |= next.equals("Pong[number=77]");
                        }
                        goesOn.addAndGet(answered ? 1 : 0);
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        assertThat(goesOn.get()).as("of " + damages.size()).isGreaterThan(damages.size() / 3);
        tried(damages.size());
    }

    @Test
    void randomBytesAfterTheGreetingEndInOrder() throws Exception {
        java.util.Random random = new java.util.Random(20260802);
        List<Exchange.Damage> damages = new java.util.ArrayList<>();
        byte[] greeting = RawFrame.greeting();
        for (int i = 0; i < 500; i++) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            damages.add(new Exchange.Damage("noise " + i, RawFrame.join(greeting, noise)));
        }
        Exchange.each(damages, this::say);
        tried(damages.size());
    }
}
