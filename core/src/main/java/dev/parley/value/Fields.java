package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The named parts of a record or plain class, and how each is got, written and read. Fields of the frequent primitive
/// types are written without boxing.
final class Fields {
    /// @param nullable whether it may be missing and then is null
    record Field(String name, JavaType type, Shape shape, boolean nullable, MethodHandle getter) {
        boolean optional() {
            return nullable || shape.optional();
        }
    }

    private enum Primitive {
        NONE,
        INT,
        LONG,
        DOUBLE,
        BOOLEAN
    }

    private final Class<?> owner;
    final List<Field> list;
    final Names names;
    private final Shape[] shapes;
    private final Primitive[] primitives;
    private final MethodHandle[] getters;

    Fields(Class<?> owner, List<Field> list) {
        this.owner = owner;
        this.list = list;
        names = new Names(list.stream().map(Field::name).toList());
        shapes = list.stream().map(Field::shape).toArray(Shape[]::new);
        primitives = list.stream().map(f -> primitive(f.type.raw())).toArray(Primitive[]::new);
        getters = new MethodHandle[shapes.length];
        for (int i = 0; i < getters.length; i++) {
            Class<?> result = primitives[i] == Primitive.NONE ? Object.class : list.get(i).type.raw();
            getters[i] = list.get(i).getter.asType(MethodType.methodType(result, Object.class));
        }
    }

    private static Primitive primitive(Class<?> type) {
        if (type == int.class) {
            return Primitive.INT;
        } else if (type == long.class) {
            return Primitive.LONG;
        } else if (type == double.class) {
            return Primitive.DOUBLE;
        }
        return type == boolean.class ? Primitive.BOOLEAN : Primitive.NONE;
    }

    int size() {
        return shapes.length;
    }

    /// Writes the entries of a map for the fields of `value`.
    void write(Writer out, Object value) {
        for (int i = 0; i < shapes.length; i++) {
            out.field(names, i);
            try {
                write(out, value, i);
            } catch (ValueException e) {
                throw e.inField(names.name(i));
            }
        }
    }

    private void write(Writer out, Object value, int i) {
        try {
            switch (primitives[i]) {
                case INT -> out.integer((int) getters[i].invokeExact(value));
                case LONG -> out.integer((long) getters[i].invokeExact(value));
                case DOUBLE -> out.real((double) getters[i].invokeExact(value));
                case BOOLEAN -> out.bool((boolean) getters[i].invokeExact(value));
                case NONE -> shapes[i].write(out, (Object) getters[i].invokeExact(value));
            }
        } catch (ValueException | Error e) {
            throw e;
        } catch (Throwable e) { // the user's accessor threw
            throw new ValueException("its accessor failed: " + e, e);
        }
    }

    /// Reads the value of field `i`.
    @Nullable Object read(Reader in, int i) {
        try {
            return shapes[i].read(in);
        } catch (ValueException e) {
            throw e.inField(names.name(i));
        }
    }

    /// The value for a field that was not there.
    @Nullable Object missing(int i) {
        Field field = list.get(i);
        if (!field.optional()) {
            throw new ValueException("missing (expected " + field.shape.text() + ")").inField(field.name);
        }
        return field.shape.absent();
    }

    /// The schema of an object with these fields.
    Map<String, Object> schema(Schemas definitions, boolean allOptional) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        schema(definitions, allOptional, properties, required);
        return Schemas.object(properties, required);
    }

    /// Adds the fields to the parts of a schema of an object.
    void schema(Schemas definitions, boolean allOptional, Map<String, Object> properties, List<String> required) {
        for (Field field : list) {
            Map<String, Object> schema = field.shape.schema(definitions);
            boolean orNull = field.nullable && !field.shape.optional(); // whose schema says it already
            properties.put(
                    field.name, definitions.described(orNull ? Schemas.orNull(schema) : schema, owner, field.name));
            if (!allOptional && !field.optional()) {
                required.add(field.name);
            }
        }
    }

    /// Runs the user's constructor; what it throws says that the value is invalid.
    static Object construct(MethodHandle constructor, @Nullable Object[] arguments) {
        try {
            return (Object) constructor.invokeExact(arguments);
        } catch (ValueException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ValueException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }
}
