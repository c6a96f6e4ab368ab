package dev.parley.session;

import dev.parley.link.Link;
import dev.parley.value.Output;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// What is to go out on one link. Whoever sends appends his frame and, if nobody is writing, writes; what others append
/// meanwhile goes out in the same system call. Nobody waits for the socket: what it does not take, its loop writes later.
/// Large values go out in pieces, between which small frames pass.
final class Outbox {
    /// Senders that may wait do so while more than this is queued.
    private static final int HIGH = 1 << 20;

    /// A peer that does not read what is sent unasked (answers to pings, refusals) is cut off at this.
    private static final int HIGHEST = 4 << 20;

    /// As much is put into one write, and lets a lazy sender write himself.
    private static final int BATCH = 64 << 10;

    private static final int LAZY = 16 << 10;
    private static final int SPARES = 2;

    private final Link link;
    private final Wire wire;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();

    private @Nullable Output pending; // guarded by lock, as all that follows
    private final Deque<Output> spares = new ArrayDeque<>(SPARES);
    private final Pieces pieces;
    private final Deque<OutboundStream> streams = new ArrayDeque<>(); // where items have gathered
    private long unasked; // bytes in `pending` that nobody has waited for
    private long unwritten;
    private boolean writing;
    private boolean wakeAsked;
    private boolean closed;

    private final AtomicInteger waiters = new AtomicInteger();
    private final Batches batches;

    Outbox(Link link, Wire wire) {
        this.link = link;
        this.wire = wire;
        pieces = new Pieces(wire);
        batches = new Batches(link);
    }

    /// Sends a frame at once. Its value's bytes may be used again after the call, unless they are more than a piece.
    void send(Frame frame) {
        send(null, frame);
    }

    /// Sends the items that have gathered in a stream, and then perhaps a frame of the same call, at once.
    ///
    /// @param stream null for none
    void send(@Nullable OutboundStream stream, @Nullable Frame then) {
        boolean write;
        lock.lock();
        try {
            if (stream != null) {
                stream.drain(this);
            }
            if (then != null) {
                queue(then);
            }
            write = takeRole();
        } finally {
            lock.unlock();
        }
        if (write) {
            flush();
        }
    }

    /// Sends a frame.
    ///
    /// @param crowd whether others are likely to send something in this moment, too
    void send(Frame frame, boolean crowd) {
        if (crowd) {
            sendLazily(frame);
        } else {
            send(frame);
        }
    }

    /// Sends a frame that others will follow in this moment, of other calls: the link's thread writes them together.
    void sendLazily(Frame frame) {
        boolean write;
        boolean wake;
        lock.lock();
        try {
            queue(frame);
            write = isWorthWriting() && takeRole();
            wake = !write && askForWaking();
        } finally {
            lock.unlock();
        }
        if (write) {
            flush();
        } else if (wake) {
            link.wakeUp();
        }
    }

    /// Takes a frame that others will follow from the same thread, which then calls [#release].
    void hold(Frame frame) {
        boolean write;
        lock.lock();
        try {
            queue(frame);
            write = isWorthWriting() && takeRole();
        } finally {
            lock.unlock();
        }
        if (write) {
            flush();
        }
    }

    /// Sends what is [held][#hold].
    void release() {
        send(null, null);
    }

    /// To be called with the lock.
    private boolean isWorthWriting() {
        return (pending == null ? 0 : pending.length()) + pieces.bytes() >= LAZY;
    }

    /// The link's thread comes for the items that will have gathered in a stream by then.
    void announce(OutboundStream stream) {
        boolean wake;
        lock.lock();
        try {
            streams.add(stream);
            wake = askForWaking();
        } finally {
            lock.unlock();
        }
        if (wake) {
            link.wakeUp();
        }
    }

    /// Makes the caller, who has the lock, the one to write, unless somebody is, or there is nothing to write.
    private boolean takeRole() {
        if (writing || closed || (pending == null && pieces.isEmpty() && streams.isEmpty())) {
            return false;
        }
        writing = true;
        return true;
    }

    /// @return whether the caller, who has the lock, is to wake the link's thread
    private boolean askForWaking() {
        if (writing || closed || wakeAsked) {
            return false;
        }
        wakeAsked = true;
        return true;
    }

    /// To be called with the lock.
    void queue(Frame frame) {
        if (closed || (frame instanceof Frame.OfCall ofCall && pieces.take(ofCall))) {
            return;
        }
        int before = pending().size();
        long length = pending().length();
        boolean said = false;
        try {
            wire.encode(frame, pending());
            said = true;
        } finally {
            if (!said) {
                pending().truncate(before);
            }
            if (!said && !(frame instanceof Frame.Call)) { // the peer would wait for it
                link.close("something that cannot be said: " + frame.getClass().getSimpleName());
            }
        }
        unasked += isUnasked(frame) ? pending().length() - length : 0;
        if (unasked > HIGHEST) {
            link.close("the peer does not read what it is sent");
        }
    }

    /// Whether a frame may be handed over together with its buffer. To be called with the lock.
    boolean takesBatch() {
        return pending == null && pieces.isEmpty() && !closed;
    }

    /// Takes a buffer that holds a whole frame, where [#takesBatch()]. To be called with the lock.
    ///
    /// @return an empty one in exchange
    Output swap(Output frame) {
        pending = frame.referring();
        Output other = spare();
        if (other.array().length > BATCH) { // there may be many streams, which keep theirs
            other.release();
        }
        return other;
    }

    private Output spare() {
        return spares.isEmpty() ? Scratch.take() : spares.removeLast();
    }

    /// Whether nobody waits for room before he sends such a frame.
    private static boolean isUnasked(Frame frame) {
        return !(frame instanceof Frame.Carrier) || frame instanceof Frame.Failure;
    }

    /// Whether not too much is queued before a value. One that is sent whole goes before the pieces of larger ones.
    ///
    /// @param length of the value
    @SuppressWarnings("GuardedBy")
    boolean hasRoom(int length) {
        return queued() - (length > wire.largestPiece() ? 0 : pieces.bytes()) <= HIGH;
    }

    /// Waits until not too much is queued, of whatever kind.
    ///
    /// @param over when true, the wait ends
    void awaitRoom(BooleanSupplier over) throws InterruptedException {
        awaitRoom(Integer.MAX_VALUE, over);
    }

    /// Waits for room as of [#hasRoom(int)]. For threads that may wait: callers and handlers.
    void awaitRoom(int length, BooleanSupplier over) throws InterruptedException {
        if (hasRoom(length)) {
            return;
        }
        lock.lockInterruptibly();
        try {
            waiters.incrementAndGet();
            while (!hasRoom(length) && !closed && !over.getAsBoolean()) {
                room.await(1, TimeUnit.SECONDS); // rung by `ring`; the time is a belt to the braces
            }
        } finally {
            waiters.decrementAndGet();
            lock.unlock();
        }
    }

    /// Something is over: who waits for room may look whether it is his.
    void ring() {
        if (waiters.get() == 0) {
            return;
        }
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// About how many bytes are queued; exact under the lock.
    @SuppressWarnings("GuardedBy")
    private long queued() {
        Output some = pending;
        return (some == null ? 0 : some.length()) + pieces.bytes() + unwritten;
    }

    /// Writes until nothing is left or the link takes no more. The caller has the writer's role.
    private void flush() {
        try {
            Output batch = next();
            while (batch != null && batches.write(batch)) {
                written(batch);
                batch = next();
            }
        } catch (IOException e) {
            link.fail("writing failed: " + e.getMessage());
        }
    }

    private void written(Output batch) {
        lock.lock();
        try {
            if (spares.size() < SPARES && batch.array().length <= 4 * BATCH) {
                batch.clear();
                spares.add(batch);
                return;
            }
        } finally {
            lock.unlock();
        }
        Scratch.give(batch);
    }

    /// Gives back what is kept for speed only.
    void trim() {
        lock.lock();
        try {
            spares.forEach(Scratch::give);
            spares.clear();
        } finally {
            lock.unlock();
        }
    }

    /// What to write next; null gives the writer's role up.
    private @Nullable Output next() {
        lock.lock();
        try {
            boolean hadRoom = hasRoom(0);
            boolean first = true; // else small frames without end would keep the others waiting
            while (!(pieces.isEmpty() && streams.isEmpty()) && (first || pending == null || pending.length() < BATCH)) {
                first = false;
                if (!pieces.isEmpty()) {
                    pieces.next(pending());
                }
                if (!streams.isEmpty()) {
                    streams.remove().drainAnnounced(this);
                }
            }
            Output batch = pending;
            pending = null;
            unasked = 0;
            wakeAsked = false; // what was queued lazily goes out now; whoever comes later asks anew
            writing = batch != null;
            unwritten = batch == null ? 0 : batch.length();
            if (waiters.get() > 0 && (queued() <= HIGH || (!hadRoom && hasRoom(0)))) {
                room.signalAll();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private Output pending() {
        Output out = pending;
        if (out == null) {
            out = spare().referring();
            pending = out;
        }
        return out;
    }

    /// Gives up what has not gone out yet of a call that is over.
    void abandon(int id) {
        lock.lock();
        try {
            pieces.abandon(id);
        } finally {
            lock.unlock();
        }
        ring();
    }

    /// The link's thread goes on with what is left, or writes what lazy senders have queued.
    void writable() {
        if (batches.isStuck()) {
            goOn();
            return;
        }
        boolean write;
        lock.lock();
        try {
            write = takeRole();
        } finally {
            lock.unlock();
        }
        if (write) {
            flush();
        }
    }

    private void goOn() {
        try {
            Output batch = batches.goOn();
            if (batch != null) {
                written(batch);
                flush();
            }
        } catch (IOException e) {
            link.fail("writing failed: " + e.getMessage());
        }
    }

    /// As of [Batches#progress()].
    long progress() {
        return batches.progress();
    }

    /// Whether something is to be written that the link does not take.
    boolean isStuck() {
        return batches.isStuck();
    }

    /// Whether everything that was sent has been handed to the link.
    boolean isEmpty() {
        lock.lock();
        try {
            return !writing && pending == null && pieces.isEmpty() && streams.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            pending = null;
            pieces.clear();
            streams.clear();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
