package dev.parley.json;

import dev.parley.value.Output;
import dev.parley.value.ValueException;

import java.nio.charset.StandardCharsets;

/// Text in quotes, with the escapes that JSON asks for and no others.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259, section 7</a>
final class Quoted {
    private static final int SHORT = 24;

    private Quoted() {}

    /// @throws ValueException for text with half a surrogate pair, which UTF-8 cannot carry
    static void write(Output out, String text) {
        int length = text.length();
        if (length <= SHORT && writePlain(out, text, length)) {
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (Scan.indexOf('?', utf8, 0, utf8.length) < utf8.length) { // which also stands for half a pair
            requirePairs(text);
        }
        write(out, utf8);
    }

    /// Writes a text that turns out to need neither escapes nor encoding in one pass; otherwise takes it back.
    private static boolean writePlain(Output out, String text, int length) {
        int start = out.size();
        int at = out.claim(length + 2);
        byte[] array = out.array();
        array[at++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
                out.truncate(start);
                return false;
            }
            array[at++] = (byte) c;
        }
        array[at] = '"';
        return true;
    }

    /// The same for text that is UTF-8 already.
    static void write(Output out, byte[] utf8) {
        out.u8('"');
        int from = 0;
        while (true) {
            int to = Scan.firstToEscape(utf8, from, utf8.length);
            out.bytes(utf8, from, to - from);
            if (to == utf8.length) {
                break;
            }
            escape(out, utf8[to]);
            from = to + 1;
        }
        out.u8('"');
    }

    private static void escape(Output out, byte c) {
        out.u8('\\');
        switch (c) {
            case '"', '\\' -> out.u8(c);
            case '\b' -> out.u8('b');
            case '\f' -> out.u8('f');
            case '\n' -> out.u8('n');
            case '\r' -> out.u8('r');
            case '\t' -> out.u8('t');
            default -> {
                out.u8('u');
                out.u16('0' << 8 | '0');
                out.u16('0' + (c >> 4) << 8 | Character.forDigit(c & 0xF, 16));
            }
        }
    }

    /// @throws ValueException for text with half a surrogate pair
    static void requirePairs(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && text.codePointAt(i++) < 0x10000) {
                throw ValueException.mismatch(
                        "text with half a surrogate pair at index " + (i - 1), "text that can be written as UTF-8");
            }
        }
    }
}
