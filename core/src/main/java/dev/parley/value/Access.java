package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Ways into users' classes: method handles on their members, or an error that says what keeps us out and how to let us
/// in. Package-private classes and members will do; private classes will not, they are nobody else's business.
public final class Access {
    private static final MethodHandles.Lookup OWN = MethodHandles.lookup();

    private Access() {}

    private static MethodHandles.Lookup into(Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getEnclosingClass()) {
            if (Modifier.isPrivate(c.getModifiers())) {
                throw new IllegalArgumentException(
                        "class "
                                + type.getName()
                                + " is private (make "
                                + (c == type ? "it" : c.getSimpleName())
                                + " package-private or public)");
            }
        }
        try {
            Access.class.getModule().addReads(type.getModule()); // that it is open to us does not say that we read it
            return MethodHandles.privateLookupIn(type, OWN);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    "class "
                            + type.getName()
                            + " cannot be read (add `opens "
                            + type.getPackageName()
                            + " to dev.parley.core;` to the module-info of "
                            + type.getModule().getName()
                            + ")",
                    e);
        }
    }

    /// Sees that a class can be got into.
    ///
    /// @throws IllegalArgumentException where not; the text says what to do
    public static void requireOpen(Class<?> type) {
        Objects.requireNonNull(into(type));
    }

    /// A handle on a method, as `(Object receiver, Object... arguments)Object`.
    public static MethodHandle method(Method method) {
        try {
            MethodHandle handle = into(method.getDeclaringClass()).unreflect(method);
            return handle.asFixedArity().asType(MethodType.genericMethodType(handle.type().parameterCount()));
        } catch (IllegalAccessException e) {
            throw inaccessible(method, e);
        }
    }

    /// Runs a default method of an interface, which may be package-private, on an object that has no other.
    public static @Nullable Object invokeDefault(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        Class<?> declaring = method.getDeclaringClass();
        return into(declaring)
                .unreflectSpecial(method, declaring)
                .bindTo(proxy)
                .invokeWithArguments(arguments == null ? List.of() : Arrays.asList(arguments));
    }

    static MethodHandle constructor(Constructor<?> constructor) {
        try {
            return into(constructor.getDeclaringClass()).unreflectConstructor(constructor).asFixedArity();
        } catch (IllegalAccessException e) {
            throw inaccessible(constructor, e);
        }
    }

    static MethodHandle getter(Method method) {
        try {
            return into(method.getDeclaringClass()).unreflect(method);
        } catch (IllegalAccessException e) {
            throw inaccessible(method, e);
        }
    }

    static MethodHandle getter(Field field) throws IllegalAccessException {
        return into(field.getDeclaringClass()).unreflectGetter(field);
    }

    static MethodHandle setter(Field field) throws IllegalAccessException {
        return into(field.getDeclaringClass()).unreflectSetter(field);
    }

    private static IllegalArgumentException inaccessible(Executable member, IllegalAccessException cause) {
        return new IllegalArgumentException(member + " cannot be called: " + cause.getMessage(), cause);
    }
}
