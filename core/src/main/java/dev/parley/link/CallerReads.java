package dev.parley.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;

/// What a caller needs to read a socket in the place of its loop: a selector, because interrupting a thread that waits in
/// one does not close the socket, and a buffer.
final class CallerReads {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);
    private static final int SMALL = 16 << 10;
    private static final int LARGE = 256 << 10;

    private final Selector selector;
    private ByteBuffer buffer = NONE; // used by who reads, as the next
    private boolean more; // is there, perhaps

    CallerReads(SocketChannel channel) throws IOException {
        selector = Selector.open();
        try {
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            selector.close();
            throw e;
        }
    }

    void readWhile(SocketLink link, BooleanSupplier done, long until) throws IOException {
        while (!done.getAsBoolean()
                && !link.isClosed()
                && !link.isPaused()
                && !Thread.currentThread().isInterrupted()) {
            if (more) {
                read(link);
                continue;
            }
            long millis = (until - System.nanoTime()) / 1_000_000;
            if (millis < 0) {
                return;
            }
            selector.select(_ -> read(link), Math.min(millis + 1, 1000));
        }
    }

    private void read(SocketLink link) {
        if (buffer == NONE) {
            buffer = ByteBuffer.allocate(SMALL);
        }
        more = link.readOnce(buffer);
        if (more && !buffer.hasRemaining() && buffer.capacity() < LARGE) {
            buffer = ByteBuffer.allocate(LARGE);
        }
    }

    /// Nobody reads at the moment.
    void trim() {
        buffer = NONE;
    }

    void wakeUp() {
        selector.wakeup();
    }

    void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
