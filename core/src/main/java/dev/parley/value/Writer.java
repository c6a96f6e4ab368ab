package dev.parley.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;

/// Takes values in format-neutral terms and appends their bytes to an [Output]. Not thread-safe. Containers are given
/// their exact size first and closed in order. In the place of a map's key any value may be written; a format that only
/// knows text keys turns it into text. Every method throws [ValueException] for what the format cannot carry and
/// for nesting deeper than the codec allows (so that a cyclic object fails instead of running on).
public interface Writer {
    /// How deep lists and maps may be nested, in writing and in reading, unless the codec is made with another limit.
    int MAX_DEPTH = 100;

    void nil();

    void bool(boolean value);

    void integer(long value);

    /// Any integer. Formats without large integers carry those beyond 64 bits as decimal text.
    void integer(BigInteger value);

    void real(double value);

    void real(float value);

    /// A decimal number, exactly. Formats without decimals carry it as text.
    void decimal(BigDecimal value);

    void text(String value);

    void bytes(byte[] value, int offset, int length);

    /// The bytes between a buffer's position and its limit, neither of which is moved.
    default void bytes(ByteBuffer value) {
        if (value.hasArray()) {
            bytes(value.array(), value.arrayOffset() + value.position(), value.remaining());
        } else {
            byte[] copy = new byte[value.remaining()];
            value.get(value.position(), copy);
            bytes(copy, 0, copy.length);
        }
    }

    void timestamp(Instant value);

    /// An application's own type: a number from 0 to 127 and its bytes.
    void extension(Extension value);

    void beginList(int size);

    void endList();

    void beginMap(int size);

    void endMap();

    /// A value whose bytes in this format are there already: what [Reader#raw()] gave.
    void raw(byte[] value, int offset, int length);

    /// A key of the current map, by its place in a table whose encoded forms may be prepared.
    void field(Names names, int index);
}
