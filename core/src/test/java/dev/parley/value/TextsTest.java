package dev.parley.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;

class TextsTest {
    @ParameterizedTest
    @CsvSource({
        "5s, PT5S",
        "250ms, PT0.25S",
        "1500us, PT0.0015S",
        "1m30s, PT1M30S",
        "2d, PT48H",
        "1d2h3m4s5ms6us, PT26H3M4.005006S",
        "0.5s, PT0.5S",
        "1.000000001s, PT1.000000001S",
        "0s, PT0S",
        "PT5S, PT5S",
        "-PT5S, PT-5S",
        "P1D, PT24H",
        "pt1m, PT1M"
    })
    void durationsHaveUnitsOrAreIso(String text, Duration duration) {
        assertThat(Texts.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "5 s",
                "5s1m",
                "1.5m",
                "0.0000000001s",
                "5S",
                "-5s",
                "5sec",
                "99999999999999999999s",
                "9223372036854775807d",
                "106751991167301d",
                "P1M",
                "9999999999999999999999999999999999999999s"
            })
    void whatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> Texts.duration(text))
                .isInstanceOf(ValueException.class)
                .hasMessage("got \"" + text + "\" (expected duration such as 1m30s, 250ms or PT5S)");
    }

    @ParameterizedTest
    @CsvSource({
        "2030-01-31T12:00:00Z, 2030-01-31T12:00:00Z",
        "2030-01-31T12:00:00.123456789Z, 2030-01-31T12:00:00.123456789Z",
        "2030-01-31T12:00:00+05:30, 2030-01-31T06:30:00Z",
        "2030-01-31T12:00Z, 2030-01-31T12:00:00Z",
        "2030-01-31t12:00:00z, 2030-01-31T12:00:00Z",
        "+1000000000-12-31T23:59:59.999999999Z, +1000000000-12-31T23:59:59.999999999Z"
    })
    void instantsHaveAnyOffset(String text, Instant instant) {
        assertThat(Texts.instant(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2030-01-31", "2030-01-31T12:00:00", "2030-02-30T12:00:00Z", "1700000000"})
    void whatIsNoInstantIsRefused(String text) {
        assertThatThrownBy(() -> Texts.instant(text))
                .isInstanceOf(ValueException.class)
                .hasMessage("got \"" + text + "\" (expected date and time such as 2030-01-31T12:00:00Z)");
    }

    @Test
    void numbersOfAThousandDigitsAreReadAndNoMore() {
        String most = "9".repeat(1000);
        assertThat(Texts.bigInteger(most)).isEqualTo(most);
        assertThat(Texts.decimal(most)).isEqualTo(most);
        assertThat(Texts.real("0." + "9".repeat(998))).isEqualTo(1.0);
        String more = most + "9";
        String got = "got text of 1001 characters (expected ";
        assertThatThrownBy(() -> Texts.bigInteger(more)).hasMessage(got + "integer of at most 1000 digits)");
        assertThatThrownBy(() -> Texts.integer(more)).hasMessage(got + "integer of at most 1000 digits)");
        assertThatThrownBy(() -> Texts.decimal(more)).hasMessage(got + "decimal number of at most 1000 digits)");
        assertThatThrownBy(() -> Texts.real(more)).hasMessage(got + "decimal number of at most 1000 digits)");
    }

    @ParameterizedTest
    @CsvSource({"1e-2147483647, 0", "NaN, NaN", "Infinity, Infinity", "-Infinity, -Infinity"})
    void realsMayBeNoNumbers(String text, Double value) {
        assertThat(Texts.real(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e309", "-1e309", "1E+2147483647"})
    void realsBeyond64BitsAreRefused(String text) {
        assertThatThrownBy(() -> Texts.real(text))
                .isInstanceOf(ValueException.class)
                .hasMessage("got \"" + text + "\" (expected number of at most 1.7976931348623157E308)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1.5", "1e3", "0x10", "1_000", " 1", "NaN"})
    void whatIsNoIntegerIsRefused(String text) {
        assertThatThrownBy(() -> Texts.integer(text))
                .isInstanceOf(ValueException.class)
                .hasMessage("got \"" + text + "\" (expected integer)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "-9223372036854775809"})
    void integersBeyond64BitsAreRefused(String text) {
        assertThatThrownBy(() -> Texts.integer(text))
                .hasMessage("got " + text + " (expected integer from -9223372036854775808 to 9223372036854775807)");
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "AA==, 00", "AA, 00", "AAE=, 0001", "+/+/, fbffbf"})
    void bytesAreBase64WithOrWithoutPadding(String text, String hex) {
        assertThat(Texts.bytes(text)).isEqualTo(MsgPack.bytes(hex));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "-_-_", "AA=", "A A=", "é"})
    void whatIsNoBase64IsRefused(String text) {
        assertThatThrownBy(() -> Texts.bytes(text)).hasMessage("got \"" + text + "\" (expected bytes as base64)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "True", "1", "yes"})
    void onlyTrueAndFalseAreBooleans(String text) {
        assertThat(Texts.bool("true")).isTrue();
        assertThat(Texts.bool("false")).isFalse();
        assertThatThrownBy(() -> Texts.bool(text)).hasMessage("got \"" + text + "\" (expected true or false)");
    }

    @ParameterizedTest
    @CsvSource({
        "MockServer, mock_server",
        "HTTPServer, http_server",
        "add2Numbers, add2_numbers",
        "Notes, notes",
        "already_snake, already_snake",
        "A, a",
        "getURL, get_url",
        "IOStats, io_stats"
    })
    void namesBecomeSnakeCase(String camelCase, String snakeCase) {
        assertThat(Words.snakeCase(camelCase)).isEqualTo(snakeCase);
    }
}
