package dev.parley.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Tag;
import dev.parley.value.Codec;
import dev.parley.value.Extension;
import dev.parley.value.JavaType;
import dev.parley.value.MsgPackCodec;
import dev.parley.value.Output;
import dev.parley.value.Shape;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/// Every shape there is goes through JSON and, so that a difference shows whose it is, through MessagePack.
class ShapesTest {
    static Stream<Codec> codecs() {
        return Stream.of(new JsonCodec(), new MsgPackCodec());
    }

    enum Level {
        LOW,
        VERY_HIGH
    }

    record Point(int x, int y) {}

    record Numbers(
            byte b,
            short s,
            int i,
            long l,
            float f,
            double d,
            boolean z,
            char c,
            Byte bb,
            Long ll,
            BigInteger big,
            BigInteger small,
            BigDecimal decimal) {}

    record Texts(String text, UUID uuid, URI uri, Path path, Level level, char[] chars) {}

    record Times(
            Instant instant,
            Instant far,
            Duration duration,
            LocalDate date,
            LocalTime time,
            LocalDateTime dateTime,
            OffsetDateTime offsetDateTime,
            OffsetTime offsetTime,
            ZonedDateTime zoned,
            Period period,
            Year year,
            YearMonth yearMonth,
            MonthDay monthDay,
            ZoneId zone,
            ZoneOffset offset) {}

    record Containers(
            List<String> list,
            Set<Level> set,
            Map<String, List<Integer>> map,
            SortedMap<Integer, String> sorted,
            int[] ints,
            double[][] doubles,
            Point[] points,
            Point @Nullable [] none) {}

    record Keys(
            Map<Integer, String> integers,
            Map<Boolean, String> booleans,
            Map<Double, String> reals,
            Map<BigDecimal, String> decimals,
            Map<Level, Integer> levels,
            Map<UUID, Integer> uuids,
            Map<Instant, Integer> instants,
            Map<Point, Integer> points,
            Map<List<Integer>, Integer> lists,
            Map<Map<String, Integer>, Integer> maps,
            Map<Event, Event> events,
            Map<Optional<String>, Integer> optionals) {}

    record Options(
            @Nullable String none,
            Optional<Point> point,
            Optional<Point> noPoint,
            OptionalInt i,
            OptionalLong l,
            OptionalDouble d,
            OptionalInt noInt) {}

    @Tag("kind")
    sealed interface Event {
        record Created(String id, List<Event> because) implements Event {}

        @Tag("gone")
        record Deleted(long at) implements Event {}

        record Empty() implements Event {}
    }

    record Node(String name, @Nullable Node next) {}

    record Box<T>(T content, List<T> more) {}

    record Blobs(byte[] bytes, ByteBuffer buffer, Extension extension, byte[] empty) {}

    static final class Bean {
        int count;
        List<String> names = List.of();

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }

        public List<String> getNames() {
            return names;
        }

        public void setNames(List<String> names) {
            this.names = names;
        }
    }

    private static final Shapes SHAPES = new Shapes();

    private static byte[] written(Codec codec, Shape shape, @Nullable Object value) {
        Output out = new Output();
        shape.write(codec.writer(out), value);
        return out.toByteArray();
    }

    private static @Nullable Object again(Codec codec, Shape shape, @Nullable Object value) {
        byte[] bytes = written(codec, shape, value);
        return shape.read(codec.reader(bytes, 0, bytes.length));
    }

    private static void roundTrips(Codec codec, Object value) {
        Object again = again(codec, SHAPES.of(value.getClass()), value);
        assertThat(again)
                .usingRecursiveComparison()
                .withEqualsForType(Object::equals, Double.class)
                .withEqualsForType(Object::equals, Float.class)
                .isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void numbers(Codec codec) {
        roundTrips(
                codec,
                new Numbers(
                        Byte.MIN_VALUE,
                        Short.MAX_VALUE,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        0.1f,
                        -0.0,
                        true,
                        'é',
                        (byte) 1,
                        Long.MAX_VALUE,
                        BigInteger.TEN.pow(500).negate(),
                        BigInteger.valueOf(7),
                        new BigDecimal("-123456789012345678901234567890.1200")));
        roundTrips(
                codec,
                new Numbers(
                        (byte) 0,
                        (short) 0,
                        0,
                        0,
                        Float.NaN,
                        Double.NEGATIVE_INFINITY,
                        false,
                        '"',
                        Byte.MAX_VALUE,
                        0L,
                        BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE),
                        BigInteger.ONE.shiftLeft(63),
                        new BigDecimal("1E+1000000")));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void floatsAreExact(Codec codec) {
        Shape shape = SHAPES.of(float.class);
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 20_000; i++) {
            float value =
                    i == 0
                            ? 7.038531E-26f
                            : Float.intBitsToFloat(random.nextInt()); // the one that is not, by way of double
            assertThat(again(codec, shape, value)).isEqualTo(value);
            assertThat(again(codec, shape, -value)).isEqualTo(-value);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void texts(Codec codec) {
        roundTrips(
                codec,
                new Texts(
                        "a\"\\\n\0é東😀",
                        new UUID(1, -1),
                        URI.create("parley://localhost:1/x?y=%20#z"),
                        Path.of("a", "b c"),
                        Level.VERY_HIGH,
                        "chars".toCharArray()));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void times(Codec codec) {
        OffsetDateTime moment = OffsetDateTime.parse("2030-01-31T12:34:56.789012345+05:30");
        roundTrips(
                codec,
                new Times(
                        moment.toInstant(),
                        Instant.MAX,
                        Duration.ofSeconds(-5, 7),
                        moment.toLocalDate(),
                        moment.toLocalTime(),
                        moment.toLocalDateTime(),
                        moment,
                        moment.toOffsetTime(),
                        moment.atZoneSameInstant(ZoneId.of("Europe/Berlin")),
                        Period.of(1, -2, 3),
                        Year.of(2030),
                        YearMonth.of(2030, 1),
                        MonthDay.of(2, 29),
                        ZoneId.of("Europe/Berlin"),
                        ZoneOffset.ofHours(-3)));
        Shape instants = SHAPES.of(Instant.class);
        for (Instant instant :
                List.of(
                        Instant.MIN,
                        Instant.EPOCH,
                        Instant.EPOCH.minusNanos(1),
                        Instant.parse("0000-01-01T00:00:00Z"))) {
            assertThat(again(codec, instants, instant)).isEqualTo(instant);
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void containers(Codec codec) {
        roundTrips(
                codec,
                new Containers(
                        List.of("a", ""),
                        Set.of(Level.LOW),
                        Map.of("", List.of(), "k\"", List.of(1, 2)),
                        new TreeMap<>(Map.of(2, "b", -1, "a")),
                        new int[] {1, -1},
                        new double[][] {{}, {0.5, Double.NaN}},
                        new Point[] {new Point(1, 2)},
                        null));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void keysOfEveryKind(Codec codec) {
        Map<Optional<String>, Integer> optionals = new LinkedHashMap<>(Map.of(Optional.of("a"), 1));
        roundTrips(
                codec,
                new Keys(
                        Map.of(1, "a", -2, "b"),
                        Map.of(true, "a", false, "b"),
                        Map.of(0.5, "a", Double.POSITIVE_INFINITY, "b"),
                        Map.of(new BigDecimal("1.10"), "a"),
                        Map.of(Level.LOW, 1, Level.VERY_HIGH, 2),
                        Map.of(new UUID(1, 2), 1),
                        Map.of(Instant.EPOCH, 1),
                        Map.of(new Point(1, 2), 1, new Point(3, 4), 2),
                        Map.of(List.of(1, 2), 1, List.of(), 2),
                        Map.of(Map.of("a", 1), 1, Map.of(), 2),
                        Map.of(new Event.Created("a", List.of(new Event.Empty())), new Event.Deleted(1)),
                        optionals));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void options(Codec codec) {
        roundTrips(
                codec,
                new Options(
                        null,
                        Optional.of(new Point(1, 2)),
                        Optional.empty(),
                        OptionalInt.of(1),
                        OptionalLong.of(2),
                        OptionalDouble.of(0.5),
                        OptionalInt.empty()));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void sealedTypes(Codec codec) {
        Event event = new Event.Created("a", List.of(new Event.Deleted(5), new Event.Empty()));
        assertThat(again(codec, SHAPES.of(Event.class), event)).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void aTagMayStandAnywhere(Codec codec) {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("at", 5);
        inner.put("kind", "gone");
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("because", List.of(inner, Map.of("kind", "empty")));
        outer.put("id", "a");
        outer.put("kind", "created");
        byte[] bytes = written(codec, SHAPES.dynamic(), outer);
        assertThat(SHAPES.of(Event.class).read(codec.reader(bytes, 0, bytes.length)))
                .isEqualTo(new Event.Created("a", List.of(new Event.Deleted(5), new Event.Empty())));
        byte[] none = written(codec, SHAPES.dynamic(), Map.of("id", "a"));
        assertThatThrownBy(() -> SHAPES.of(Event.class).read(codec.reader(none, 0, none.length)))
                .isInstanceOf(ValueException.class)
                .hasMessage("kind: got nothing (expected one of: created, gone, empty)");
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void recursiveAndGenericTypes(Codec codec) {
        roundTrips(codec, new Node("a", new Node("b", new Node("c", null))));
        JavaType type = new JavaType(Box.class, List.of(JavaType.of(Point.class)));
        Box<Point> box = new Box<>(new Point(1, 2), List.of(new Point(3, 4)));
        assertThat(again(codec, SHAPES.of(type), box)).isEqualTo(box);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void blobs(Codec codec) {
        byte[] bytes = new byte[1000];
        new java.util.Random(1).nextBytes(bytes);
        for (int length = 0; length < 20; length++) {
            roundTrips(
                    codec,
                    new Blobs(
                            Arrays.copyOf(bytes, length),
                            ByteBuffer.wrap(Arrays.copyOfRange(bytes, 0, 1000 - length)),
                            new Extension(length, Arrays.copyOf(bytes, length)),
                            new byte[0]));
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void beans(Codec codec) {
        Bean bean = new Bean();
        bean.count = 7;
        bean.names = List.of("a", "b");
        roundTrips(codec, bean);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void unknownFieldsAreSkippedAndErrorsSayWhere(Codec codec) {
        byte[] more = written(codec, SHAPES.dynamic(), Map.of("x", 1, "z", List.of(Map.of("a", 1)), "y", 2));
        assertThat(SHAPES.of(Point.class).read(codec.reader(more, 0, more.length))).isEqualTo(new Point(1, 2));
        JavaType type = new JavaType(Map.class, List.of(JavaType.of(String.class), JavaType.of(Point.class)));
        byte[] wrong = written(codec, SHAPES.dynamic(), Map.of("p", Map.of("x", true)));
        assertThatThrownBy(() -> SHAPES.of(type).read(codec.reader(wrong, 0, wrong.length)))
                .isInstanceOf(ValueException.class)
                .hasMessage("p.x: got boolean (expected integer)");
    }

    /// Null in each place where it is allowed, and a clear error where it is not.
    @ParameterizedTest
    @MethodSource("codecs")
    void nullWhereItMayBe(Codec codec) {
        for (RecordComponent component : Times.class.getRecordComponents()) {
            Shape shape = SHAPES.of(component.getType());
            assertThat(again(codec, shape, null)).isNull();
        }
        byte[] nil = written(codec, SHAPES.dynamic(), null);
        assertThatThrownBy(() -> SHAPES.of(int.class).read(codec.reader(nil, 0, nil.length)))
                .isInstanceOf(ValueException.class)
                .hasMessage("got null (expected integer)");
    }
}
