package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Writer;
import dev.parley.wire.Frame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The limit `window`: how far a producer gets ahead of its consumer, counted; and what happens to one that goes on.
@Timeout(60)
class WindowTest {
    private static final int ITEM = 1000;

    /// What an item of so many bytes costs: those of its MessagePack form, and 16.
    private static final int COST = ITEM + 3 + 16;

    @TempDir Path folder;

    private final Probe probe = new Probe();
    private Server server;

    private Client connect(Limits ofServer, Limits ofClient) {
        server = Probe.serve(probe, folder, ofServer);
        Client client = Client.builder("unix://" + folder.resolve("s")).limits(ofClient).connect();
        client.service("probe").call("add", 1, 2); // both have greeted now
        return client;
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    /// Waits until the number of items produced stands still for a while, having passed `least`.
    private static void awaitStill(AtomicLong produced, long least) throws InterruptedException {
        long[] last = {-1, 0};
        Await.until(
                "the producer waits",
                () -> {
                    long now = produced.get();
                    last[1] = now == last[0] ? last[1] + 1 : 0;
                    last[0] = now;
                    return now >= least && last[1] >= 50;
                });
    }

    @Test
    void aHandlerGetsNoFurtherAheadThanTheClientsWindow() throws Exception {
        for (int window : new int[] {1, 10_000, 256 << 10, 1 << 20}) {
            probe.produced.set(0);
            try (Client client = connect(Limits.DEFAULT, Limits.DEFAULT.withWindow(window));
                    Stream<Object> items = client.service("probe").stream("flood", ITEM)) {
                Iterator<Object> iterator = items.iterator();
                iterator.next();
                long most = window / COST + 1 + 1 + Math.max(1, window / COST / 4) + 1;
                awaitStill(probe.produced, window / COST);
                assertThat(probe.produced.get()).as("window " + window).isLessThanOrEqualTo(most);
                for (int i = 0; i < 3 * window / COST + 10; i++) {
                    assertThat((byte[]) iterator.next()).hasSize(ITEM);
                }
            }
            Await.until("the handler's stream is closed", () -> probe.closed.getAndSet(0) == 1);
            server.close();
        }
    }

    @Test
    void aCallerGetsNoFurtherAheadThanTheServersWindow() throws Exception {
        try (Client client = connect(Limits.DEFAULT.withWindow(50_000), Limits.DEFAULT)) {
            AtomicLong produced = new AtomicLong();
            Stream<byte[]> items =
                    Stream.generate(() -> new byte[ITEM]).limit(500).peek(_ -> produced.incrementAndGet());
            CompletableFuture<?> sum = client.service("probe").command("held").with(items).future();
            probe.blocked.acquire();
            awaitStill(produced, 50_000 / COST);
            assertThat(produced.get()).isLessThanOrEqualTo(50_000 / COST + 2);
            probe.go.countDown();
            assertThat(sum.join()).isEqualTo(500L * ITEM);
        }
    }

    /// The caller may not have heard of the server's window: he then waits for more after 256 KiB.
    @Test
    void theFirstCallMaySendMoreThanTheCallerKnowsOf() {
        probe.go.countDown();
        for (int window : new int[] {1, 256 << 10, 600 << 10, 2 << 20, 8 << 20}) {
            server = Probe.serve(probe, folder, Limits.DEFAULT.withWindow(window));
            for (int i = 0; i < 10; i++) {
                try (Client client = Client.connect("unix://" + folder.resolve("s"))) {
                    Stream<byte[]> items = Stream.generate(() -> new byte[60_000]).limit(50);
                    assertThat(client.service("probe").command("held").with(items).call())
                            .as("window %d", window)
                            .isEqualTo(50 * 60_000L);
                }
            }
            server.close();
        }
    }

    /// Each grant wakes the server up twice: a large window is there to have few.
    @Test
    void aClientGrantsHalfOfItsWindowAtATimeFromTheFirst() throws Exception {
        int window = 1 << 20;
        try (ServerSocketChannel raw = RawPeer.listen(folder.resolve("raw"));
                Client client =
                        Client.builder("unix://" + folder.resolve("raw"))
                                .limits(Limits.DEFAULT.withWindow(window))
                                .connect();
                RawPeer peer = RawPeer.accept(raw).greet().listen();
                Stream<Object> items = client.service("probe").stream("flood", ITEM)) {
            int id = peer.hear(Frame.Call.class).id();
            int cost = 1027 + 16;
            int half = (window / 2 + cost - 1) / cost;
            Frame item = new Frame.Item(id, RawPeer.value("c50400" + "00".repeat(1024)));
            Iterator<Object> iterator = items.iterator();
            for (int i = 0; i < half; i++) { // one after the other, as a consumer reads that keeps up
                peer.say(item);
                iterator.next();
            }
            assertThat(peer.hear(Frame.Credit.class)).isEqualTo(new Frame.Credit(id, half * cost));
        }
    }

    @Test
    void aSlowReaderHoldsUpNeitherOtherStreamsNorOtherCalls() throws Exception {
        try (Client client = connect(Limits.DEFAULT, Limits.DEFAULT);
                Stream<Object> slow = client.service("probe").stream("flood", ITEM);
                Stream<Object> quick = client.service("probe").stream("flood", ITEM)) {
            slow.iterator().next();
            Iterator<Object> items = quick.iterator();
            for (int i = 0; i < 5_000; i++) {
                assertThat((byte[]) items.next()).hasSize(ITEM);
            }
            assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
    }

    @Test
    void itemsBeyondTheCreditEndTheCallButNotTheConnection() throws Exception {
        server = Probe.serve(probe, folder, Limits.DEFAULT.withWindow(1000));
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).greet().listen()) {
            peer.say(RawPeer.streaming(1, "held", "90"));
            probe.blocked.acquire();
            Frame item = new Frame.Item(1, RawPeer.value("c50400" + "00".repeat(1024)));
            int granted = (256 << 10) / (1027 + 16) + 1; // who has not heard of a smaller window may send so much
            for (int i = 0; i < granted; i++) {
                peer.say(item);
            }
            peer.requireAlive();
            peer.say(item);
            assertThat(peer.hear())
                    .isEqualTo(
                            "Failure 1 RESOURCE_EXHAUSTED () probe.held: more items than the window that was granted"
                                    + " ran trace= {} without a value");
            peer.say(item, item, RawPeer.call(3, "add", "920203"));
            assertThat(peer.hear()).isEqualTo("Result 3 {} value=05");
        }
        probe.awaitIdle();
    }

    @Test
    void anItemMayBeLargerThanTheWindow() {
        try (Client client = connect(Limits.DEFAULT.withWindow(10), Limits.DEFAULT.withWindow(10))) {
            assertThat(
                            client.service("probe")
                                    .call(
                                            "lengths",
                                            new byte[1],
                                            Stream.of(new byte[300_000], new byte[5], new byte[70_000])))
                    .isEqualTo(370_006L);
            assertThat(
                            client.service("probe").stream("sizes", 300_000, 1, 70_000, 5)
                                    .map(b -> ((byte[]) b).length)
                                    .toList())
                    .containsExactly(300_000, 1, 70_000, 5);
        }
    }

    @Test
    void aServerThatSendsBeyondTheCreditFailsTheCallButNotTheConnection() throws Exception {
        try (ServerSocketChannel raw = RawPeer.listen(folder.resolve("raw"));
                Client client = Client.connect("unix://" + folder.resolve("raw"));
                RawPeer peer = RawPeer.accept(raw).greet().listen();
                Stream<Object> items = client.service("probe").stream("flood", ITEM)) {
            int id = peer.hear(Frame.Call.class).id();
            Frame item = new Frame.Item(id, RawPeer.value("c50400" + "00".repeat(1024)));
            for (int i = 0; i < (256 << 10) / (1027 + 16) + 2; i++) {
                peer.say(item);
            }
            assertThat(peer.hear()).isEqualTo("Cancel[id=" + id + "]");
            Iterator<Object> iterator = items.iterator();
            for (int i = 0; i < (256 << 10) / (1027 + 16) + 1; i++) {
                iterator.next();
            }
            assertThatThrownBy(iterator::hasNext)
                    .isInstanceOfSatisfying(
                            RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED))
                    .hasMessage("probe.flood: sends more than the window that it was granted");
            peer.requireAlive();
        }
    }

    @Test
    void creditForNothingAndForTooMuchDoesNoHarm() throws Exception {
        server = Probe.serve(probe, folder, Limits.DEFAULT);
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).greet().listen()) {
            peer.say(RawPeer.call(1, "count", "91cd0400"), new Frame.Credit(1, 0));
            for (int i = 0; i < 10; i++) {
                peer.say(new Frame.Credit(1, Integer.MAX_VALUE));
            }
            StringBuilder items = new StringBuilder();
            String next = peer.hear();
            for (String item = "Item 1 value="; next.startsWith(item); next = peer.hear()) {
                items.append(next, item.length(), next.length());
            }
            assertThat(items.toString()).isEqualTo(inMessagePack(IntStream.range(0, 1024)));
            assertThat(next).isEqualTo("End[id=1, metadata={}]");
            peer.requireAlive();
        }
    }

    private static String inMessagePack(IntStream numbers) {
        Output out = new Output();
        Writer writer = Codecs.msgpack().writer(out);
        numbers.forEach(writer::integer);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    @Test
    void largeAndSmallItemsKeepTheirOrder() {
        try (Client client = connect(Limits.DEFAULT, Limits.DEFAULT)) {
            Object[] sizes = {200_000, 1, 70_000, 5, 5, 900_000, 1, 66_000, 3};
            for (int round = 0; round < 50; round++) {
                List<byte[]> got = client.service("probe").stream("sizes", sizes).map(byte[].class::cast).toList();
                for (int i = 0; i < sizes.length; i++) {
                    assertThat(got.get(i)).hasSize((int) sizes[i]);
                    assertThat(got.get(i)[0]).as("round " + round).isEqualTo((byte) i);
                }
                assertThat(
                                client.service("probe")
                                        .call("lengths", new byte[3_000_000], Stream.of(new byte[5], new byte[70_000])))
                        .isEqualTo(3_070_005L);
            }
        }
    }

    @Test
    void aLargeItemBeforeAFailureArrives() {
        try (Client client = connect(Limits.DEFAULT, Limits.DEFAULT)) {
            for (int round = 0; round < 20; round++) {
                Iterator<Object> items = client.service("probe").stream("breaks", 1 << 20).iterator();
                assertThat((byte[]) items.next()).hasSize(1 << 20);
                assertThatThrownBy(items::hasNext).hasMessage("broken midway");
            }
        }
    }

    @Test
    void aFailingStreamOfArgumentsFailsTheCallAndInterruptsItsHandler() throws Exception {
        try (Client client = connect(Limits.DEFAULT, Limits.DEFAULT)) {
            Stream<byte[]> broken =
                    Stream.of(1, 2)
                            .map(i -> {
                                if (i == 2) {
                                    throw new IllegalStateException("torn");
                                }
                                return new byte[10];
                            });
            assertThatThrownBy(() -> client.service("probe").call("lengths", new byte[1], broken))
                    .hasMessageContaining("the stream of arguments failed at the caller")
                    .hasMessageContaining("torn");
            probe.awaitIdle();
            assertThat(Map.of("running", probe.running.get())).containsEntry("running", 0);
        }
    }
}
