package dev.parley.session;

import dev.parley.value.Output;
import dev.parley.value.Shape;
import dev.parley.value.Writer;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// The items of a stream that this end sends, by one thread. Items gather until the [Outbox] comes for them, or until
/// they are many; what has gathered goes out as one frame, where the wire can say that. Whoever sends waits while the
/// credit is used up.
public final class OutboundStream {
    /// When so many bytes have gathered, the sender hands them to the outbox himself.
    private static final int FULL = 32 << 10;

    private final Session session;
    private final int id;
    private final Shape shape;
    private final int full;
    private final int largestPiece;

    private long credit; // used by the sender only
    private final AtomicLong granted = new AtomicLong();
    private volatile boolean closed;
    private volatile @Nullable Thread waiter;

    /// Held while an item is written, which may run the user's code: the outbox does not wait for it.
    private final ReentrantLock lock = new ReentrantLock();

    private @Nullable Output gathered; // guarded by lock, as the next two
    private @Nullable Writer writer;
    private int last; // where the last item begins

    private volatile boolean announced; // the outbox will come

    OutboundStream(Session session, int id, Shape shape, int window) {
        this.session = session;
        this.id = id;
        this.shape = shape;
        credit = session.abilities().credits() ? window : Long.MAX_VALUE / 2;
        full = session.joinsItems() ? FULL : 1;
        largestPiece = session.largestPiece();
    }

    /// Sends an item; waits for credit where there is none left.
    ///
    /// @return false when no more items are wanted
    /// @throws dev.parley.value.ValueException for an item that cannot be written
    public boolean send(@Nullable Object item) throws InterruptedException {
        if (!awaitCredit()) {
            return false;
        }
        flush(put(item));
        return true;
    }

    /// The second step of [#send], after [#awaitCredit]: writes the item, without waiting.
    ///
    /// @return what is to be said to [#flush]
    /// @throws dev.parley.value.ValueException for an item that cannot be written
    public boolean put(@Nullable Object item) {
        lock.lock();
        try {
            return gather(item) >= full;
        } finally {
            lock.unlock();
        }
    }

    /// The last step of [#send]: has the item sent.
    ///
    /// @param many whether enough has gathered to wait for room
    public void flush(boolean many) throws InterruptedException {
        if (many) {
            session.outbox().awaitRoom(this::isClosed);
            session.outbox().send(this, null);
        } else if (!announced) { // looked at after the lock: the outbox may have come in vain
            announced = true;
            session.outbox().announce(this);
        }
    }

    /// Writes the item behind those that have gathered, and pays for it.
    ///
    /// @return how many bytes have gathered
    private int gather(@Nullable Object item) {
        Output out = gathered;
        if (out == null) {
            out = Scratch.take();
            gathered = out;
        }
        if (writer == null) {
            writer = session.codec().writer(out);
        }
        int before = out.size();
        boolean written = false;
        try {
            shape.write(writer, item);
            session.values().requireSendable(out.size() - before);
            written = true;
        } finally {
            if (!written) {
                out.truncate(before);
                writer = null;
            }
        }
        last = before;
        boolean opensFrame = before == 0 || isSplit(out);
        credit -= out.size() - before + (opensFrame ? InboundStream.COST : 0);
        return out.size();
    }

    /// A large item goes alone, as it will be cut.
    private boolean isSplit(Output out) {
        return last > 0 && out.size() > largestPiece;
    }

    /// The outbox comes as announced.
    void drainAnnounced(Outbox to) {
        announced = false;
        drain(to);
    }

    /// Hands what has gathered to the outbox, which calls this under its lock. Does nothing where an item is being written
    /// at the moment: the sender then announces it anew.
    void drain(Outbox to) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            Output out = gathered;
            if (closed || out == null || out.size() == 0) {
                return;
            }
            int from = isSplit(out) ? last : 0;
            if (from > 0) {
                to.queue(new Frame.Item(id, new Encoded(session.codec(), out.array(), 0, from)));
            }
            int length = out.size() - from;
            Encoded body = new Encoded(session.codec(), out.array(), from, length, length, false, false, out);
            to.queue(new Frame.Item(id, body));
            if (length > session.largestCopied()) {
                gathered = null; // the outbox has kept it
            } else {
                out.clear();
            }
            writer = null; // it need not bear that its buffer is emptied
        } finally {
            lock.unlock();
        }
    }

    /// The first step of [#send]: waits for credit where there is none left.
    ///
    /// @return false when no more items are wanted
    public boolean awaitCredit() throws InterruptedException {
        while (!closed) {
            if (credit > 0) {
                return true;
            }
            waiter = Thread.currentThread();
            credit += granted.getAndSet(0);
            if (credit <= 0 && !closed) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            waiter = null;
        }
        return false;
    }

    /// The peer takes so many more bytes.
    void grant(int bytes) {
        granted.addAndGet(bytes);
        wake();
    }

    /// Nobody wants more items.
    void close() {
        closed = true;
        wake();
        session.outbox().ring();
    }

    private void wake() {
        Thread waiting = waiter;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    boolean isClosed() {
        return closed;
    }
}
