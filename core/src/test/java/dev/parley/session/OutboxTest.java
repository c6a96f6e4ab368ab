package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Code;
import dev.parley.value.Codecs;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.FrameText;
import dev.parley.wire.ParleyWire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// What goes out, in which order, and who is woken to write it: against a link that takes what a test lets it take.
@Timeout(30)
class OutboxTest {
    private static final int LARGE = 200_000;

    private final SlowLink link = new SlowLink();
    private final Outbox outbox = new Outbox(link, new ParleyWire(Codecs::find, 1 << 20));

    private static Encoded value(int length) {
        return RawPeer.value(new byte[length]);
    }

    /// What a peer makes of the bytes that were written, values as their lengths.
    private List<String> understood() throws Exception {
        ParleyWire peer = new ParleyWire(Codecs::find, 1 << 20);
        List<String> frames = new ArrayList<>();
        byte[] bytes = link.taken.toByteArray();
        peer.decode(
                bytes,
                0,
                bytes.length,
                frame ->
                        frames.add(
                                frame instanceof Frame.Carrier carrier && carrier.body() != null
                                        ? carrier.getClass().getSimpleName()
                                                + " "
                                                + carrier.id()
                                                + " of "
                                                + carrier.body().length()
                                        : FrameText.of(frame)));
        return frames;
    }

    private void greet() {
        outbox.send(new Frame.Hello("msgpack", "", 1 << 20, 1 << 18, 10));
    }

    @Test
    void whatTheLinkDoesNotTakeGoesOutWhenItHasRoom() throws Exception {
        link.room = 20;
        greet();
        outbox.send(new Frame.Ping(1));
        assertThat(outbox.isEmpty()).isFalse();
        assertThat(link.asksForRoom).isEqualTo(1);
        for (int i = 0; i < 200 && !outbox.isEmpty(); i++) {
            link.room = 1;
            outbox.writable();
        }
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(understood())
                .containsExactly(
                        "Hello[codec=msgpack, name=, maxMessage=1048576, window=262144, maxCalls=10, id=,"
                                + " keepsAnswers=false]",
                        "Ping[number=1]");
    }

    @Test
    void aLazyFrameWaitsForTheLinksThreadWhichIsWokenOnce() {
        outbox.sendLazily(new Frame.Ping(1));
        outbox.sendLazily(new Frame.Ping(2));
        assertThat(link.wakeUps).isEqualTo(1);
        assertThat(link.taken.size()).isZero();
        outbox.writable();
        assertThat(outbox.isEmpty()).isTrue();
        outbox.sendLazily(new Frame.Ping(3));
        assertThat(link.wakeUps).isEqualTo(2);
    }

    @Test
    void aWakeUpThatFindsAnotherWriterIsNotLost() {
        outbox.sendLazily(new Frame.Ping(1)); // asks for a wake-up
        link.room = 0;
        outbox.send(new Frame.Ping(2)); // before it comes, another thread writes, and the link is full
        outbox.writable(); // the wake-up
        link.room = Integer.MAX_VALUE;
        outbox.writable(); // there is room
        assertThat(outbox.isEmpty()).isTrue();
        int before = link.wakeUps;
        outbox.sendLazily(new Frame.Ping(3));
        assertThat(link.wakeUps).isEqualTo(before + 1);
    }

    @Test
    void whatALazySenderQueuesWhileAnotherWritesGoesOutWithIt() {
        link.room = 0;
        outbox.send(new Frame.Ping(1));
        outbox.sendLazily(new Frame.Ping(2));
        assertThat(link.wakeUps).isZero();
        link.room = Integer.MAX_VALUE;
        outbox.writable();
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void muchIsNotLeftToTheLinksThread() {
        outbox.sendLazily(new Frame.Item(1, value(20_000)));
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(link.wakeUps).isZero();
    }

    @Test
    void smallFramesPassBetweenThePiecesOfALargeValue() throws Exception {
        greet();
        link.room = 100_000;
        outbox.send(new Frame.Item(1, value(LARGE)));
        outbox.send(new Frame.Ping(7));
        outbox.send(new Frame.Item(3, value(5)));
        link.room = Integer.MAX_VALUE;
        outbox.writable();
        assertThat(understood()).containsSubsequence("Ping[number=7]", "Item 3 of 5", "Item 1 of " + LARGE);
    }

    @Test
    void nothingOfACallOvertakesItsLargeValue() throws Exception {
        greet();
        link.room = 100_000;
        outbox.send(new Frame.Item(1, value(LARGE)));
        outbox.send(new Frame.Item(1, value(5)));
        outbox.send(new Frame.Item(1, value(LARGE + 1)));
        outbox.sendLazily(new Frame.Item(1, value(6)));
        outbox.send(new Frame.End(1, Map.of()));
        link.room = Integer.MAX_VALUE;
        outbox.writable();
        assertThat(understood())
                .containsSubsequence(
                        "Item 1 of " + LARGE,
                        "Item 1 of 5",
                        "Item 1 of " + (LARGE + 1),
                        "Item 1 of 6",
                        "End[id=1, metadata={}]");
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void aFailureFollowsTheItemsBeforeIt() throws Exception {
        greet();
        link.room = 100_000;
        outbox.send(new Frame.Item(1, value(LARGE)));
        outbox.send(new Frame.Failure(1, Code.ABORTED, "", "broken", true, "", Map.of(), null));
        link.room = Integer.MAX_VALUE;
        outbox.writable();
        assertThat(understood())
                .containsSubsequence("Item 1 of " + LARGE, "Failure 1 ABORTED () broken ran trace= {} without a value");
    }

    @Test
    void aCancelDoesNotWaitForWhatIsGivenUp() throws Exception {
        greet();
        link.room = 100_000;
        outbox.send(new Frame.Item(1, value(LARGE)));
        outbox.send(new Frame.Item(1, value(LARGE)));
        outbox.send(new Frame.Item(3, value(LARGE)));
        outbox.abandon(1);
        outbox.send(new Frame.Cancel(1));
        link.room = Integer.MAX_VALUE;
        outbox.writable();
        assertThat(understood().subList(1, 3)).containsExactly("Cancel[id=1]", "Item 3 of " + LARGE);
        assertThat(link.taken.size()).isLessThan(LARGE + 180_000);
    }

    @Test
    void whoMayWaitDoesSoWhileMuchIsQueued() throws Exception {
        greet();
        link.room = 0;
        for (int i = 0; i < 20; i++) {
            outbox.send(new Frame.Item(2 * i + 1, value(LARGE)));
        }
        CountDownLatch passed = new CountDownLatch(1);
        Thread sender = Thread.startVirtualThread(() -> awaitRoom(() -> false, passed));
        Await.until("the sender waits", () -> waits(sender));
        assertThat(passed.getCount()).isEqualTo(1);
        link.room = Integer.MAX_VALUE;
        outbox.writable();
        passed.await();
    }

    @Test
    void smallFramesWithoutEndDoNotKeepALargeValueWaiting() throws Exception {
        greet();
        int[] more = {50};
        link.meanwhile =
                () -> {
                    for (int i = 0; i < 2 && more[0] > 0; i++) {
                        outbox.send(new Frame.Item(3, value(60_000)));
                        more[0]--;
                    }
                };
        outbox.send(new Frame.Item(1, value(LARGE)));
        assertThat(understood().indexOf("Item 1 of " + LARGE)).isBetween(1, 20);
    }

    @Test
    void whatGoesBeforeLargeValuesNeedNotWaitForThem() throws Exception {
        link.room = 0;
        for (int i = 0; i < 20; i++) {
            outbox.send(new Frame.Item(2 * i + 1, value(LARGE)));
        }
        assertThat(outbox.hasRoom(LARGE)).isFalse();
        assertThat(outbox.hasRoom(100)).isTrue();
        for (int i = 0; i < 200; i++) {
            outbox.send(new Frame.Item(2 * i + 101, value(10_000)));
        }
        assertThat(outbox.hasRoom(100)).as("behind as much of its like").isFalse();
        Thread sender = Thread.startVirtualThread(() -> awaitRoomForLittle());
        Await.until("the sender waits", () -> waits(sender));
        link.room = 2_500_000; // less than the large ones and these are together
        outbox.writable();
        sender.join();
    }

    private void awaitRoomForLittle() {
        try {
            outbox.awaitRoom(100, () -> false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoWaitsIsLetGoWhenHisCallIsOver() throws Exception {
        link.room = 0;
        for (int i = 0; i < 20; i++) {
            outbox.send(new Frame.Item(2 * i + 1, value(LARGE)));
        }
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch passed = new CountDownLatch(1);
        Thread sender = Thread.startVirtualThread(() -> awaitRoom(over::get, passed));
        Await.until("the sender waits", () -> waits(sender));
        over.set(true);
        outbox.ring();
        passed.await();
    }

    @Test
    void whoWaitsIsLetGoWhenTheLinkIsClosed() throws Exception {
        link.room = 0;
        for (int i = 0; i < 20; i++) {
            outbox.send(new Frame.Item(2 * i + 1, value(LARGE)));
        }
        CountDownLatch passed = new CountDownLatch(1);
        Thread sender = Thread.startVirtualThread(() -> awaitRoom(() -> false, passed));
        Await.until("the sender waits", () -> waits(sender));
        outbox.close();
        passed.await();
    }

    private void awaitRoom(java.util.function.BooleanSupplier over, CountDownLatch passed) {
        try {
            outbox.awaitRoom(over);
            passed.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Test
    void aPeerThatDoesNotReadWhatItIsSentUnaskedIsCutOff() {
        link.room = 0;
        for (int i = 0; i < 2_000_000 && link.closed.equals("no"); i++) {
            outbox.send(new Frame.Pong(i));
        }
        assertThat(link.closed).isEqualTo("the peer does not read what it is sent");
    }
}
