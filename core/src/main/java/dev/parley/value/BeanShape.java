package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A plain class with a constructor without parameters: a map of its properties, which are its public fields and its
/// pairs of `getX` (or `isX`) and `setX`. A property that is missing keeps what the constructor gave it.
final class BeanShape extends Shape {
    private final JavaType type;
    private final Fields fields;
    private final List<MethodHandle> setters = new ArrayList<>();
    private final MethodHandle constructor;

    BeanShape(JavaType type, Constructor<?> noArguments, Shapes shapes) {
        this.type = type;
        constructor = Access.constructor(noArguments).asType(MethodType.methodType(Object.class));
        List<Fields.Field> list = new ArrayList<>();
        try {
            publicFields(shapes, list);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("class " + type + " cannot be read: " + e.getMessage(), e);
        }
        pairs(shapes, list);
        if (list.isEmpty()) {
            throw new IllegalArgumentException(
                    "class "
                            + type.raw().getName()
                            + " has no properties (make it a record, or give it public fields or pairs of getters and"
                            + " setters)");
        }
        fields = new Fields(type.raw(), list);
    }

    private void publicFields(Shapes shapes, List<Fields.Field> list) throws IllegalAccessException {
        Field[] found = type.raw().getFields();
        for (Field field : found) {
            int modifiers = field.getModifiers();
            if (!Modifier.isStatic(modifiers) && !Modifier.isFinal(modifiers) && !Modifier.isTransient(modifiers)) {
                add(
                        list,
                        shapes,
                        field.getName(),
                        field.getGenericType(),
                        field.getAnnotatedType(),
                        Access.getter(field),
                        Access.setter(field));
            }
        }
    }

    private void pairs(Shapes shapes, List<Fields.Field> list) {
        Method[] methods = type.raw().getMethods();
        Arrays.sort(methods, Comparator.comparing(Method::getName));
        for (Method getter : methods) {
            String property = property(getter);
            if (property == null || list.stream().anyMatch(f -> f.name().equals(decapitalize(property)))) {
                continue;
            }
            for (Method setter : methods) {
                if (setter.getName().equals("set" + property)
                        && setter.getParameterCount() == 1
                        && setter.getParameterTypes()[0] == getter.getReturnType()) {
                    add(
                            list,
                            shapes,
                            decapitalize(property),
                            getter.getGenericReturnType(),
                            getter.getAnnotatedReturnType(),
                            Access.getter(getter),
                            Access.getter(setter));
                    break;
                }
            }
        }
    }

    private static @Nullable String property(Method getter) {
        if (getter.getParameterCount() > 0 || Modifier.isStatic(getter.getModifiers()) || getter.isBridge()) {
            return null;
        }
        String name = getter.getName();
        if (name.startsWith("get") && name.length() > 3 && !name.equals("getClass")) {
            return name.substring(3);
        }
        boolean is = name.startsWith("is") && name.length() > 2 && getter.getReturnType() == boolean.class;
        return is ? name.substring(2) : null;
    }

    private static String decapitalize(String property) {
        boolean acronym = property.length() > 1 && Character.isUpperCase(property.charAt(1));
        return acronym ? property : Character.toLowerCase(property.charAt(0)) + property.substring(1);
    }

    private void add(
            List<Fields.Field> list,
            Shapes shapes,
            String name,
            Type generic,
            AnnotatedType use,
            MethodHandle getter,
            MethodHandle setter) {
        JavaType fieldType = JavaType.of(generic, type.bindings());
        Shape shape = shapes.of(fieldType, type + "." + name);
        list.add(new Fields.Field(name, fieldType, shape, JavaType.nullable(use), getter));
        setters.add(setter.asType(MethodType.methodType(void.class, Object.class, Object.class)));
    }

    @Override
    void put(Writer out, Object value) {
        out.beginMap(fields.size());
        fields.write(out, value);
        out.endMap();
    }

    @Override
    Object take(Reader in) {
        Object bean = construct();
        int hint = 0;
        in.beginMap();
        while (in.more()) {
            int i = in.field(fields.names, hint);
            if (i < 0) {
                in.skip();
                continue;
            }
            set(bean, i, fields.read(in, i));
            hint = i + 1;
        }
        return bean;
    }

    private Object construct() {
        try {
            return (Object) constructor.invokeExact();
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ValueException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    private void set(Object bean, int i, @Nullable Object value) {
        try {
            setters.get(i).invokeExact(bean, value);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ValueException(e.getMessage() == null ? e.toString() : e.getMessage(), e)
                    .inField(fields.names.name(i));
        }
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
        return definitions.named(type, () -> fields.schema(definitions, true));
    }
}
