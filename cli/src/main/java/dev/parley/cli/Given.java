package dev.parley.cli;

import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The arguments of a call, as far as they have been read. Those of lists and maps may be given several times.
final class Given {
    private final InputStream standardInput;

    /// All but the stream, by name.
    final Map<String, @Nullable Object> named = new LinkedHashMap<>();

    /// Where the stream comes from: a file, or `-` for standard input; null for none.
    @Nullable String stream;

    Given(InputStream standardInput) {
        this.standardInput = standardInput;
    }

    boolean has(Parameter parameter) {
        return parameter.isStream() ? stream != null : named.containsKey(parameter.name());
    }

    /// Takes the value of a parameter.
    ///
    /// @throws ValueException for a text that is no such value, or for a second one
    void put(Parameter parameter, String text) {
        try {
            if (parameter.isStream()) {
                requireFirst(stream == null);
                stream = text;
            } else if (parameter.isRest()) {
                putElement(parameter, text);
            } else {
                boolean fromInput = text.equals("-") && parameter.schema().is(Schema.Kind.BYTES);
                Object value = fromInput ? input() : parameter.parse(text);
                put(named, parameter.name(), value, parameter.schema());
            }
        } catch (ValueException e) {
            throw e.inField(parameter.name());
        }
    }

    private byte[] input() {
        try {
            return ValueText.all(standardInput, "standard input");
        } catch (IOException e) {
            throw new ValueException("cannot read standard input: " + e.getMessage(), e);
        }
    }

    private void putElement(Parameter rest, String text) {
        List<?> before = named.get(rest.name()) instanceof List<?> list ? list : List.of();
        try {
            List<@Nullable Object> element = new ArrayList<>();
            element.add(ValueText.parse(text, rest.schema()));
            named.put(rest.name(), joined(before, element));
        } catch (ValueException e) {
            throw e.inElement(before.size());
        }
    }

    private static void put(Map<String, @Nullable Object> record, String name, @Nullable Object value, Schema schema) {
        Object before = record.get(name);
        if (schema.is(Schema.Kind.LIST) && before instanceof List<?> list && value instanceof List<?> more) {
            record.put(name, joined(list, more));
        } else if (schema.is(Schema.Kind.MAP) && before instanceof Map<?, ?> map && value instanceof Map<?, ?> more) {
            Map<Object, @Nullable Object> all = new LinkedHashMap<>(map);
            all.putAll(more);
            record.put(name, all);
        } else {
            requireFirst(!record.containsKey(name));
            record.put(name, value);
        }
    }

    private static List<@Nullable Object> joined(Collection<?> first, Collection<?> second) {
        List<@Nullable Object> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static void requireFirst(boolean first) {
        if (!first) {
            throw new ValueException("given twice");
        }
    }

    /// Takes the value of a field within a record: `--note.text milk`.
    ///
    /// @param path the names behind the parameter's
    void putField(Parameter parameter, String path, String text) {
        try {
            putField(child(named, parameter.name()), parameter.schema(), path, text);
        } catch (ValueException e) {
            throw e.inField(parameter.name());
        }
    }

    private static void putField(Map<String, @Nullable Object> record, Schema schema, String path, String text) {
        int dot = path.indexOf('.');
        String typed = dot < 0 ? path : path.substring(0, dot);
        String name = typed;
        Schema field = schema.is(Schema.Kind.MAP) ? schema.element() : null;
        Map<String, Schema> fields = schema.fields();
        for (Map.Entry<String, Schema> each : fields.entrySet()) {
            if (Parameter.sameName(each.getKey(), typed)) {
                name = each.getKey();
                field = each.getValue();
            }
        }
        try {
            if (field == null) {
                throw new ValueException("no such field (" + Nearest.hint(typed, fields.keySet()) + ")");
            } else if (dot >= 0) {
                putField(child(record, name), field, path.substring(dot + 1), text);
            } else {
                put(record, name, ValueText.parse(text, field), field);
            }
        } catch (ValueException e) {
            throw e.inField(name);
        }
    }

    /// The map below a name, which is made when it is not there.
    @SuppressWarnings("unchecked") // all maps here have been made here, or by JsonValues with texts as keys
    private static Map<String, @Nullable Object> child(Map<String, @Nullable Object> parent, String name) {
        Object known = parent.get(name);
        if (known instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        } else if (known != null) {
            throw new ValueException("given twice, as a whole and by its fields");
        }
        Map<String, @Nullable Object> made = new LinkedHashMap<>();
        parent.put(name, made);
        return made;
    }
}
