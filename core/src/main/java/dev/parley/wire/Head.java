package dev.parley.wire;

import dev.parley.value.Codec;
import dev.parley.value.Output;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads the fields of a frame of our own wire, in the order of `docs/protocol.md`. Fails with [ValueException] where
/// they run past the frame's end. Used for one frame after the other.
final class Head {
    private static final int MOST_ENTRIES = 16 << 10;

    private byte[] bytes = {};
    private int end;
    private @Nullable Output home;
    private int pos;

    /// Begins to read at `from`.
    ///
    /// @param buffer the buffer of a message's own that holds the bytes; null for bytes that are only lent
    Head at(byte[] array, int from, int to, @Nullable Output buffer) {
        bytes = array;
        home = buffer;
        pos = from;
        end = to;
        return this;
    }

    /// Everything from here to the frame's end: its value.
    ///
    /// @param kept whether the value is looked at after its frame is handled: it is copied where the bytes are only lent
    Encoded rest(Codec codec, boolean kept) {
        int from = pos;
        pos = end;
        if (home == null && kept) {
            return new Encoded(codec, Arrays.copyOfRange(bytes, from, end), 0, end - from);
        }
        return new Encoded(codec, bytes, from, end - from, end - from, false, home == null, home);
    }

    void skip(int n) {
        if (n > end - pos) {
            throw new ValueException("an extension of " + n + " bytes, " + (end - pos) + " there");
        }
        pos += n;
    }

    int u8() {
        if (pos == end) {
            throw new ValueException("the frame ends within its fields");
        }
        return bytes[pos++] & 0xFF;
    }

    int u32() {
        return u8() << 24 | u8() << 16 | u8() << 8 | u8();
    }

    long u64() {
        return (long) u32() << 32 | u32() & 0xFFFFFFFFL;
    }

    long varint() {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int b = u8();
            value |= (long) (b & 0x7F) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new ValueException("an integer of more than 63 bits");
    }

    int varint(int most) {
        long value = varint();
        if (value > most) {
            throw ValueException.mismatch(Long.toString(value), "at most " + most);
        }
        return (int) value;
    }

    String text() {
        int length = varint(Integer.MAX_VALUE);
        if (length > end - pos) {
            throw new ValueException("a text of " + length + " bytes, " + (end - pos) + " there");
        }
        String text = new String(bytes, pos, length, StandardCharsets.UTF_8);
        pos += length;
        return text;
    }

    Map<String, String> metadata() {
        int count = varint(Integer.MAX_VALUE);
        if (count == 0) {
            return Map.of();
        }
        if (count > MOST_ENTRIES) {
            throw ValueException.mismatch(count + " entries of metadata", "at most " + MOST_ENTRIES);
        }
        if (count > (end - pos) / 2) {
            throw new ValueException(count + " entries of metadata, " + (end - pos) + " bytes there");
        }
        Map<String, String> metadata = LinkedHashMap.newLinkedHashMap(count);
        for (int i = 0; i < count; i++) {
            metadata.put(text(), text());
        }
        return metadata;
    }

    static void text(Output out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.varint(utf8.length);
        out.bytes(utf8);
    }

    static void metadata(Output out, Map<String, String> metadata) {
        out.varint(metadata.size());
        metadata.forEach((key, value) -> {
            text(out, key);
            text(out, value);
        });
    }
}
