package dev.parley.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts that stand for other values, each read with a limit and an error that says what is expected. For codecs whose
/// format has no such kind, and for values that users type.
public final class Texts {
    /// More digits than any real number has; parsing is quadratic in them.
    private static final int MAX_DIGITS = 1000;

    private static final Pattern SHORT_DURATION =
            Pattern.compile(
                    "(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+(?:\\.\\d{1,9})?)s)?(?:(\\d+)ms)?(?:(\\d+)us)?");

    private Texts() {}

    public static BigInteger bigInteger(String text) {
        requireDigits(text, "integer");
        try {
            return new BigInteger(text);
        } catch (NumberFormatException e) {
            throw ValueException.mismatch(ValueException.quote(text), "integer");
        }
    }

    public static long integer(String text) {
        BigInteger value = bigInteger(text);
        if (value.bitLength() > 63) {
            throw ValueException.mismatch(text, "integer from " + Long.MIN_VALUE + " to " + Long.MAX_VALUE);
        }
        return value.longValue();
    }

    public static BigDecimal decimal(String text) {
        requireDigits(text, "decimal number");
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw ValueException.mismatch(ValueException.quote(text), "decimal number");
        }
    }

    private static void requireDigits(String text, String expected) {
        if (text.length() > MAX_DIGITS) {
            throw ValueException.mismatch(
                    "text of " + text.length() + " characters", expected + " of at most " + MAX_DIGITS + " digits");
        }
    }

    /// A number as JSON writes it, or `NaN`, `Infinity`, `-Infinity`.
    public static double real(String text) {
        switch (text) {
            case "NaN":
                return Double.NaN;
            case "Infinity":
                return Double.POSITIVE_INFINITY;
            case "-Infinity":
                return Double.NEGATIVE_INFINITY;
            default:
                double value = decimal(text).doubleValue();
                if (Double.isInfinite(value)) {
                    throw ValueException.mismatch(ValueException.quote(text), "number of at most " + Double.MAX_VALUE);
                }
                return value;
        }
    }

    public static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ValueException.mismatch(ValueException.quote(text), "true or false");
        };
    }

    /// Base64 as of RFC 4648 section 4, padding optional.
    public static byte[] bytes(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw ValueException.mismatch(ValueException.quote(text), "bytes as base64");
        }
    }

    /// RFC 3339, with any offset.
    public static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e2) {
                throw ValueException.mismatch(ValueException.quote(text), "date and time such as 2030-01-31T12:00:00Z");
            }
        }
    }

    /// ISO 8601 (`PT1M30S`), or numbers with units from the largest to the smallest: `1m30s`, `250ms`, `2d`, `0.5s`.
    public static Duration duration(String text) {
        Matcher parts = SHORT_DURATION.matcher(text);
        try {
            if (!text.isEmpty() && text.length() < 40 && parts.matches()) {
                Duration seconds =
                        parts.group(4) == null
                                ? Duration.ZERO
                                : Duration.ofNanos(new BigDecimal(parts.group(4)).movePointRight(9).longValueExact());
                return Duration.ofDays(number(parts.group(1)))
                        .plusHours(number(parts.group(2)))
                        .plusMinutes(number(parts.group(3)))
                        .plus(seconds)
                        .plusMillis(number(parts.group(5)))
                        .plusNanos(Math.multiplyExact(number(parts.group(6)), 1000L));
            }
            return Duration.parse(text);
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw ValueException.mismatch(ValueException.quote(text), "duration such as 1m30s, 250ms or PT5S");
        }
    }

    /// @throws ValueException for one with half a surrogate pair, which UTF-8 cannot carry
    public static byte[] utf8(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (contains(utf8, (byte) '?')) { // which half a surrogate pair has become
            requirePairedSurrogates(text);
        }
        return utf8;
    }

    private static boolean contains(byte[] bytes, byte wanted) {
        for (byte b : bytes) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    private static void requirePairedSurrogates(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw ValueException.mismatch(
                            "text with half a surrogate pair at index " + i, "text that can be written as UTF-8");
                }
                i++;
            }
        }
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
