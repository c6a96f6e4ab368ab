package dev.parley.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// A place in a part of a byte array, and the reading of plain numbers and texts from there. Not thread-safe.
abstract class Cursor {
    final byte[] buf;
    final int start;
    final int end;
    int pos;

    Cursor(byte[] bytes, int offset, int length) {
        buf = bytes;
        start = offset;
        pos = offset;
        end = offset + length;
    }

    /// Moves past `n` bytes and returns where they begin.
    final int take(int n) {
        if (n < 0 || n > end - pos) {
            throw new ValueException(
                    "malformed MessagePack: "
                            + (n < 0 ? n & 0xFFFFFFFFL : n)
                            + " bytes announced, "
                            + (end - pos)
                            + " there");
        }
        int at = pos;
        pos += n;
        return at;
    }

    final int u8() {
        return buf[take(1)] & 0xFF;
    }

    final int u16() {
        int at = take(2);
        return (buf[at] & 0xFF) << 8 | buf[at + 1] & 0xFF;
    }

    final int u32() {
        int at = take(4);
        return (buf[at] & 0xFF) << 24 | (buf[at + 1] & 0xFF) << 16 | (buf[at + 2] & 0xFF) << 8 | buf[at + 3] & 0xFF;
    }

    final long u64() {
        return (long) u32() << 32 | u32() & 0xFFFFFFFFL;
    }

    /// A text of so many bytes.
    final String utf8(int length) {
        int at = take(length);
        String text = new String(buf, at, length, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            requireUtf8(at, length);
        }
        return text;
    }

    private void requireUtf8(int at, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buf, at, length));
        } catch (CharacterCodingException e) {
            throw new ValueException("text that is not UTF-8", e);
        }
    }
}
