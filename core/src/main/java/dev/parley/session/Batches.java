package dev.parley.session;

import dev.parley.link.Link;
import dev.parley.value.Output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/// Writes batches to a link, one after the other, and remembers what it did not take of one.
final class Batches {
    private final Link link;
    private final AtomicLong progress = new AtomicLong();

    /// What a write has left over; handed from the thread that wrote to the link's, which may look before it is told.
    private volatile @Nullable ByteBuffer rest;

    private @Nullable Output restOf; // written before `rest`

    Batches(Link link) {
        this.link = link;
    }

    /// @return whether the link has taken all of it; else it comes for the rest when it can
    boolean write(Output batch) throws IOException {
        return write(batch, batch.view());
    }

    /// Goes on with what was left over. To be called by the link's thread.
    ///
    /// @return the batch that has been written now; null where the link takes no more, or nothing was left
    @Nullable Output goOn() throws IOException {
        ByteBuffer left = rest;
        Output of = restOf;
        if (left == null || of == null || !write(of, left)) {
            return null;
        }
        rest = null;
        restOf = null;
        return of;
    }

    private boolean write(Output batch, ByteBuffer from) throws IOException {
        ByteBuffer bytes = from;
        while (bytes != null) {
            int before = bytes.remaining();
            link.write(bytes);
            progress.addAndGet(before - (long) bytes.remaining());
            if (bytes.hasRemaining()) {
                restOf = batch;
                rest = bytes;
                link.whenWritable();
                return false;
            }
            bytes = batch.nextView();
        }
        return true;
    }

    /// Changes whenever the link takes something; with [#isStuck()] shows a peer that does not read.
    long progress() {
        return progress.get();
    }

    /// Whether something is to be written that the link does not take.
    boolean isStuck() {
        return rest != null;
    }
}
