package dev.parley.wires;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The number that a command has in protocols that name commands by numbers, such as basic-socket-rpc: on the method of a
/// service's class, or of the interface through which it is called.
///
/// ```java
/// import dev.parley.Command;
/// import dev.parley.wires.CommandId;
/// import dev.parley.wires.Wire;
///
/// class Calculator {
///     @Command
///     @CommandId(2)
///     @Wire("uint32")
///     long add(@Wire("uint32") long a, @Wire("uint32") long b) {
///         return a + b;
///     }
/// }
/// ```
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface CommandId {
    /// From 0 to 65535; no other command that the server offers has the same.
    int value();
}
