package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Service;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
import java.util.List;

/// Dates and times.
abstract class TimesConformance extends Conformance {
    /// All the types that are text in ISO form.
    record Moment(
            LocalDate date,
            LocalTime time,
            LocalDateTime dateAndTime,
            OffsetDateTime withOffset,
            OffsetTime timeWithOffset,
            ZonedDateTime withZone,
            Period period,
            Year year,
            YearMonth month,
            MonthDay day,
            ZoneId zone,
            ZoneOffset offset) {}

    interface Times {
        Instant instant(Instant value);

        Duration duration(Duration value);

        Moment moment(Moment value);
    }

    @Service
    static class TimesService implements Times {
        @Command
        @Override
        public Instant instant(Instant value) {
            return value;
        }

        @Command
        @Override
        public Duration duration(Duration value) {
            return value;
        }

        @Command
        @Override
        public Moment moment(Moment value) {
            return value;
        }

        @Command
        LocalDate date(LocalDate value) {
            return value;
        }
    }

    private Times times;

    @SuppressWarnings("NullAway.Init") // by start()
    TimesConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(new TimesService());
        times = connect().service(Times.class);
    }

    @Test
    void instantsKeepTheirNanoseconds() {
        for (Instant value :
                List.of(
                        Instant.EPOCH,
                        Instant.parse("2030-01-31T12:00:00.123456789Z"),
                        Instant.parse("1969-12-31T23:59:59.999999999Z"),
                        Instant.parse("2106-02-07T06:28:16Z"),
                        Instant.parse("2514-05-30T01:53:04.000000001Z"),
                        Instant.MIN,
                        Instant.MAX)) {
            assertThat(times.instant(value)).isEqualTo(value);
        }
    }

    @Test
    void durationsKeepTheirNanoseconds() {
        for (Duration value :
                List.of(
                        Duration.ZERO,
                        Duration.ofNanos(1),
                        Duration.ofSeconds(90, 5),
                        Duration.ofMillis(-1500),
                        Duration.ofDays(1000),
                        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))) {
            assertThat(times.duration(value)).isEqualTo(value);
        }
    }

    @Test
    void durationsAreAlsoReadAsPeopleWriteThem() {
        Object read = connect().service("times").call("duration", "1m30s");
        assertThat(read).isEqualTo("PT1M30S");
        assertThat(connect().service("times").call("duration", "250ms")).isEqualTo("PT0.25S");
    }

    @Test
    void datesAndTimesOfEveryTypeArrive() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Moment value =
                new Moment(
                        LocalDate.of(2024, 2, 29),
                        LocalTime.of(23, 59, 59, 1),
                        LocalDateTime.of(2030, 1, 31, 12, 0),
                        OffsetDateTime.of(2030, 1, 31, 12, 0, 0, 5, ZoneOffset.ofHoursMinutes(5, 30)),
                        OffsetTime.of(1, 2, 3, 4, ZoneOffset.UTC),
                        ZonedDateTime.of(2030, 10, 27, 2, 30, 0, 0, berlin),
                        Period.of(1, 2, 3),
                        Year.of(2030),
                        YearMonth.of(2030, 12),
                        MonthDay.of(2, 29),
                        berlin,
                        ZoneOffset.ofHours(-3));
        assertThat(times.moment(value)).isEqualTo(value);
    }

    @Test
    void datesAreTextForCallersWithoutTypes() {
        assertThat(connect().service("times").call("date", "2030-01-31")).isEqualTo("2030-01-31");
    }
}
