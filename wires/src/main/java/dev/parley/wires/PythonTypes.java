package dev.parley.wires;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Types as Python writes them, and what we call them.
final class PythonTypes {
    private static final Pattern STREAM = Pattern.compile("(?:\\w+\\.)*(?:Iterable|Iterator|Generator)(?:\\[(.*)\\])?");
    private static final Pattern NULLABLE = Pattern.compile("(.*?)\\s*\\|\\s*None|Optional\\[(.*)\\]");

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
        if (schema.get("anyOf") instanceof List<?> choices
                && choices.stream().anyMatch(c -> c instanceof Map<?, ?> m && "null".equals(m.get("type")))) {
            for (Object choice : choices) {
                if (choice instanceof Map<?, ?> one && !"null".equals(one.get("type"))) {
                    return of(texts(one)) + " | None";
                }
            }
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

    @SuppressWarnings("unchecked") // JSON's keys are texts
    private static Map<String, Object> texts(Map<?, ?> schema) {
        return (Map<String, Object>) schema;
    }

    static boolean isStream(@Nullable String annotation) {
        return annotation != null && STREAM.matcher(annotation).matches();
    }

    static boolean isNullable(@Nullable String annotation) {
        return annotation != null && NULLABLE.matcher(annotation).matches();
    }

    /// The type of a value, or of the items of a stream.
    static String item(@Nullable String annotation) {
        if (annotation == null) {
            return "Any";
        }
        Matcher stream = STREAM.matcher(annotation);
        if (stream.matches()) {
            return stream.group(1) == null ? "Any" : item(stream.group(1));
        }
        Matcher nullable = NULLABLE.matcher(annotation);
        if (nullable.matches()) {
            return item(nullable.group(1) == null ? nullable.group(2) : nullable.group(1));
        }
        return annotation.strip();
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

    /// A default, which we have as text, as the value that it is.
    static Object value(String type, String text) {
        return switch (item(type)) {
            case "int" -> text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text) : text;
            case "float" -> text.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?") ? (Object) Double.valueOf(text) : text;
            case "bool" -> Boolean.valueOf(text);
            default -> text;
        };
    }
}
