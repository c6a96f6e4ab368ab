package dev.parley.wires;

import dev.parley.Code;
import dev.parley.wire.WireException;

/// Finds the end of a MessagePack value that arrives piece by piece. Each head is looked at once, however many pieces there
/// are; a length that is merely announced takes no memory. Not thread-safe.
///
/// @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">The MessagePack specification</a>
final class MsgPackEnd {
    private final long longest;
    private final long[] left; // elements that are to come in each open container, outermost first
    private int depth;
    private long next; // where the next head begins, behind the value's beginning; perhaps behind what is there, too
    private boolean last; // the value ends at `next`
    private boolean tooLong;

    /// @param longest the bytes of a value from which on it [is too long][#isTooLong()]
    /// @param deepest how deep lists and maps may be nested
    MsgPackEnd(long longest, int deepest) {
        this.longest = longest;
        left = new long[deepest];
    }

    /// Looks at a value as far as it is there.
    ///
    /// @param bytes holds it from `from` to before `to`; the same bytes as the last time, and perhaps more
    /// @return whether it ends before `to`
    /// @throws WireException where it can be no value, or is nested too deep
    boolean find(byte[] bytes, int from, int to) throws WireException {
        int there = to - from;
        while (!last && next < there) {
            int at = from + (int) next;
            int head = bytes[at] & 0xFF;
            int width = width(head);
            if (there - next < 1 + width) {
                return false;
            }
            take(head, width, unsigned(bytes, at + 1, width));
        }
        return last && next <= there;
    }

    /// How many bytes behind the first belong to the head: an announced length.
    private static int width(int head) {
        return switch (head) {
            case 0xC4, 0xC7, 0xD9 -> 1;
            case 0xC5, 0xC8, 0xDA, 0xDC, 0xDE -> 2;
            case 0xC6, 0xC9, 0xDB, 0xDD, 0xDF -> 4;
            default -> 0;
        };
    }

    private static long unsigned(byte[] bytes, int at, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }

    private void take(int head, int width, long announced) throws WireException {
        next += 1 + width;
        switch (head >>> 4) {
            case 0x8 -> open(2L * (head & 0xF));
            case 0x9 -> open(head & 0xF);
            case 0xA, 0xB -> pass(head & 0x1F);
            case 0xC, 0xD -> takeSized(head, announced);
            default -> pass(0); // small integers
        }
    }

    private void takeSized(int head, long announced) throws WireException {
        switch (head) {
            case 0xC0, 0xC2, 0xC3 -> pass(0);
            case 0xC1 ->
                    throw new WireException(
                            Code.INVALID_ARGUMENT, "malformed MessagePack: the byte 0xc1, which is never used");
            case 0xC7, 0xC8, 0xC9 -> pass(1 + announced);
            case 0xCA -> pass(4);
            case 0xCB -> pass(8);
            case 0xCC, 0xCD, 0xCE, 0xCF, 0xD0, 0xD1, 0xD2, 0xD3 -> pass(1L << (head & 3));
            case 0xD4, 0xD5, 0xD6, 0xD7, 0xD8 -> pass(1 + (1L << (head - 0xD4)));
            case 0xDC, 0xDD -> open(announced);
            case 0xDE, 0xDF -> open(2 * announced);
            default -> pass(announced); // texts and bytes
        }
    }

    /// A list or a map begins.
    private void open(long elements) throws WireException {
        if (elements == 0) {
            pass(0);
            return;
        }
        if (depth == left.length) {
            throw new WireException(Code.INVALID_ARGUMENT, "lists and maps that are nested deeper than " + left.length);
        }
        left[depth++] = elements;
        tooLong |= next + elements > longest;
    }

    /// A value ends so many bytes from here, and with it each list and map of which it is the last.
    private void pass(long bytes) {
        next += bytes;
        tooLong |= next > longest;
        while (depth > 0 && --left[depth - 1] == 0) {
            depth--;
        }
        last = depth == 0;
    }

    /// Whether the value will surely be too long: it can be left unread with [#skip].
    boolean isTooLong() {
        return tooLong;
    }

    /// The length of a value whose end was found.
    int length() {
        return (int) next;
    }

    /// Leaves the value unread as far as it can be passed by now.
    ///
    /// @param there how many bytes are there
    /// @return how many of them need not be given again
    int skip(int there) {
        int passed = (int) Math.min(next, there);
        next -= passed;
        return passed;
    }

    /// Begins with the next value.
    void begin() {
        depth = 0;
        next = 0;
        last = false;
        tooLong = false;
    }
}
