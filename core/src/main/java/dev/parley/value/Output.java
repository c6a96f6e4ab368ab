package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A byte buffer that grows as it is written: where codecs and wires put their bytes. Not thread-safe. Integers are
/// big-endian.
///
/// One that [refers][#referring()] does not copy large values but remembers where they stand.
public final class Output {
    /// Values of no more bytes are copied all the same.
    public static final int MOST_COPIED = 64 << 10;

    private static final byte[] NOTHING = {};

    private byte[] array;
    private int size;
    private @Nullable ByteBuffer view;
    private boolean refers;
    private @Nullable List<Reference> references; // null for none
    private long referred; // how many bytes they have
    private int viewed; // how many of the references have been

    /// A value that stands elsewhere.
    ///
    /// @param at where it belongs in this buffer
    /// @param home the buffer that the bytes belong to; null for none
    @SuppressWarnings("ArrayRecordComponent") // a slice; equality is never asked
    private record Reference(int at, byte[] bytes, int offset, int length, @Nullable Output home) {}

    public Output() {
        this(256);
    }

    public Output(int capacity) {
        array = new byte[capacity];
    }

    /// The bytes written so far are `array()[0 .. size())`. The array changes when the buffer grows.
    public byte[] array() {
        return array;
    }

    public int size() {
        return size;
    }

    /// How many bytes there are together with those that are referred to; about right for a thread that looks while another
    /// writes.
    public long length() {
        return size + referred;
    }

    /// Empties it, and gives back what it refers to.
    public void clear() {
        size = 0;
        refers = false;
        referred = 0;
        viewed = 0;
        if (references != null) {
            for (Reference each : references) {
                if (each.home != null) {
                    each.home.release();
                }
            }
            references = null;
        }
    }

    /// Drops all that was written after `newSize`, and what is referred to behind that.
    public void truncate(int newSize) {
        size = newSize;
        if (references != null) {
            references.removeIf(each -> each.at > newSize);
            referred = references.stream().mapToLong(Reference::length).sum();
            references = references.isEmpty() ? null : references;
        }
    }

    /// From now on, until it is cleared, large values are not copied: their bytes must stay as they are as long.
    ///
    /// @return this
    public Output referring() {
        refers = true;
        return this;
    }

    /// A part of an array as [#bytes(byte[], int, int)], or a reference to it.
    ///
    /// @param home whose memory that is, to be given back by [#clear()]; null for nobody's
    public void value(byte[] source, int offset, int length, @Nullable Output home) {
        if (!refers || length <= MOST_COPIED) {
            bytes(source, offset, length);
            return;
        }
        if (references == null) {
            references = new ArrayList<>(1);
        }
        references.add(new Reference(size, source, offset, length, home));
        referred += length;
    }

    /// What was written, for channels to take: all of it, or as much as stands before the first reference. The same object
    /// each time while the array is the same.
    public ByteBuffer view() {
        ByteBuffer known = view;
        if (known == null || known.array() != array) {
            known = ByteBuffer.wrap(array);
            view = known;
        }
        viewed = 0;
        return known.clear().limit(references == null ? size : references.getFirst().at);
    }

    /// What comes behind the last view.
    ///
    /// @return null where that was the end
    public @Nullable ByteBuffer nextView() {
        List<Reference> all = references;
        if (all == null || viewed == 2 * all.size()) {
            return null;
        }
        Reference here = all.get(viewed / 2);
        boolean value = viewed % 2 == 0;
        viewed++;
        if (value) {
            return ByteBuffer.wrap(here.bytes, here.offset, here.length);
        }
        int end = viewed == 2 * all.size() ? size : all.get(viewed / 2).at;
        return ByteBuffer.wrap(array, here.at, end - here.at);
    }

    /// Sees to it that the buffer can hold so many bytes in all without growing.
    public void reserve(int capacity) {
        if (capacity > array.length) {
            byte[] larger = LargeArrays.take(capacity);
            System.arraycopy(array, 0, larger, 0, size);
            LargeArrays.give(array);
            array = larger;
        }
    }

    /// Gives the memory back: what was written is gone, and nobody may look at the array any more. The buffer can be used
    /// again.
    public void release() {
        clear();
        LargeArrays.give(array);
        array = NOTHING;
    }

    /// Makes room for `n` more bytes, moves the end behind them and returns where they begin; the caller fills them in.
    public int claim(int n) {
        int at = size;
        int end = Math.addExact(at, n);
        if (end > array.length) {
            reserve(Math.max(end, (int) Math.min(array.length * 2L, Integer.MAX_VALUE - 8)));
        }
        size = end;
        return at;
    }

    public void u8(int value) {
        int at = claim(1);
        array[at] = (byte) value;
    }

    public void u16(int value) {
        int at = claim(2);
        array[at] = (byte) (value >>> 8);
        array[at + 1] = (byte) value;
    }

    public void u32(int value) {
        putU32(claim(4), value);
    }

    /// Overwrites four bytes that were claimed before.
    public void putU32(int at, int value) {
        array[at] = (byte) (value >>> 24);
        array[at + 1] = (byte) (value >>> 16);
        array[at + 2] = (byte) (value >>> 8);
        array[at + 3] = (byte) value;
    }

    public void u64(long value) {
        int at = claim(8);
        putU32(at, (int) (value >>> 32));
        putU32(at + 4, (int) value);
    }

    /// An unsigned integer in groups of seven bits, least significant first, the high bit set on all but the last.
    public void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            u8((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        u8((int) rest);
    }

    public void bytes(byte[] source) {
        bytes(source, 0, source.length);
    }

    public void bytes(byte[] source, int offset, int length) {
        int at = claim(length);
        System.arraycopy(source, offset, array, at, length);
    }

    /// The bytes between a buffer's position and its limit, neither of which is moved.
    public void bytes(ByteBuffer source) {
        int length = source.remaining();
        int at = claim(length);
        source.get(source.position(), array, at, length);
    }

    /// What was written, but what is referred to.
    public byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }
}
