package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How the records of a sealed type are told apart on the wire. On the sealed type: the key of the entry that tells
/// (without it, `type`). On one of its records: the text that stands there (without it, the record's name in snake_case).
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Tag {
    String value();
}
