package dev.parley.bench;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;

/// What all threads of this JVM have allocated on the heap, ended ones included. The JVM counts what virtual threads
/// allocate with the threads that carry them; [#calibrate] makes sure of that.
final class Allocated {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ARRAYS = 10_000;
    private static final int ARRAY_BYTES = 1000 + 16; // with its header
    private static final double TOLERANCE = 0.02;

    private static volatile byte[] sink = {};

    private Allocated() {}

    static long bytes() {
        return THREADS.getTotalThreadAllocatedBytes();
    }

    /// Allocates a known amount on virtual threads.
    ///
    /// @throws IllegalStateException when another amount is counted
    static void calibrate() throws InterruptedException {
        long before = bytes();
        Thread[] threads = new Thread[100];
        for (int i = 0; i < threads.length; i++) {
            threads[i] =
                    Thread.startVirtualThread(() -> {
                        for (int j = 0; j < ARRAYS; j++) {
                            sink = new byte[1000];
                        }
                    });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double counted = bytes() - before;
        double known = (double) threads.length * ARRAYS * ARRAY_BYTES;
        Call.require(sink.length == 1000, "the last array", sink.length);
        if (Math.abs(counted / known - 1) > TOLERANCE) {
            throw new IllegalStateException("counted " + counted + " bytes where " + known + " were allocated");
        }
    }
}
