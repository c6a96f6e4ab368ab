package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A method that can be called from elsewhere; nothing without this mark ever can. On an interface: all of its methods.
/// It may stand on the method of the class or on that of an interface which the class implements. The name is the
/// method's unless one is given.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Command {
    String value() default "";
}
