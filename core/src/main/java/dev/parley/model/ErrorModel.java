package dev.parley.model;

import dev.parley.Code;

import org.jspecify.annotations.Nullable;

/// A way in which a command fails that its author has foreseen.
///
/// @param type the exception's simple name, which is that of the failure on the wire
/// @param code what it fails with; null where that is not known
/// @param doc when it does; may be empty
public record ErrorModel(String type, @Nullable Code code, String doc) {}
