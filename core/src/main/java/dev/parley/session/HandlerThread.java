package dev.parley.session;

import org.jspecify.annotations.Nullable;

/// The thread that runs the handler of a call: it may be interrupted while it does, and never after.
final class HandlerThread {
    private volatile @Nullable Thread running; // taken away under this

    /// It is the calling one.
    void runs() {
        running = Thread.currentThread();
    }

    /// From now on it is not interrupted any more; waits for who is about it.
    synchronized void returned() {
        running = null;
    }

    /// Stops the handler, by a thread of its own: one that reads a pipe or a terminal through a channel is only interrupted when
    /// that read returns.
    void interrupt() {
        if (running != null) {
            Thread.startVirtualThread(this::interruptNow);
        }
    }

    private synchronized void interruptNow() {
        Thread thread = running;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
