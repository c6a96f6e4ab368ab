package dev.parley.dispatch;

import dev.parley.Interceptor;
import dev.parley.Invocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
