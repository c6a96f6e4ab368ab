package dev.parley.value;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Map.entry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.Set;
import java.util.UUID;

/// The table of `docs/values.md` is true: the columns for MessagePack and JSON Schema, and JSON where it is text. (The
/// module for JSON has the rest.)
class ValuesPageTest {
    private static final Shapes SHAPES = new Shapes();
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2030-01-31T12:00:00+01:00");

    enum Level {
        LOW,
        VERY_HIGH
    }

    record Note(String text, Optional<String> by) {}

    static class Draft {
        public String text = "a";
    }

    sealed interface Event {
        record Said(String what) implements Event {}
    }

    record Holder(
            List<String> list,
            Collection<String> collection,
            Set<String> set,
            Map<String, String> map,
            Map<Integer, String> byNumber,
            Optional<String> maybe) {}

    /// A value, and all types of a row that it is an example of.
    record Sample(Object value, JavaType... types) {
        static Sample of(Object value, Class<?>... types) {
            JavaType[] all = java.util.Arrays.stream(types).map(JavaType::of).toArray(JavaType[]::new);
            return new Sample(value, all.length == 0 ? new JavaType[] {JavaType.of(value.getClass())} : all);
        }

        static Sample component(Object value, String... names) {
            return new Sample(
                    value,
                    java.util.Arrays.stream(names)
                            .map(name -> Types.component(Holder.class, name))
                            .toArray(JavaType[]::new));
        }
    }

    private static final Map<String, Sample> SAMPLES =
            Map.ofEntries(
                    entry("`boolean`, `Boolean`", Sample.of(true, boolean.class, Boolean.class)),
                    entry("`byte`, `Byte`", Sample.of((byte) -5, byte.class, Byte.class)),
                    entry("`short`, `Short`", Sample.of((short) -500, short.class, Short.class)),
                    entry("`int`, `Integer`", Sample.of(70_000, int.class, Integer.class)),
                    entry("`long`, `Long`", Sample.of((1L << 53) + 1, long.class, Long.class)),
                    entry("`BigInteger`", Sample.of(BigInteger.TWO.pow(63))),
                    entry("`float`, `Float`", Sample.of(0.1f, float.class, Float.class)),
                    entry("`double`, `Double`", Sample.of(0.1, double.class, Double.class)),
                    entry("`BigDecimal`", Sample.of(new BigDecimal("1.50"))),
                    entry("`char`, `Character`", Sample.of('é', char.class, Character.class)),
                    entry("`String`, `char[]`", Sample.of("text")),
                    entry("`byte[]`, `ByteBuffer`", Sample.of(ByteBuffer.wrap(new byte[] {1, 2, 3}), ByteBuffer.class)),
                    entry("an `enum`", Sample.of(Level.VERY_HIGH)),
                    entry("`UUID`", Sample.of(new UUID(1, 2))),
                    entry("`URI`", Sample.of(URI.create("https://example.org"))),
                    entry("`Path`", Sample.of(Path.of("notes", "milk.txt"), Path.class)),
                    entry("`Instant`", Sample.of(OffsetDateTime.parse("2030-01-31T12:00:00Z").toInstant())),
                    entry("`Duration`", Sample.of(Duration.ofSeconds(90))),
                    entry("`OffsetDateTime`", Sample.of(NOON)),
                    entry(
                            "`ZonedDateTime`",
                            Sample.of(NOON.atZoneSameInstant(ZoneId.of("Europe/Berlin")), ZonedDateTime.class)),
                    entry("`LocalDateTime`", Sample.of(NOON.toLocalDateTime(), LocalDateTime.class)),
                    entry("`LocalDate`", Sample.of(NOON.toLocalDate(), LocalDate.class)),
                    entry("`LocalTime`", Sample.of(NOON.toLocalTime(), LocalTime.class)),
                    entry("`OffsetTime`", Sample.of(NOON.toOffsetTime(), OffsetTime.class)),
                    entry("`Period`", Sample.of(Period.of(1, 2, 3))),
                    entry("`Year`", Sample.of(Year.of(2030))),
                    entry("`YearMonth`", Sample.of(YearMonth.of(2030, 1))),
                    entry("`MonthDay`", Sample.of(MonthDay.of(1, 31))),
                    entry("`ZoneId`", Sample.of(ZoneId.of("Europe/Berlin"), ZoneId.class)),
                    entry("`ZoneOffset`", Sample.of(ZoneOffset.ofHours(1))),
                    entry(
                            "`List<T>`, `Collection<T>`, `T[]`",
                            Sample.component(List.of("a", "b"), "list", "collection")),
                    entry("`Set<T>`", Sample.component(sequencedSet("a", "b"), "set")),
                    entry("`Map<String, T>`", Sample.component(Map.of("k", "a"), "map")),
                    entry("`Map<Integer, T>`", Sample.component(Map.of(1, "a"), "byNumber")),
                    entry("`Optional<T>`", Sample.component(Optional.empty(), "maybe")),
                    entry("`OptionalInt`", Sample.of(OptionalInt.of(5))),
                    entry("`OptionalLong`", Sample.of(OptionalLong.of(5))),
                    entry("`OptionalDouble`", Sample.of(OptionalDouble.of(0.5))),
                    entry("a record", Sample.of(new Note("a", Optional.of("b")))),
                    entry("a class with properties", Sample.of(new Draft())),
                    entry("a sealed type of records", Sample.of(new Event.Said("a"), Event.class)),
                    entry("`Object`", Sample.of(List.of(1, "a"), Object.class)),
                    entry("`Extension`", Sample.of(new Extension(5, new byte[] {1, 2, 3}))));

    private static SequencedSet<String> sequencedSet(String... elements) {
        return new java.util.LinkedHashSet<>(List.of(elements));
    }

    static List<ValuesPage.Row> rows() {
        return ValuesPage.rows();
    }

    @Test
    void theTableHasARowForEachSample() {
        assertThat(rows().stream().map(ValuesPage.Row::java)).containsExactlyInAnyOrderElementsOf(SAMPLES.keySet());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowIsTrueOfMessagePack(ValuesPage.Row row) {
        Sample sample = SAMPLES.get(row.java());
        for (JavaType type : sample.types()) {
            byte[] bytes = MsgPack.bytesOf(SHAPES.of(type), sample.value());
            assertThat(row.msgpack()).as("%s", type).contains(format(bytes[0] & 0xff));
            if (row.hex() != null) {
                assertThat(MsgPack.hex(bytes)).as("%s", type).isEqualTo(row.hex());
            } else {
                assertThat(MsgPack.reader(bytes).text()).as("%s", type).isEqualTo(row.example().replace("\"", ""));
            }
        }
    }

    /// The specification's name for the format that a first byte begins.
    private static String format(int head) {
        return switch (head >> 4) {
            case 0x8 -> "map";
            case 0x9 -> "array";
            case 0xA, 0xB -> "str";
            case 0xC ->
                    switch (head) {
                        case 0xC0 -> "nil";
                        case 0xC2, 0xC3 -> "bool";
                        case 0xC4, 0xC5, 0xC6 -> "bin";
                        case 0xC7, 0xC8, 0xC9 -> "ext";
                        case 0xCA -> "float 32";
                        case 0xCB -> "float 64";
                        default -> "int";
                    };
            case 0xD -> head < 0xD4 ? "int" : head < 0xD9 ? "timestamp" : head < 0xDC ? "str" : "array or map";
            default -> "int";
        };
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aRowIsTrueOfJsonSchema(ValuesPage.Row row) {
        for (JavaType type : SAMPLES.get(row.java()).types()) {
            assertThat(words(Schemas.of(SHAPES.of(type)))).as("%s", type).isEqualTo(row.schema());
        }
    }

    private static String words(Map<?, ?> schema) {
        List<String> words = new ArrayList<>();
        schema.forEach((key, value) ->
                words.add(key.equals("type") && value instanceof String text ? text : key + " " + word(value)));
        return String.join(", ", words);
    }

    private static String word(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return "{" + words(map) + "}";
        } else if (value instanceof List<?> list) {
            return list.stream().map(ValuesPageTest::word).toList().toString();
        }
        return String.valueOf(value);
    }

    /// A type that is added must have its row.
    @Test
    void everyScalarIsOnThePage() throws Exception {
        var table = Scalars.class.getDeclaredField("TABLE");
        table.setAccessible(true);
        List<String> types = ValuesPage.types();
        for (Object type : ((Map<?, ?>) table.get(null)).keySet()) {
            assertThat(types).contains(((Class<?>) type).getSimpleName());
        }
    }
}
