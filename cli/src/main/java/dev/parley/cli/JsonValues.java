package dev.parley.cli;

import dev.parley.value.Codec;
import dev.parley.value.Codecs;
import dev.parley.value.Kind;
import dev.parley.value.Reader;
import dev.parley.value.Shapes;
import dev.parley.value.Texts;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values that somebody has typed as JSON, or `@FILE` with JSON in it. Only here the JSON codec is needed and looked for.
final class JsonValues {
    private JsonValues() {}

    /// A value of a type: where JSON has no kind for it, made from its text.
    static @Nullable Object parse(String text, Schema schema) {
        return fitted(parse(text), schema);
    }

    /// Any value.
    static @Nullable Object parse(String text) {
        Codec codec = Codecs.find("json");
        if (codec == null) {
            throw new ValueException("JSON cannot be read here (the module dev.parley.json is missing)");
        }
        byte[] utf8 = text.startsWith("@") ? ValueText.file(text) : text.getBytes(StandardCharsets.UTF_8);
        Reader in = codec.reader(utf8, 0, utf8.length);
        Object value;
        try {
            value = new Shapes().dynamic().read(in);
        } catch (ValueException e) {
            throw new ValueException(
                    "got " + ValueException.quote(text) + " (expected JSON: " + e.getMessage() + ")", e);
        }
        if (in.peek() != Kind.END) {
            throw ValueException.mismatch(ValueException.quote(text), "one JSON value");
        }
        return value;
    }

    /// @throws NumberFormatException for what is no number
    static Number number(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' || c == 'e' || c == 'E') {
                return Double.parseDouble(text);
            }
        }
        return Long.parseLong(text);
    }

    private static @Nullable Object fitted(@Nullable Object value, Schema schema) {
        if (value instanceof List<?> list && schema.is(Schema.Kind.LIST)) {
            List<@Nullable Object> fitted = new ArrayList<>();
            for (Object each : list) {
                fitted.add(fitted(each, schema.element()));
            }
            return fitted;
        }
        if (value instanceof Map<?, ?> map) {
            return fitted(map, schema);
        }
        return switch (schema.kind()) {
            case BYTES -> value instanceof String text ? Texts.bytes(text) : value;
            case DECIMAL -> value instanceof String text ? new BigDecimal(text) : value;
            default -> value;
        };
    }

    private static Map<String, @Nullable Object> fitted(Map<?, ?> map, Schema schema) {
        Map<String, Schema> fields = schema.fields();
        Schema other = schema.is(Schema.Kind.MAP) ? schema.element() : Schema.of(Map.of());
        Map<String, @Nullable Object> fitted = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = String.valueOf(entry.getKey());
            Schema field = fields.get(key);
            fitted.put(key, fitted(entry.getValue(), field == null ? other : field));
        }
        return fitted;
    }
}
