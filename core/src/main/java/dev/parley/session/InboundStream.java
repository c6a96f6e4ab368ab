package dev.parley.session;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.value.Kind;
import dev.parley.value.Reader;
import dev.parley.value.Shape;
import dev.parley.value.ValueException;
import dev.parley.wire.Encoded;

import org.jspecify.annotations.Nullable;

import java.util.NoSuchElementException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// The items of a stream that the other end sends: kept as bytes until they are asked for, never more than the window.
/// As they are consumed, the sender is granted more.
public final class InboundStream implements Items {
    /// What a frame of items costs beside its bytes, so that many small ones do not take more memory than few large ones.
    static final int COST = 16;

    /// A sender that has not heard of this end's window may send so much.
    private static final int FIRST_WINDOW = 256 << 10;

    private final Session session;
    private final int id;
    private final Shape shape;
    private final String place;
    private final Runnable onClose;
    private final Consumer<BooleanSupplier> read;
    private final int window;

    private ItemFrames filling = new ItemFrames(); // guarded by this, as all that follows up to the next empty line
    private long credit;
    private boolean over;
    private @Nullable RuntimeException failure;
    private @Nullable Thread waiter;
    private boolean closed;
    private boolean holding; // the peer back, who knows nothing of credit

    /// When so many bytes have been consumed, they are granted: half of what the sender knows that it may send.
    private volatile int step;

    private ItemFrames draining = new ItemFrames(); // used by the consumer, as all that follows
    private @Nullable Reader reader; // of the frame whose items are being read
    private int consumed;
    private boolean lends;
    private boolean nextKnown;
    private @Nullable Object nextItem;

    /// @param place names the stream in errors
    /// @param onClose is run when the consumer closes it before its end
    /// @param read reads the connection until it may stop, where the consumer may do that
    InboundStream(
            Session session, int id, Shape shape, String place, Runnable onClose, Consumer<BooleanSupplier> read) {
        this.session = session;
        this.id = id;
        this.shape = shape;
        this.place = place;
        this.onClose = onClose;
        this.read = read;
        window = session.limits().window();
        credit = Math.max(window, FIRST_WINDOW);
        step = (session.isHeard() ? window : Math.min(window, FIRST_WINDOW)) / 2;
    }

    /// A frame has come, of an item or of several; it is taken over. Called by the thread that reads.
    ///
    /// @return false where the sender has overdrawn its credit
    synchronized boolean offer(Encoded items) {
        if (closed || over) {
            items.release();
            return true;
        }
        if (credit <= 0 && session.abilities().credits()) {
            return false;
        }
        if (credit < window - FIRST_WINDOW) { // it is further ahead than one who had not heard of this window
            step = window / 2;
        }
        credit -= items.length() + COST;
        if (credit <= 0 && !holding && !session.abilities().credits()) {
            holding = true;
            session.valve().hold();
        }
        filling.add(items, window);
        return true;
    }

    /// No more items will come.
    ///
    /// @param why what the consumer gets after the items that are there; null for an orderly end
    synchronized void end(@Nullable RuntimeException why) {
        if (!over) {
            over = true;
            letGo();
            failure = why;
            wake();
        }
    }

    /// Wakes the consumer up. Items are only announced when all that came at once have been offered.
    synchronized void wake() {
        Thread waiting = waiter;
        waiter = null;
        if (waiting != null && waiting != Thread.currentThread()) { // else it is the one that has read
            LockSupport.unpark(waiting);
            session.link().wakeReader();
        }
    }

    private synchronized boolean hasNews() {
        return waiter == null;
    }

    /// Items that are bytes are given as a [java.nio.ByteBuffer], good until the next [#hasNext()], instead of an array of
    /// their own. To be called before the first.
    public void lendBytes() {
        lends = true;
    }

    @Override
    public boolean hasNext() {
        if (!nextKnown && (reader != null || !draining.isEmpty() || refill())) {
            nextItem = decode();
            nextKnown = true;
        }
        return nextKnown;
    }

    @Override
    public @Nullable Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        nextKnown = false;
        Object item = nextItem;
        nextItem = null;
        return item;
    }

    private @Nullable Object decode() {
        try {
            Reader from = reader == null ? draining.next(session.codec()) : reader;
            reader = from;
            Object item = lends && from.peek() == Kind.BYTES ? from.bytesInPlace() : shape.read(from);
            if (from.peek() == Kind.END) {
                reader = null;
                grant(draining.length() + COST);
            }
            return item;
        } catch (ValueException e) {
            RpcException wrong = new RpcException(Code.INVALID_ARGUMENT, place + ": " + e.getMessage(), e);
            close();
            throw wrong;
        }
    }

    private void grant(int bytes) {
        consumed += bytes;
        if (consumed >= step) {
            synchronized (this) {
                credit += consumed;
                if (credit > 0) {
                    letGo();
                }
                if (over) {
                    return;
                }
            }
            session.grant(id, consumed);
            consumed = 0;
        }
    }

    /// The peer may send again. To be called with the lock.
    private void letGo() {
        if (holding) {
            holding = false;
            session.valve().letGo();
        }
    }

    /// Waits for items.
    ///
    /// @return false at the end
    private boolean refill() {
        draining.clear(); // while there is nothing new, what is old is not kept either
        while (true) {
            synchronized (this) {
                if (closed) {
                    return false;
                }
                if (!filling.isEmpty()) {
                    ItemFrames empty = draining;
                    draining = filling;
                    filling = empty;
                    return true;
                }
                if (over) {
                    if (failure != null) {
                        throw copy(failure);
                    }
                    return false;
                }
                waiter = Thread.currentThread();
            }
            read.accept(this::hasNews);
            if (!hasNews()) {
                LockSupport.park(this);
            }
            if (Thread.interrupted()) {
                close();
                Thread.currentThread().interrupt();
                throw new RpcException(Code.CANCELLED, place + ": interrupted while waiting for an item");
            }
        }
    }

    /// Each time it is thrown, it should tell where.
    private static RuntimeException copy(RuntimeException failure) {
        failure.setStackTrace(Thread.currentThread().getStackTrace());
        return failure;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            letGo();
            wake();
            filling = new ItemFrames();
            if (over) {
                return;
            }
        }
        onClose.run();
    }
}
