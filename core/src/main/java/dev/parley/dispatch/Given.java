package dev.parley.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// The arguments of one call.
///
/// @param positional those by position, without the stream
/// @param named those by name
/// @param stream the stream to send, in the form that the plan says; null for none
public record Given(List<@Nullable Object> positional, Map<String, @Nullable Object> named, @Nullable Object stream) {}
