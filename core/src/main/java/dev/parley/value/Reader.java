package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;

/// Reads values in format-neutral terms, one after the other. Not thread-safe. A method that meets another kind of value
/// than its own throws [ValueException] (`got text (expected integer)`), as does each one that meets malformed bytes or
/// nesting deeper than the codec allows ([Writer#MAX_DEPTH] by default). No memory is taken by a length that is merely announced.
public interface Reader {
    /// The kind of the next value, which is not consumed. [Kind#END] where none is left.
    Kind peek();

    void nil();

    boolean bool();

    /// The next integer. Fails when it is beyond 64 bits.
    long integer();

    /// The next integer of any size, also from decimal text.
    BigInteger bigInteger();

    /// The next number, whether integer or real; also the text forms of infinities and NaN in formats without them.
    double real();

    /// The next number, exactly; also from decimal text.
    BigDecimal decimal();

    String text();

    /// The next bytes, as a fresh array; in formats without bytes from base64 text.
    byte[] bytes();

    /// The next bytes where they stand, if they do, for who looks at them before the reader's own bytes change.
    default ByteBuffer bytesInPlace() {
        return ByteBuffer.wrap(bytes());
    }

    /// The next instant; in formats without timestamps from RFC 3339 text.
    Instant timestamp();

    Extension extension();

    /// Enters a list.
    ///
    /// @return its size, or -1 where the format does not announce it
    int beginList();

    /// Enters a map.
    ///
    /// @return its number of entries, or -1 where the format does not announce it
    int beginMap();

    /// Whether the innermost list or map has another element or entry, which then must be read. When it has none, the
    /// container is left, and the next value is the one behind it.
    boolean more();

    /// Reads a key of the current map and looks it up.
    ///
    /// @param hint the index that is likely, usually the one after the last found
    /// @return its index in `names`, or -1 for a key that is not there
    int field(Names names, int hint);

    /// Looks into the map that comes next for an entry with this key and a text value, and consumes nothing.
    ///
    /// @return the text; null where the next value is no map or has no such entry
    @Nullable String findText(String key);

    /// Reads past the next value, whatever it is.
    void skip();

    /// How many bytes have been consumed so far, from the start of the part that this reader was given.
    int position();

    /// The bytes of the next value, whatever it is, as a fresh array that [Writer#raw] of the same format takes.
    byte[] raw();
}
