package dev.parley.wires;

import dev.parley.wires.BasicType.Array;
import dev.parley.wires.BasicType.Bool;
import dev.parley.wires.BasicType.Bytes;
import dev.parley.wires.BasicType.Fixed;
import dev.parley.wires.BasicType.Nothing;
import dev.parley.wires.BasicType.Part;
import dev.parley.wires.BasicType.Text;
import dev.parley.wires.BasicType.Tuple;
import dev.parley.wires.BasicType.Unsigned;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the type of basic-socket-rpc for a Java type, which is told by its JSON Schema (see [dev.parley.value.Schemas]),
/// and describes types of basic-socket-rpc likewise.
final class BasicSchemas {
    private static final String DEFINITIONS = "/$defs/";
    private static final Map<String, Integer> BITS = Map.of("int8", 8, "int16", 16, "int32", 32, "int64", 64);

    private final Map<?, ?> definitions;
    private final List<String> within = new ArrayList<>(); // names of types around, which must not come again

    private BasicSchemas(Map<?, ?> definitions) {
        this.definitions = definitions;
    }

    /// The type that a Java type has by default.
    ///
    /// @throws IllegalArgumentException where there is no rule for it
    static BasicType of(Map<String, Object> schema) {
        return new BasicSchemas(map(schema.get("$defs"))).type(schema);
    }

    /// A type that is wanted in place of the default, together with what the Java type says: the names of parts, and how
    /// large integers may be.
    ///
    /// @throws IllegalArgumentException where values of one cannot be values of the other
    static BasicType fitted(BasicType wanted, Map<String, Object> schema) {
        return new BasicSchemas(map(schema.get("$defs"))).fit(wanted, schema);
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    /// What a reference means, and what may be null without that.
    private Map<?, ?> resolved(Map<?, ?> schema) {
        if (schema.get("$ref") instanceof String reference) {
            return map(definitions.get(name(reference)));
        }
        if (schema.get("anyOf") instanceof List<?> choices && choices.size() == 2) {
            for (Object each : choices) {
                if (!"null".equals(map(each).get("type"))) {
                    return resolved(map(each));
                }
            }
        }
        return schema;
    }

    private static boolean mayBeNull(Map<?, ?> schema) {
        return schema.get("anyOf") instanceof List<?> choices
                && choices.stream().anyMatch(each -> "null".equals(map(each).get("type")));
    }

    private static String name(String reference) {
        String pointer = String.valueOf(URI.create(reference).getFragment());
        return pointer.substring(Math.min(DEFINITIONS.length(), pointer.length()))
                .replace("~1", "/")
                .replace("~0", "~");
    }

    private BasicType type(Map<?, ?> given) {
        Map<?, ?> schema = resolved(given);
        if (mayBeNull(given)) {
            throw new IllegalArgumentException(
                    "a value that may be null, which cannot be carried (expected one that is always there, or"
                            + " @Wire(\"…\") to say that it is)");
        }
        String kind = String.valueOf(schema.get("type"));
        if (kind.equals("boolean")) {
            return BasicType.BOOL;
        } else if (kind.equals("integer") && BITS.get(String.valueOf(schema.get("format"))) instanceof Integer bits) {
            return limited(new Unsigned(bits), schema);
        } else if (kind.equals("string")) {
            return schema.containsKey("contentEncoding") ? BasicType.BYTES : BasicType.TEXT;
        } else if (kind.equals("array") && schema.containsKey("items")) {
            return new Array(part(given, map(schema.get("items"))));
        } else if (schema.get("properties") instanceof Map<?, ?> properties && !properties.isEmpty()) {
            List<Part> parts = new ArrayList<>();
            properties.forEach((key, value) -> parts.add(new Part(String.valueOf(key), part(given, map(value)))));
            return new Tuple(List.copyOf(parts));
        }
        throw new IllegalArgumentException(
                "a Java type for which there is no rule (expected boolean, byte, short, int, long, text, bytes, a list,"
                        + " an array, a record of these, or @Wire(\"…\") to say what is meant)");
    }

    /// A part of what is given, unless the given type contains itself.
    private BasicType part(Map<?, ?> given, Map<?, ?> inner) {
        String name = given.get("$ref") instanceof String reference ? name(reference) : "";
        if (!name.isEmpty() && within.contains(name)) {
            throw new IllegalArgumentException("type " + name + " contains itself (expected one that does not)");
        }
        within.add(name);
        BasicType type = type(inner);
        within.removeLast();
        return type;
    }

    private static Unsigned limited(Unsigned type, Map<?, ?> schema) {
        return schema.get("maximum") instanceof Number most && Long.compareUnsigned(most.longValue(), type.most()) < 0
                ? new Unsigned(type.bits(), most.longValue())
                : type;
    }

    // ---- one that is wanted

    private BasicType fit(BasicType wanted, Map<?, ?> given) {
        Map<?, ?> schema = resolved(given);
        if (schema.isEmpty()) {
            return wanted; // anything
        }
        String kind = String.valueOf(schema.get("type"));
        return switch (wanted) {
            case Unsigned unsigned when kind.equals("integer") -> limited(unsigned, schema);
            case Bool bool when kind.equals("boolean") -> bool;
            case Text text when kind.equals("string") && !schema.containsKey("contentEncoding") -> text;
            case Bytes bytes when kind.equals("string") && schema.containsKey("contentEncoding") -> bytes;
            case Array array when kind.equals("array") -> new Array(fit(array.element(), map(schema.get("items"))));
            case Fixed fixed when kind.equals("array") ->
                    new Fixed(fixed.size(), fit(fixed.element(), map(schema.get("items"))));
            case Tuple tuple when kind.equals("array") -> {
                List<Part> parts = new ArrayList<>();
                tuple.parts()
                        .forEach(part -> parts.add(new Part(part.name(), fit(part.type(), map(schema.get("items"))))));
                yield new Tuple(List.copyOf(parts));
            }
            case Tuple tuple when schema.get("properties") instanceof Map<?, ?> properties -> fit(tuple, properties);
            default -> throw new IllegalArgumentException("type " + wanted + " does not fit the Java type");
        };
    }

    private Tuple fit(Tuple tuple, Map<?, ?> properties) {
        List<String> names = new ArrayList<>();
        properties.keySet().forEach(key -> names.add(String.valueOf(key)));
        List<Part> parts = new ArrayList<>();
        for (Part part : tuple.parts()) {
            String name = part.name().isEmpty() && parts.size() < names.size() ? names.get(parts.size()) : part.name();
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        "type "
                                + tuple
                                + " does not fit the Java type (expected parts for "
                                + String.join(", ", names)
                                + ")");
            }
            parts.add(new Part(name, fit(part.type(), map(properties.get(name)))));
        }
        if (parts.size() < names.size()) {
            throw new IllegalArgumentException(
                    "type "
                            + tuple
                            + " does not fit the Java type (expected parts for "
                            + String.join(", ", names)
                            + ")");
        }
        return new Tuple(List.copyOf(parts));
    }

    // ---- the other way

    /// A type in a few words, as our metadata has them.
    static String text(BasicType type) {
        return switch (type) {
            case Unsigned _ -> "integer";
            case Bool _ -> "boolean";
            case Text _ -> "text";
            case Bytes _ -> "bytes";
            case Array array -> "list<" + text(array.element()) + ">";
            case Fixed fixed -> "list<" + text(fixed.element()) + ">";
            case Tuple tuple -> tuple.toString();
            case Nothing _ -> "nothing";
        };
    }

    static Map<String, Object> schema(BasicType type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        switch (type) {
            case Unsigned unsigned -> {
                schema.put("type", "integer");
                schema.put("minimum", 0);
                if (unsigned.most() > 0) {
                    schema.put("maximum", unsigned.most());
                }
            }
            case Bool _ -> schema.put("type", "boolean");
            case Text _ -> schema.put("type", "string");
            case Bytes _ -> {
                schema.put("type", "string");
                schema.put("contentEncoding", "base64");
            }
            case Array array -> {
                schema.put("type", "array");
                schema.put("items", schema(array.element()));
            }
            case Fixed fixed -> {
                schema.put("type", "array");
                schema.put("items", schema(fixed.element()));
                schema.put("minItems", fixed.size());
                schema.put("maxItems", fixed.size());
            }
            case Tuple tuple when tuple.isNamed() -> {
                Map<String, Object> properties = new LinkedHashMap<>();
                tuple.parts().forEach(part -> properties.put(part.name(), schema(part.type())));
                schema.put("type", "object");
                schema.put("properties", properties);
                schema.put("required", List.copyOf(properties.keySet()));
            }
            case Tuple tuple -> {
                schema.put("type", "array");
                schema.put("prefixItems", tuple.parts().stream().map(part -> schema(part.type())).toList());
            }
            case Nothing _ -> {}
        }
        return schema;
    }
}
