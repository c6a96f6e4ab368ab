package dev.parley.value;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// Collects the JSON Schemas of named types while those of the types that use them are made, so that each is said once
/// and recursive ones end. Not thread-safe.
///
/// @see <a href="https://json-schema.org/draft/2020-12/json-schema-core">JSON Schema, draft 2020-12</a>
public final class Schemas {
    private final Map<String, Map<String, Object>> definitions = new LinkedHashMap<>();
    private final Map<JavaType, String> names = new LinkedHashMap<>();
    private final BiFunction<Class<?>, String, String> docs;

    private Schemas(BiFunction<Class<?>, String, String> docs) {
        this.docs = docs;
    }

    /// A schema that stands alone: that of `shape`, with the named types it needs in `$defs`.
    public static Map<String, Object> of(Shape shape) {
        return of(shape, (_, _) -> "");
    }

    /// The same with descriptions.
    ///
    /// @param docs what is said of a class's field of a name; may be empty
    public static Map<String, Object> of(Shape shape, BiFunction<Class<?>, String, String> docs) {
        Schemas schemas = new Schemas(docs);
        Map<String, Object> schema = new LinkedHashMap<>(shape.schema(schemas));
        if (!schemas.definitions.isEmpty()) {
            schema.put("$defs", schemas.definitions);
        }
        return schema;
    }

    Map<String, Object> named(JavaType type, Supplier<Map<String, Object>> schema) {
        String name = names.get(type);
        if (name == null) {
            name = type.toString();
            for (int i = 2; names.containsValue(name); i++) {
                name = type.toString() + i;
            }
            names.put(type, name);
            definitions.put(name, Map.of());
            definitions.put(name, schema.get());
        }
        return Map.of("$ref", reference("/$defs/" + name.replace("~", "~0").replace("/", "~1")));
    }

    /// A JSON pointer as a URI's fragment.
    private static String reference(String pointer) {
        try {
            return "#" + new URI(null, "", pointer).getRawFragment();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no URI: " + pointer, e);
        }
    }

    static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /// The schema of a field, with what is said of it.
    Map<String, Object> described(Map<String, Object> schema, Class<?> owner, String field) {
        String doc = docs.apply(owner, field);
        if (doc.isEmpty()) {
            return schema;
        }
        Map<String, Object> described = new LinkedHashMap<>(schema);
        described.put("description", doc);
        return described;
    }

    /// The schema of what may be null as well. That of anything allows it already.
    static Map<String, Object> orNull(Map<String, Object> schema) {
        return schema.isEmpty() ? schema : map("anyOf", List.of(schema, map("type", "null")));
    }

    static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = map("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }
}
