package dev.parley.cli;

import dev.parley.Call;
import dev.parley.Command;
import dev.parley.Deadline;
import dev.parley.Default;
import dev.parley.Rest;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Has a command for every kind of parameter and result.
///
/// This is a second paragraph, which only the full help shows.
@Service
class Everything {
    enum Size {
        SMALL,
        VERY_LARGE
    }

    sealed interface Figure permits Circle, Square {}

    record Circle(double radius) implements Figure {}

    record Square(double side, List<String> names) implements Figure {}

    record Inner(byte[] data, LocalDate day) {}

    /// @param name what it is called
    /// @param inner what is inside
    record Outer(String name, Inner inner, Map<String, Integer> counts) {}

    /// Takes one of each. A second sentence.
    ///
    /// @param big has as many digits as it likes
    /// @return all of them
    @Command
    String scalars(
            boolean truth,
            byte small,
            long large,
            double real,
            BigDecimal exact,
            BigInteger big,
            LocalDate day,
            Duration time,
            Instant at,
            UUID id,
            Size size) {
        return Stream.of(truth, small, large, real, exact, big, day, time, at, id, size)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    /// Takes nothing but options.
    ///
    /// @param up whether to go up
    /// @param downHill whether to go down
    /// @param maxCount how often
    @Command
    @Deadline("5s")
    String options(
            @Default("true") boolean up,
            @Default("false") boolean downHill,
            @Default("1") int maxCount,
            Optional<Size> size) {
        return up + " " + downHill + " " + maxCount + " " + size.map(Size::name).orElse("none");
    }

    @Command
    String letters(@Default("0") int page, @Default("0") int past, @Default("0") int of) {
        return page + " " + past + " " + of;
    }

    @Command
    @Nullable Object any(@Nullable Object value) {
        return value;
    }

    @Command
    List<Integer> numbers(List<Integer> list, @Default("") Map<String, Integer> map) {
        List<Integer> all = new ArrayList<>(list);
        all.addAll(map.values());
        return all;
    }

    /// Gives a record back.
    ///
    /// @param outer what comes back
    /// @throws IllegalArgumentException never
    /// @throws StrangeException if it is strange
    @Command
    Outer outer(Outer outer) {
        return outer;
    }

    @Command
    double area(Figure figure) {
        return switch (figure) {
            case Circle circle -> 3 * circle.radius() * circle.radius();
            case Square square -> square.side() * square.side();
        };
    }

    @Command
    String rest(String first, @Rest Map<String, Integer> named, String... more) {
        return first + new TreeMap<>(named) + Arrays.toString(more);
    }

    @Command
    byte[] bytes(byte[] data) {
        return data;
    }

    @Command
    InputStream cat(InputStream in) {
        return in;
    }

    @Command
    int sum(Stream<Integer> numbers) {
        return numbers.mapToInt(Integer::intValue).sum();
    }

    @Command
    Stream<Outer> outers(Stream<Outer> all) {
        return all;
    }

    /// Looks for a word.
    ///
    /// @param lines where
    /// @param word what
    @Command
    Stream<String> grep(Stream<String> lines, String word) {
        return lines.filter(line -> line.contains(word));
    }

    @Command
    void nothing() {}

    @Command
    @Nullable String nil() {
        return null;
    }

    @Command
    double nan() {
        return Double.NaN;
    }

    @Command
    Instant when() {
        return Instant.EPOCH;
    }

    @Command
    Map<String, Object> wide(int n) {
        return Map.of("list", IntStream.range(0, n).mapToObj(i -> "number " + i).toList());
    }

    /// Gives three numbers, and then fails.
    @Command
    Stream<Integer> breaks() {
        return Stream.of(0, 1, 2, 3)
                .peek(i -> {
                    if (i == 3) {
                        throw new IllegalStateException("three\nis \u001b[31mbad");
                    }
                });
    }

    @Command
    String url(String url, @Default("1s") Duration timeout) {
        return url + " " + timeout;
    }

    @Command
    Map<String, String> metadata() {
        return new TreeMap<>(Call.current().metadata());
    }

    @Command
    int fault() {
        throw new NullPointerException("a secret");
    }
}
