package dev.parley.wire;

import dev.parley.value.Codec;
import dev.parley.value.Output;
import dev.parley.value.Reader;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/// A value in a codec's bytes: a part of an array.
///
/// @param codec the format of the bytes
/// @param whole the length of the whole value, of which this may be a part
/// @param more whether [Frame.More] frames bring more of it
/// @param lent whether the array will be used for something else as soon as the frame is handled; who wants to look at
///     the value later must [#keep()] it
/// @param home the buffer that the array belongs to and may be given back to by [#release()]; null for none
@SuppressWarnings("ArrayRecordComponent") // a slice; equality is never asked
public record Encoded(
        Codec codec,
        byte[] bytes,
        int offset,
        int length,
        int whole,
        boolean more,
        boolean lent,
        @Nullable Output home) {
    public Encoded(Codec codec, byte[] bytes, int offset, int length) {
        this(codec, bytes, offset, length, length, false, false, null);
    }

    /// The value that a buffer holds.
    public static Encoded of(Codec codec, Output out) {
        return new Encoded(codec, out.array(), 0, out.size(), out.size(), false, false, out);
    }

    /// Gives the array back for other uses. To be called at most once, by who has had the last look at it; need not be.
    public void release() {
        if (home != null) {
            home.release();
        }
    }

    /// Appends the bytes, or refers to them where there are many and the buffer [does that][Output#referring()]. For wires
    /// that say so by [Wire#largestCopied()].
    public void appendTo(Output out) {
        out.value(bytes, offset, length, home);
    }

    /// A reader of the value.
    public Reader reader() {
        return codec.reader(bytes, offset, length);
    }

    /// This value in bytes that stay.
    public Encoded keep() {
        return lent ? copy() : this;
    }

    /// This value in bytes of its own.
    public Encoded copy() {
        return new Encoded(codec, Arrays.copyOfRange(bytes, offset, offset + length), 0, length);
    }

    /// The part of these bytes from `from`, at most `size` long.
    public Encoded part(int from, int size) {
        int part = Math.min(size, length - from);
        return new Encoded(codec, bytes, offset + from, part, length, from + part < length, lent, null);
    }
}
