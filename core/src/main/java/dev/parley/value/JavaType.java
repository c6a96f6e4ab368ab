package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A Java type with its arguments resolved: no variables, no wildcards (their upper bound stands for them).
///
/// @param raw the class; for an array, the array's class
/// @param arguments the type arguments; for an array, the one element type
public record JavaType(Class<?> raw, List<JavaType> arguments) {
    /// The type as it stands, where the variables of generic classes around it are bound as `bindings` says; unbound ones
    /// are taken as their bound.
    public static JavaType of(Type type, Map<TypeVariable<?>, JavaType> bindings) {
        return of(type, bindings, 0);
    }

    public static JavaType of(Type type) {
        return of(type, Map.of());
    }

    private static JavaType of(Type type, Map<TypeVariable<?>, JavaType> bindings, int depth) {
        if (depth > 20) { // class A<T extends Comparable<T>> and the like
            return new JavaType(Object.class, List.of());
        }
        // no switch: a call from the command comes here, and linking one costs a fresh JVM milliseconds
        if (type instanceof Class<?> c) {
            Type[] inner = c.isArray() ? new Type[] {c.getComponentType()} : c.getTypeParameters();
            return new JavaType(c, all(inner, bindings, depth));
        }
        if (type instanceof ParameterizedType p) {
            return new JavaType((Class<?>) p.getRawType(), all(p.getActualTypeArguments(), bindings, depth));
        }
        if (type instanceof GenericArrayType g) {
            JavaType element = of(g.getGenericComponentType(), bindings, depth + 1);
            return new JavaType(element.raw.arrayType(), List.of(element));
        }
        if (type instanceof WildcardType w) {
            return of(w.getUpperBounds()[0], bindings, depth + 1);
        }
        if (type instanceof TypeVariable<?> v) {
            JavaType bound = bindings.get(v);
            return bound != null ? bound : of(v.getBounds()[0], bindings, depth + 1);
        }
        throw new IllegalArgumentException("unknown kind of type " + type.getTypeName());
    }

    private static List<JavaType> all(Type[] types, Map<TypeVariable<?>, JavaType> bindings, int depth) {
        return Arrays.stream(types).map(type -> of(type, bindings, depth + 1)).toList();
    }

    /// What the type variables of a class and of all its supertypes stand for, seen from this type.
    public Map<TypeVariable<?>, JavaType> bindings() {
        Map<TypeVariable<?>, JavaType> found = new HashMap<>();
        collect(found);
        return found;
    }

    private void collect(Map<TypeVariable<?>, JavaType> found) {
        TypeVariable<?>[] variables = raw.getTypeParameters();
        for (int i = 0; i < variables.length && i < arguments.size(); i++) {
            found.putIfAbsent(variables[i], arguments.get(i));
        }
        for (Type supertype : raw.getGenericInterfaces()) {
            of(supertype, found).collect(found);
        }
        Type superclass = raw.getGenericSuperclass();
        if (superclass != null) {
            of(superclass, found).collect(found);
        }
    }

    /// The only, or the `i`-th, type argument; `Object` where none was given.
    public JavaType argument(int i) {
        return i < arguments.size() ? arguments.get(i) : new JavaType(Object.class, List.of());
    }

    /// Whether an annotation named `Nullable`, of whatever library, stands at this use of a type.
    public static boolean nullable(@Nullable AnnotatedType use, java.lang.annotation.Annotation... others) {
        return (use != null && named(use.getAnnotations())) || named(others);
    }

    private static boolean named(java.lang.annotation.Annotation[] annotations) {
        return Arrays.stream(annotations).anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
    }

    // By hand: a call from the command uses these two, and making a record's own costs a fresh JVM milliseconds.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JavaType type && raw == type.raw && arguments.equals(type.arguments);
    }

    @Override
    public int hashCode() {
        return 31 * raw.hashCode() + arguments.hashCode();
    }

    /// The type as a Java programmer writes it, with simple names.
    @Override
    public String toString() {
        if (raw.isArray()) {
            return argument(0) + "[]";
        }
        return arguments.isEmpty()
                ? raw.getSimpleName()
                : raw.getSimpleName()
                        + arguments.stream().map(JavaType::toString).collect(Collectors.joining(", ", "<", ">"));
    }
}
