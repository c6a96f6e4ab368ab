package dev.parley.session;

import dev.parley.value.Output;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// A few buffers that are used over and over. A slot per thread, about; who finds his empty makes a new buffer.
public final class Scratch {
    private static final int SLOTS = 64;
    private static final int LARGEST_KEPT = 256 << 10;
    private static final AtomicReferenceArray<@Nullable Output> POOL = new AtomicReferenceArray<>(SLOTS);

    private Scratch() {}

    private static int slot() {
        return (int) (Thread.currentThread().threadId() & (SLOTS - 1));
    }

    /// An empty buffer, the caller's until he gives it back (or keeps it for good).
    public static Output take() {
        Output out = POOL.getAndSet(slot(), null);
        return out == null ? new Output(1 << 10) : out;
    }

    /// Takes back a buffer that nobody looks at any more.
    public static void give(Output out) {
        if (out.array().length <= LARGEST_KEPT) {
            out.clear();
            POOL.set(slot(), out);
        } else {
            out.release();
        }
    }
}
