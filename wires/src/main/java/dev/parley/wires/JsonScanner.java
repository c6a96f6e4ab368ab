package dev.parley.wires;

import dev.parley.value.Writer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.BitSet;

/// Finds the end of a JSON list or map that is still arriving, going over each byte once, or the first byte that cannot
/// belong to one. That texts are UTF-8 is not its business.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
final class JsonScanner {
    /// A value of the greatest depth stands in a request, and that perhaps in a batch.
    private static final int MAX_DEPTH = Writer.MAX_DEPTH + 2;

    enum Found {
        /// All bytes belong to it, and more must follow.
        MORE,
        /// It ends [#at].
        END,
        /// What stands [#at] makes no sense; [#wrong] says why.
        WRONG
    }

    private enum State {
        VALUE,
        VALUE_OR_END,
        KEY,
        KEY_OR_END,
        COLON,
        COMMA_OR_END,
        TEXT,
        ESCAPE,
        HEX,
        WORD
    }

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final BitSet lists = new BitSet(); // at which depths there is a list; else there is a map
    private State state = State.VALUE;
    private int depth;
    private int at;
    private boolean key; // whether the text is one
    private int digits; // of an escape, that are still to come
    private int word; // where a number, true, false or null begins
    private String wrong = "";

    /// How many bytes have been passed.
    int at() {
        return at;
    }

    String wrong() {
        return wrong;
    }

    /// Whether the text is as deep as it may be, so that it may be valid but for its depth.
    boolean isDeepest() {
        return depth == MAX_DEPTH;
    }

    /// Begins with another text.
    void reset() {
        state = State.VALUE;
        depth = 0;
        at = 0;
    }

    /// Goes on from [#at].
    ///
    /// @param from where the text begins, as with each call before
    Found scan(byte[] bytes, int from, int to) {
        int i = from + at;
        Found found = Found.MORE;
        while (i < to && found == Found.MORE) {
            byte b = bytes[i];
            switch (state) {
                case TEXT -> {
                    i = afterPlain(bytes, i, to);
                    if (i < to) {
                        found = leavePlain(bytes[i]);
                        i += found == Found.MORE ? 1 : 0;
                    }
                }
                case ESCAPE -> {
                    found = escape(b);
                    i += found == Found.MORE ? 1 : 0;
                }
                case HEX -> {
                    digits--;
                    state = digits == 0 ? State.TEXT : State.HEX;
                    found = Character.digit(b, 16) < 0 ? wrong("an escape without four digits") : Found.MORE;
                    i += found == Found.MORE ? 1 : 0;
                }
                case WORD -> {
                    while (i < to && isOfWord(bytes[i])) {
                        i++;
                    }
                    if (i < to) {
                        state = State.COMMA_OR_END;
                        found =
                                isWord(bytes, from + word, i)
                                        ? Found.MORE
                                        : wrong("neither a number nor true, false or null");
                    }
                }
                default -> {
                    if (!isSpace(b)) {
                        at = i - from;
                        found = token(b);
                    }
                    i += found == Found.WRONG ? 0 : 1;
                }
            }
        }
        at = i - from;
        return found;
    }

    private Found wrong(String why) {
        wrong = why;
        return Found.WRONG;
    }

    // ---- texts

    /// The first byte of a text that ends it, begins an escape, or must not be there; looks at eight at a time.
    ///
    /// @see <a href="https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord">Bit twiddling hacks, bytes less than
    ///     n</a>
    static int afterPlain(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long eight = (long) EIGHT.get(bytes, i);
            long found = eight - EACH * ' ' | (eight ^ EACH * '"') - EACH | (eight ^ EACH * '\\') - EACH;
            if ((found & ~eight & HIGH_BITS) != 0) {
                break;
            }
        }
        while (i < to && (bytes[i] >= ' ' || bytes[i] < 0) && bytes[i] != '"' && bytes[i] != '\\') {
            i++;
        }
        return i;
    }

    private Found leavePlain(byte b) {
        if (b == '"') {
            state = key ? State.COLON : State.COMMA_OR_END;
        } else if (b == '\\') {
            state = State.ESCAPE;
        } else {
            return wrong("a text with a control character");
        }
        return Found.MORE;
    }

    private Found escape(byte b) {
        digits = 4;
        state = b == 'u' ? State.HEX : State.TEXT;
        return "\"\\/bfnrtu".indexOf(b) < 0 ? wrong("an unknown escape") : Found.MORE;
    }

    // ---- the rest

    private Found token(byte b) {
        boolean value = state == State.VALUE || state == State.VALUE_OR_END;
        boolean name = state == State.KEY || state == State.KEY_OR_END;
        boolean list = lists.get(depth);
        switch (b) {
            case '"' -> {
                if (value && depth > 0 || name) {
                    key = name;
                    state = State.TEXT;
                    return Found.MORE;
                }
            }
            case '{', '[' -> {
                if (value) {
                    return open(b == '[');
                }
            }
            case '}', ']' -> {
                State empty = list ? State.VALUE_OR_END : State.KEY_OR_END;
                if (depth > 0 && list == (b == ']') && (state == empty || state == State.COMMA_OR_END)) {
                    state = State.COMMA_OR_END;
                    depth--;
                    return depth == 0 ? Found.END : Found.MORE;
                }
            }
            case ',' -> {
                if (state == State.COMMA_OR_END) {
                    state = list ? State.VALUE : State.KEY;
                    return Found.MORE;
                }
            }
            case ':' -> {
                if (state == State.COLON) {
                    state = State.VALUE;
                    return Found.MORE;
                }
            }
            default -> {
                if (value && isOfWord(b) && depth > 0) {
                    word = at;
                    state = State.WORD;
                    return Found.MORE;
                }
            }
        }
        return wrong("not where " + expected() + " must stand");
    }

    private Found open(boolean list) {
        if (depth == MAX_DEPTH) {
            return wrong("nested deeper than " + Writer.MAX_DEPTH);
        }
        depth++;
        lists.set(depth, list);
        state = list ? State.VALUE_OR_END : State.KEY_OR_END;
        return Found.MORE;
    }

    private String expected() {
        String end = lists.get(depth) ? "]" : "}";
        return switch (state) {
            case VALUE -> depth == 0 ? "{ or [" : "a value";
            case VALUE_OR_END -> "a value or ]";
            case KEY -> "a key";
            case KEY_OR_END -> "a key or }";
            case COLON -> ":";
            default -> ", or " + end;
        };
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static boolean isOfWord(byte b) {
        return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b == '-' || b == '+' || b == '.' || b == 'E';
    }

    private static boolean isWord(byte[] bytes, int from, int to) {
        return switch (bytes[from]) {
            case 't' -> equal(bytes, from, to, "true");
            case 'f' -> equal(bytes, from, to, "false");
            case 'n' -> equal(bytes, from, to, "null");
            default -> isNumber(bytes, from, to);
        };
    }

    static boolean equal(byte[] bytes, int from, int to, String ascii) {
        boolean same = to - from == ascii.length();
        for (int i = 0; same && i < ascii.length(); i++) {
            same = bytes[from + i] == ascii.charAt(i);
        }
        return same;
    }

    private static boolean isNumber(byte[] bytes, int from, int to) {
        int first = bytes[from] == '-' ? from + 1 : from;
        int i = afterDigits(bytes, first, to);
        boolean number = i > first && (i == first + 1 || bytes[first] != '0');
        if (i < to && bytes[i] == '.') {
            int fraction = i + 1;
            i = afterDigits(bytes, fraction, to);
            number &= i > fraction;
        }
        if (i < to && (bytes[i] | 0x20) == 'e') {
            boolean signed = i + 1 < to && (bytes[i + 1] == '-' || bytes[i + 1] == '+');
            int exponent = signed ? i + 2 : i + 1;
            i = afterDigits(bytes, exponent, to);
            number &= i > exponent;
        }
        return number && i == to;
    }

    private static int afterDigits(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i;
    }
}
