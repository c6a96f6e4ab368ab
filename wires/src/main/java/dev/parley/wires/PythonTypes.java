package dev.parley.wires;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Types as Python writes them, and what we call them.
final class PythonTypes {
    private static final Pattern STREAM = Pattern.compile("(?:\\w+\\.)*(?:Iterable|Iterator|Generator)");
    private static final Pattern NULLABLE = Pattern.compile("(.*?)\\s*\\|\\s*None|Optional\\[(.*)\\]");
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,400}");
    private static final Pattern REAL = Pattern.compile("-?\\d{1,400}(\\.\\d{1,400})?([eE][-+]?\\d{1,3})?");

    /// Python's name, our word, the type of JSON Schema, its format.
    private record Row(String python, String word, String type, String format) {}

    private static final List<Row> TABLE =
            List.of(
                    new Row("int", "integer", "integer", ""),
                    new Row("float", "number", "number", ""),
                    new Row("bool", "boolean", "boolean", ""),
                    new Row("bytes", "bytes", "string", "base64"),
                    new Row("datetime", "time", "string", "date-time"),
                    new Row("str", "text", "string", ""),
                    new Row("list", "list", "array", ""),
                    new Row("dict", "map", "object", ""));

    private PythonTypes() {}

    /// The type of Python for a schema.
    static String of(Map<String, Object> schema) {
        Map<String, Object> other = withoutNull(schema);
        if (other != schema) {
            return orNone(of(other));
        }
        Object type = schema.containsKey("$ref") ? "object" : schema.get("type");
        Object format = schema.containsKey("contentEncoding") ? schema.get("contentEncoding") : schema.get("format");
        for (Row row : TABLE) {
            if (row.type.equals(type) && (row.format.isEmpty() || row.format.equals(format))) {
                return row.python;
            }
        }
        return "Any";
    }

    /// What a value is by a schema if it is not null; the schema itself where it does not say that it may be.
    private static Map<String, Object> withoutNull(Map<String, Object> schema) {
        if (schema.get("anyOf") instanceof List<?> choices
                && choices.stream().anyMatch(c -> c instanceof Map<?, ?> m && "null".equals(m.get("type")))) {
            for (Object choice : choices) {
                if (choice instanceof Map<?, ?> one && !"null".equals(one.get("type"))) {
                    return texts(one);
                }
            }
        }
        return schema;
    }

    @SuppressWarnings("unchecked") // JSON's keys are texts
    private static Map<String, Object> texts(Map<?, ?> schema) {
        return (Map<String, Object>) schema;
    }

    static String orNone(String type) {
        return isNullable(type) ? type : type + " | None";
    }

    /// Whether it begins as Python's types of streams do, whatever stands behind.
    static boolean isStream(@Nullable String annotation) {
        return annotation != null && STREAM.matcher(annotation).lookingAt();
    }

    static boolean isNullable(@Nullable String annotation) {
        return annotation != null && !isStream(annotation) && NULLABLE.matcher(annotation).matches();
    }

    /// The type of a value, or of the items of a stream.
    static String item(@Nullable String annotation) {
        if (annotation == null) {
            return "Any";
        }
        Matcher stream = STREAM.matcher(annotation);
        if (stream.lookingAt()) {
            return annotation.startsWith("[", stream.end()) ? item(firstArgument(annotation, stream.end() + 1)) : "Any";
        }
        Matcher nullable = NULLABLE.matcher(annotation);
        if (nullable.matches()) {
            return item(nullable.group(1) == null ? nullable.group(2) : nullable.group(1));
        }
        return annotation.strip();
    }

    /// What stands between `[` and the `,` or `]` that belongs to it.
    private static String firstArgument(String annotation, int from) {
        int depth = 0;
        for (int i = from; i < annotation.length(); i++) {
            char c = annotation.charAt(i);
            if (depth == 0 && (c == ',' || c == ']')) {
                return annotation.substring(from, i);
            }
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
        }
        return annotation.substring(from);
    }

    private static @Nullable Row row(String type) {
        String bare = type.replaceFirst("\\[.*", "").replaceFirst(".*\\.", "");
        for (Row row : TABLE) {
            if (row.python.equals(bare)) {
                return row;
            }
        }
        return null;
    }

    /// Our word for a type.
    static String text(String type) {
        Row row = row(type);
        return row == null ? "any" : row.word;
    }

    static Map<String, Object> schema(String type) {
        Row row = row(type);
        if (row == null) {
            return Map.of();
        } else if (row.format.equals("base64")) {
            return Map.of("type", row.type, "contentEncoding", row.format);
        }
        return row.format.isEmpty() ? Map.of("type", row.type) : Map.of("type", row.type, "format", row.format);
    }

    /// A default, which we have as a user would type it, as the value that it is.
    ///
    /// @return empty where the schema does not say enough
    static Optional<Object> value(Map<String, Object> schema, String text) {
        Map<String, Object> other = withoutNull(schema);
        return switch (of(other)) {
            case "int" -> integer(text);
            case "float" -> REAL.matcher(text).matches() ? Optional.of(Double.valueOf(text)) : Optional.empty();
            case "bool" -> Optional.of(Boolean.valueOf(text));
            case "bytes" -> bytes(text);
            case "str", "datetime" -> Optional.of(text);
            case "list" -> other.get("items") instanceof Map<?, ?> items ? list(texts(items), text) : Optional.empty();
            case "Any" -> other.isEmpty() ? Optional.of(likely(text)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Object> integer(String text) {
        if (!INTEGER.matcher(text).matches()) {
            return Optional.empty();
        }
        BigInteger value = new BigInteger(text);
        return Optional.of(value.bitLength() < 64 ? (Object) value.longValue() : value);
    }

    private static Optional<Object> bytes(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not what the schema says
        }
    }

    private static Optional<Object> list(Map<String, Object> items, String text) {
        List<Object> all = new ArrayList<>();
        for (String each : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            Optional<Object> value = items.containsKey("items") ? Optional.empty() : value(items, each.strip());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            all.add(value.get());
        }
        return Optional.of(all);
    }

    /// What a text most likely stands for where nothing is said of its type.
    private static Object likely(String text) {
        if (INTEGER.matcher(text).matches()) {
            return integer(text).orElseThrow();
        } else if (REAL.matcher(text).matches()) {
            return Double.valueOf(text);
        }
        return text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
    }

    /// A value as a user would type it.
    static String typed(Object value) {
        return switch (value) {
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case List<?> list -> list.stream().map(PythonTypes::typedOrNull).collect(Collectors.joining(","));
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(each -> typedOrNull(each.getKey()) + "=" + typedOrNull(each.getValue()))
                            .collect(Collectors.joining(","));
            default -> value.toString();
        };
    }

    private static String typedOrNull(@Nullable Object value) {
        return value == null ? "null" : typed(value);
    }
}
