package dev.parley.value;

import dev.parley.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A sealed type: the map of the record it is, with one more entry first that tells which. The entry's key is `type`
/// unless [Tag] on the sealed type says otherwise; its value is the record's name in snake_case, or its own [Tag].
final class ChoiceShape extends Shape {
    private final JavaType type;
    private final String tag;
    private final Map<String, RecordShape> byTag = new LinkedHashMap<>();
    private final Map<Class<?>, String> tags = new LinkedHashMap<>();
    private final Names tagName;

    ChoiceShape(JavaType type, Shapes shapes) {
        this.type = type;
        Tag custom = type.raw().getAnnotation(Tag.class);
        tag = custom == null ? "type" : custom.value();
        tagName = new Names(List.of(tag));
        collect(type.raw(), shapes);
    }

    private void collect(Class<?> sealed, Shapes shapes) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted, shapes);
                continue;
            }
            if (!permitted.isRecord()) {
                throw new IllegalArgumentException("sealed type " + type + ": " + permitted.getName()
                        + " is no record (expected records, or sealed types of records)");
            }
            RecordShape shape = new RecordShape(new JavaType(permitted, JavaType.of(permitted).arguments()), shapes);
            Tag own = permitted.getAnnotation(Tag.class);
            String value = own == null ? Words.snakeCase(permitted.getSimpleName()) : own.value();
            if (shape.fields().names.find(tag) >= 0) {
                throw new IllegalArgumentException("sealed type " + type + ": record " + permitted.getSimpleName()
                        + " has a component named like the tag, " + tag + " (give the sealed type another @Tag)");
            }
            if (byTag.put(value, shape) != null) {
                throw new IllegalArgumentException(
                        "sealed type " + type + ": two records have the tag " + value + " (give one another @Tag)");
            }
            tags.put(permitted, value);
        }
    }

    @Override
    void put(Writer out, Object value) {
        String which = tags.get(value.getClass());
        RecordShape shape = which == null ? null : byTag.get(which);
        if (which == null || shape == null) {
            throw ValueException.mismatch(value.getClass().getName(), type.toString());
        }
        out.beginMap(shape.fields().size() + 1);
        out.field(tagName, 0);
        out.text(which);
        shape.fields().write(out, value);
        out.endMap();
    }

    @Override
    @Nullable Object take(Reader in) {
        String which = in.findText(tag);
        RecordShape shape = which == null ? null : byTag.get(which);
        if (shape == null) {
            String got = which == null
                    ? in.peek() == Kind.MAP ? "nothing" : in.peek().text()
                    : ValueException.quote(which);
            throw ValueException.mismatch(got, "one of: " + String.join(", ", byTag.keySet()))
                    .inField(tag);
        }
        return shape.take(in);
    }

    @Override
    public String text() {
        return type.toString();
    }

    @Override
    public Map<String, Object> schema(Schemas definitions) {
        return definitions.named(type, () -> {
            List<Object> choices = new ArrayList<>();
            byTag.forEach((value, shape) -> {
                Map<String, Object> properties = Schemas.map(tag, Map.of("const", value));
                List<String> required = new ArrayList<>(List.of(tag));
                shape.fields().schema(definitions, false, properties, required);
                choices.add(Schemas.object(properties, required));
            });
            return Schemas.map("oneOf", choices);
        });
    }
}
