package dev.parley.link;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/// One thread with a selector and a queue of small tasks. The thread exists while there is something to wait for.
final class Loop {
    private static final int BUFFER = 256 << 10;
    private static final long IDLE_NANOS = 200_000_000;
    private static final long TICK_MILLIS = 5;

    /// What happens when a channel is ready.
    interface Ready {
        void ready(SelectionKey key);
    }

    private final String name;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /// Where links read to; used by this thread only, the bytes are handed on before the next read.
    final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    /// Links that callers read at the moment, looked after at every tick. Used by this thread only.
    private final List<SocketLink> lent = new ArrayList<>();

    private final List<Runnable> forgotten = new ArrayList<>(); // used by this thread only

    private @Nullable Selector selector; // guarded by this
    private @Nullable Thread thread; // guarded by this
    private volatile boolean idle; // set by this thread only

    Loop(String name) {
        this.name = name;
    }

    /// Runs a task on this thread soon.
    void execute(Runnable task) {
        tasks.add(task);
        if (!isCurrent()) {
            Selector own = running();
            if (idle) {
                LockSupport.unpark(thread);
            } else {
                own.wakeup();
            }
        }
    }

    /// Has `ready` called when the channel is ready for one of `operations`, after `registered` has had the key.
    void register(
            SelectableChannel channel,
            int operations,
            Ready ready,
            java.util.function.Consumer<SelectionKey> registered) {
        execute(() -> {
            try {
                registered.accept(channel.register(running(), operations, ready));
            } catch (IOException e) {
                log().log(Level.DEBUG, "closed before it was registered: {0}", e.toString());
            }
        });
    }

    /// The selector, with a thread that waits on it.
    private synchronized Selector running() {
        try {
            if (selector == null) {
                selector = Selector.open();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot wait for sockets: " + e.getMessage(), e);
        }
        if (thread == null) {
            Thread fresh = new Thread(this::run, name);
            fresh.setDaemon(true);
            thread = fresh;
            fresh.start();
        }
        return selector;
    }

    private void run() {
        Selector own = running();
        while (true) {
            try {
                if (!tasks.isEmpty()) {
                    own.selectNow(Loop::ready);
                } else if (!own.keys().isEmpty()) {
                    own.select(Loop::ready, lent.isEmpty() ? 0 : TICK_MILLIS);
                } else if (!awaitTask() && ended()) {
                    return;
                }
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    guarded(task);
                }
                if (!forgotten.isEmpty()) {
                    own.selectNow(Loop::ready);
                    forgotten.forEach(this::guarded);
                    forgotten.clear();
                }
                lent.removeIf(SocketLink::takeBackWhenUnused);
            } catch (Throwable e) { // one connection's trouble must not stop the others'
                log().log(Level.ERROR, "failed in the thread " + name + ", which goes on", e);
            }
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (CancelledKeyException e) {
            // closed by another thread in this moment; the link tells its receiver
        } catch (Throwable e) { // one connection's trouble must not stop the others'
            log().log(Level.ERROR, "failed in the thread " + name + ", which goes on", e);
        }
    }

    /// A channel was closed: has the selector let go of it soon.
    ///
    /// @param then is run on this thread when it has
    void forget(Runnable then) {
        execute(() -> forgotten.add(then));
    }

    /// Whether the calling thread is this one.
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /// Waits a little while without any channels. Not in the selector: a JVM that exits waits for threads in system calls
    /// until they return, for a third of a second at most.
    ///
    /// @return whether there is a task
    private boolean awaitTask() {
        long until = System.nanoTime() + IDLE_NANOS;
        idle = true;
        for (long left = IDLE_NANOS; left > 0 && tasks.isEmpty(); left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
        idle = false;
        return !tasks.isEmpty();
    }

    private static void ready(SelectionKey key) {
        try {
            ((Ready) key.attachment()).ready(key);
        } catch (CancelledKeyException e) {
            // closed by another thread in this moment; the link tells its receiver
        }
    }

    /// Gives the thread up when nothing is left to do.
    private synchronized boolean ended() throws IOException {
        if (!tasks.isEmpty() || selector == null) {
            return false;
        }
        selector.close();
        selector = null;
        thread = null;
        return true;
    }

    /// Looks after a link that callers read, until it takes itself back. To be called on this thread.
    void lend(SocketLink link) {
        if (!lent.contains(link)) {
            lent.add(link);
        }
    }

    private static Logger log() {
        return System.getLogger(Loop.class.getName());
    }
}
