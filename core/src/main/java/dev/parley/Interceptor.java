package dev.parley;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

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

    /// Lets only principals call that have one of these roles: the same as [Allow], for all commands.
    ///
    /// @param roles none for whoever has been authenticated
    static Interceptor allow(String... roles) {
        Set<String> enough = new TreeSet<>(List.of(roles));
        return (call, next) -> {
            Principal caller = Call.current().principal().orElse(null);
            if (caller == null || (!enough.isEmpty() && caller.roles().stream().noneMatch(enough::contains))) {
                String who = caller == null ? "nobody that is known" : caller.toString();
                throw new RpcException(
                        Code.PERMISSION_DENIED,
                        call
                                + ": "
                                + who
                                + " may not call it"
                                + (enough.isEmpty() ? "" : " (it takes the role " + String.join(" or ", enough) + ")"));
            }
            return next.proceed(call);
        };
    }

    /// The rest of the way.
    @FunctionalInterface
    interface Next {
        @Nullable Object proceed(Invocation call) throws Exception;
    }
}
