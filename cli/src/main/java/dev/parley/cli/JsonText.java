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

    private JsonText(int width) {
        this.width = width;
    }

    /// In one line.
    static String line(@Nullable Object value) {
        JsonText json = new JsonText(0);
        json.value(value, "\n");
        return json.text.toString();
    }

    /// For people: what is too long for a line in several.
    static String pretty(@Nullable Object value, int width) {
        JsonText json = new JsonText(width);
        json.value(value, "\n");
        return json.text.toString();
    }

    /// @param lineStart what begins a new line at this level
    private void value(@Nullable Object value, String lineStart) {
        if (value instanceof Map<?, ?> map) {
            container(map, lineStart);
        } else if (value instanceof Collection<?> list) {
            container(list, lineStart);
        } else {
            scalar(value);
        }
    }

    /// Written in one line first; when that is too long, once more.
    private void container(Object value, String lineStart) {
        int start = text.length();
        items(value, "", lineStart);
        int before = start - text.lastIndexOf("\n", start) - 1;
        if (width > 0 && before + text.length() - start > width && text.length() - start > 2) {
            text.setLength(start);
            items(value, lineStart + INDENT, lineStart);
        }
    }

    private void items(Object value, String itemStart, String lineStart) {
        boolean first = true;
        text.append(value instanceof Map ? '{' : '[');
        Collection<?> items = value instanceof Map<?, ?> map ? map.entrySet() : (Collection<?>) value;
        for (Object item : items) {
            text.append(first ? itemStart : itemStart.isEmpty() ? ", " : "," + itemStart);
            first = false;
            if (item instanceof Map.Entry<?, ?> entry && value instanceof Map) {
                key(entry.getKey());
                value(entry.getValue(), lineStart + INDENT);
            } else {
                value(item, lineStart + INDENT);
            }
        }
        text.append(itemStart.isEmpty() || first ? "" : lineStart).append(value instanceof Map ? '}' : ']');
    }

    private void key(@Nullable Object key) {
        if (key instanceof String name) {
            quote(name);
        } else {
            String json = line(key);
            if (json.startsWith("\"")) {
                text.append(json);
            } else {
                quote(json);
            }
        }
        text.append(": ");
    }

    private void scalar(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            quote(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof Extension extension) {
            text.append("{\"type\": ").append(extension.type()).append(", \"data\": ");
            scalar(extension.data());
            text.append('}');
        } else if (value == null || value instanceof Boolean || value instanceof Number && !isNoNumber(value)) {
            text.append(value);
        } else {
            quote(value.toString());
        }
    }

    private static boolean isNoNumber(Object value) {
        return value instanceof Double real && !Double.isFinite(real);
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"', '\\' -> text.append('\\').append(c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7F) {
                        text.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
