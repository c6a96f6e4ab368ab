package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.Server;
import dev.parley.wire.Frame;
import dev.parley.wire.RawFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/// What a server answers, frame by frame, to a peer that says odd things.
@Timeout(60)
class ConversationTest {
    @TempDir Path folder;

    private final Probe probe = new Probe();
    private Server server;
    private RawPeer peer;

    @BeforeEach
    void start() throws Exception {
        server = Probe.serve(probe, folder, Limits.DEFAULT);
        peer = RawPeer.connect(server.urls().getFirst()).greet().listen();
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
        server.close();
    }

    private static String refusal(String message) {
        return "GoAway[last=-1, code=INVALID_ARGUMENT, message=" + message + "]";
    }

    @Test
    void theFirstCallMayComeWithTheGreeting() throws Exception {
        URI url = server.urls().getFirst();
        try (RawPeer fresh = RawPeer.connect(url)) {
            byte[] call =
                    RawFrame.of(RawFrame.CALL, RawFrame.DEFINE, 1)
                            .varint(1)
                            .text("probe")
                            .text("add")
                            .hex("920203")
                            .end();
            fresh.bytes(RawFrame.join(RawFrame.greeting(), call)).listen();
            assertThat(fresh.hear(Frame.Hello.class))
                    .usingRecursiveComparison()
                    .ignoringFields("id")
                    .isEqualTo(new Frame.Hello("msgpack", "parley", 4 << 20, 256 << 10, 10_000));
            assertThat(fresh.hear()).isEqualTo("Result 1 {} value=05");
        }
    }

    @Test
    void anIdCanBeUsedAgainAfterItsCallIsOver() throws Exception {
        peer.say(RawPeer.call(1, "add", "920203"));
        assertThat(peer.hear()).isEqualTo("Result 1 {} value=05");
        peer.say(RawPeer.call(1, "add", "920304"));
        assertThat(peer.hear()).isEqualTo("Result 1 {} value=07");
    }

    @Test
    void anIdThatIsInUseEndsTheConnection() throws Exception {
        peer.say(RawPeer.call(5, "block", "90"));
        probe.blocked.acquire();
        peer.say(RawPeer.call(5, "add", "920203"));
        assertThat(peer.untilClosed())
                .isEqualTo("GoAway[last=5, code=INVALID_ARGUMENT, message=call id 5 is in use by another call]");
        probe.interrupted.acquire();
        Await.until("the session is gone", () -> server.connections() == 0);
    }

    @Test
    void aCallOfTheWrongParityIsNotLeftWithoutAnAnswer() throws Exception {
        peer.say(RawPeer.call(2, "add", "920203"));
        assertThat(peer.untilClosed()).startsWith("GoAway[last=-1, code=INVALID_ARGUMENT, message=call id 2 ");
    }

    @Test
    void framesOfUnknownCallsAreIgnored() throws Exception {
        for (int id : new int[] {1, 2, 7, Integer.MAX_VALUE}) {
            peer.say(
                    new Frame.Item(id, RawPeer.value("01")),
                    new Frame.End(id, Map.of()),
                    new Frame.Cancel(id),
                    new Frame.Credit(id, 100),
                    new Frame.Result(id, Map.of(), RawPeer.value("01")),
                    new Frame.Failure(id, Code.ABORTED, "", "", false, "", Map.of(), null));
        }
        peer.requireAlive();
    }

    @Test
    void aCommandThatTakesNoStreamRefusesOne() throws Exception {
        peer.say(RawPeer.streaming(1, "add", "920203"), new Frame.Item(1, RawPeer.value("01")));
        assertThat(peer.hear())
                .isEqualTo(
                        "Failure 1 INVALID_ARGUMENT () probe.add: got a stream (it takes none) trace= {}"
                                + " without a value");
        peer.requireAlive();
    }

    @Test
    void aCommandThatTakesAStreamDoesWithoutOne() throws Exception {
        peer.say(RawPeer.call(1, "sum", "90"));
        assertThat(peer.hear()).isEqualTo("Result 1 {} value=00");
    }

    @Test
    void aFailedStreamOfArgumentsReachesTheHandler() throws Exception {
        peer.say(
                RawPeer.streaming(1, "sum", "90"),
                new Frame.Item(1, RawPeer.value("01")),
                new Frame.Failure(1, Code.DATA_LOSS, "Torn", "the disk broke", true, "", Map.of(), null));
        assertThat(peer.hear()).isEqualTo("Failure 1 DATA_LOSS (Torn) the disk broke ran trace= {} without a value");
    }

    @Test
    void aFrameMayBringSeveralItems() throws Exception {
        peer.say(
                RawPeer.streaming(1, "sum", "90"),
                new Frame.Item(1, RawPeer.value("0102cd0400")),
                new Frame.Item(1, RawPeer.value("03")),
                new Frame.End(1, Map.of()));
        assertThat(peer.hear()).isEqualTo("Result 1 {} value=cd0406");
    }

    @Test
    void aFrameOfItemsIsReadAsFarAsItMakesSense() throws Exception {
        peer.say(RawPeer.streaming(1, "sum", "90"), new Frame.Item(1, RawPeer.value("0102a16103")));
        assertThat(peer.hear(Frame.Failure.class).message())
                .isEqualTo("probe.sum.numbers: got text (expected integer)");
        peer.say(RawPeer.streaming(3, "sum", "90"), new Frame.Item(3, RawPeer.value("01cd04")));
        assertThat(peer.hear(Frame.Failure.class))
                .satisfies(f -> assertThat(f.code()).isEqualTo(Code.INVALID_ARGUMENT))
                .satisfies(f -> assertThat(f.message()).startsWith("probe.sum.numbers: "));
        peer.say(RawPeer.streaming(5, "sum", "90"), new Frame.Item(5, RawPeer.value("")));
        assertThat(peer.hear(Frame.Failure.class).message())
                .isEqualTo("probe.sum.numbers: got nothing (expected integer)");
        peer.requireAlive();
    }

    @Test
    void anItemOfTheWrongKindNamesItsPlace() throws Exception {
        peer.say(RawPeer.streaming(1, "sum", "90"), new Frame.Item(1, RawPeer.value("a161")));
        assertThat(peer.hear(Frame.Failure.class))
                .satisfies(f -> assertThat(f.code()).isEqualTo(Code.INVALID_ARGUMENT))
                .satisfies(f -> assertThat(f.message()).isEqualTo("probe.sum.numbers: got text (expected integer)"));
        peer.requireAlive();
    }

    @Test
    void aCancelledCallIsNotAnsweredAndItsHandlerIsInterrupted() throws Exception {
        peer.say(RawPeer.call(1, "block", "90"));
        probe.blocked.acquire();
        peer.say(new Frame.Cancel(1), RawPeer.call(3, "add", "920203"));
        probe.interrupted.acquire();
        assertThat(peer.hear()).isEqualTo("Result 3 {} value=05");
        probe.awaitIdle();
    }

    @Test
    void aDeadlineEndsTheCallAndInterruptsItsHandler() throws Exception {
        peer.say(RawPeer.call(1, "block", "90", 1_000_000, false, false));
        assertThat(peer.hear(Frame.Failure.class))
                .satisfies(f -> assertThat(f.code()).isEqualTo(Code.DEADLINE_EXCEEDED))
                .satisfies(f -> assertThat(f.message()).isEqualTo("probe.block: not finished before the deadline"));
        probe.awaitIdle();
    }

    @Test
    void theLongestDeadlineDoesNotOverflow() throws Exception {
        peer.say(RawPeer.call(1, "add", "920203", Long.MAX_VALUE, false, false));
        assertThat(peer.hear()).isEqualTo("Result 1 {} value=05");
    }

    @Test
    void unknownServicesAndCommandsAreNamed() throws Exception {
        peer.say(RawPeer.call(1, "nothing", "90"));
        assertThat(peer.hear(Frame.Failure.class))
                .satisfies(f -> assertThat(f.code()).isEqualTo(Code.UNIMPLEMENTED))
                .satisfies(f -> assertThat(f.type()).isEqualTo("UnknownCommand"))
                .satisfies(f -> assertThat(f.ran()).isFalse())
                .satisfies(f ->
                        assertThat(f.message()).startsWith("no command \"nothing\" in service probe (there are: "));
    }

    @Test
    void aPeerThatGoesAwayIsNotHeldAgainstItsCalls() throws Exception {
        peer.say(new Frame.GoAway(-1, null, "bye"), RawPeer.call(1, "add", "920203"));
        assertThat(peer.hear()).isEqualTo("Result 1 {} value=05");
    }

    @Test
    void aPeerThatGoesAwayWithAnErrorIsClosed() throws Exception {
        peer.say(new Frame.GoAway(-1, Code.INTERNAL, "confused"));
        assertThat(peer.hear()).isEqualTo("closed");
        Await.until("the session is gone", () -> server.connections() == 0);
    }

    @Test
    void whatMakesNoSenseIsAnsweredWithTheReason() throws Exception {
        peer.bytes(RawFrame.of(RawFrame.CANCEL, 0, 0).end());
        assertThat(peer.untilClosed()).isEqualTo(refusal("call id 0 (expected 1 to 2^31 - 1)"));
    }
}
