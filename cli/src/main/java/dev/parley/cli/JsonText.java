package dev.parley.cli;

import dev.parley.value.Extension;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.Collection;
import java.util.Map;

/// Plain values as JSON text, in the forms that the codec `json` gives them: bytes in base64, what is no number in quotes.
final class JsonText {
    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    /// How long a line may be before its list or map is spread over several; 0 for no limit.
    private final int width;

    private final boolean coloured;

    private JsonText(int width, boolean coloured) {
        this.width = width;
        this.coloured = coloured;
    }

    /// In one line.
    static String line(@Nullable Object value) {
        JsonText json = new JsonText(0, false);
        json.value(value, "\n", 0);
        return json.text.toString();
    }

    /// For people: what is too long for a line in several.
    static String pretty(@Nullable Object value, int width, boolean coloured) {
        JsonText json = new JsonText(width, coloured);
        json.value(value, "\n", 0);
        return json.text.toString();
    }

    /// @param lineStart what begins a new line at this level
    /// @param before how much stands before it in its line
    private void value(@Nullable Object value, String lineStart, int before) {
        if (value instanceof Map || value instanceof Collection) {
            boolean fits = width == 0 || before + line(value).length() <= width;
            items(value, fits ? "" : lineStart + INDENT, lineStart);
        } else {
            scalar(value);
        }
    }

    private void items(Object value, String itemStart, String lineStart) {
        boolean first = true;
        text.append(value instanceof Map ? '{' : '[');
        Collection<?> items = value instanceof Map<?, ?> map ? map.entrySet() : (Collection<?>) value;
        for (Object item : items) {
            text.append(first ? itemStart : itemStart.isEmpty() ? ", " : "," + itemStart);
            first = false;
            int before = itemStart.isEmpty() ? 0 : itemStart.length() - 1;
            if (item instanceof Map.Entry<?, ?> entry && value instanceof Map) {
                String key = key(entry.getKey());
                text.append(coloured ? Paint.KEY.on(key) : key).append(": ");
                value(entry.getValue(), lineStart + INDENT, before + key.length() + 2);
            } else {
                value(item, lineStart + INDENT, before);
            }
        }
        text.append(itemStart.isEmpty() || first ? "" : lineStart).append(value instanceof Map ? '}' : ']');
    }

    private static String key(@Nullable Object key) {
        String json = line(key);
        return json.startsWith("\"") ? json : quoted(json);
    }

    private void scalar(@Nullable Object value) {
        if (!coloured) {
            plain(value);
            return;
        }
        int start = text.length();
        plain(value);
        Paint paint = text.charAt(start) == '"' ? Paint.TEXT : value instanceof Number ? Paint.NUMBER : Paint.WORD;
        String painted = paint.on(text.substring(start));
        text.setLength(start);
        text.append(painted);
    }

    private void plain(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            text.append(quoted(Base64.getEncoder().encodeToString(bytes)));
        } else if (value instanceof Extension extension) {
            text.append("{\"type\": ").append(extension.type()).append(", \"data\": ");
            plain(extension.data());
            text.append('}');
        } else if (value == null || value instanceof Boolean || value instanceof Number && !isNoNumber(value)) {
            text.append(value);
        } else {
            text.append(quoted(value.toString()));
        }
    }

    private static boolean isNoNumber(Object value) {
        return value instanceof Double real && !Double.isFinite(real);
    }

    private static String quoted(String value) {
        StringBuilder text = new StringBuilder();
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        text.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.append('"').toString();
    }
}
