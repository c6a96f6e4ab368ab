package dev.parley.wire;

import dev.parley.value.Codec;

/// The formats of a command's values, where each command has its own. Codecs of one name write the same bytes.
///
/// @param arguments of arguments by position (a list) or by name (a map)
/// @param mixed of arguments by position and by name together (a list of such a list and such a map)
/// @param result of what it gives back
public record Formats(Codec arguments, Codec mixed, Codec result) {}
