package dev.parley.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the rounds of a row have measured.
final class Results {
    private final Map<String, List<Map<String, Double>>> rounds = new LinkedHashMap<>();

    void add(Contender contender, Map<String, Double> figures) {
        rounds.computeIfAbsent(contender.name(), _ -> new ArrayList<>()).add(figures);
    }

    Sample of(String contender, String figure) {
        List<Double> values =
                rounds.getOrDefault(contender, List.of()).stream()
                        .flatMap(figures -> Stream.ofNullable(figures.get(figure)))
                        .toList();
        if (values.isEmpty()) {
            throw new IllegalArgumentException(contender + " has no figure " + figure);
        }
        return new Sample(contender, values);
    }

    /// That of several variants of a peer whose figure is the highest.
    Sample highest(String figure, String... contenders) {
        return Stream.of(contenders)
                .map(contender -> of(contender, figure))
                .max(Comparator.comparingDouble(Sample::median))
                .orElseThrow();
    }
}
