package dev.parley.link;

import dev.parley.Peer;
import dev.parley.value.Output;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/// One end of a connection within this process. Holds the bytes that the other end has written until this end's loop has
/// handed them on; like a socket, it takes no more than a certain amount.
final class MemoryLink implements Link {
    private static final int CAPACITY = 256 << 10;
    private static final byte[] NOTHING = {};

    private final Peer peer;
    private final Loop loop;
    private @Nullable MemoryLink other;

    private Output waiting = new Output(); // guarded by this, as all that follows
    private Output spare = new Output();
    private @Nullable Receiver receiver;
    private boolean scheduled;
    private boolean paused;
    private boolean writerWaits;
    private boolean closed; // by either end
    private boolean closedHere;
    private @Nullable String end;

    MemoryLink(Peer peer, Loop loop) {
        this.peer = peer;
        this.loop = loop;
    }

    void join(MemoryLink otherEnd) {
        other = otherEnd;
    }

    private MemoryLink other() {
        return Objects.requireNonNull(other);
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public synchronized void start(Receiver to) {
        receiver = to;
        schedule();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        other().take(bytes);
    }

    /// Takes what the other end writes.
    private synchronized void take(ByteBuffer bytes) throws IOException {
        if (closed) {
            throw new IOException("the connection is closed");
        }
        int n = Math.min(bytes.remaining(), CAPACITY - waiting.size());
        int at = waiting.claim(n);
        bytes.get(waiting.array(), at, n);
        schedule();
    }

    @Override
    public void whenWritable() {
        if (other().isFull()) {
            return;
        }
        wakeUp();
    }

    /// Whether the other end must wait; if so, it will be told when there is room.
    private synchronized boolean isFull() {
        writerWaits = waiting.size() == CAPACITY && !closed;
        return writerWaits;
    }

    private synchronized void schedule() {
        if (!scheduled && !paused && receiver != null && (waiting.size() > 0 || end != null)) {
            scheduled = true;
            loop.execute(this::deliver);
        }
    }

    private void deliver() {
        Output batch;
        Receiver to;
        boolean room;
        String ended;
        synchronized (this) {
            scheduled = false;
            if (paused) {
                return;
            }
            batch = waiting;
            waiting = spare;
            spare = batch;
            to = Objects.requireNonNull(receiver);
            room = writerWaits;
            writerWaits = false;
            ended = end;
            end = null;
        }
        if (batch.size() > 0) {
            to.received(batch.array(), 0, batch.size());
            batch.clear();
        }
        if (room) {
            other().wakeUp();
        }
        if (ended != null) {
            to.closed(ended);
        }
    }

    @Override
    public void wakeUp() {
        Receiver to;
        synchronized (this) {
            to = receiver;
        }
        if (to != null) {
            loop.execute(to::writable);
        }
    }

    @Override
    public synchronized void pause() {
        paused = !closedHere;
    }

    @Override
    public void resume() {
        Receiver to;
        synchronized (this) {
            paused = false;
            to = Objects.requireNonNull(receiver);
        }
        loop.execute(() -> {
            to.received(NOTHING, 0, 0);
            schedule();
        });
    }

    @Override
    public void close(String why) {
        if (leave(why)) {
            other().left();
        }
    }

    /// This end closes: what has not been handed on is not any more, and the receiver hears of it although it has paused.
    private synchronized boolean leave(String why) {
        if (closed) {
            return false;
        }
        closedHere = true;
        paused = false;
        waiting.clear();
        end(why);
        return true;
    }

    /// The other end has closed, which waits behind what it has sent.
    private synchronized void left() {
        if (!closed) {
            end("");
        }
    }

    private void end(String why) {
        closed = true;
        end = why;
        schedule();
    }
}
