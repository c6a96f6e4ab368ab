package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Values in plain terms, as they come back from MessagePack, with the edges more often than chance has them.
final class RandomValues {
    private static final int MAX_DEPTH = 4;

    private static final long[] EDGES = {
        0, 127, 128, 255, 256, 65535, 65536, 1L << 31, (1L << 32) - 1, 1L << 32, Long.MAX_VALUE
    };

    private static final int[] LENGTHS = {0, 1, 2, 15, 16, 31, 32, 255, 256};

    private final Random random;

    RandomValues(Random random) {
        this.random = random;
    }

    @Nullable Object next() {
        return value(0);
    }

    private @Nullable Object value(int depth) {
        return switch (random.nextInt(depth < MAX_DEPTH ? 12 : 9)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2, 3 -> integer();
            case 4 ->
                    random.nextBoolean()
                            ? BigInteger.ONE.shiftLeft(63).add(BigInteger.valueOf(integer() >>> 1))
                            : real();
            case 5 -> real();
            case 6, 7 -> text();
            case 8 -> instant();
            case 9, 10 -> list(depth);
            default -> map(depth);
        };
    }

    long integer() {
        return switch (random.nextInt(4)) {
            case 0 -> EDGES[random.nextInt(EDGES.length)];
            case 1 -> -EDGES[random.nextInt(EDGES.length)] - random.nextInt(2);
            case 2 -> random.nextLong() >> random.nextInt(64);
            default -> random.nextInt(-40, 200);
        };
    }

    double real() {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(100) / 4.0;
            case 1 -> random.nextGaussian();
            default -> Double.longBitsToDouble(random.nextLong());
        };
    }

    String text() {
        int length = random.nextInt(4) == 0 ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(12);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    random.nextInt(8) == 0 ? "\0é東😀\uFFFD".codePoints().toArray()[random.nextInt(5)] : 'a' + i % 26);
        }
        return text.toString();
    }

    Instant instant() {
        long second = random.nextLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
        return Instant.ofEpochSecond(
                second >> random.nextInt(50), random.nextBoolean() ? 0 : random.nextInt(1_000_000_000));
    }

    private List<@Nullable Object> list(int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = size(); i > 0; i--) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(int depth) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = size(); i > 0; i--) {
            map.put(random.nextBoolean() ? text() : value(depth + 1), value(depth + 1));
        }
        return map;
    }

    private int size() {
        return random.nextInt(10) == 0 ? random.nextInt(14, 19) : random.nextInt(5);
    }
}
