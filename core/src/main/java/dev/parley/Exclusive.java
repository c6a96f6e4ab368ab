package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// One connection at a time uses this service: from its first call until it is closed. Calls of others wait, those of the
/// connection that came first are the next. Whoever leaves, or whose deadline passes, gives up his place. `_meta.locks`
/// shows who holds it and how many wait.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Exclusive {
    /// How many connections may wait; a further one is refused with [Code#RESOURCE_EXHAUSTED].
    int queue() default 100;

    /// How long the holder may keep others waiting without a call, such as `30s`; `none` for as long as it is connected.
    String lease() default "none";
}
