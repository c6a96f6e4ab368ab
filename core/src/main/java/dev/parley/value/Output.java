package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// A byte buffer that grows as it is written: where codecs and wires put their bytes. Not thread-safe. Integers are
/// big-endian.
public final class Output {
    private static final byte[] NOTHING = {};

    private byte[] array;
    private int size;
    private @Nullable ByteBuffer view;

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

    public void clear() {
        size = 0;
    }

    /// Drops all that was written after `size`.
    public void truncate(int newSize) {
        size = newSize;
    }

    /// What was written, for channels to take. The same object each time while the array is the same.
    public ByteBuffer view() {
        ByteBuffer known = view;
        if (known == null || known.array() != array) {
            known = ByteBuffer.wrap(array);
            view = known;
        }
        return known.clear().limit(size);
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
        LargeArrays.give(array);
        array = NOTHING;
        size = 0;
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

    public byte[] toByteArray() {
        return Arrays.copyOf(array, size);
    }
}
