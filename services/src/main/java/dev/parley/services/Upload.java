package dev.parley.services;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;

/// A file that is being received, beside the place where it is to be. Leaves nothing behind unless it is complete.
final class Upload implements Closeable {
    private final Space space;
    private final Folder folder;
    private final Path temporary = Place.temporary();
    private final FileChannel file;
    private long size;
    private boolean complete;

    Upload(Space space, Folder folder) throws IOException {
        this.space = space;
        this.folder = folder;
        file = folder.create(temporary);
    }

    void receive(Iterator<byte[]> pieces) throws IOException {
        while (pieces.hasNext()) {
            byte[] piece = pieces.next();
            if (piece == null) {
                throw new IllegalArgumentException("src: got null (expected bytes)");
            }
            space.take(piece.length);
            size += piece.length;
            for (ByteBuffer rest = ByteBuffer.wrap(piece); rest.hasRemaining(); ) {
                file.write(rest);
            }
        }
    }

    /// Puts the file in its place. It is written to disk before, so that not even a power cut leaves half a file there.
    void complete(Path name) throws IOException {
        file.force(false);
        space.replace(folder, temporary, name);
        complete = true;
    }

    @Override
    public void close() throws IOException {
        file.close();
        if (complete) {
            return;
        }
        try {
            folder.deleteFile(temporary);
            space.give(size);
        } catch (NoSuchFileException e) {
            // deleted together with its folder, and given back then
        }
    }
}
