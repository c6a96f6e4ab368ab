package dev.parley.cli;

import dev.parley.value.Shapes;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// Makes values of what a user types. What is simple to check is checked here, so that no call is made in vain; with the
/// words that the server would use.
final class ValueText {
    /// Servers take less by far, unless they are told otherwise.
    static final int MOST_BYTES = 64 << 20;

    private ValueText() {}

    /// @throws ValueException for a text that is no such value
    static @Nullable Object parse(String text, Schema schema) {
        return switch (schema.kind()) {
            case TEXT -> text(text, schema);
            case BYTES -> bytes(text);
            case INTEGER -> integer(text, schema);
            case REAL -> real(text);
            case DECIMAL -> decimal(text);
            case BOOLEAN -> bool(text);
            case LIST -> list(text, schema);
            case MAP -> looksLike('{', text) ? JsonValues.parse(text, schema) : map(text, schema);
            case RECORD, CHOICE -> JsonValues.parse(text, schema);
            case ANY -> any(text);
        };
    }

    private static String text(String text, Schema schema) {
        List<?> allowed = schema.allowed();
        if (!allowed.isEmpty() && !allowed.contains(text)) {
            String plain = text.replace('-', '_').toLowerCase(Locale.ROOT);
            for (Object each : allowed) {
                if (each instanceof String one && one.toLowerCase(Locale.ROOT).equals(plain)) {
                    return one;
                }
            }
            throw ValueException.mismatch(ValueException.quote(text), "one of: " + join(allowed));
        }
        Class<?> type = typeOf(schema);
        if (type != null) {
            new Shapes().of(type).parse(text); // as the server will
        }
        return text;
    }

    /// What the server makes of a text, where that shows; null for anything.
    static @Nullable Class<?> typeOf(Schema schema) {
        return switch (schema.format()) {
            case "date" -> LocalDate.class;
            case "local-time" -> LocalTime.class;
            case "local-date-time" -> LocalDateTime.class;
            case "date-time" -> Instant.class;
            case "time" -> OffsetTime.class;
            case "zoned-date-time" -> ZonedDateTime.class;
            case "duration" -> Duration.class;
            case "period" -> Period.class;
            case "year" -> Year.class;
            case "year-month" -> YearMonth.class;
            case "month-day" -> MonthDay.class;
            case "time-zone" -> ZoneId.class;
            case "offset" -> ZoneOffset.class;
            case "uuid" -> UUID.class;
            case "uri" -> URI.class;
            case "" -> Long.valueOf(1).equals(schema.bound("maxLength")) ? Character.class : null;
            default -> null;
        };
    }

    private static String join(List<?> words) {
        StringBuilder joined = new StringBuilder();
        for (Object word : words) {
            joined.append(joined.isEmpty() ? "" : ", ").append(word);
        }
        return joined.toString();
    }

    /// `@FILE`, `hex:…`, `base64:…`, or text.
    private static byte[] bytes(String text) {
        try {
            if (text.startsWith("@")) {
                return file(text);
            } else if (text.startsWith("hex:")) {
                return HexFormat.of().parseHex(text.substring(4));
            } else if (text.startsWith("base64:")) {
                return Base64.getDecoder().decode(text.substring(7));
            }
        } catch (IllegalArgumentException e) {
            throw ValueException.mismatch(ValueException.quote(text), "@FILE, -, hex:…, base64:… or text");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The bytes of the file that is named behind an `@`.
    static byte[] file(String text) {
        String place = text.substring(1);
        try (InputStream in = Files.newInputStream(Path.of(place))) {
            return all(in, place);
        } catch (IOException | InvalidPathException e) {
            throw new ValueException("cannot read " + place + ": " + Failures.why(e), e);
        }
    }

    /// @param place what it is, for errors
    /// @throws ValueException for more than [#MOST_BYTES]
    static byte[] all(InputStream in, String place) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new ValueException(
                    place + " has more than " + MOST_BYTES + " bytes, the most that an argument can have");
        }
        return bytes;
    }

    private static Number integer(String text, Schema schema) {
        Number value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            value = big(text);
        }
        Long least = schema.bound("minimum");
        Long most = schema.bound("maximum");
        if (least != null && most != null && !(value instanceof Long n && n >= least && n <= most)) {
            throw ValueException.mismatch(text, "integer from " + least + " to " + most);
        }
        return value;
    }

    private static Number big(String text) {
        try {
            return new BigInteger(text);
        } catch (NumberFormatException e) {
            throw ValueException.mismatch(ValueException.quote(text), "integer");
        }
    }

    private static Number real(String text) {
        boolean word = text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
        try {
            if (word || !text.isEmpty() && !Character.isLetter(text.charAt(text.length() - 1))) { // 1f, 0x1p3d
                return Double.parseDouble(text);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw ValueException.mismatch(ValueException.quote(text), "number");
    }

    private static Number decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw ValueException.mismatch(ValueException.quote(text), "decimal number");
        }
    }

    private static Boolean bool(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw ValueException.mismatch(ValueException.quote(text), "true or false");
        }
        return text.equals("true");
    }

    /// Elements between commas; as JSON where they are no single words, or where the text looks like a JSON list.
    private static @Nullable Object list(String text, Schema schema) {
        if (looksLike('[', text)) {
            return JsonValues.parse(text, schema);
        }
        List<@Nullable Object> values = new ArrayList<>();
        if (!text.isEmpty()) {
            Schema element = schema.element();
            if (!element.isScalar()) {
                values.add(element(text, element, 0));
                return values;
            }
            for (int from = 0; from <= text.length(); ) {
                int comma = text.indexOf(',', from);
                int to = comma < 0 ? text.length() : comma;
                values.add(element(text.substring(from, to).strip(), element, values.size()));
                from = to + 1;
            }
        }
        return values;
    }

    private static @Nullable Object element(String text, Schema schema, int index) {
        try {
            return parse(text, schema);
        } catch (ValueException e) {
            throw e.inElement(index);
        }
    }

    /// `key=value`, and more of them behind commas.
    private static Object map(String text, Schema schema) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int from = 0; from < text.length(); ) {
            int comma = text.indexOf(',', from);
            int to = comma < 0 ? text.length() : comma;
            String entry = text.substring(from, to).strip();
            int equals = entry.indexOf('=');
            if (equals <= 0) {
                throw ValueException.mismatch(ValueException.quote(entry), "key=value");
            }
            String key = entry.substring(0, equals);
            try {
                values.put(key, parse(entry.substring(equals + 1), schema.element()));
            } catch (ValueException e) {
                throw e.inField(key);
            }
            from = to + 1;
        }
        return values;
    }

    /// JSON where it looks like it, else text.
    private static @Nullable Object any(String text) {
        switch (text) {
            case "null":
                return null;
            case "true", "false":
                return text.equals("true");
            default:
                break;
        }
        if (looksLike('{', text) || looksLike('[', text) || looksLike('"', text)) {
            return JsonValues.parse(text);
        }
        boolean number =
                !text.isEmpty()
                        && Character.isDigit(text.charAt(text.length() - 1))
                        && (Character.isDigit(text.charAt(0)) || text.charAt(0) == '-');
        try {
            return number ? JsonValues.number(text) : text;
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static boolean looksLike(char first, String text) {
        return !text.isEmpty() && text.charAt(0) == first;
    }
}
