package dev.parley;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// Runs all handlers of a server on one thread, the one that calls [#run()] or [#runOnce(Duration)], one after the other;
/// and between them what else the program has to do. Services then need no locks.
///
/// ```java
/// try (Server server = Server.builder().eventLoop().service(new NotesService()).start()) {
///     EventLoop loop = server.eventLoop();
///     while (!Thread.currentThread().isInterrupted()) {
///         loop.runOnce(Duration.ofSeconds(1)); // a call, a task, or a channel that was registered
///     }
/// }
/// ```
///
/// Calls take their turns in the order in which they arrive or, where they must be authenticated or admitted first, are let
/// in. Waiting for that, for a [java.util.concurrent.CompletionStage] that a handler returns, for the items of a
/// [java.util.concurrent.Flow.Publisher], and for slow consumers of a stream does not occupy the loop: a result stream takes
/// a turn for each item. A handler that itself waits does occupy it. As long as nobody runs the loop, calls wait; metadata
/// is told all the same.
///
/// But for `run` and `runOnce`, all methods may be called by any thread.
public final class EventLoop implements Executor {
    private final Selector selector;
    private final Queue<BooleanSupplier> events = new ConcurrentLinkedQueue<>(); // each says whether it was one
    private final Map<SelectableChannel, Watch> watches = new ConcurrentHashMap<>();
    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>(); // of watches, for the selector to follow
    private final AtomicReference<@Nullable Thread> runner = new AtomicReference<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean closed;

    EventLoop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot wait for channels: " + e.getMessage(), e);
        }
    }

    /// Handles events until [#stop()] is called, the server is closed, or the thread is interrupted, which it still is
    /// afterwards; an interrupt that a handler or callback reacts to is over with it. May be called again after a stop.
    ///
    /// @throws IllegalStateException where another thread runs the loop, or within a handler or callback
    public void run() {
        begin();
        try {
            while (next(Long.MAX_VALUE)) {
                // one event after the other
            }
        } finally {
            end();
        }
    }

    /// Handles one event, a turn of a call, a channel that is ready or a task; waits for it where there is none.
    ///
    /// @param timeout how long to wait, at least; zero for an event that is there already
    /// @return whether there was one; false also for what ends [#run()]
    /// @throws IllegalStateException where another thread runs the loop, or within a handler or callback
    public boolean runOnce(Duration timeout) {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: got " + timeout + " (expected zero or more)");
        }
        begin();
        try {
            return next(TimeUnit.NANOSECONDS.convert(timeout));
        } finally {
            end();
        }
    }

    private void begin() {
        Thread current = Thread.currentThread();
        if (!runner.compareAndSet(null, current)) {
            Thread other = runner.get();
            throw new IllegalStateException(
                    other == current
                            ? "the event loop runs already (expected run and runOnce outside of handlers and callbacks)"
                            : "the event loop is run by thread "
                                    + (other == null ? "" : other.getName())
                                    + " (expected one thread at a time)");
        }
    }

    private void end() {
        runner.compareAndSet(Thread.currentThread(), null);
        finish();
    }

    private boolean next(long most) {
        long start = System.nanoTime();
        while (true) {
            if (!watches.isEmpty() || !changes.isEmpty()) {
                look(0);
            }
            if (closed || Thread.currentThread().isInterrupted() || stopping.compareAndSet(true, false)) {
                return false;
            }
            if (handled()) {
                return true;
            }
            long left = most - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            look(left);
        }
    }

    /// Handles the next event of the line, if there is one.
    private boolean handled() {
        for (BooleanSupplier event = events.poll(); event != null; event = events.poll()) {
            if (event.getAsBoolean()) {
                return true;
            }
        }
        return false;
    }

    /// Puts channels that are ready in line; waits for some, or for [Selector#wakeup()].
    private void look(long nanos) {
        for (Runnable change = changes.poll(); change != null; change = changes.poll()) {
            guarded(change);
        }
        watches.keySet().removeIf(channel -> !channel.isOpen());
        try {
            if (nanos == 0) {
                selector.selectNow(EventLoop::ready);
            } else {
                selector.select(EventLoop::ready, (nanos - 1) / 1_000_000 + 1);
            }
        } catch (ClosedSelectorException e) {
            // the server was closed
        } catch (IOException e) {
            throw new UncheckedIOException("cannot wait for channels: " + e.getMessage(), e);
        }
    }

    private static void ready(SelectionKey key) {
        ((Watch) key.attachment()).ready();
    }

    /// Whether the calling thread is the one that runs the loop at the moment.
    boolean isCurrent() {
        return runner.get() == Thread.currentThread();
    }

    /// Ends [#run()] after the event that it handles at the moment; where nobody runs the loop, the next `run` or `runOnce`.
    public void stop() {
        stopping.set(true);
        selector.wakeup();
    }

    /// Runs a task on the loop's thread, in its turn. What it throws is logged.
    ///
    /// @throws RejectedExecutionException when the server is closed
    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("the event loop's server is closed");
        }
        offer(() -> {
            if (closed) {
                return false;
            }
            guarded(task);
            return true;
        });
    }

    /// Puts an event in line.
    ///
    /// @param event handles itself, or says false where it is not wanted any more
    void offer(BooleanSupplier event) {
        events.add(event);
        if (closed) {
            finish();
        } else {
            selector.wakeup();
        }
    }

    void withdraw(BooleanSupplier event) {
        events.remove(event);
    }

    /// Calls back on the loop's thread when the channel is ready to be read (or to accept a connection), again and again
    /// as long as it is: an end of input is something to be read, too. Nothing is read from it. Replaces an earlier
    /// callback of the channel; ends when the channel is closed. What the callback throws is logged.
    ///
    /// @throws IllegalArgumentException for a channel that is in blocking mode, which a closed one may be for good, or that
    ///     only can be written
    public void register(SelectableChannel channel, Runnable callback) {
        if (channel.isBlocking()) {
            throw new IllegalArgumentException(
                    channel
                            + (channel.isOpen()
                                    ? ": in blocking mode (call configureBlocking(false) before it is registered)"
                                    : ": closed (expected an open channel)"));
        }
        int operations = channel.validOps() & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT);
        if (operations == 0) {
            throw new IllegalArgumentException(channel + ": nothing can be read from it");
        }
        Watch watch = new Watch(channel, operations, callback);
        watches.put(channel, watch);
        changes.add(watch::begin);
        selector.wakeup();
    }

    /// Calls back for the channel no more; it is let go of before the loop waits the next time.
    public void unregister(SelectableChannel channel) {
        if (watches.remove(channel) != null) {
            changes.add(() -> {
                SelectionKey key = channel.keyFor(selector);
                if (key != null) {
                    key.cancel();
                }
            });
            selector.wakeup();
        }
    }

    private final class Watch implements BooleanSupplier {
        private final SelectableChannel channel;
        private final int operations;
        private final Runnable callback;
        private boolean inLine; // used by the loop's thread only

        Watch(SelectableChannel channel, int operations, Runnable callback) {
            this.channel = channel;
            this.operations = operations;
            this.callback = callback;
        }

        void begin() {
            if (watches.get(channel) != this) {
                return;
            }
            try {
                SelectionKey old = channel.keyFor(selector);
                if (old != null && !old.isValid()) {
                    selector.selectNow(EventLoop::ready); // so that it forgets the key
                }
                channel.register(selector, operations, this);
            } catch (ClosedChannelException | ClosedSelectorException e) {
                watches.remove(channel, this);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void ready() {
            if (!inLine) {
                inLine = true;
                events.add(this);
            }
        }

        @Override
        public boolean getAsBoolean() {
            inLine = false;
            boolean wanted = watches.get(channel) == this && channel.isOpen();
            if (wanted) {
                guarded(callback);
            }
            return wanted;
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) { // the other events are not to suffer
            log().log(Level.ERROR, "a callback of the event loop failed", e);
        }
    }

    /// Ends the loop, when no more calls come.
    void close() {
        closed = true;
        try {
            selector.close();
        } catch (IOException e) {
            log().log(Level.WARNING, "closing the event loop failed", e);
        }
        watches.clear();
        end(); // by its own thread it is closed within an event that waits for handlers: others may run what these
        // leave
    }

    /// Once the loop is closed, whoever comes runs what is left, still one at a time: streams want to be closed.
    private void finish() {
        while (closed && !events.isEmpty() && runner.compareAndSet(null, Thread.currentThread())) {
            while (handled()) {
                // one after the other
            }
            runner.set(null);
        }
    }

    private static Logger log() {
        return System.getLogger(EventLoop.class.getName());
    }
}
