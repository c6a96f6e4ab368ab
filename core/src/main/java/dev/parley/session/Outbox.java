package dev.parley.session;

import dev.parley.link.Link;
import dev.parley.value.Output;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What is to go out on one link. Whoever sends appends his frame and, if nobody is writing, writes; what others append
/// meanwhile goes out in the same system call. Nobody waits for the socket: what it does not take, its loop writes later.
/// Large values go out in pieces, between which small frames pass.
final class Outbox {
    /// Senders that may wait do so while more than this is queued.
    private static final int HIGH = 1 << 20;

    /// A peer that does not read what is sent unasked (answers to pings, refusals) is cut off at this.
    private static final int HIGHEST = 16 << 20;

    /// As much is put into one write, and lets a lazy sender write himself.
    private static final int BATCH = 64 << 10;

    private static final int LAZY = 16 << 10;

    private final Link link;
    private final Wire wire;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();

    private @Nullable Output pending; // guarded by lock, as all that follows
    private @Nullable Output spare;
    private final Deque<Cut> cuts = new ArrayDeque<>();
    private long cutBytes;
    private int unwritten;
    private int waiting;
    private boolean writing;
    private boolean wakeAsked;
    private boolean closed;

    /// What a write has left over; handed from the thread that wrote to the link's. The array belongs to `restOf`.
    private @Nullable ByteBuffer rest;

    private @Nullable Output restOf;

    /// A large value on its way out.
    private static final class Cut {
        final Frame.Carrier frame;
        final Encoded body;
        int sent;
        boolean abandoned;

        Cut(Frame.Carrier frame, Encoded body) {
            this.frame = frame;
            this.body = body;
        }
    }

    Outbox(Link link, Wire wire) {
        this.link = link;
        this.wire = wire;
    }

    /// Sends a frame. Its value's bytes may be used again after the call, unless they are more than a piece.
    ///
    /// @param crowd whether others are likely to send something in this moment, so that it is worth to let them go first
    void send(Frame frame, boolean crowd) {
        if (!append(frame)) {
            return;
        }
        if (crowd && Thread.currentThread().isVirtual()) {
            Thread.yield();
        }
        flush();
    }

    /// Sends a frame that more will follow soon: the link's thread writes them together.
    void sendLazily(Frame frame) {
        boolean wake;
        lock.lock();
        try {
            queue(frame);
            if (writing || closed) {
                return;
            }
            wake = (pending == null ? 0 : pending.size()) + cutBytes < LAZY;
            if (wake && wakeAsked) {
                return;
            }
            wakeAsked |= wake;
            writing = !wake;
        } finally {
            lock.unlock();
        }
        if (wake) {
            link.wakeUp();
        } else {
            flush();
        }
    }

    /// @return whether the caller is the one to write
    private boolean append(Frame frame) {
        boolean write;
        lock.lock();
        try {
            queue(frame);
            write = !writing && !closed;
            writing |= write;
        } finally {
            lock.unlock();
        }
        return write;
    }

    private void queue(Frame frame) {
        if (closed) {
            return;
        }
        if (frame instanceof Frame.Carrier carrier) {
            Encoded body = carrier.body();
            if (body != null && body.length() > wire.largestPiece()) {
                cuts.add(new Cut(carrier, body));
                cutBytes += body.length();
                return;
            }
        }
        wire.encode(frame, pending());
        if (pending().size() > HIGHEST) {
            link.close("the peer does not read what it is sent");
        }
    }

    /// Waits until not too much is queued. For threads that may wait: callers and handlers.
    ///
    /// @param over when true, the wait ends
    void awaitRoom(BooleanSupplier over) throws InterruptedException {
        if (queued() <= HIGH) {
            return;
        }
        lock.lockInterruptibly();
        try {
            waiting++;
            while (queued() > HIGH && !closed && !over.getAsBoolean()) {
                room.await(50, TimeUnit.MILLISECONDS); // `over` has no bell of its own
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /// About how many bytes are queued; exact under the lock.
    @SuppressWarnings("GuardedBy")
    private long queued() {
        Output some = pending;
        return (some == null ? 0 : some.size()) + cutBytes + unwritten;
    }

    /// Writes until nothing is left or the link takes no more. The caller has the writer's role.
    private void flush() {
        try {
            for (Output batch = next(); batch != null; batch = next()) {
                ByteBuffer bytes = batch.view();
                link.write(bytes);
                if (bytes.hasRemaining()) {
                    restOf = batch;
                    rest = bytes;
                    link.whenWritable();
                    return;
                }
                written(batch);
            }
        } catch (IOException e) {
            link.close("writing failed: " + e.getMessage());
        }
    }

    private void written(Output batch) {
        lock.lock();
        try {
            if (spare == null && batch.array().length <= 2 * BATCH) {
                batch.clear();
                spare = batch;
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
            if (spare != null) {
                Scratch.give(spare);
                spare = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /// What to write next; null gives the writer's role up.
    private @Nullable Output next() {
        lock.lock();
        try {
            while (!cuts.isEmpty() && (pending == null || pending.size() < BATCH)) {
                piece(cuts.element());
            }
            Output batch = pending;
            pending = null;
            writing = batch != null;
            unwritten = batch == null ? 0 : batch.size();
            if (waiting > 0 && queued() <= HIGH) {
                room.signalAll();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void piece(Cut cut) {
        Frame frame;
        if (cut.abandoned) {
            frame = new Frame.More(cut.frame.id(), null);
            cutBytes -= cut.body.length() - cut.sent;
            cuts.remove();
        } else {
            Encoded part = cut.body.part(cut.sent, wire.largestPiece());
            frame = cut.sent == 0 ? cut.frame.withBody(part) : new Frame.More(cut.frame.id(), part);
            cut.sent += part.length();
            cutBytes -= part.length();
            if (!part.more()) {
                cuts.remove();
            }
        }
        wire.encode(frame, pending());
    }

    private Output pending() {
        Output out = pending;
        if (out == null) {
            out = spare == null ? Scratch.take() : spare;
            spare = null;
            pending = out;
        }
        return out;
    }

    /// Gives up what has not gone out yet of a large value of a call that is over.
    void abandon(int id) {
        lock.lock();
        try {
            cuts.removeIf(cut -> {
                boolean unbegun = cut.frame.id() == id && cut.sent == 0;
                cut.abandoned |= cut.frame.id() == id;
                cutBytes -= unbegun ? cut.body.length() : 0;
                return unbegun;
            });
        } finally {
            lock.unlock();
        }
    }

    /// The link's thread goes on with what is left, or writes what lazy senders have queued.
    void writable() {
        ByteBuffer left = rest;
        if (left != null) {
            try {
                link.write(left);
            } catch (IOException e) {
                link.close("writing failed: " + e.getMessage());
                return;
            }
            if (left.hasRemaining()) {
                link.whenWritable();
                return;
            }
            rest = null;
            if (restOf != null) {
                written(restOf);
                restOf = null;
            }
            flush();
            return;
        }
        lock.lock();
        try {
            wakeAsked = false;
            if (writing || closed || (pending == null && cuts.isEmpty())) {
                return;
            }
            writing = true;
        } finally {
            lock.unlock();
        }
        flush();
    }

    /// Whether everything that was sent has been handed to the link.
    boolean isEmpty() {
        lock.lock();
        try {
            return !writing && pending == null && cuts.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            pending = null;
            cuts.clear();
            cutBytes = 0;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
