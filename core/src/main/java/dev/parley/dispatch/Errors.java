package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.model.ErrorCodes;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// Which failure an exception of a handler becomes, and which exception a failure becomes for the caller.
final class Errors {
    private Errors() {}

    /// The code for an exception; null for one that nobody expects.
    ///
    /// @param declared the exceptions that the method declares: each is expected, and unless something else is said, the
    ///     code is [Code#UNKNOWN]
    static @Nullable Code codeOf(Throwable error, Class<?>[] declared) {
        if (error instanceof RpcException rpc) {
            return rpc.code();
        }
        Code code = ErrorCodes.of(error.getClass());
        if (code != null) {
            return code;
        }
        for (Class<?> type : declared) {
            if (type.isInstance(error) && type != Exception.class && type != Throwable.class) {
                return Code.UNKNOWN;
            }
        }
        return null;
    }

    /// The name under which an exception goes over the wire.
    static String nameOf(Throwable error) {
        return error instanceof RpcException rpc ? rpc.type() : error.getClass().getSimpleName();
    }

    /// The exception inside those that only say where it happened.
    static Throwable root(Throwable error) {
        Throwable inner = error;
        while ((inner instanceof ExecutionException || inner instanceof CompletionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /// What an exception tells beside its message: what its `details()` returns, if it has such a method.
    static @Nullable Object detailsOf(Throwable error) {
        if (error instanceof RpcException rpc) {
            return rpc.details(Object.class);
        }
        try {
            Method details = error.getClass().getMethod("details");
            details.setAccessible(true);
            return details.invoke(error);
        } catch (NoSuchMethodException e) {
            return null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException(error.getClass().getName() + ".details() failed: " + e, e);
        }
    }

    /// The exception that a caller gets: the one of that name which the called method declares, if it can be made, else
    /// the failure itself. Its class is found among the declared ones only, never by a name from the wire.
    static Throwable declared(RpcException failure, List<Class<?>> declared) {
        for (Class<?> type : declared) {
            if (type.getSimpleName().equals(failure.type())) {
                Throwable made = make(type, failure);
                if (made != null) {
                    if (made.getCause() == null) {
                        made.initCause(failure);
                    }
                    return made;
                }
            }
        }
        return failure;
    }

    /// Tries the constructors `(String, details)`, `(details)`, `(String)` and `()`.
    private static @Nullable Throwable make(Class<?> type, RpcException failure) {
        for (int parameters = 2; parameters >= 0; parameters--) {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (constructor.getParameterCount() == parameters) {
                    try {
                        @Nullable Object[] arguments = arguments(constructor, failure);
                        if (arguments != null) {
                            constructor.setAccessible(true);
                            return (Throwable) constructor.newInstance(arguments);
                        }
                    } catch (ReflectiveOperationException | RuntimeException e) {
                        failure.addSuppressed(e); // the next constructor may do; if none does, this says why
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable Object @Nullable [] arguments(Constructor<?> constructor, RpcException failure) {
        Class<?>[] types = constructor.getParameterTypes();
        @Nullable Object[] arguments = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            if (types[i] == String.class && i == 0) {
                arguments[i] = failure.getMessage();
            } else if (i == types.length - 1 && !Throwable.class.isAssignableFrom(types[i])) {
                Object details = failure.details(types[i]);
                if (details == null) {
                    return null;
                }
                arguments[i] = details;
            } else {
                return null;
            }
        }
        return arguments;
    }
}
