package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.function.Supplier;

/// A map, with keys of any kind. (Formats with text keys only turn them into text.)
final class MapShape extends Shape {
    /// Whoever chooses keys with equal hashes makes a hash map of these quadratic.
    static final int MOST_UNORDERED = 4096;

    private final Shape key;
    private final Shape value;
    private final Supplier<Map<Object, Object>> create;

    MapShape(Shape key, Shape value, Supplier<Map<Object, Object>> create) {
        this.key = key;
        this.value = value;
        this.create = create;
    }

    @Override
    void put(Writer out, Object map) {
        Object[] entries = ((Map<?, ?>) map).entrySet().toArray();
        out.beginMap(entries.length);
        for (Object each : entries) {
            Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
            try {
                key.write(out, entry.getKey());
                value.write(out, entry.getValue());
            } catch (ValueException e) {
                throw e.inField(place(entry.getKey()));
            }
        }
        out.endMap();
    }

    @Override
    @SuppressWarnings("NullAway") // maps of values may hold null
    Object take(Reader in) {
        in.beginMap();
        Map<Object, Object> map = create.get();
        int unordered = 0;
        while (in.more()) {
            Object k = key.read(in);
            if (!(k instanceof Comparable<?>) && ++unordered > MOST_UNORDERED) {
                throw ValueException.mismatch(
                        "a map with more than " + MOST_UNORDERED + " keys that are lists, maps or records",
                        "at most " + MOST_UNORDERED);
            }
            try {
                map.put(k, value.read(in));
            } catch (ValueException e) {
                throw e.inField(place(k));
            } catch (NullPointerException | ClassCastException e) { // a map that refuses null or wants an order
                throw ValueException.refused("map", e).inField(place(k));
            }
        }
        return map;
    }

    /// A key as a part of a path.
    private static String place(@Nullable Object key) {
        return key == null || key instanceof Comparable<?> ? ValueException.cut(String.valueOf(key)) : "{…}";
    }

    /// The shape of its values.
    Shape value() {
        return value;
    }

    @Override
    public String text() {
        return "map<" + key.text() + ", " + value.text() + ">";
    }

    @Override
    public Map<String, Object> schema(Schemas definitions) {
        @Nullable Object names = key.schema(definitions);
        Map<String, Object> schema = Schemas.map("type", "object", "additionalProperties", value.schema(definitions));
        if (names instanceof Map<?, ?> m && m.containsKey("enum")) {
            schema.put("propertyNames", m);
        }
        return schema;
    }
}
