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

    /// So many bytes are worth an exchange of buffers rather than a copy.
    private static final int LARGE = 16 << 10;

    private final Session session;
    private final int id;
    private final Shape shape;
    private final int full;
    private final int largestPiece;
    private final int head;

    private long credit; // used by the sender only
    private final AtomicLong granted = new AtomicLong();
    private volatile boolean closed;
    private volatile @Nullable Thread waiter;

    /// Held while an item is written, which may run the user's code: the outbox does not wait for it.
    private final ReentrantLock lock = new ReentrantLock();

    /// The items behind room for a frame's head. Guarded by lock, as the next two.
    private @Nullable Output gathered;

    private @Nullable Writer writer;
    private int last; // where the last item begins

    private volatile boolean announced; // the outbox will come

    OutboundStream(Session session, int id, Shape shape, int window) {
        this.session = session;
        this.id = id;
        this.shape = shape;
        credit = session.abilities().credits() ? window : Long.MAX_VALUE / 2;
        full = session.wire().joinsItems() ? FULL : 1;
        largestPiece = session.wire().largestPiece();
        head = session.wire().itemHead();
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
        if (out.size() == 0) {
            out.claim(head);
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
        boolean opensFrame = before == head || isSplit(out);
        credit -= out.size() - before + (opensFrame ? InboundStream.COST : 0);
        return out.size() - head;
    }

    /// A large item goes alone, as it will be cut.
    private boolean isSplit(Output out) {
        return last > head && out.size() - head > largestPiece;
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
            if (closed || out == null || out.size() <= head) {
                return;
            }
            int from = isSplit(out) ? last : head;
            int length = out.size() - from;
            if (from == head && head > 0 && length >= LARGE && length <= largestPiece && to.takesBatch()) {
                session.wire().encodeItems(id, out);
                gathered = to.swap(out);
            } else {
                queue(to, out, from, length);
            }
            writer = null; // it need not bear that its buffer is emptied
        } finally {
            lock.unlock();
        }
    }

    private void queue(Outbox to, Output out, int from, int length) {
        if (from > head) {
            to.queue(new Frame.Item(id, new Encoded(session.codec(), out.array(), head, from - head)));
        }
        Encoded body = new Encoded(session.codec(), out.array(), from, length, length, false, false, out);
        to.queue(new Frame.Item(id, body));
        if (length > session.wire().largestCopied()) {
            gathered = null; // the outbox has kept it
        } else {
            out.clear();
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
