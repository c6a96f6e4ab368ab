package dev.parley.wire;

import java.lang.management.ManagementFactory;

/// How much memory the code under test takes.
public final class Memory {
    private Memory() {}

    /// The bytes that the calling thread has allocated so far.
    public static long allocatedByThisThread() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /// The bytes of heap that are in use and can be reached.
    public static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
