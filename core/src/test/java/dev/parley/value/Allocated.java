package dev.parley.value;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/// Counts the memory that the current thread takes.
final class Allocated {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocated() {}

    /// Bytes since the thread began.
    static long soFar() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }

    /// The bytes that `work` takes once it has been done before.
    static long by(Runnable work) {
        work.run();
        long before = soFar();
        work.run();
        return soFar() - before;
    }
}
