package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A class whose [Command] methods can be called from elsewhere, or an interface that such a class implements. The name is
/// the class's in snake_case without a trailing `Service` (`NotesService` → `notes`) unless one is given. Services whose
/// name begins with `_` are not listed.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Service {
    String value() default "";
}
