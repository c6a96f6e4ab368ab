package dev.parley.model;

import dev.parley.value.Shape;

import org.jspecify.annotations.Nullable;

/// What a command gives back.
///
/// @param shape of the value, or of an item; null for nothing
/// @param form for a stream, what the method returns it as; else null
/// @param later whether the method returns a `CompletionStage` of the value
public record ResultModel(String doc, @Nullable Shape shape, @Nullable StreamForm form, boolean later) {
    /// Whether the result is a stream.
    public boolean isStream() {
        return form != null;
    }

    /// The type in a few words: `nothing`, `integer`, `stream<text>`.
    public String type() {
        if (shape == null) {
            return "nothing";
        }
        return form == null ? shape.text() : "stream<" + shape.text() + ">";
    }
}
