package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReferenceArray;

/// Keeps a few large byte arrays for the next large value: fresh ones of a megabyte cost more than all copying. At most
/// about 16 MiB in the whole process. Thread-safe.
final class LargeArrays {
    private static final int LEAST = 48 << 10; // what is smaller is cheap to make, and there may be many of them
    private static final int SMALLEST = 16; // 64 KiB, as a power of two
    private static final int LARGEST = 22; // 4 MiB
    private static final int SLOTS = 16;
    private static final AtomicReferenceArray<byte @Nullable []> KEPT =
            new AtomicReferenceArray<>((LARGEST - SMALLEST + 1) * SLOTS);

    private LargeArrays() {}

    /// How many are kept of a size: a MiB's worth, or two.
    private static int slots(int power) {
        return Math.max(2, SLOTS >> power - SMALLEST);
    }

    /// An array of at least this length, its content undefined.
    static byte[] take(int length) {
        int power = 32 - Integer.numberOfLeadingZeros(Math.max(1, length - 1));
        if (length < LEAST || power > LARGEST) {
            return new byte[length];
        }
        for (int i = 0; i < slots(power); i++) {
            byte[] kept = KEPT.getAndSet((power - SMALLEST) * SLOTS + i, null);
            if (kept != null) {
                return kept;
            }
        }
        return new byte[1 << power];
    }

    /// Takes an array that nobody looks at any more.
    static void give(byte[] array) {
        int power = Integer.numberOfTrailingZeros(array.length);
        if (Integer.bitCount(array.length) != 1 || power < SMALLEST || power > LARGEST) {
            return;
        }
        for (int i = 0; i < slots(power); i++) {
            if (KEPT.compareAndSet((power - SMALLEST) * SLOTS + i, null, array)) {
                return;
            }
        }
    }
}
