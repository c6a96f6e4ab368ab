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

/// One thread with a selector and a queue of small tasks. The thread exists while there is something to wait for.
final class Loop {
    private static final Logger LOG = System.getLogger(Loop.class.getName());
    private static final int BUFFER = 64 << 10;
    private static final long IDLE_MILLIS = 200;
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

    Loop(String name) {
        this.name = name;
    }

    /// Runs a task on this thread soon.
    void execute(Runnable task) {
        tasks.add(task);
        if (!isCurrent()) {
            running().wakeup();
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
                LOG.log(Level.DEBUG, "closed before it was registered: {0}", e.toString());
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
                int ready = tasks.isEmpty() ? own.select(Loop::ready, timeout(own)) : own.selectNow(Loop::ready);
                boolean idle = ready == 0 && tasks.isEmpty();
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    guarded(task);
                }
                if (!forgotten.isEmpty()) {
                    own.selectNow(Loop::ready);
                    forgotten.forEach(this::guarded);
                    forgotten.clear();
                }
                lent.removeIf(SocketLink::takeBackWhenUnused);
                if (idle && own.keys().isEmpty() && ended()) {
                    return;
                }
            } catch (Throwable e) { // one connection's trouble must not stop the others'
                LOG.log(Level.ERROR, "failed in the thread " + name + ", which goes on", e);
            }
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (CancelledKeyException e) {
            // closed by another thread in this moment; the link tells its receiver
        } catch (Throwable e) { // one connection's trouble must not stop the others'
            LOG.log(Level.ERROR, "failed in the thread " + name + ", which goes on", e);
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

    /// For how many milliseconds to wait; 0 for until something happens.
    private long timeout(Selector own) {
        if (!lent.isEmpty()) {
            return TICK_MILLIS;
        }
        return own.keys().isEmpty() ? IDLE_MILLIS : 0;
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
}
