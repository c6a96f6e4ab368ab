package dev.parley.bench;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Where a [LargeFile] arrives, again and again: each piece is looked at, and written to a file or dropped.
final class FileCopy extends OutputStream {
    private final @Nullable FileChannel target;
    private long size;

    FileCopy(boolean stored) throws IOException {
        target = stored ? open() : null;
    }

    private static FileChannel open() throws IOException {
        Path file = Net.file(); // deleted in the end
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void begin() throws IOException {
        size = 0;
        if (target != null) {
            target.position(0);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        add(ByteBuffer.wrap(bytes, from, length));
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /// @return whether that was not all
    boolean add(ByteBuffer piece) {
        LargeFile.check(piece, size);
        size += piece.remaining();
        try {
            while (target != null && piece.hasRemaining()) {
                target.write(piece);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return size < LargeFile.SIZE;
    }

    void end() {
        Call.require(size == LargeFile.SIZE, "a file of " + LargeFile.SIZE + " bytes", size);
    }
}
