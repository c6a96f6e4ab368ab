package dev.parley.bench;

import java.util.List;
import java.util.stream.IntStream;

/// One figure of one contender, from each round.
record Sample(String contender, List<Double> values) {
    /// A figure that is the same in all rounds.
    static Sample constant(String name, double value) {
        return new Sample(name, List.of(value));
    }

    /// The same figures under another name.
    Sample named(String name) {
        return new Sample(name, values);
    }

    /// The same figures in another unit.
    Sample times(double factor) {
        return new Sample(contender, values.stream().map(value -> value * factor).toList());
    }

    double median() {
        double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// This figure divided by the other, round by round.
    Sample over(Sample other) {
        return new Sample(
                contender,
                IntStream.range(0, values.size())
                        .mapToObj(i -> values.get(i) / other.values.get(Math.min(i, other.values.size() - 1)))
                        .toList());
    }

    double min() {
        return values.stream().mapToDouble(v -> v).min().orElseThrow();
    }

    double max() {
        return values.stream().mapToDouble(v -> v).max().orElseThrow();
    }
}
