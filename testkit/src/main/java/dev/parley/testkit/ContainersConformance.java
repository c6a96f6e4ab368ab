package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.parley.Command;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/// Arrays, collections, maps and optional values.
abstract class ContainersConformance extends Conformance {
    record Point(int x, int y) {}

    enum Color {
        RED,
        DARK_BLUE
    }

    /// The arrays of all kinds of elements.
    @SuppressWarnings("ArrayRecordComponent") // compared one by one
    record ArrayKinds(
            boolean[] booleans,
            short[] shorts,
            int[] ints,
            long[] longs,
            float[] floats,
            double[] doubles,
            String[] texts,
            Point[] points,
            int[][] rows,
            byte[][] blobs) {}

    record CollectionKinds(
            List<String> list,
            Collection<String> collection,
            ArrayList<String> arrayList,
            LinkedList<String> linkedList,
            Set<String> set,
            LinkedHashSet<String> linkedSet,
            SortedSet<String> sortedSet,
            List<List<Point>> nested) {}

    record Maps(
            Map<String, Integer> byText,
            Map<Integer, String> byInteger,
            Map<Long, String> byLong,
            Map<Boolean, String> byBoolean,
            Map<Double, String> byReal,
            Map<Color, String> byEnum,
            Map<UUID, String> byUuid,
            Map<LocalDate, List<Point>> byDate,
            Map<Point, String> byRecord,
            Map<List<Integer>, String> byList,
            NavigableMap<String, Integer> sorted,
            Map<String, Map<Integer, Point>> nested) {}

    record Options(
            Optional<String> text, Optional<Point> point, OptionalInt int32, OptionalLong int64, OptionalDouble real) {}

    interface Containers {
        ArrayKinds arrays(ArrayKinds value);

        CollectionKinds collections(CollectionKinds value);

        Maps maps(Maps value);

        Options options(Options value);

        Optional<String> option(Optional<String> value);

        List<@Nullable String> texts(List<@Nullable String> value);

        Map<String, @Nullable Integer> counts(Map<String, @Nullable Integer> value);

        Set<Integer> numbers(Set<Integer> value);
    }

    @Service
    static class ContainersService implements Containers {
        @Command
        @Override
        public ArrayKinds arrays(ArrayKinds value) {
            return value;
        }

        @Command
        @Override
        public CollectionKinds collections(CollectionKinds value) {
            return value;
        }

        @Command
        @Override
        public Maps maps(Maps value) {
            return value;
        }

        @Command
        @Override
        public Options options(Options value) {
            return value;
        }

        @Command
        @Override
        public Optional<String> option(Optional<String> value) {
            return value;
        }

        @Command
        @Override
        public List<@Nullable String> texts(List<@Nullable String> value) {
            return value;
        }

        @Command
        @Override
        public Map<String, @Nullable Integer> counts(Map<String, @Nullable Integer> value) {
            return value;
        }

        @Command
        @Override
        public Set<Integer> numbers(Set<Integer> value) {
            return value;
        }
    }

    private Containers containers;

    @SuppressWarnings("NullAway.Init") // by start()
    ContainersConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(new ContainersService());
        containers = connect().service(Containers.class);
    }

    @Test
    void arraysOfEveryKindArrive() {
        ArrayKinds value =
                new ArrayKinds(
                        new boolean[] {true, false},
                        new short[] {-1, 300},
                        new int[] {1, -70_000},
                        new long[] {Long.MAX_VALUE},
                        new float[] {0.1f, Float.POSITIVE_INFINITY},
                        new double[] {0.1, Double.NEGATIVE_INFINITY},
                        new String[] {"a", ""},
                        new Point[] {new Point(1, 2)},
                        new int[][] {{1, 2}, {}, {3}},
                        new byte[][] {{1}, {}});
        assertThat(containers.arrays(value)).usingRecursiveComparison().isEqualTo(value);
    }

    @Test
    void emptyArraysArrive() {
        ArrayKinds value =
                new ArrayKinds(
                        new boolean[0],
                        new short[0],
                        new int[0],
                        new long[0],
                        new float[0],
                        new double[0],
                        new String[0],
                        new Point[0],
                        new int[0][],
                        new byte[0][]);
        assertThat(containers.arrays(value)).usingRecursiveComparison().isEqualTo(value);
    }

    @Test
    void collectionsOfEveryKindArriveInOrder() {
        List<String> words = List.of("milk", "bread", "", "apples");
        CollectionKinds value =
                new CollectionKinds(
                        words,
                        words,
                        new ArrayList<>(words),
                        new LinkedList<>(words),
                        new LinkedHashSet<>(words),
                        new LinkedHashSet<>(words),
                        new TreeSet<>(words),
                        List.of(List.of(new Point(1, 2), new Point(3, 4)), List.of()));
        CollectionKinds read = containers.collections(value);
        assertThat(read.list).isEqualTo(words);
        assertThat(read.collection).containsExactlyElementsOf(words);
        assertThat(read.arrayList).isEqualTo(words);
        assertThat(read.linkedList).isEqualTo(words);
        assertThat(read.set).containsExactlyElementsOf(words);
        assertThat(read.linkedSet).containsExactlyElementsOf(words);
        assertThat(read.sortedSet).containsExactly("", "apples", "bread", "milk");
        assertThat(read.nested).isEqualTo(value.nested);
    }

    @Test
    void manyElementsArrive() {
        List<@Nullable String> many = new ArrayList<>(Collections.nCopies(70_000, "milk"));
        assertThat(containers.texts(many)).isEqualTo(many);
    }

    @Test
    void nullArrivesInListsAndMaps() {
        List<@Nullable String> texts = Arrays.asList("a", null, "b", null);
        assertThat(containers.texts(texts)).isEqualTo(texts);
        Map<String, @Nullable Integer> counts = new LinkedHashMap<>();
        counts.put("a", null);
        counts.put("b", 2);
        assertThat(containers.counts(counts)).isEqualTo(counts);
    }

    @Test
    void mapsArriveInOrder() {
        Map<String, @Nullable Integer> counts = new LinkedHashMap<>();
        for (int i = 100; i > 0; i--) {
            counts.put("key " + i, i);
        }
        assertThat(containers.counts(counts).keySet()).containsExactlyElementsOf(counts.keySet());
    }

    @Test
    void keysOfMapsMayBeAnything() {
        Maps value =
                new Maps(
                        Map.of("a", 1, "", 2),
                        Map.of(1, "a", -2, "b"),
                        Map.of(Long.MAX_VALUE, "a"),
                        Map.of(true, "a", false, "b"),
                        Map.of(0.5, "a", Double.NaN, "b"),
                        Map.of(Color.DARK_BLUE, "a"),
                        Map.of(new UUID(1, 2), "a"),
                        Map.of(LocalDate.of(2030, 1, 31), List.of(new Point(1, 2))),
                        Map.of(new Point(1, 2), "a"),
                        Map.of(List.of(1, 2), "a"),
                        new TreeMap<>(Map.of("b", 2, "a", 1)),
                        Map.of("a", Map.of(1, new Point(3, 4))));
        Maps read = containers.maps(value);
        assertThat(read).isEqualTo(value);
        assertThat(read.sorted).containsExactly(entry("a", 1), entry("b", 2));
    }

    @Test
    void repeatedElementsOfASetCountOnce() {
        Object numbers = connect().service("containers").call("numbers", List.of(3, 1, 3, 2, 1));
        assertThat(numbers).isEqualTo(List.of(3L, 1L, 2L));
    }

    @Test
    void optionalValuesArrivePresentAndEmpty() {
        Options full =
                new Options(
                        Optional.of("a"),
                        Optional.of(new Point(1, 2)),
                        OptionalInt.of(0),
                        OptionalLong.of(-1),
                        OptionalDouble.of(0.5));
        assertThat(containers.options(full)).isEqualTo(full);
        Options empty =
                new Options(
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        OptionalDouble.empty());
        assertThat(containers.options(empty)).isEqualTo(empty);
        assertThat(containers.option(Optional.of(""))).contains("");
        assertThat(containers.option(Optional.empty())).isEmpty();
    }

    @Test
    void anOptionalValueThatIsMissingOrNullIsEmpty() {
        Options missing =
                connect()
                        .service("containers")
                        .command("options")
                        .with(Map.of("value", Map.of("text", "a")))
                        .returning(Options.class)
                        .call();
        assertThat(missing.text).contains("a");
        assertThat(missing.point).isEmpty();
        assertThat(missing.int32).isEmpty();
        assertThat(connect().service("containers").call("option", (Object) null)).isNull();
        assertThat(connect().service("containers").call("option")).isNull();
    }
}
