package dev.parley.model;

import dev.parley.value.Shape;

import org.jspecify.annotations.Nullable;

/// A parameter of a command.
///
/// @param shape of its value; of an item for a stream, of an element for the rest
/// @param form for a stream, what the method takes it as; else null
/// @param raw the parameter's class in the signature
/// @param nullable whether null may be given
/// @param defaultText the value for one that is left out, as a user would type it; null without one
public record ParameterModel(
        String name,
        String doc,
        Kind kind,
        Shape shape,
        @Nullable StreamForm form,
        Class<?> raw,
        boolean nullable,
        @Nullable String defaultText) {
    /// How a parameter is given.
    public enum Kind {
        /// By position or by name.
        NORMAL,
        /// As the call's stream.
        STREAM,
        /// The further ones by position, `T...`.
        REST,
        /// The further ones by name, `@Rest Map<String, T>`.
        NAMED_REST
    }

    /// Whether the parameter must be given.
    public boolean required() {
        return kind == Kind.NORMAL && !nullable && defaultText == null && !shape.optional();
    }

    /// The type in a few words.
    public String type() {
        return form == StreamForm.INPUT_STREAM ? "bytes" : shape.text();
    }
}
