package dev.parley.services;

import dev.parley.Code;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/// The bytes of an open file, from an offset to where its end was at first. Each chunk takes the place of the one before: it
/// is written to the wire before the next is asked for.
final class Chunks implements Iterator<ByteBuffer>, AutoCloseable {
    /// As much as goes into one frame of our own wire without being cut.
    private static final int SIZE = (64 << 10) - 64;

    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    /// Buffers outside the heap, which files are read into without a copy; fresh ones are expensive.
    private static final Queue<ByteBuffer> SPARES = new ArrayBlockingQueue<>(16);

    private final String said;
    private final FileChannel file;
    private ByteBuffer chunk = NONE;
    private long left;
    private @Nullable Thread reader; // who had the last chunk

    /// @param left how many bytes there are
    Chunks(String said, FileChannel file, long left) {
        this.said = said;
        this.file = file;
        this.left = left;
    }

    private static ByteBuffer take() {
        ByteBuffer spare = SPARES.poll();
        return spare == null ? ByteBuffer.allocateDirect(SIZE) : spare;
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public ByteBuffer next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (reader == null) { // one that is given up before takes none
            chunk = left < SIZE ? ByteBuffer.allocate((int) left) : take();
        }
        reader = Thread.currentThread();
        chunk.clear().limit((int) Math.min(SIZE, left));
        try {
            while (chunk.hasRemaining()) {
                if (file.read(chunk) < 0) {
                    throw Failures.of(Code.ABORTED, said, "became shorter while it was read");
                }
            }
        } catch (IOException e) {
            throw Failures.of(said, e);
        }
        chunk.flip();
        left -= chunk.remaining();
        return chunk;
    }

    @Override
    public void close() {
        if (chunk.isDirect() && Thread.currentThread() == reader) { // else it may be in use
            SPARES.offer(chunk);
            chunk = NONE;
            left = 0;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
