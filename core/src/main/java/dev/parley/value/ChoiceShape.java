package dev.parley.value;

import dev.parley.Tag;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        collect(type, shapes);
    }

    private void collect(JavaType sealed, Shapes shapes) {
        for (Class<?> raw : sealed.raw().getPermittedSubclasses()) {
            JavaType permitted = permitted(raw, sealed);
            if (raw.isSealed()) {
                collect(permitted, shapes);
            } else if (!tags.containsKey(raw)) {
                add(permitted, shapes);
            }
        }
    }

    private void add(JavaType permitted, Shapes shapes) {
        Class<?> raw = permitted.raw();
        if (!raw.isRecord()) {
            throw new IllegalArgumentException(
                    "sealed type "
                            + type
                            + ": "
                            + raw.getName()
                            + " is no record (expected records, or sealed types of records)");
        }
        RecordShape shape = new RecordShape(permitted, shapes);
        Tag own = raw.getAnnotation(Tag.class);
        String value = own == null ? Words.snakeCase(raw.getSimpleName()) : own.value();
        if (shape.fields().names.find(tag) >= 0) {
            throw new IllegalArgumentException(
                    "sealed type "
                            + type
                            + ": record "
                            + raw.getSimpleName()
                            + " has a component named like the tag, "
                            + tag
                            + " (give the sealed type another @Tag)");
        }
        if (byTag.put(value, shape) != null) {
            throw new IllegalArgumentException(
                    "sealed type " + type + ": two records have the tag " + value + " (give one another @Tag)");
        }
        tags.put(raw, value);
    }

    /// A permitted class with the type arguments that it hands on to the sealed type.
    private static JavaType permitted(Class<?> raw, JavaType sealed) {
        Map<TypeVariable<?>, JavaType> bindings = new HashMap<>();
        List<Type> supertypes = new ArrayList<>(List.of(raw.getGenericInterfaces()));
        if (raw.getGenericSuperclass() != null) {
            supertypes.add(raw.getGenericSuperclass());
        }
        for (Type supertype : supertypes) {
            if (supertype instanceof ParameterizedType generic && generic.getRawType() == sealed.raw()) {
                Type[] arguments = generic.getActualTypeArguments();
                for (int i = 0; i < arguments.length; i++) {
                    unify(arguments[i], sealed.argument(i), bindings);
                }
            }
        }
        List<JavaType> arguments = new ArrayList<>();
        for (TypeVariable<?> variable : raw.getTypeParameters()) {
            arguments.add(JavaType.of(variable, bindings));
        }
        return new JavaType(raw, arguments);
    }

    /// Finds what the variables in a type stand for, given what the type stands for.
    private static void unify(Type type, JavaType actual, Map<TypeVariable<?>, JavaType> bindings) {
        if (type instanceof TypeVariable<?> variable) {
            bindings.putIfAbsent(variable, actual);
        } else if (type instanceof ParameterizedType generic && generic.getRawType() == actual.raw()) {
            Type[] arguments = generic.getActualTypeArguments();
            for (int i = 0; i < arguments.length; i++) {
                unify(arguments[i], actual.argument(i), bindings);
            }
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
        if (in.peek() != Kind.MAP && in.peek() != Kind.TEXT) {
            throw ValueException.mismatch(in.peek().text(), "map");
        }
        String which = in.findText(tag);
        RecordShape shape = which == null ? null : byTag.get(which);
        if (shape == null) {
            String got = which == null ? "nothing" : ValueException.quote(which);
            throw ValueException.mismatch(got, "one of: " + String.join(", ", byTag.keySet())).inField(tag);
        }
        return shape.take(in);
    }

    @Override
    boolean isNamed() {
        return true;
    }

    @Override
    public String text() {
        return type.toString();
    }

    @Override
    public Map<String, Object> schema(Schemas definitions) {
        return definitions.named(
                type,
                () -> {
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
