package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Limits;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.wire.CommandName;
import dev.parley.wire.Frame;
import dev.parley.wire.FrameText;
import dev.parley.wire.ParleyWire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Calls that the thread that reads answers itself: what came in one read is answered in one write.
@Timeout(30)
class InlineAnswersTest {
    private final SlowLink link = new SlowLink();
    private final ParleyWire peer = new ParleyWire(Codecs::find, 1 << 20);
    private final Session session = new Session(link, new ParleyWire(Codecs::find, 1 << 20), config());

    private static final class Here implements CallHandler {
        @Override
        public CommandName whole(CommandName said) {
            return said;
        }

        @Override
        public void handle(InboundCall call) {
            call.run(() -> answer(call), false);
        }

        private static void answer(InboundCall call) {
            try {
                call.reply().respond(null, null);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static SessionConfig config() {
        return new SessionConfig(
                false,
                "",
                Limits.DEFAULT,
                Codecs.msgpack(),
                Codecs::find,
                new Here(),
                null,
                (_, type) -> type,
                () -> "",
                null,
                new Semaphore(1),
                _ -> {},
                _ -> {});
    }

    private void hear(List<Frame> frames) {
        Output out = new Output();
        frames.forEach(frame -> peer.encode(frame, out));
        session.received(out.array(), 0, out.size());
    }

    private List<String> understood() throws Exception {
        List<String> frames = new ArrayList<>();
        byte[] bytes = link.taken.toByteArray();
        peer.decode(bytes, 0, bytes.length, frame -> frames.add(FrameText.of(frame)));
        return frames;
    }

    private static List<Frame> calls(int first, int count) {
        List<Frame> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(RawPeer.call(first + 2 * i, "add", "90"));
        }
        return calls;
    }

    @Test
    void whatCameTogetherIsAnsweredTogether() throws Exception {
        session.start();
        hear(List.of(new Frame.Hello("msgpack", "", 1 << 20, 1 << 18, 1000)));
        session.writable(); // the greeting
        link.writes = 0;

        hear(calls(1, 100));
        assertThat(link.writes).isEqualTo(1);

        hear(calls(201, 1));
        assertThat(link.writes).as("one more, for the call that came alone").isEqualTo(2);
        assertThat(understood()).hasSize(102).last().isEqualTo(FrameText.of(new Frame.Result(201, Map.of(), null)));
        session.closed("the test is over");
    }

    @Test
    void manyAnswersDoNotWaitForTheLastCall() throws Exception {
        session.start();
        hear(List.of(new Frame.Hello("msgpack", "", 1 << 20, 1 << 18, 10_000)));
        hear(calls(1, 5000));
        assertThat(link.writes).isBetween(3, 50);
        assertThat(understood()).hasSize(5001);
        session.closed("the test is over");
    }
}
