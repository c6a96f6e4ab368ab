package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.CallHandler;
import dev.parley.session.InboundCall;
import dev.parley.session.Session;
import dev.parley.session.SessionConfig;
import dev.parley.session.SlowLink;
import dev.parley.value.Codecs;
import dev.parley.wire.CommandName;
import dev.parley.wire.ParleyWire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(60)
class LineTest {
    private static final class Nothing implements CallHandler {
        @Override
        public CommandName whole(CommandName said) {
            return said;
        }

        @Override
        public void handle(InboundCall call) {}
    }

    private static Session session() {
        SessionConfig config =
                new SessionConfig(
                        true,
                        "test",
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
                        _ -> {});
        return new Session(new SlowLink(), new ParleyWire(Codecs::find, 1 << 20), config);
    }

    @Test
    void pausesGrowWithFailuresAndBeginAnewAfterASuccess() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        AtomicInteger drawn = new AtomicInteger();
        Pauses pauses =
                new Pauses(() -> {
                    drawn.incrementAndGet();
                    return 0.5;
                });
        Session session = session();
        Line line =
                new Line(
                        _ -> {
                            if (attempts.incrementAndGet() <= 2) {
                                throw new RpcException(Code.UNAVAILABLE, "not there");
                            }
                            return session;
                        },
                        () -> false,
                        pauses);
        assertThat(line.await(System.nanoTime() + 50_000_000_000L)).isSameAs(session);
        assertThat(attempts).hasValue(3);
        assertThat(drawn).as("a pause after each failure").hasValue(2);
        assertThat(pauses.next()).as("the pause after the next failure").isEqualTo(100_000_000);
    }
}
