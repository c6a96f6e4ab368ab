package dev.parley.session;

import dev.parley.value.Output;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// Turns what a link reads into frames; keeps what a read leaves over. Used by one thread at a time.
final class Inbox {
    private final Wire wire;
    private final Consumer<Frame> frames;
    private Output leftover = new Output(0);

    Inbox(Wire wire, Consumer<Frame> frames) {
        this.wire = wire;
        this.frames = frames;
    }

    /// As of [Wire#room()].
    @Nullable ByteBuffer room() {
        return leftover.size() == 0 ? wire.room() : null;
    }

    /// As of [Wire#unused()].
    void unused() {
        wire.unused();
    }

    /// Takes the bytes from `from` to before `to`.
    void take(byte[] bytes, int from, int to) throws WireException {
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
}
