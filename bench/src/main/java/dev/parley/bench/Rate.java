package dev.parley.bench;

import java.util.Map;

/// How many calls a number of callers get done: `rate` per second; and what a call allocates at both ends together:
/// `bytes`.
final class Rate implements Subject {
    private final Callers callers;
    private final Runnable close;

    /// @param close runs in the end
    Rate(Callers callers, Runnable close) {
        this.callers = callers;
        this.close = close;
    }

    /// Callers on virtual threads, each with a note.
    static Rate of(Peer peer, int callers) {
        return new Rate(Callers.onVirtualThreads(peer, callers), peer::close);
    }

    @Override
    public Map<String, Double> measure(double seconds) throws InterruptedException {
        long before = Allocated.bytes();
        Callers.Done done = callers.run(seconds);
        double bytes = Allocated.bytes() - before;
        return Map.of("rate", done.calls() / done.seconds(), "bytes", bytes / done.calls());
    }

    @Override
    public void close() {
        close.run();
    }
}
