package dev.parley.bench;

import java.util.Arrays;
import java.util.Map;

/// How long a call takes a single caller, on a platform thread, from before it to after it: `p50` and `p99` in
/// µs.
final class Latency implements Subject {
    private final Call call;
    private final Runnable close;
    private final long[] nanos = new long[2_000_000];

    /// @param close runs in the end
    Latency(Call call, Runnable close) {
        this.call = call;
        this.close = close;
    }

    static Latency of(Peer peer) {
        return new Latency(peer.caller(1), peer::close);
    }

    @Override
    public Map<String, Double> measure(double seconds) throws Exception {
        long now = System.nanoTime();
        long end = now + (long) (seconds * 1e9);
        int n = 0;
        do {
            long start = now;
            call.run();
            now = System.nanoTime();
            nanos[n++] = now - start;
        } while (n < nanos.length && now < end);
        Arrays.sort(nanos, 0, n);
        return Map.of("p50", nanos[n / 2] / 1e3, "p99", nanos[n - 1 - n / 100] / 1e3);
    }

    @Override
    public void close() {
        close.run();
    }
}
