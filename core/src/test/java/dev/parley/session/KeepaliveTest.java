package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Limits;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.wire.CommandName;
import dev.parley.wire.Frame;
import dev.parley.wire.ParleyWire;
import dev.parley.wire.WireException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/// When a silent peer is asked and given up, on a clock that only the test moves.
class KeepaliveTest {
    private static final long SECOND = 1_000_000_000;

    private final SlowLink link = new SlowLink();
    private final ParleyWire wire = new ParleyWire(Codecs::find, 1 << 20);
    private final long start = System.nanoTime();
    private final Session session =
            new Session(
                    link,
                    new ParleyWire(Codecs::find, 1 << 20),
                    new SessionConfig(
                            false,
                            "server",
                            Limits.DEFAULT,
                            Codecs.msgpack(),
                            Codecs::find,
                            new Nothing(),
                            null,
                            (_, _) -> new Object(),
                            () -> "",
                            null,
                            new Semaphore(0),
                            _ -> {},
                            _ -> {}));

    private static final class Nothing implements CallHandler {
        @Override
        public CommandName whole(CommandName said) {
            return said;
        }

        @Override
        public void handle(InboundCall call) {}
    }

    private void receive(Frame frame) {
        Output out = new Output();
        wire.encode(frame, out);
        byte[] bytes = out.toByteArray();
        session.received(bytes, 0, bytes.length);
    }

    private void greet() {
        receive(new Frame.Hello("msgpack", "raw", 4 << 20, 256 << 10, 10_000));
    }

    /// The pings that have been sent.
    private int pings() {
        byte[] sent = link.taken.toByteArray();
        List<Frame> pings = new ArrayList<>();
        try {
            ParleyWire fresh = new ParleyWire(Codecs::find, 1 << 20);
            fresh.decode(
                    sent,
                    0,
                    sent.length,
                    frame -> {
                        if (frame instanceof Frame.Ping) {
                            pings.add(frame);
                        }
                    });
        } catch (WireException e) {
            throw new AssertionError(e);
        }
        return pings.size();
    }

    @Test
    void aPeerThatFallsSilentIsGivenUpWithinTwentySecondsOfItsLastByteAndHasTenToAnswer() {
        for (long step : new long[] {SECOND / 2, Sweeper.SLOWEST}) {
            for (long phase = 1; phase <= 50; phase++) {
                KeepaliveTest one = new KeepaliveTest();
                one.fallsSilent(step, phase * step / 50);
            }
        }
    }

    /// @param step between two looks of the sweeper
    /// @param phase how long after the last byte it looks
    private void fallsSilent(long step, long phase) {
        greet();
        long now = start + step;
        session.keepAlive(now);
        receive(new Frame.Pong(0));
        long last = now + step - phase;
        long asked = 0;
        while (link.closed.equals("no")) {
            now += step;
            session.keepAlive(now);
            asked = asked == 0 && pings() == 1 ? now : asked;
            assertThat(now - last)
                    .as("nanoseconds of silence, where the sweeper looks %d after the last byte", phase)
                    .isLessThanOrEqualTo(20 * SECOND);
        }
        assertThat(pings()).isEqualTo(1);
        assertThat(asked - last).as("nanoseconds before it was asked").isGreaterThan(8 * SECOND);
        assertThat(now - asked).as("nanoseconds it had to answer").isGreaterThan(10 * SECOND);
        assertThat(link.closed).startsWith("the peer has been silent and did not answer a ping within 10000 ms");
    }

    @Test
    void aPeerThatSpeaksIsNotAsked() {
        greet();
        long now = start;
        for (int second = 0; second < 120; second++) {
            now += SECOND / 2;
            session.keepAlive(now);
            receive(new Frame.Pong(0));
            now += SECOND / 2;
            session.keepAlive(now);
        }
        assertThat(pings()).isZero();
    }

    @Test
    void oneThatOnlyAnswersIsAskedAboutEveryNineSeconds() {
        greet();
        long now = start;
        int answered = 0;
        for (int step = 0; step < 2 * 90; step++) {
            now += SECOND / 2;
            session.keepAlive(now);
            if (pings() > answered) {
                answered++;
                receive(new Frame.Pong(0));
            }
        }
        assertThat(answered).isBetween(8, 11);
        assertThat(link.closed).isEqualTo("no");
    }
}
