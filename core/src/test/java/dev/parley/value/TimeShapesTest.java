package dev.parley.value;

import static dev.parley.value.MsgPack.again;
import static dev.parley.value.MsgPack.plain;
import static dev.parley.value.MsgPack.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
import java.util.Random;
import java.util.stream.Stream;

/// The types of java.time: text, except for instants.
class TimeShapesTest {
    private static final Shapes SHAPES = new Shapes();
    private static final OffsetDateTime MOMENT = OffsetDateTime.parse("2030-01-31T12:34:56.789012345+05:30");

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(Duration.class, Duration.ofMillis(90_250), "PT1M30.25S"),
                Arguments.of(LocalDate.class, MOMENT.toLocalDate(), "2030-01-31"),
                Arguments.of(LocalTime.class, MOMENT.toLocalTime(), "12:34:56.789012345"),
                Arguments.of(LocalDateTime.class, MOMENT.toLocalDateTime(), "2030-01-31T12:34:56.789012345"),
                Arguments.of(OffsetDateTime.class, MOMENT, "2030-01-31T12:34:56.789012345+05:30"),
                Arguments.of(OffsetTime.class, MOMENT.toOffsetTime(), "12:34:56.789012345+05:30"),
                Arguments.of(
                        ZonedDateTime.class,
                        MOMENT.atZoneSameInstant(ZoneId.of("Europe/Berlin")),
                        "2030-01-31T08:04:56.789012345+01:00[Europe/Berlin]"),
                Arguments.of(Period.class, Period.of(1, -2, 3), "P1Y-2M3D"),
                Arguments.of(Year.class, Year.of(2030), "2030"),
                Arguments.of(YearMonth.class, YearMonth.of(2030, 1), "2030-01"),
                Arguments.of(MonthDay.class, MonthDay.of(2, 29), "--02-29"),
                Arguments.of(ZoneId.class, ZoneId.of("Europe/Berlin"), "Europe/Berlin"),
                Arguments.of(ZoneId.class, ZoneOffset.ofHours(-3), "-03:00"),
                Arguments.of(ZoneOffset.class, ZoneOffset.UTC, "Z"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void timesAreText(Class<?> type, Object value, String text) {
        Shape shape = SHAPES.of(type);
        assertThat(MsgPack.bytesOf(shape, value)).isEqualTo(plain(text));
        assertThat(again(shape, value)).isEqualTo(value);
    }

    @Test
    void momentsAreWrittenWithSecondsAsRfc3339AsksFor() {
        OffsetDateTime noon = OffsetDateTime.parse("2030-01-31T12:00:00Z");
        assertThat(MsgPack.bytesOf(SHAPES.of(OffsetDateTime.class), noon)).isEqualTo(plain("2030-01-31T12:00:00Z"));
    }

    /// The schema of both is that of a moment, and a client without the class knows no more.
    @Test
    void aTimestampIsReadAsAMomentInUtc() {
        OffsetDateTime noon = OffsetDateTime.parse("2030-01-31T12:00:00Z");
        byte[] timestamp = MsgPack.bytesOf(SHAPES.of(Instant.class), noon.toInstant());
        assertThat(MsgPack.read(SHAPES.of(OffsetDateTime.class), timestamp)).isEqualTo(noon);
    }

    static Stream<Object> extremes() {
        return Stream.of(
                Instant.MIN,
                Instant.MAX,
                Instant.EPOCH.minusNanos(1),
                Duration.ZERO,
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                Duration.ofSeconds(-5, 7),
                LocalDate.MIN,
                LocalDate.MAX,
                LocalDate.of(0, 1, 1),
                LocalTime.MIN,
                LocalTime.MAX,
                LocalDateTime.MIN,
                LocalDateTime.MAX,
                OffsetDateTime.MIN,
                OffsetDateTime.MAX,
                OffsetTime.MIN,
                OffsetTime.MAX,
                ZonedDateTime.of(LocalDateTime.MAX, ZoneId.of("Asia/Tokyo")),
                ZonedDateTime.of(LocalDateTime.MIN, ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)),
                Period.ZERO,
                Period.of(Integer.MIN_VALUE, Integer.MAX_VALUE, 0),
                Year.of(Year.MIN_VALUE),
                Year.of(Year.MAX_VALUE),
                Year.of(5),
                YearMonth.of(Year.MIN_VALUE, 1),
                YearMonth.of(Year.MAX_VALUE, 12),
                YearMonth.of(10_000, 1),
                YearMonth.of(-1, 1));
    }

    @ParameterizedTest
    @MethodSource("extremes")
    void extremesComeBack(Object value) {
        assertThat(again(SHAPES.of(value.getClass()), value)).isEqualTo(value);
    }

    @Test
    void bothHoursOfAnOverlapComeBackInEveryZone() {
        for (String id : ZoneId.getAvailableZoneIds()) {
            for (long second : new long[] {0, 1_698_541_200, 1_698_544_800, 1_700_000_000}) {
                ZonedDateTime time = Instant.ofEpochSecond(second).atZone(ZoneId.of(id));
                assertThat(again(SHAPES.of(ZonedDateTime.class), time)).isEqualTo(time);
            }
        }
    }

    @Test
    void randomInstantsAndDurationsComeBack() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            Instant instant = new RandomValues(random).instant();
            assertThat(again(SHAPES.of(Instant.class), instant)).as("seed %d", seed).isEqualTo(instant);
            Duration duration = Duration.ofSeconds(new RandomValues(random).integer(), random.nextInt(1_000_000_000));
            assertThat(again(SHAPES.of(Duration.class), duration)).as("seed %d", seed).isEqualTo(duration);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "java.time.LocalDate, date, 2030-02-30",
        "java.time.LocalTime, time, 25:00",
        "java.time.LocalDateTime, local-date-time, 2030-01-31",
        "java.time.OffsetDateTime, date-time, 2030-01-31T12:00",
        "java.time.OffsetTime, offset-time, 12:00",
        "java.time.ZonedDateTime, zoned-date-time, 2030-01-31T12:00Z[Nowhere/Atall]",
        "java.time.Period, period, PT1S",
        "java.time.Year, year, MMXXX",
        "java.time.YearMonth, year-month, 2030-13",
        "java.time.MonthDay, month-day, 02-29",
        "java.time.ZoneId, time-zone, Nowhere/Atall",
        "java.time.ZoneOffset, offset, +19:00",
        "java.time.Duration, 'duration such as 1m30s, 250ms or PT5S', 5 parsecs",
        "java.time.Instant, date and time such as 2030-01-31T12:00:00Z, tomorrow"
    })
    void textsThatAreNoneAreRefused(Class<?> type, String expected, String text) {
        assertThatThrownBy(() -> read(SHAPES.of(type), plain(text)))
                .isInstanceOf(ValueException.class)
                .hasMessage("got \"" + text + "\" (expected " + expected + ")");
        if (type != Instant.class) {
            assertThatThrownBy(() -> read(SHAPES.of(type), "07")).hasMessage("got integer (expected text)");
        }
    }
}
