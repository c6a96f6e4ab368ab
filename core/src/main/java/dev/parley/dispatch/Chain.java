package dev.parley.dispatch;

import dev.parley.Interceptor;
import dev.parley.Invocation;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Sends a call through interceptors, the first of the list outermost.
final class Chain {
    private Chain() {}

    static @Nullable Object run(List<Interceptor> interceptors, Invocation call, Interceptor.Next last)
            throws Exception {
        return interceptors.isEmpty()
                ? last.proceed(call)
                : interceptors
                        .getFirst()
                        .intercept(call, next -> run(interceptors.subList(1, interceptors.size()), next, last));
    }
}
