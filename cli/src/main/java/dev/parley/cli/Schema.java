package dev.parley.cli;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A type as a server describes it, in JSON Schema. What is missing or not understood counts as "anything": the server
/// checks what it gets anyway.
final class Schema {
    /// What matters for a command line.
    enum Kind {
        TEXT,
        BYTES,
        INTEGER,
        REAL,
        DECIMAL,
        BOOLEAN,
        LIST,
        MAP,
        RECORD,
        CHOICE,
        ANY
    }

    private static final String DEFINITIONS = "#/$defs/";

    private final Map<?, ?> root;
    private final Map<?, ?> node;
    private final String doc;

    private Schema(Map<?, ?> root, Map<?, ?> node, String doc) {
        this.root = root;
        this.node = node;
        this.doc = doc;
    }

    static Schema of(Map<?, ?> root) {
        return at(root, root);
    }

    private static Schema at(Map<?, ?> root, Map<?, ?> node) {
        return new Schema(root, resolved(root, node), node.get("description") instanceof String text ? text : "");
    }

    /// What is said of the field that it is the schema of; empty for nothing.
    String doc() {
        return doc;
    }

    /// Follows a reference to a named type, and takes the value of what may be null as well.
    private static Map<?, ?> resolved(Map<?, ?> root, Map<?, ?> node) {
        Map<?, ?> target = node;
        for (int i = 0; i < 10; i++) {
            if (target.get("$ref") instanceof String name && name.startsWith(DEFINITIONS)) {
                target = map(map(root.get("$defs")).get(definition(name)));
            } else if (target.get("anyOf") instanceof List<?> either && !either.isEmpty()) {
                target = map(either.getFirst());
            } else {
                break;
            }
        }
        return target;
    }

    /// The name in `$defs` that a reference means, which is a JSON pointer (RFC 6901) as the fragment of a URI.
    static String definition(String reference) {
        String pointer = reference.indexOf('%') < 0 ? reference : "#" + URI.create(reference).getFragment();
        return pointer.substring(DEFINITIONS.length()).replace("~1", "/").replace("~0", "~");
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    Kind kind() {
        if (node.get("oneOf") instanceof List) {
            return Kind.CHOICE;
        }
        if (!(node.get("type") instanceof String type)) {
            return Kind.ANY;
        }
        return switch (type) {
            case "string" -> node.get("contentEncoding") != null ? Kind.BYTES : Kind.TEXT;
            case "integer" -> Kind.INTEGER;
            case "number" -> "decimal".equals(node.get("format")) ? Kind.DECIMAL : Kind.REAL;
            case "boolean" -> Kind.BOOLEAN;
            case "array" -> Kind.LIST;
            case "object" -> node.get("properties") instanceof Map ? Kind.RECORD : Kind.MAP;
            default -> Kind.ANY;
        };
    }

    boolean is(Kind kind) {
        return kind() == kind;
    }

    /// Whether a value is a single word.
    boolean isScalar() {
        Kind kind = kind();
        return kind.ordinal() <= Kind.BOOLEAN.ordinal();
    }

    /// The texts that are allowed; none for any.
    List<?> allowed() {
        return node.get("enum") instanceof List<?> values ? values : List.of();
    }

    /// What kind of text; empty for any.
    String format() {
        return node.get("format") instanceof String format ? format : "";
    }

    /// `minimum` or `maximum`; null where there is none.
    @Nullable Long bound(String which) {
        return node.get(which) instanceof Long bound ? bound : null;
    }

    /// Of the elements of a list, or the values of a map.
    Schema element() {
        Object inner = node.get(is(Kind.LIST) ? "items" : "additionalProperties");
        return at(root, map(inner));
    }

    /// The fields of a record; of a choice, those of all its records.
    Map<String, Schema> fields() {
        Map<String, Schema> fields = new LinkedHashMap<>();
        if (node.get("oneOf") instanceof List<?> choices) {
            for (Object choice : choices) {
                fields(map(map(choice).get("properties")), fields);
            }
        } else {
            fields(map(node.get("properties")), fields);
        }
        return fields;
    }

    private void fields(Map<?, ?> properties, Map<String, Schema> fields) {
        for (Map.Entry<?, ?> property : properties.entrySet()) {
            fields.putIfAbsent((String) property.getKey(), at(root, map(property.getValue())));
        }
    }
}
