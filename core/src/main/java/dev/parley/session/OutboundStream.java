package dev.parley.session;

import dev.parley.value.Output;
import dev.parley.value.Shape;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.LockSupport;

/// The items of a stream that this end sends. Whoever sends waits while the credit is used up. One thread sends.
public final class OutboundStream {
    private final Session session;
    private final int id;
    private final Shape shape;

    private long credit; // guarded by this, as all that follows
    private boolean closed;
    private @Nullable Thread waiter;

    OutboundStream(Session session, int id, Shape shape, int window) {
        this.session = session;
        this.id = id;
        this.shape = shape;
        credit = window;
    }

    /// Sends an item; waits for credit where there is none left.
    ///
    /// @return false when no more items are wanted
    /// @throws dev.parley.value.ValueException for an item that cannot be written
    public boolean send(@Nullable Object item) throws InterruptedException {
        Output out = Scratch.take();
        Encoded body = session.encode(shape, item, out);
        if (!await(body.length() + InboundStream.COST)) {
            return false;
        }
        session.outbox().awaitRoom(this::isClosed);
        session.outbox().sendLazily(new Frame.Item(id, body));
        session.recycle(out, body);
        return true;
    }

    private boolean await(int cost) throws InterruptedException {
        while (true) {
            synchronized (this) {
                if (closed) {
                    return false;
                }
                if (credit > 0) {
                    credit -= cost;
                    return true;
                }
                waiter = Thread.currentThread();
            }
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /// The peer takes so many more bytes.
    synchronized void grant(int bytes) {
        credit += bytes;
        wake();
    }

    /// Nobody wants more items.
    void close() {
        synchronized (this) {
            closed = true;
            wake();
        }
        session.outbox().ring();
    }

    private void wake() {
        if (waiter != null) {
            LockSupport.unpark(waiter);
            waiter = null;
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
