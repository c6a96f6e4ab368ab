package dev.parley.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Limits;
import dev.parley.Peer;
import dev.parley.RpcException;
import dev.parley.link.Link;
import dev.parley.session.Session;
import dev.parley.session.SessionConfig;
import dev.parley.value.Codecs;
import dev.parley.value.Shapes;
import dev.parley.wire.ParleyWire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/// Sessions that leave in the moment in which they are told to wait.
@Timeout(10)
class SessionLimitTest {
    private final SessionLimit limit = new SessionLimit("the printer", 1, 1, Duration.ZERO);

    /// A connection to nobody, that can be lost.
    private static final class Loose implements Link {
        private Receiver receiver;

        @Override
        public Peer peer() {
            return new Peer("loose", "nobody");
        }

        @Override
        public void start(Receiver to) {
            receiver = to;
        }

        @Override
        public void write(ByteBuffer bytes) {
            bytes.position(bytes.limit());
        }

        @Override
        public void whenWritable() {}

        @Override
        public void wakeUp() {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void close(String why) {
            receiver.closed(why);
        }
    }

    private Session session() {
        SessionConfig config =
                new SessionConfig(
                        false,
                        "",
                        Limits.DEFAULT.withHandshake(Duration.ofHours(1)),
                        Codecs.msgpack(),
                        Codecs::find,
                        new Dispatcher(new Shapes(), null, List.of(), false),
                        null,
                        (_, type) -> type,
                        () -> "",
                        null,
                        new Semaphore(1),
                        _ -> {},
                        limit::gone);
        Session session = new Session(new Loose(), new ParleyWire(Codecs::find, 1 << 20), config);
        session.start();
        return session;
    }

    private static void mustNotWait() {
        throw new AssertionError("has to wait");
    }

    @Test
    void whoLeavesWhileHeIsToldToWaitIsForgotten() throws Exception {
        Session first = session();
        limit.arrive(first, SessionLimitTest::mustNotWait);
        Session second = session();
        assertThatThrownBy(() -> limit.arrive(second, () -> second.close("")))
                .isInstanceOf(RpcException.class)
                .hasMessage("the printer: the connection was lost while it waited");
        assertThat(limit.occupancy().waiting()).isEmpty();
        first.close("");
        limit.arrive(session(), SessionLimitTest::mustNotWait);
    }

    @Test
    void whoIsToldToWaitAndHasThePlaceByThenGoesOn() throws Exception {
        Session first = session();
        limit.arrive(first, SessionLimitTest::mustNotWait);
        limit.arrive(session(), () -> first.close(""));
        assertThat(limit.occupancy().holders()).hasSize(1);
    }

    @Test
    void whoHasLeftHoldsNobodyUpWhoComesBeforeThatIsSeen() throws Exception {
        Session first = session();
        limit.arrive(first, SessionLimitTest::mustNotWait);
        Session second = session();
        assertThatThrownBy(() ->
                        limit.arrive(
                                second,
                                () -> {
                                    second.close("");
                                    first.close("");
                                    arriveAtOnce(session());
                                }))
                .isInstanceOf(RpcException.class);
        assertThat(limit.occupancy().holders()).hasSize(1);
    }

    @Test
    void whoCannotBeToldToWaitIsForgotten() throws Exception {
        limit.arrive(session(), SessionLimitTest::mustNotWait);
        Session second = session();
        assertThatThrownBy(() -> limit.arrive(second, SessionLimitTest::mustNotWait))
                .isInstanceOf(AssertionError.class);
        assertThat(limit.occupancy().waiting()).isEmpty();
    }

    private void arriveAtOnce(Session session) {
        try {
            limit.arrive(session, SessionLimitTest::mustNotWait);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
