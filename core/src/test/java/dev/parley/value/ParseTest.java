package dev.parley.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Values as users type them: on a command line, and in @Default.
class ParseTest {
    private static final Shapes SHAPES = new Shapes();

    enum Level {
        LOW,
        VERY_HIGH
    }

    record Point(int x, int y) {}

    record Note(String text, @Nullable Level level, Optional<Integer> stars) {}

    record Empty() {}

    sealed interface Event {
        record Said(String what) implements Event {}

        record Moved(int x, int y) implements Event {}
    }

    record Holder(
            List<Integer> numbers,
            Set<Level> levels,
            Map<String, Integer> counts,
            Map<Level, LocalDate> days,
            Optional<Integer> maybe,
            List<List<Integer>> nested) {}

    static Stream<Arguments> scalars() {
        return Stream.of(
                Arguments.of(boolean.class, "true", true),
                Arguments.of(byte.class, "-128", (byte) -128),
                Arguments.of(int.class, "12", 12),
                Arguments.of(Long.class, "9223372036854775807", Long.MAX_VALUE),
                Arguments.of(float.class, "0.1", 0.1f),
                Arguments.of(double.class, "1", 1.0),
                Arguments.of(double.class, "-1.5e3", -1500.0),
                Arguments.of(double.class, "Infinity", Double.POSITIVE_INFINITY),
                Arguments.of(double.class, "NaN", Double.NaN),
                Arguments.of(char.class, ",", ','),
                Arguments.of(String.class, "", ""),
                Arguments.of(String.class, " a, b=c ", " a, b=c "),
                Arguments.of(Object.class, "12", "12"),
                Arguments.of(BigInteger.class, "18446744073709551616", new BigInteger("18446744073709551616")),
                Arguments.of(BigDecimal.class, "1.50", new BigDecimal("1.50")),
                Arguments.of(byte[].class, "AAE=", new byte[] {0, 1}),
                Arguments.of(char[].class, "ab", new char[] {'a', 'b'}),
                Arguments.of(Level.class, "very-high", Level.VERY_HIGH),
                Arguments.of(UUID.class, "00000000-0000-0001-ffff-ffffffffffff", new UUID(1, -1)),
                Arguments.of(URI.class, "a:b", URI.create("a:b")),
                Arguments.of(Path.class, "a/b", Path.of("a", "b")),
                Arguments.of(Instant.class, "2030-01-31T12:00:00+01:00", Instant.parse("2030-01-31T11:00:00Z")),
                Arguments.of(Duration.class, "1m30s", Duration.ofSeconds(90)),
                Arguments.of(LocalDate.class, "2030-01-31", LocalDate.of(2030, 1, 31)),
                Arguments.of(ZoneId.class, "Europe/Berlin", ZoneId.of("Europe/Berlin")),
                Arguments.of(OptionalInt.class, "5", OptionalInt.of(5)));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void scalarsAreTheirTexts(Class<?> type, String text, Object value) {
        assertThat(SHAPES.of(type).parse(text)).isEqualTo(value);
    }

    private static Shape shape(String component) {
        return SHAPES.of(Types.component(Holder.class, component));
    }

    @Test
    void elementsStandBetweenCommas() {
        assertThat(shape("numbers").parse("1,2, 3")).isEqualTo(List.of(1, 2, 3));
        assertThat(shape("numbers").parse("1")).isEqualTo(List.of(1));
        assertThat(shape("numbers").parse("")).isEqualTo(List.of());
        assertThat(shape("levels").parse("low,very_high")).isEqualTo(Set.of(Level.LOW, Level.VERY_HIGH));
        assertThat(SHAPES.of(int[].class).parse("1,2")).isEqualTo(new int[] {1, 2});
        assertThat(SHAPES.of(String[].class).parse("a,,b")).isEqualTo(new String[] {"a", "", "b"});
        assertThat(SHAPES.of(List.class).parse("1,a")).isEqualTo(List.of("1", "a"));
    }

    @Test
    void entriesStandBetweenCommasWithAnEqualsSign() {
        assertThat(shape("counts").parse("a=1, b = 2")).isEqualTo(Map.of("a", 1, "b", 2));
        assertThat(shape("counts").parse("")).isEqualTo(Map.of());
        assertThat(shape("days").parse("low=2030-01-31")).isEqualTo(Map.of(Level.LOW, LocalDate.of(2030, 1, 31)));
        assertThat(SHAPES.of(Map.class).parse("a=b=c")).isEqualTo(Map.of("a", "b=c"));
    }

    @Test
    void recordsAreEntriesToo() {
        assertThat(SHAPES.of(Point.class).parse("y=2,x=1")).isEqualTo(new Point(1, 2));
        assertThat(SHAPES.of(Note.class).parse("text=a b,stars=3")).isEqualTo(new Note("a b", null, Optional.of(3)));
        assertThat(SHAPES.of(Note.class).parse("text=,more=1,level=LOW"))
                .isEqualTo(new Note("", Level.LOW, Optional.empty()));
        assertThat(SHAPES.of(Empty.class).parse("")).isEqualTo(new Empty());
    }

    @Test
    void sealedTypesAreRecordsWithATag() {
        assertThat(SHAPES.of(Event.class).parse("type=moved,x=1,y=2")).isEqualTo(new Event.Moved(1, 2));
        assertThat(SHAPES.of(Event.class).parse("what=a, type = said")).isEqualTo(new Event.Said("a"));
    }

    @Test
    void optionalOnesArePresent() {
        assertThat(shape("maybe").parse("5")).isEqualTo(Optional.of(5));
    }

    @ParameterizedTest
    @CsvSource({
        "boolean, yes, 'got \"yes\" (expected true or false)'",
        "int, five, 'got \"five\" (expected integer)'",
        "int, '', 'got \"\" (expected integer)'",
        "int, 2147483648, got 2147483648 (expected integer from -2147483648 to 2147483647)",
        "byte, 128, got 128 (expected integer from -128 to 127)",
        "double, x, 'got \"x\" (expected decimal number)'",
        "float, 1e39, got 1.0E39 (expected number of at most 3.4028235E38)",
        "char, ab, 'got \"ab\" (expected one character)'"
    })
    void whatIsNoSuchScalarIsRefused(String type, String text, String problem) throws Exception {
        Class<?> primitive = Class.forPrimitiveName(type);
        assertThatThrownBy(() -> SHAPES.of(primitive).parse(text))
                .isInstanceOf(ValueException.class)
                .hasMessage(problem);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(shape("numbers"), "1,two", "[1]: got \"two\" (expected integer)"),
                Arguments.of(shape("numbers"), "1,", "[1]: got \"\" (expected integer)"),
                Arguments.of(shape("counts"), "a", "got \"a\" (expected key=value)"),
                Arguments.of(shape("counts"), "a=1,b=x", "b: got \"x\" (expected integer)"),
                Arguments.of(SHAPES.of(Level.class), "hig", "got \"hig\" (expected one of: low, very_high)"),
                Arguments.of(SHAPES.of(Point.class), "x=1", "y: missing (expected integer)"),
                Arguments.of(SHAPES.of(Point.class), "1", "got \"1\" (expected key=value)"),
                Arguments.of(SHAPES.of(Event.class), "type=gone", "type: got \"gone\" (expected one of: said, moved)"),
                Arguments.of(SHAPES.of(byte[].class), "?", "got \"?\" (expected bytes as base64)"),
                Arguments.of(SHAPES.of(Extension.class), "a", "got \"a\" (expected extension)"),
                Arguments.of(
                        SHAPES.of(Duration.class), "5", "got \"5\" (expected duration such as 1m30s, 250ms or PT5S)"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreNamed(Shape shape, String text, String problem) {
        assertThatThrownBy(() -> shape.parse(text)).isInstanceOf(ValueException.class).hasMessage(problem);
    }

    /// Whatever is typed: a value, or an error that can be shown.
    @Test
    void nothingElseIsThrown() {
        List<String> texts =
                List.of(
                        "",
                        ",",
                        ",,",
                        "=",
                        "a=",
                        "=a",
                        "a=b=c",
                        "a,b=c",
                        "type=",
                        "type=said,type=moved",
                        "type=said,what",
                        "x=1,x=2,y=",
                        " ",
                        "\0",
                        "null",
                        "[]",
                        "{}",
                        "1,2;3",
                        "=,=",
                        "99999999999999999999",
                        "NaN",
                        "-",
                        "type");
        List<Shape> shapes =
                Stream.concat(
                                Arrays.stream(Holder.class.getRecordComponents()).map(c -> shape(c.getName())),
                                scalars().map(arguments -> SHAPES.of((Class<?>) arguments.get()[0])))
                        .toList();
        for (Class<?> type : List.of(Point.class, Note.class, Empty.class, Event.class, Extension.class, Rich.class)) {
            for (String text : texts) {
                parses(SHAPES.of(type), text);
                shapes.forEach(shape -> parses(shape, text));
            }
        }
    }

    private static void parses(Shape shape, String text) {
        try {
            shape.parse(text);
        } catch (ValueException e) {
            assertThat(e).hasMessageContaining("expected ");
        }
    }
}
