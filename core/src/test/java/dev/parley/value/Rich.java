package dev.parley.value;

import dev.parley.Tag;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/// A record of nearly everything, which contains itself in several ways.
record Rich(
        int number,
        @Nullable Long count,
        double ratio,
        boolean flag,
        String text,
        @Nullable BigInteger big,
        @Nullable BigDecimal exact,
        @Nullable Level level,
        @Nullable UUID id,
        @Nullable Instant at,
        @Nullable Duration took,
        @Nullable LocalDate day,
        byte @Nullable [] bytes,
        int @Nullable [] numbers,
        @Nullable List<String> tags,
        @Nullable Set<Level> levels,
        @Nullable Map<Integer, List<Point>> points,
        @Nullable Event event,
        Optional<Rich> inner,
        OptionalInt maybe,
        @Nullable Box<Point> box,
        @Nullable List<Rich> more,
        @Nullable Object any) {
    enum Level {
        LOW,
        MIDDLE,
        HIGH
    }

    record Point(int x, int y) {}

    record Box<T>(T content, @Nullable List<T> others) {}

    @Tag("kind")
    sealed interface Event {
        record Said(String what) implements Event {}

        record Moved(Point from, Point to) implements Event {}

        @Tag("both")
        record Both(Event first, Event second) implements Event {}
    }

    static Rich random(Random random, int depth) {
        RandomValues values = new RandomValues(random);
        boolean leaf = depth > 2;
        return new Rich(
                random.nextInt(),
                maybe(random, values.integer()),
                values.real(),
                random.nextBoolean(),
                values.text(),
                maybe(random, new BigInteger(random.nextInt(100), random)),
                maybe(random, BigDecimal.valueOf(values.integer(), random.nextInt(9))),
                maybe(random, level(random)),
                maybe(random, new UUID(random.nextLong(), random.nextLong())),
                maybe(random, values.instant()),
                maybe(random, Duration.ofNanos(values.integer())),
                maybe(random, LocalDate.ofEpochDay(random.nextInt(100_000))),
                maybe(random, new byte[random.nextInt(20)]),
                maybe(random, random.ints(random.nextInt(20)).toArray()),
                maybe(random, List.of(values.text(), values.text())),
                maybe(random, Set.of(level(random))),
                maybe(random, Map.of(random.nextInt(), List.of(point(random), point(random)))),
                maybe(random, event(random, depth)),
                leaf ? Optional.empty() : Optional.ofNullable(maybe(random, random(random, depth + 2))),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()),
                maybe(random, new Box<>(point(random), List.of(point(random)))),
                maybe(random, leaf ? new ArrayList<>() : List.of(random(random, depth + 2))),
                values.next());
    }

    private static <T> @Nullable T maybe(Random random, T value) {
        return random.nextInt(3) == 0 ? null : value;
    }

    private static Level level(Random random) {
        return Level.values()[random.nextInt(3)];
    }

    private static Point point(Random random) {
        return new Point(random.nextInt(100), random.nextInt());
    }

    private static Event event(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 2 : 3)) {
            case 0 -> new Event.Said("something");
            case 1 -> new Event.Moved(point(random), point(random));
            default -> new Event.Both(event(random, depth + 1), event(random, depth + 1));
        };
    }
}
