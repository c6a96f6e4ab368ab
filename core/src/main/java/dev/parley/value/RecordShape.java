package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A record: a map of its components by name. What its constructor throws makes the value invalid.
final class RecordShape extends Shape {
    private static final boolean[] NONE = {};

    private final JavaType type;
    private final Fields fields;
    private final MethodHandle constructor;

    RecordShape(JavaType type, Shapes shapes) {
        this.type = type;
        Map<TypeVariable<?>, JavaType> bindings = type.bindings();
        RecordComponent[] components = type.raw().getRecordComponents();
        List<Fields.Field> list = new ArrayList<>();
        Class<?>[] erased = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            erased[i] = component.getType();
            JavaType componentType = JavaType.of(component.getGenericType(), bindings);
            list.add(
                    new Fields.Field(
                            component.getName(),
                            componentType,
                            shapes.of(componentType, type + "." + component.getName()),
                            JavaType.nullable(component.getAnnotatedType(), component.getAnnotations()),
                            Access.getter(component.getAccessor())));
        }
        fields = new Fields(type.raw(), list);
        constructor =
                Access.constructor(canonical(erased))
                        .asSpreader(Object[].class, erased.length)
                        .asType(MethodType.methodType(Object.class, Object[].class));
    }

    private Constructor<?> canonical(Class<?>[] erased) {
        try {
            return type.raw().getDeclaredConstructor(erased);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("record " + type + " without its canonical constructor", e);
        }
    }

    Fields fields() {
        return fields;
    }

    @Override
    void put(Writer out, Object value) {
        out.beginMap(fields.size());
        fields.write(out, value);
        out.endMap();
    }

    @Override
    Object take(Reader in) {
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        long seen = 0; // of the first 64 fields; more have an array
        boolean[] seenFurther = values.length > Long.SIZE ? new boolean[values.length] : NONE;
        int hint = 0;
        in.beginMap();
        while (in.more()) {
            int i = in.field(fields.names, hint);
            if (i < 0) {
                in.skip();
                continue;
            }
            values[i] = fields.read(in, i);
            hint = i + 1;
            if (i < Long.SIZE) {
                seen |= 1L << i;
            } else {
                seenFurther[i] = true;
            }
        }
        for (int i = 0; i < values.length; i++) {
            if (i < Long.SIZE ? (seen & 1L << i) == 0 : !seenFurther[i]) {
                values[i] = fields.missing(i);
            }
        }
        return Fields.construct(constructor, values);
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
        return definitions.named(type, () -> fields.schema(definitions, false));
    }
}
