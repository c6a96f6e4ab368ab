package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Runs the command on the thread that reads the connection, without one of its own. Only for methods that compute
/// briefly and never wait: while it runs, the thread serves nobody else, and it cannot be interrupted. Not for streams.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Inline {}
