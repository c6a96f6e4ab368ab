package dev.parley.services;

import dev.parley.Code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The bytes of an open file, from an offset to where its end was at first. Each chunk takes the place of the one before: it
/// is written to the wire before the next is asked for.
final class Chunks implements Iterator<ByteBuffer>, AutoCloseable {
    /// As much as goes into one frame of our own wire without being cut.
    private static final int SIZE = (64 << 10) - 64;

    private final String said;
    private final FileChannel file;
    private final ByteBuffer chunk;
    private long left;

    /// @param left how many bytes there are
    Chunks(String said, FileChannel file, long left) {
        this.said = said;
        this.file = file;
        this.left = left;
        chunk = ByteBuffer.allocate((int) Math.min(SIZE, left));
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
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
