package dev.parley.link;

import dev.parley.Peer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A connection over a socket, TCP or Unix. A [Loop] reads it; where a single caller makes one call after the other, that
/// caller reads it itself while it waits ([#readWhile]), and the loop takes it back when no caller has done so for a while.
final class SocketLink implements Link, Loop.Ready {
    /// Reads in a row from one socket before the others get their turn.
    private static final int MOST_READS = 4;

    /// So many callers must have waited alone before they are let read.
    static final int LONELY_CALLS = 8;

    private static final byte[] NOTHING = {};
    private static final int SLICE = 128 << 10;
    private static final long UNUSED_NANOS = 5_000_000;

    /// Who reads.
    private static final int LOOP = 0;

    private static final int ASKED = 1;
    private static final int LENT = 2;
    private static final int CALLER = 3;

    private final SocketChannel channel;
    private final Peer peer;
    private final Loop loop;
    private final AtomicInteger reader = new AtomicInteger(LOOP);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean held; // nothing is to be read

    /// False from a pause until the loop has handed on what was left over by it: till then nobody else reads.
    private volatile boolean settled = true;

    /// Why nothing can be written any more, until the loop has handed on what is left to be read: till then nobody else reads.
    private volatile @Nullable String failed;

    private volatile @Nullable Receiver receiver;
    private volatile @Nullable SelectionKey key;
    private volatile @Nullable CallerReads callerReads; // made and used by the caller that reads
    private volatile long lastRead;
    private boolean told; // used by the loop only
    private int lonely; // a hint; races do no harm
    private volatile @Nullable Thread asking; // to read, and waits until it may, or all that it needs has come

    SocketLink(SocketChannel channel, Peer peer, Loop loop) throws IOException {
        this.channel = channel;
        this.peer = peer;
        this.loop = loop;
        channel.configureBlocking(false);
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public void start(Receiver to) {
        expect(to);
        read();
    }

    /// The first half of starting: the receiver hears of everything but bytes.
    void expect(Receiver to) {
        receiver = to;
        if (closed.get()) {
            loop.execute(() -> tellClosed(""));
        }
    }

    /// Runs something on the thread that reads.
    void onLoop(Runnable work) {
        loop.execute(work);
    }

    /// The second half.
    void read() {
        loop.register(
                channel,
                SelectionKey.OP_READ,
                this,
                registered -> {
                    key = registered;
                    if (isPaused()) { // before there was a key
                        registered.interestOpsAnd(~SelectionKey.OP_READ);
                    }
                });
    }

    @Override
    public void ready(SelectionKey ready) {
        if (ready.isReadable()) {
            int reads = 1;
            while (readOnce(loop.buffer) && reads < MOST_READS) {
                reads++;
            }
            if (reader.get() == ASKED && !closed.get() && !isPaused()) {
                lend();
            }
        }
        if (ready.isValid() && ready.isWritable()) {
            ready.interestOpsAnd(~SelectionKey.OP_WRITE);
            to().writable();
        }
    }

    /// Reads once, and hands on what came.
    ///
    /// @param buffer where to, if the receiver has no room of its own for it
    /// @return whether there may be more
    boolean readOnce(ByteBuffer buffer) {
        try {
            ByteBuffer into = room(buffer);
            int n = readTo(into);
            if (n < 0) {
                close("");
            } else if (n == 0 && into != buffer) {
                to().unused();
            }
            return !into.hasRemaining() && !closed.get() && !isPaused();
        } catch (ClosedChannelException e) {
            close("");
        } catch (IOException e) {
            close("reading failed: " + e.getMessage());
        }
        return false;
    }

    private ByteBuffer room(ByteBuffer buffer) {
        ByteBuffer room = to().room();
        return room == null ? buffer.clear() : room;
    }

    /// Reads once, and hands on what came.
    ///
    /// @return as of [SocketChannel#read(ByteBuffer)]
    private int readTo(ByteBuffer into) throws IOException {
        int before = into.position();
        int n = channel.read(into);
        if (n > 0) {
            to().received(into.array(), before, before + n);
        }
        return n;
    }

    private Receiver to() {
        return Objects.requireNonNull(receiver);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) { // in slices: the JDK copies all that it is given, taken or not
            bytes.limit(Math.min(end, bytes.position() + SLICE));
            channel.write(bytes);
            if (bytes.hasRemaining()) {
                break;
            }
        }
        bytes.limit(end);
    }

    @Override
    public void whenWritable() {
        loop.execute(() -> {
            SelectionKey own = key;
            if (own != null && own.isValid()) {
                own.interestOpsOr(SelectionKey.OP_WRITE);
            }
        });
    }

    @Override
    public void wakeUp() {
        loop.execute(to()::writable);
    }

    @Override
    public void pause() {
        held = true;
        settled = false;
        loop.execute(() -> {
            SelectionKey own = key;
            if (isPaused() && own != null && own.isValid()) {
                own.interestOpsAnd(~SelectionKey.OP_READ);
            }
        });
    }

    @Override
    public void resume() {
        settled = false;
        held = false;
        loop.execute(this::settle);
    }

    /// On the loop: hands on what was left over by a pause, when no caller reads any more, and lets go on.
    private void settle() {
        if (told || held) {
            return;
        }
        if (!reader.compareAndSet(LENT, LOOP) && reader.get() == CALLER) {
            wakeReader(); // it stops, as this is not settled, and asks for this again
            return;
        }
        to().received(NOTHING, 0, 0);
        if (!held) {
            settled = true;
            takeBack();
        }
    }

    /// Whether nobody is to read but the loop, when it sees to it.
    boolean isPaused() {
        return held || !settled || failed != null;
    }

    @Override
    public void fail(String why) {
        failed = why;
        loop.execute(this::readOut);
    }

    /// On the loop: hands on what the peer has sent before it went, when no caller reads any more, and closes.
    private void readOut() {
        if (closed.get()) {
            return;
        }
        if (!reader.compareAndSet(LENT, LOOP) && reader.get() == CALLER) {
            wakeReader(); // it stops, as this has failed, and asks for this again
            return;
        }
        try {
            while (!held && settled && !closed.get() && readTo(room(loop.buffer)) > 0) {
                // there may be more
            }
        } catch (IOException e) {
            log().log(Level.DEBUG, "reading what {0} has sent before it went: {1}", peer, e.toString());
        }
        close(Objects.requireNonNull(failed));
    }

    @Override
    public void close(String why) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            log().log(Level.DEBUG, "closing the connection to {0}: {1}", peer, e.toString());
        }
        loop.forget(() -> {
            tellClosed(why);
            CallerReads reads = callerReads;
            if (reader.getAndSet(ASKED) != CALLER && reads != null) {
                reads.close();
            } else if (reads != null) {
                reads.wakeUp(); // whoever reads closes it
            }
        });
    }

    /// On the loop.
    private void tellClosed(String why) {
        Receiver to = receiver;
        if (to != null && !told) {
            told = true;
            to.closed(why);
        }
    }

    @Override
    public boolean readWhile(BooleanSupplier done, long until, boolean again) {
        if (!takes() && !(asks(again) && takes())) {
            return false;
        }
        try {
            CallerReads reads = callerReads;
            if (reads == null) {
                reads = new CallerReads(channel);
                callerReads = reads;
            }
            reads.readWhile(this, done, until);
        } catch (IOException e) {
            close("reading failed: " + e.getMessage());
        } finally {
            lastRead = System.nanoTime();
            CallerReads reads = callerReads;
            if (!reader.compareAndSet(CALLER, LENT) && reads != null) {
                reads.close(); // the link was closed meanwhile
            }
            if (!settled && !held) {
                loop.execute(this::settle);
            }
            if (failed != null) {
                loop.execute(this::readOut);
            }
        }
        return true;
    }

    private boolean takes() {
        return !isPaused() && reader.compareAndSet(LENT, CALLER);
    }

    /// Has the loop lend the reading to the calling thread, if it is worth that. The loop reads once more: perhaps all of this
    /// caller's answer.
    ///
    /// @return whether it may have done so already
    private boolean asks(boolean again) {
        int who = reader.get();
        if (isPaused() || who == CALLER || !(again || who == ASKED || ++lonely >= LONELY_CALLS)) {
            return false;
        }
        lonely = 0;
        asking = Thread.currentThread(); // before the next look: who lends takes it before he does
        reader.compareAndSet(LOOP, ASKED);
        return reader.get() == LENT;
    }

    @Override
    public void wakeReader() {
        CallerReads reads = callerReads;
        if (reads != null && reader.get() == CALLER) {
            reads.wakeUp();
        }
    }

    boolean isClosed() {
        return closed.get();
    }

    /// On the loop: stops reading, so that callers can.
    private void lend() {
        SelectionKey own = key;
        if (own != null && own.isValid()) {
            own.interestOpsAnd(~SelectionKey.OP_READ);
            lastRead = System.nanoTime();
            loop.lend(this);
            Thread waiting = asking;
            asking = null;
            reader.set(LENT);
            LockSupport.unpark(waiting);
        }
    }

    /// On the loop: reads again itself when no caller wants to.
    ///
    /// @return whether there is nothing more to look after
    boolean takeBackWhenUnused() {
        if (closed.get() || reader.get() == LOOP) {
            return true;
        }
        if (System.nanoTime() - lastRead < UNUSED_NANOS || !reader.compareAndSet(LENT, LOOP)) {
            return false;
        }
        return takeBack();
    }

    private boolean takeBack() {
        SelectionKey own = key;
        int who = reader.get();
        CallerReads reads = callerReads;
        if (who == LOOP && reads != null) {
            reads.trim();
        }
        if ((who == LOOP || who == ASKED) && !isPaused() && own != null && own.isValid()) {
            own.interestOpsOr(SelectionKey.OP_READ);
        }
        return true;
    }

    @Override
    public void readAgain() {
        if (reader.compareAndSet(LENT, LOOP)) {
            loop.execute(this::takeBack);
        }
    }

    private static Logger log() {
        return System.getLogger(SocketLink.class.getName());
    }
}
