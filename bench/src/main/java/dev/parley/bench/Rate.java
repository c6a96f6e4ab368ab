package dev.parley.bench;

import java.util.Map;

/// How many calls a number of callers get done: `rate` per second.
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
    public Map<String, Double> measure(double seconds) throws Exception {
        return Map.of("rate", callers.run(seconds).perSecond());
    }

    @Override
    public void close() {
        close.run();
    }
}
