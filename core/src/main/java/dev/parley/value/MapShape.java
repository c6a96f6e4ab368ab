package dev.parley.value;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A map, with keys of any kind. (Formats with text keys only turn them into text.)
final class MapShape extends Shape {
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
                throw e.inField(String.valueOf(entry.getKey()));
            }
        }
        out.endMap();
    }

    @Override
    @SuppressWarnings("NullAway") // maps of values may hold null
    Object take(Reader in) {
        in.beginMap();
        Map<Object, Object> map = create.get();
        while (in.more()) {
            Object k = key.read(in);
            try {
                map.put(k, value.read(in));
            } catch (ValueException e) {
                throw e.inField(String.valueOf(k));
            } catch (NullPointerException | ClassCastException e) { // a map that refuses null or wants an order
                throw new ValueException("refused by the map: " + e.getMessage(), e).inField(String.valueOf(k));
            }
        }
        return map;
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
        Map<String, Object> schema =
                Schemas.map("type", "object", "additionalProperties", value.schema(definitions));
        if (names instanceof Map<?, ?> m && m.containsKey("enum")) {
            schema.put("propertyNames", m);
        }
        return schema;
    }
}
