package dev.parley.session;

import dev.parley.value.Output;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Turns what a link reads into frames, and keeps what a read leaves over; what is to be done for each of them is, where it can
/// be, done once for all that came in one read. Used by one thread at a time.
final class Inbox {
    private final Wire wire;
    private final Consumer<Frame> frames;
    private final Outbox outbox;
    private Output leftover = new Output(0);
    private final List<InboundStream> offered = new ArrayList<>();
    private boolean holds; // answers

    /// Who reads. Without a lock: nobody but the thread itself finds its own name here.
    private @Nullable Thread reading;

    Inbox(Wire wire, Consumer<Frame> frames, Outbox outbox) {
        this.wire = wire;
        this.frames = frames;
        this.outbox = outbox;
    }

    /// As of [Wire#room()].
    @Nullable ByteBuffer room() {
        return leftover.size() == 0 ? wire.room() : null;
    }

    /// As of [Wire#unused()].
    void unused() {
        wire.unused();
    }

    /// Takes the bytes from `from` to before `to`. To be followed by [#taken()].
    void take(byte[] bytes, int from, int to) throws WireException {
        reading = Thread.currentThread();
        if (leftover.size() == 0) {
            int used = wire.decode(bytes, from, to, frames);
            if (from + used < to) {
                leftover.bytes(bytes, from + used, to - from - used);
            }
            return;
        }
        leftover.bytes(bytes, from, to - from);
        int used = wire.decode(leftover.array(), 0, leftover.size(), frames);
        if (used == 0) {
            return; // a large message comes in many reads
        }
        Output rest = new Output(leftover.size() - used);
        rest.bytes(leftover.array(), used, leftover.size() - used);
        leftover = rest;
    }

    /// What was read has been handled, or that has failed.
    void taken() {
        reading = null;
        offered.forEach(InboundStream::wake);
        offered.clear();
        if (holds) {
            holds = false;
            outbox.release();
        }
    }

    /// The thread that reads has given an item to a stream: its consumer is woken when all that came with it is there.
    void offered(InboundStream stream) {
        offered.add(stream);
    }

    /// Sends an answer: those that the thread that reads gives itself, to calls that came in one read, go out together.
    ///
    /// @param crowd as of [Outbox#send(Frame, boolean)]
    void answer(Frame answer, boolean crowd) {
        if (reading == Thread.currentThread()) {
            holds = true;
            outbox.hold(answer);
        } else {
            outbox.send(answer, crowd);
        }
    }
}
