package dev.parley.wires;

import dev.parley.value.Output;
import dev.parley.value.ValueException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Integers and texts as basic-socket-rpc has them, little-endian.
final class BasicBytes {
    private BasicBytes() {}

    /// The unsigned integer of so many bytes.
    static long get(byte[] bytes, int at, int size) {
        long value = 0;
        for (int i = size - 1; i >= 0; i--) {
            value = value << Byte.SIZE | bytes[at + i] & 0xFF;
        }
        return value;
    }

    static void put(Output out, long value, int size) {
        put(out, out.claim(size), value, size);
    }

    /// Overwrites bytes that were claimed before.
    static void put(Output out, int at, long value, int size) {
        byte[] array = out.array();
        long rest = value;
        for (int i = 0; i < size; i++) {
            array[at + i] = (byte) rest;
            rest >>>= Byte.SIZE;
        }
    }

    /// Bytes behind their length.
    static void bytes(Output out, byte[] bytes, int offset, int length) {
        put(out, length, Integer.BYTES);
        out.bytes(bytes, offset, length);
    }

    static void text(Output out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes(out, utf8, 0, utf8.length);
    }

    /// @throws ValueException for what is not UTF-8
    static String text(byte[] bytes, int at, int length) {
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) { // one that was sent, or one for what cannot be read
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, length));
            } catch (CharacterCodingException e) {
                throw new ValueException("text that is not UTF-8", e);
            }
        }
        return text;
    }
}
