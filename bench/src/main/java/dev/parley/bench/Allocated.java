package dev.parley.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// What all threads of this JVM have allocated on the heap, ended ones included. The JVM counts what virtual threads
/// allocate with the threads that carry them; that this is so is made sure of before the first use, with a known amount.
final class Allocated {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ARRAYS = 10_000;
    private static final int ARRAY_BYTES = 1000 + 16; // with its header
    private static final double TOLERANCE = 0.02;

    private static volatile byte[] sink = {};

    static {
        calibrate();
    }

    private Allocated() {}

    static long bytes() {
        return THREADS.getTotalThreadAllocatedBytes();
    }

    private static void calibrate() {
        long before = bytes();
        Thread[] threads = new Thread[100];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.startVirtualThread(() -> {
                for (int j = 0; j < ARRAYS; j++) {
                    sink = new byte[1000];
                }
            });
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        double counted = bytes() - before;
        double known = (double) threads.length * ARRAYS * ARRAY_BYTES;
        Call.require(sink.length == 1000, "the last array", sink.length);
        if (Math.abs(counted / known - 1) > TOLERANCE) {
            throw new IllegalStateException("counted " + counted + " bytes where " + known + " were allocated");
        }
    }
}
