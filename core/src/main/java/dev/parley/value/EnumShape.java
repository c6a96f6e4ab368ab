package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An enum: the constant's name in lower case as text; read without regard to case, `-` for `_`. Enums whose constants
/// differ in case only keep their names as they are.
final class EnumShape extends Shape {
    private final List<String> texts = new ArrayList<>();
    private final Map<String, Object> constants = new HashMap<>();
    private final boolean exact;

    EnumShape(Class<?> type) {
        Object[] all = type.getEnumConstants();
        exact = !distinct(all);
        for (Object constant : all) {
            String text = text((Enum<?>) constant);
            texts.add(text);
            constants.put(key(text), constant);
        }
    }

    private static boolean distinct(Object[] constants) {
        return java.util.Arrays.stream(constants)
                        .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT))
                        .distinct()
                        .count()
                == constants.length;
    }

    private String text(Enum<?> constant) {
        return exact ? constant.name() : constant.name().toLowerCase(Locale.ROOT);
    }

    private String key(String text) {
        return exact ? text : text.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    @Override
    void put(Writer out, Object value) {
        out.text(texts.get(((Enum<?>) value).ordinal()));
    }

    @Override
    @Nullable Object take(Reader in) {
        String text = in.text();
        Object constant = constants.get(key(text));
        if (constant == null) {
            throw ValueException.mismatch(ValueException.quote(text), "one of: " + String.join(", ", texts));
        }
        return constant;
    }

    @Override
    public String text() {
        return String.join("|", texts);
    }

    @Override
    public Map<String, Object> schema(Schemas definitions) {
        return Schemas.map("type", "string", "enum", List.copyOf(texts));
    }
}
