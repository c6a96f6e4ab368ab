package dev.parley.value;

import static dev.parley.value.Schemas.map;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.DateTimeException;
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
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/// The table of the JDK's types that are one scalar on the wire. `docs/values.md` shows it.
final class Scalars {
    private static final int MAX_TEXT = 4096;

    /// What [YearMonth#toString] writes it does not read where a year has five digits.
    private static final DateTimeFormatter YEAR_MONTH =
            new DateTimeFormatterBuilder()
                    .appendValue(ChronoField.YEAR, 4, 10, SignStyle.EXCEEDS_PAD)
                    .appendLiteral('-')
                    .appendValue(ChronoField.MONTH_OF_YEAR, 2)
                    .toFormatter(Locale.ROOT);

    private static final Map<Class<?>, Shape> TABLE = new HashMap<>();

    /// Those whose values are of hidden subclasses.
    private static final Class<?>[] OPEN = {Path.class, ByteBuffer.class, ZoneId.class};

    static {
        numbers();
        texts();
        times();
    }

    private Scalars() {}

    /// The shape of a class that is in the table; null for others.
    static @org.jspecify.annotations.Nullable Shape of(Class<?> type) {
        Shape shape = TABLE.get(type);
        for (int i = 0; shape == null && i < OPEN.length; i++) {
            shape = OPEN[i].isAssignableFrom(type) ? TABLE.get(OPEN[i]) : null;
        }
        return shape;
    }

    private static void numbers() {
        primitive(
                boolean.class,
                Boolean.class,
                new ScalarShape<Boolean>("boolean", map("type", "boolean"), false, Writer::bool, Reader::bool));
        integer(byte.class, Byte.class, "int8", Byte.MIN_VALUE, Byte.MAX_VALUE, v -> (byte) v);
        integer(short.class, Short.class, "int16", Short.MIN_VALUE, Short.MAX_VALUE, v -> (short) v);
        integer(int.class, Integer.class, "int32", Integer.MIN_VALUE, Integer.MAX_VALUE, v -> (int) v);
        integer(long.class, Long.class, "int64", Long.MIN_VALUE, Long.MAX_VALUE, v -> v);
        primitive(
                double.class,
                Double.class,
                new ScalarShape<Double>(
                        "number", map("type", "number", "format", "double"), false, Writer::real, Reader::real));
        primitive(
                float.class,
                Float.class,
                new ScalarShape<Float>(
                        "number",
                        map("type", "number", "format", "float"),
                        false,
                        Writer::real,
                        in -> narrow(in.real())));
        primitive(
                char.class,
                Character.class,
                new ScalarShape<Character>(
                        "character",
                        map("type", "string", "minLength", 1, "maxLength", 1),
                        false,
                        (out, v) -> out.text(v.toString()),
                        in -> character(in.text())));
        add(BigInteger.class, "integer", map("type", "integer"), Writer::integer, Reader::bigInteger);
        add(BigDecimal.class, "decimal", map("type", "number", "format", "decimal"), Writer::decimal, Reader::decimal);
    }

    private static <T extends Number> void integer(
            Class<T> primitive, Class<T> boxed, String format, long least, long most, LongFunction<T> narrow) {
        primitive(
                primitive,
                boxed,
                new ScalarShape<T>(
                        "integer",
                        map("type", "integer", "format", format, "minimum", least, "maximum", most),
                        false,
                        (out, v) -> out.integer(v.longValue()),
                        in -> narrow.apply(within(in.integer(), least, most))));
    }

    static long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw ValueException.mismatch(Long.toString(value), "integer from " + least + " to " + most);
        }
        return value;
    }

    private static float narrow(double value) {
        float narrow = (float) value;
        if (Float.isInfinite(narrow) && Double.isFinite(value)) {
            throw ValueException.mismatch(Double.toString(value), "number of at most " + Float.MAX_VALUE);
        }
        return narrow;
    }

    private static char character(String text) {
        if (text.length() != 1) {
            throw ValueException.mismatch(ValueException.quote(text), "one character");
        }
        return text.charAt(0);
    }

    private static void texts() {
        add(String.class, "text", map("type", "string"), Writer::text, Reader::text);
        Map<String, Object> base64 = map("type", "string", "contentEncoding", "base64");
        add(byte[].class, "bytes", base64, (Writer out, byte[] v) -> out.bytes(v, 0, v.length), Reader::bytes);
        add(ByteBuffer.class, "bytes", base64, Writer::bytes, in -> ByteBuffer.wrap(in.bytes()));
        add(
                char[].class,
                "text",
                map("type", "string"),
                (Writer out, char[] v) -> out.text(new String(v)),
                in -> in.text().toCharArray());
        text(UUID.class, "uuid", "uuid", Scalars::uuid);
        text(URI.class, "uri", "uri", Scalars::uri);
        text(Path.class, "path", "path", Path::of);
    }

    /// [UUID#fromString] takes shorter forms than the standard's.
    private static UUID uuid(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException("UUIDs have 36 characters");
        }
        return UUID.fromString(text);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static void times() {
        add(
                Instant.class,
                "date-time",
                map("type", "string", "format", "date-time"),
                Writer::timestamp,
                Reader::timestamp);
        add(
                Duration.class,
                "duration",
                map("type", "string", "format", "duration"),
                (out, v) -> out.text(v.toString()),
                in -> Texts.duration(in.text()));
        text(LocalDate.class, "date", "date", LocalDate::parse);
        text(LocalTime.class, "time", "local-time", LocalTime::parse);
        text(LocalDateTime.class, "local-date-time", "local-date-time", LocalDateTime::parse);
        add(
                OffsetDateTime.class,
                "date-time",
                map("type", "string", "format", "date-time"),
                // toString() leaves seconds out, RFC 3339 does not
                (out, v) -> out.text(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(v)),
                in ->
                        in.peek() == Kind.TIMESTAMP // as who has only read the schema may send it
                                ? in.timestamp().atOffset(ZoneOffset.UTC)
                                : parsed(in.text(), "date-time", OffsetDateTime::parse));
        text(OffsetTime.class, "offset-time", "time", DateTimeFormatter.ISO_OFFSET_TIME::format, OffsetTime::parse);
        text(ZonedDateTime.class, "zoned-date-time", "zoned-date-time", ZonedDateTime::parse);
        text(Period.class, "period", "period", Period::parse);
        text(Year.class, "year", "year", Year::parse);
        text(YearMonth.class, "year-month", "year-month", YEAR_MONTH::format, t -> YearMonth.parse(t, YEAR_MONTH));
        text(MonthDay.class, "month-day", "month-day", MonthDay::parse);
        text(ZoneId.class, "time-zone", "time-zone", ZoneId::of);
        text(ZoneOffset.class, "offset", "offset", ZoneOffset::of);
    }

    /// A type that is text on the wire: its `toString()`, read back by `parse`.
    private static <T> void text(Class<T> type, String text, String format, Function<String, T> parse) {
        text(type, text, format, Object::toString, parse);
    }

    private static <T> void text(
            Class<T> type, String text, String format, Function<T, String> print, Function<String, T> parse) {
        add(
                type,
                text,
                map("type", "string", "format", format),
                (out, v) -> out.text(print.apply(v)),
                in -> parsed(in.text(), text, parse));
    }

    private static <T> T parsed(String text, String what, Function<String, T> parse) {
        if (text.length() > MAX_TEXT) {
            throw ValueException.mismatch(
                    "text of " + text.length() + " characters", what + " of at most " + MAX_TEXT + " characters");
        }
        try {
            return parse.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw ValueException.mismatch(ValueException.quote(text), what);
        }
    }

    private static <T> void add(
            Class<T> type,
            String text,
            Map<String, Object> schema,
            BiConsumer<Writer, T> write,
            Function<Reader, T> read) {
        TABLE.put(type, new ScalarShape<>(text, schema, true, write, read));
    }

    private static <T> void primitive(Class<T> primitive, Class<T> boxed, ScalarShape<T> shape) {
        TABLE.put(primitive, shape);
        TABLE.put(boxed, shape.boxed());
    }
}
