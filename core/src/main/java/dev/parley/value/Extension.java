package dev.parley.value;

/// An application's own type of MessagePack: a number and bytes. Formats without it carry it as a map of `type` and
/// `data`.
///
/// @param type from -128 to 127; negative ones are reserved by the format
/// @param data its bytes, not copied
/// @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md#extension-types">MessagePack, extension types</a>
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; equality is by identity of the array
public record Extension(int type, byte[] data) {
    public Extension {
        if (type < -128 || type > 127) {
            throw new IllegalArgumentException("extension type: got " + type + " (expected -128 to 127)");
        }
    }
}
