package dev.parley.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file to send: each of its longs tells where it stands.
final class LargeFile {
    static final int MIB = 64;
    static final int SIZE = MIB << 20;
    static final String NAME = "large";

    private LargeFile() {}

    /// Makes it, in a folder of its own.
    ///
    /// @return the folder
    static Path make() throws IOException {
        Path folder = Files.createTempDirectory("parley-bench");
        folder.toFile().deleteOnExit();
        Path file = folder.resolve(NAME);
        file.toFile().deleteOnExit();
        ByteBuffer content = ByteBuffer.allocate(SIZE);
        for (int at = 0; at < SIZE; at += Long.BYTES) {
            content.putLong(at, at);
        }
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (content.hasRemaining()) {
                out.write(content);
            }
        }
        return folder;
    }

    /// Looks at the first long that lies wholly in a piece of it.
    ///
    /// @param at where the piece begins
    static void check(ByteBuffer piece, long at) {
        int skip = (int) (-at & (Long.BYTES - 1));
        if (piece.remaining() >= skip + Long.BYTES) {
            long there = piece.getLong(piece.position() + skip);
            Call.require(there == at + skip, "the bytes at " + (at + skip), there);
        }
    }
}
