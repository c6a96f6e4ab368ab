package dev.parley;

import org.jspecify.annotations.Nullable;

/// Stands around every call at one end: sees and changes it before, its outcome after; may refuse it, answer it itself or
/// repeat it. Runs on the caller's thread, or on the handler's. Used by many threads at once.
///
/// ```java
/// Interceptor timing = (call, next) -> {
///     long start = System.nanoTime();
///     try {
///         return next.proceed(call);
///     } finally {
///         System.out.println(call + " took " + (System.nanoTime() - start) + " ns");
///     }
/// };
/// ```
@FunctionalInterface
public interface Interceptor {
    /// @return the result: `next.proceed(call)`, what it makes of that, or something of its own of the same type
    /// @throws Exception fails the call, as if the handler had thrown it
    @Nullable Object intercept(Invocation call, Next next) throws Exception;

    /// The rest of the way.
    @FunctionalInterface
    interface Next {
        @Nullable Object proceed(Invocation call) throws Exception;
    }
}
