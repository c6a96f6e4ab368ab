package dev.parley.json;

import dev.parley.value.Extension;
import dev.parley.value.Names;
import dev.parley.value.Output;
import dev.parley.value.ValueException;
import dev.parley.value.Writer;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/// Writes JSON text straight into an [Output].
final class JsonWriter implements Writer {
    static final int MAX_NUMBER = 1000;
    private static final int MAX_NUMBER_BITS = 3322; // as many as a number of MAX_NUMBER digits can have

    /// A key that holds a key: each level doubles the backslashes, so that unlimited ones would fill the memory.
    private static final int MAX_KEY_DEPTH = 4;

    private static final int MAX_LONG_DIGITS = 19;

    /// The one float (all have been tried) whose shortest form, read as a double and made a float, is another float.
    private static final float ILL_ROUNDED = 7.038531E-26f;

    // What comes next at a level of nesting.
    private static final byte ROOT = 0;
    private static final byte FIRST_ELEMENT = 1;
    private static final byte ELEMENT = 2;
    private static final byte FIRST_KEY = 3;
    private static final byte KEY = 4;
    private static final byte VALUE = 5;

    private static final Names EXTENSION = new Names(java.util.List.of("type", "data"));

    /// A list or map in the place of a key, which is written aside first.
    ///
    /// @param out where the key as a whole belongs
    /// @param depth of the map whose key it is
    private record Outer(Output out, int depth, int keyDepth, @Nullable Outer outer) {}

    private Output out;
    private @Nullable Outer outer;
    private byte[] next = new byte[8];
    private int depth;

    /// Where a value ends that another must not follow without white space; -1 for none.
    private int bareEnd = -1;

    JsonWriter(Output out) {
        this.out = out;
    }

    /// Writes what stands before the next value, and says whether this is a key.
    private boolean begin() {
        switch (next[depth]) {
            case ROOT -> {
                if (bareEnd == out.size()) {
                    out.u8(' ');
                }
            }
            case FIRST_ELEMENT -> next[depth] = ELEMENT;
            case ELEMENT -> out.u8(',');
            case VALUE -> next[depth] = KEY;
            default -> {
                if (next[depth] == KEY) {
                    out.u8(',');
                }
                next[depth] = VALUE;
                return true;
            }
        }
        return false;
    }

    /// Writes a value that has no quotes of its own, but gets them as a key.
    private void bare(String ascii) {
        boolean key = beginBare();
        int length = ascii.length();
        int at = out.claim(length);
        byte[] array = out.array();
        for (int i = 0; i < length; i++) {
            array[at + i] = (byte) ascii.charAt(i);
        }
        endBare(key);
    }

    private boolean beginBare() {
        boolean key = begin();
        if (key) {
            out.u8('"');
        }
        return key;
    }

    private void endBare(boolean key) {
        if (key) {
            out.u16('"' << 8 | ':');
        } else if (depth == 0) {
            bareEnd = out.size();
        }
    }

    @Override
    public void nil() {
        bare("null");
    }

    @Override
    public void bool(boolean value) {
        bare(value ? "true" : "false");
    }

    @Override
    public void integer(long value) {
        if (value == Long.MIN_VALUE) {
            bare(Long.toString(value));
            return;
        }
        boolean key = beginBare();
        if (value < 0) {
            out.u8('-');
        }
        int from = out.claim(MAX_LONG_DIGITS);
        byte[] array = out.array();
        int end = from + MAX_LONG_DIGITS;
        int at = end;
        long rest = Math.abs(value);
        while (rest >= 10) {
            long tenth = rest / 10;
            array[--at] = (byte) ('0' + rest - tenth * 10);
            rest = tenth;
        }
        array[--at] = (byte) ('0' + rest);
        System.arraycopy(array, at, array, from, end - at);
        out.truncate(from + end - at);
        endBare(key);
    }

    @Override
    public void integer(BigInteger value) {
        if (value.bitLength() < 64) {
            integer(value.longValue());
        } else {
            requireFewBits(value);
            number(value.toString());
        }
    }

    @Override
    public void decimal(BigDecimal value) {
        requireFewBits(value.unscaledValue());
        number(value.toString());
    }

    /// Turning bits into digits takes more than linear time.
    private static void requireFewBits(BigInteger value) {
        if (value.bitLength() > MAX_NUMBER_BITS) {
            throw ValueException.mismatch(
                    "a number of " + value.bitLength() + " bits", "at most " + MAX_NUMBER + " digits");
        }
    }

    private void number(String digits) {
        if (digits.length() > MAX_NUMBER) {
            throw ValueException.mismatch("a number of " + digits.length() + " characters", "at most " + MAX_NUMBER);
        }
        bare(digits);
    }

    @Override
    public void real(double value) {
        if (Double.isFinite(value)) {
            bare(Double.toString(value));
        } else {
            text(Double.toString(value));
        }
    }

    @Override
    public void real(float value) {
        if (Math.abs(value) == ILL_ROUNDED) {
            real((double) value);
        } else if (Float.isFinite(value)) {
            bare(Float.toString(value));
        } else {
            text(Float.toString(value));
        }
    }

    @Override
    public void text(String value) {
        boolean key = begin();
        Quoted.write(out, value);
        if (key) {
            out.u8(':');
        }
    }

    @Override
    public void bytes(byte[] value, int offset, int length) {
        boolean key = begin();
        ByteBuffer base64 = Base64.getEncoder().encode(ByteBuffer.wrap(value, offset, length));
        out.u8('"');
        out.bytes(base64.array(), 0, base64.limit());
        out.u8('"');
        if (key) {
            out.u8(':');
        }
    }

    @Override
    public void timestamp(Instant value) {
        text(value.toString());
    }

    @Override
    public void extension(Extension value) {
        beginMap(2);
        field(EXTENSION, 0);
        integer(value.type());
        field(EXTENSION, 1);
        bytes(value.data(), 0, value.data().length);
        endMap();
    }

    @Override
    public void beginList(int size) {
        open('[', FIRST_ELEMENT);
    }

    @Override
    public void endList() {
        close(']');
    }

    @Override
    public void beginMap(int size) {
        open('{', FIRST_KEY);
    }

    @Override
    public void endMap() {
        close('}');
    }

    private void open(int bracket, byte first) {
        if (depth == MAX_DEPTH) {
            throw tooDeep("a value", MAX_DEPTH);
        }
        if (begin()) {
            beginKey();
        }
        if (++depth == next.length) {
            next = Arrays.copyOf(next, depth * 2);
        }
        next[depth] = first;
        out.u8(bracket);
    }

    private void close(int bracket) {
        out.u8(bracket);
        depth--;
        if (outer != null && outer.depth == depth) {
            endKey(outer);
        }
    }

    private void beginKey() {
        int keyDepth = outer == null ? 0 : outer.keyDepth;
        if (keyDepth == MAX_KEY_DEPTH) {
            throw tooDeep("a list or map as key", MAX_KEY_DEPTH);
        }
        outer = new Outer(out, depth, keyDepth + 1, outer);
        out = new Output();
    }

    private void endKey(Outer ended) {
        String json = new String(out.array(), 0, out.size(), StandardCharsets.UTF_8);
        out = ended.out;
        outer = ended.outer;
        Quoted.write(out, json);
        out.u8(':');
    }

    static ValueException tooDeep(String what, int limit) {
        return ValueException.mismatch(what + " nested deeper than " + limit, "at most " + limit);
    }

    @Override
    public void raw(byte[] value, int offset, int length) {
        if (begin()) {
            throw ValueException.mismatch("a value's bytes as a key", "one of known kind");
        }
        out.bytes(value, offset, length);
        if (depth == 0) {
            bareEnd = out.size();
        }
    }

    @Override
    public void field(Names names, int index) {
        begin();
        Quoted.write(out, names.utf8(index));
        out.u8(':');
    }
}
