package dev.parley.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;

/// What a call allocates on the heap, at both ends together: `bytes`. Counted by the JVM for all its threads, ended ones
/// included; what virtual threads allocate counts for those that carry them, which [#Allocation] makes sure of first.
final class Allocation implements Subject {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ARRAYS = 10_000;
    private static final int ARRAY_BYTES = 1000 + 16; // with its header
    private static final double TOLERANCE = 0.02;

    private static volatile byte[] sink = {};

    private final Callers callers;
    private final Peer peer;

    Allocation(Peer peer, int callers) throws InterruptedException {
        this.peer = peer;
        this.callers = Callers.onVirtualThreads(peer, callers);
        calibrate();
    }

    /// Allocates a known amount on virtual threads.
    ///
    /// @throws IllegalStateException when another amount is counted
    private static void calibrate() throws InterruptedException {
        long before = THREADS.getTotalThreadAllocatedBytes();
        Thread[] threads = new Thread[100];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.startVirtualThread(() -> {
                for (int j = 0; j < ARRAYS; j++) {
                    sink = new byte[1000];
                }
            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double counted = THREADS.getTotalThreadAllocatedBytes() - before;
        double known = (double) threads.length * ARRAYS * ARRAY_BYTES;
        if (Math.abs(counted / known - 1) > TOLERANCE) {
            throw new IllegalStateException("counted " + counted + " bytes where " + known + " were allocated");
        }
    }

    @Override
    public Map<String, Double> measure(double seconds) throws Exception {
        long before = THREADS.getTotalThreadAllocatedBytes();
        Callers.Done done = callers.run(seconds);
        return Map.of("bytes", (double) (THREADS.getTotalThreadAllocatedBytes() - before) / done.calls());
    }

    @Override
    public void close() {
        peer.close();
    }
}
