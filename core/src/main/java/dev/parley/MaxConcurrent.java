package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How many calls of the command run at once. Others wait, first come, first served. Whoever leaves, or whose deadline
/// passes, gives up his place.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface MaxConcurrent {
    /// The calls that run at once, at least 1.
    int value();

    /// How many calls may wait; a further one is refused with [Code#RESOURCE_EXHAUSTED].
    int queue() default 1000;
}
