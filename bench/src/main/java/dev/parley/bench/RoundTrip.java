package dev.parley.bench;

import java.util.List;
import java.util.Map;

/// How long it takes to write a value and to read it back: `time` in ns, `rate` per second. A plain loop instead of
/// JMH, because rounds of several JVMs take turns here, which JMH does not do; what JMH would see to is seen to: a JVM
/// per contender, warmed up, values that the JIT does not know, and results that it must deliver.
final class RoundTrip<T> implements Subject {
    private static final int BATCH = 256;

    /// What writes and reads.
    interface Format<T> {
        byte[] write(T value) throws Exception;

        T read(byte[] bytes) throws Exception;
    }

    private final Format<T> format;
    private final List<T> values;

    /// What was read last; written so that the JIT must deliver it.
    private volatile Object sink = "";

    /// @param values taken by turns
    RoundTrip(Format<T> format, List<T> values) {
        this.format = format;
        this.values = List.copyOf(values);
    }

    @Override
    public Map<String, Double> measure(double seconds) throws Exception {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long now = start;
        long done = 0;
        do {
            for (int i = 0; i < BATCH; i++) {
                sink = format.read(format.write(values.get(i % values.size())));
            }
            done += BATCH;
            now = System.nanoTime();
        } while (now < end);
        Call.require(values.contains(sink), "the last round trip", sink);
        for (T value : values) {
            T back = format.read(format.write(value));
            Call.require(back.equals(value), "round trip of " + value, back);
        }
        double nanos = (double) (now - start) / done;
        return Map.of("time", nanos, "rate", 1e9 / nanos);
    }
}
