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
        return switch (type) {
            case Class<?> c when c.isArray() -> new JavaType(c, List.of(of(c.getComponentType(), bindings, depth + 1)));
            case Class<?> c ->
                    new JavaType(c, Arrays.stream(c.getTypeParameters()).map(v -> of(v, bindings, depth + 1)).toList());
            case ParameterizedType p ->
                    new JavaType(
                            (Class<?>) p.getRawType(),
                            Arrays.stream(p.getActualTypeArguments()).map(a -> of(a, bindings, depth + 1)).toList());
            case GenericArrayType g -> {
                JavaType element = of(g.getGenericComponentType(), bindings, depth + 1);
                yield new JavaType(element.raw.arrayType(), List.of(element));
            }
            case WildcardType w -> of(w.getUpperBounds()[0], bindings, depth + 1);
            case TypeVariable<?> v -> {
                JavaType bound = bindings.get(v);
                yield bound != null ? bound : of(v.getBounds()[0], bindings, depth + 1);
            }
            default -> throw new IllegalArgumentException("unknown kind of type " + type.getTypeName());
        };
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
