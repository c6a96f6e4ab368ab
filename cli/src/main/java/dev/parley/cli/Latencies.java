package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How long things have taken, in a histogram of fixed size: 32 buckets for each power of two, so that what it says of a
/// quantile is at most 3 % off. Not thread-safe.
///
/// @see <a href="http://hdrhistogram.org">HDR histograms</a>
final class Latencies {
    /// The quantiles that are shown.
    static final double[] PARTS = {0.5, 0.75, 0.9, 0.99, 0.999, 1};

    private static final int BITS = 5;
    private static final int BUCKETS_EACH = 1 << BITS;

    private final long[] buckets = new long[(64 - BITS) * BUCKETS_EACH];
    private long count;
    private long sum;
    private long least = Long.MAX_VALUE;
    private long most;

    void add(long nanos) {
        buckets[bucket(nanos)]++;
        count++;
        sum += nanos;
        least = Math.min(least, nanos);
        most = Math.max(most, nanos);
    }

    void addAll(Latencies other) {
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += other.buckets[i];
        }
        count += other.count;
        sum += other.sum;
        least = Math.min(least, other.least);
        most = Math.max(most, other.most);
    }

    long count() {
        return count;
    }

    private static int bucket(long nanos) {
        long value = Math.max(0, nanos);
        int shift = Math.max(0, 63 - Long.numberOfLeadingZeros(value | 1) - BITS);
        return shift * BUCKETS_EACH + (int) (value >> shift);
    }

    /// The largest value of a bucket.
    private static long top(int bucket) {
        int shift = Math.max(0, bucket / BUCKETS_EACH - 1);
        return ((long) (bucket - shift * BUCKETS_EACH) + 1 << shift) - 1;
    }

    /// @param part of all, such as 0.99
    long quantile(double part) {
        long rank = Math.max(1, (long) Math.ceil(part * count));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= rank) {
                return Math.clamp(top(i), least, most);
            }
        }
        return most;
    }

    /// `min 0.2 ms, mean 0.3 ms, max 1.4 ms`.
    String summary() {
        return "min " + text(least) + ", mean " + text(sum / count) + ", max " + text(most);
    }

    /// The distribution, in a line for each of [#PARTS].
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (double part : PARTS) {
            rows.add(String.format(Locale.ROOT, "  %-5s %11s", name(part), text(quantile(part))));
        }
        return rows;
    }

    /// `99.9%`, or `max`.
    static String name(double part) {
        double percent = part * 100;
        String number = percent == Math.rint(percent) ? Integer.toString((int) percent) : Double.toString(percent);
        return part == 1 ? "max" : number + "%";
    }

    /// `0.412 ms`, `3.25 s`.
    static String text(long nanos) {
        return nanos < 1_000_000_000L
                ? String.format(Locale.ROOT, "%.3f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.3f s", nanos / 1e9);
    }
}
