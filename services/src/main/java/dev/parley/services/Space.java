package dev.parley.services;

import dev.parley.Code;
import dev.parley.RpcException;

import java.io.IOException;
import java.nio.file.Path;

/// How many bytes the files below a root have together, and may have. As others may change them, too, they are counted
/// anew whenever an upload begins while none is under way; in between, what uploads and deletions do is added up.
final class Space {
    private final Path root;
    private final long most;
    private long used; // guarded by this
    private int uploads; // guarded by this

    /// @param most 0 for no limit
    Space(Path root, long most) {
        if (most < 0) {
            throw new IllegalArgumentException("quota: got " + most + " (expected bytes, or 0 for no limit)");
        }
        this.root = root;
        this.most = most;
    }

    /// An upload begins. What it takes must be given back if it fails.
    synchronized void begin() throws IOException {
        if (uploads == 0 && most > 0) {
            used = count();
        }
        uploads++;
    }

    synchronized void end() {
        uploads--;
    }

    private long count() throws IOException {
        long[] sum = {0};
        try (Folder top = Folder.at(root)) {
            top.visit(Place.DEEPEST, (_, _, attributes) -> sum[0] += PathInfo.size(attributes));
        }
        return sum[0];
    }

    /// So many bytes are about to be written.
    ///
    /// @throws RpcException where that would be too many
    synchronized void take(long bytes) {
        if (most > 0 && bytes > most - used) {
            throw new RpcException(
                    Code.RESOURCE_EXHAUSTED,
                    "quota: the files may have " + most + " bytes together (they have " + used + ")");
        }
        used += bytes;
    }

    /// So many bytes that were taken have gone.
    synchronized void give(long bytes) {
        used -= bytes;
    }

    /// Deletes what is no folder.
    synchronized void delete(Folder folder, Path name) throws IOException {
        long freed = PathInfo.size(folder.attributes(name));
        folder.deleteFile(name);
        used -= freed;
    }

    /// Puts a file in the place of another one, or of none.
    synchronized void replace(Folder folder, Path by, Path name) throws IOException {
        var old = folder.find(name);
        folder.move(by, folder, name);
        used -= old == null ? 0 : PathInfo.size(old);
    }
}
