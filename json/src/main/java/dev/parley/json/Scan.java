package dev.parley.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Searches of JSON's bytes, eight at a time where they are ASCII.
///
/// @see <a href="https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord">Bit twiddling hacks, zero bytes</a>
final class Scan {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Scan() {}

    /// The index of the first ASCII character of this kind; `to` if there is none.
    static int indexOf(char ascii, byte[] bytes, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long different = (long) EIGHT.get(bytes, i) ^ EACH * ascii;
            if ((different - EACH & ~different & HIGH_BITS) != 0) {
                break;
            }
        }
        while (i < to && bytes[i] != ascii) {
            i++;
        }
        return i;
    }

    /// The index of the first character that must be escaped in a text; `to` if there is none.
    static int firstToEscape(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long eight = (long) EIGHT.get(bytes, i);
            long found = eight - EACH * ' ' | (eight ^ EACH * '"') - EACH | (eight ^ EACH * '\\') - EACH;
            if ((found & ~eight & HIGH_BITS) != 0) {
                break;
            }
        }
        while (i < to && (bytes[i] < 0 || bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\')) {
            i++;
        }
        return i;
    }

    /// Whether there is an escape for half a surrogate pair.
    static boolean hasEscapedSurrogate(byte[] bytes, int from, int to) {
        for (int i = indexOf('\\', bytes, from, to); i + 2 < to; i = indexOf('\\', bytes, i + 2, to)) {
            if (bytes[i + 1] == 'u' && (bytes[i + 2] | 0x20) == 'd') {
                return true;
            }
        }
        return false;
    }

    /// The index of the first byte that is no part of a character in UTF-8; `to` if there is none. (Jackson checks this
    /// only roughly: it takes overlong forms and halves of surrogate pairs.)
    ///
    /// @see <a href="https://www.rfc-editor.org/rfc/rfc3629#section-4">RFC 3629, section 4</a>
    static int firstNotUtf8(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (i + 8 <= to && ((long) EIGHT.get(bytes, i) & HIGH_BITS) == 0) {
                i += 8;
            } else if (bytes[i] >= 0) {
                i++;
            } else {
                int length = characterLength(bytes, i, to);
                if (length == 0) {
                    return i;
                }
                i += length;
            }
        }
        return to;
    }

    /// The length of a character of more than one byte; 0 if it is none.
    private static int characterLength(byte[] bytes, int i, int to) {
        int first = bytes[i] & 0xFF;
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (first < 0xC2 || first > 0xF4 || i + length > to) {
            return 0;
        }
        int second = bytes[i + 1] & 0xFF;
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int k = i + 2; k < i + length; k++) {
            if ((bytes[k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
