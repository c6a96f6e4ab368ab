package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Who may call: principals that have one of these roles. On a class or interface for all its commands, on a method for
/// that one alone, in the place of what the class says. Needs [ServerBuilder#authenticate].
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Allow {
    /// The roles of which one is enough; none for whoever has been authenticated.
    String[] value();
}
