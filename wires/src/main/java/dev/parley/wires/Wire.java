package dev.parley.wires;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// How a parameter, or, on a method, its result is composed of bytes in protocols that agree on that beforehand, such as
/// basic-socket-rpc, where another form is wanted than the Java type has by default: `uint8`, `uint16`, `uint32`, `uint64`,
/// `bool`, `string`, `bytes`, `array(uint32)`, `fixed(3, uint32)`, `tuple(uint32, string)`, in any order.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD})
public @interface Wire {
    String value();
}
