package dev.parley.value;

/// A value as its bytes: for those who only pass it on (see [Shapes#raw]).
///
/// @param codec the format of the bytes
/// @param bytes the value's, and nothing else; not copied
@SuppressWarnings("ArrayRecordComponent") // equality is never asked
public record Raw(Codec codec, byte[] bytes) {}
