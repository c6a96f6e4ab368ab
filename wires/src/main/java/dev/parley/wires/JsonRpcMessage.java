package dev.parley.wires;

import dev.parley.value.Codec;
import dev.parley.value.ValueException;
import dev.parley.wire.Encoded;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The members of a request or an answer, as they stand in valid JSON; null for those that are not there. Others do not
/// matter.
final class JsonRpcMessage {
    @Nullable Encoded version;
    @Nullable Encoded id;
    @Nullable Encoded method;
    @Nullable Encoded params;
    @Nullable Encoded result;
    @Nullable Encoded error;

    /// @param from where a map begins
    /// @throws ValueException where it has a member twice, or a key that is no text
    static JsonRpcMessage read(Codec codec, byte[] bytes, int from) {
        JsonRpcMessage message = new JsonRpcMessage();
        int at = afterSpace(bytes, from + 1);
        while (bytes[at] != '}') {
            int keyEnd = afterValue(bytes, at);
            String key = text(encoded(codec, bytes, at, keyEnd));
            int value = afterSpace(bytes, afterSpace(bytes, keyEnd) + 1);
            int end = afterValue(bytes, value);
            message.put(key, encoded(codec, bytes, value, end));
            at = afterComma(bytes, end);
        }
        return message;
    }

    private void put(String key, Encoded value) {
        switch (key) {
            case "jsonrpc" -> version = once(key, version, value);
            case "id" -> id = once(key, id, value);
            case "method" -> method = once(key, method, value);
            case "params" -> params = once(key, params, value);
            case "result" -> result = once(key, result, value);
            case "error" -> error = once(key, error, value);
            default -> {} // an extension of somebody's
        }
    }

    private static Encoded once(String key, @Nullable Encoded before, Encoded value) {
        if (before != null) {
            throw ValueException.mismatch("the member " + key + " twice", "once");
        }
        return value;
    }

    private static Encoded encoded(Codec codec, byte[] bytes, int from, int to) {
        return new Encoded(codec, bytes, from, to - from, to - from, false, true, null);
    }

    /// The text that a value is.
    ///
    /// @throws ValueException for one that is none
    static String text(Encoded value) {
        byte[] bytes = value.bytes();
        int end = value.offset() + value.length() - 1;
        boolean plain = bytes[value.offset()] == '"';
        for (int i = value.offset() + 1; plain && i < end; i++) {
            plain = bytes[i] > 0 && bytes[i] != '\\';
        }
        return plain
                ? new String(bytes, value.offset() + 1, value.length() - 2, StandardCharsets.US_ASCII)
                : value.reader().text();
    }

    static boolean is(@Nullable Encoded value, String json) {
        return value != null && JsonScanner.equal(value.bytes(), value.offset(), value.offset() + value.length(), json);
    }

    /// The first byte of a value; 0 for none.
    static int first(@Nullable Encoded value) {
        return value == null ? 0 : value.bytes()[value.offset()];
    }

    // ---- ways through valid JSON

    /// Where a list's elements begin.
    ///
    /// @param from where the list does
    /// @param most how many are looked for
    static List<Integer> elements(byte[] bytes, int from, int most) {
        List<Integer> all = new ArrayList<>();
        for (int at = firstElement(bytes, from); at >= 0 && all.size() < most; at = nextElement(bytes, at)) {
            all.add(at);
        }
        return all;
    }

    /// Where a list's first element begins; -1 for none.
    ///
    /// @param from where the list does
    static int firstElement(byte[] bytes, int from) {
        int at = afterSpace(bytes, from + 1);
        return bytes[at] == ']' ? -1 : at;
    }

    /// Where the one behind an element begins; -1 for none.
    static int nextElement(byte[] bytes, int element) {
        int at = afterSpace(bytes, afterValue(bytes, element));
        return bytes[at] == ',' ? afterSpace(bytes, at + 1) : -1;
    }

    private static int afterComma(byte[] bytes, int from) {
        int at = afterSpace(bytes, from);
        return bytes[at] == ',' ? afterSpace(bytes, at + 1) : at;
    }

    private static int afterSpace(byte[] bytes, int from) {
        int at = from;
        while (JsonScanner.isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    private static int afterValue(byte[] bytes, int from) {
        int at = from;
        int depth = 0;
        do {
            switch (bytes[at]) {
                case '"' -> at = afterText(bytes, at);
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at = depth == 0 ? afterWord(bytes, at) : at + 1;
            }
        } while (depth > 0);
        return at;
    }

    private static int afterText(byte[] bytes, int from) {
        int at = JsonScanner.afterPlain(bytes, from + 1, bytes.length);
        while (bytes[at] != '"') {
            at = JsonScanner.afterPlain(bytes, at + 2, bytes.length); // behind an escape
        }
        return at + 1;
    }

    private static int afterWord(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']' && !JsonScanner.isSpace(bytes[at])) {
            at++;
        }
        return at;
    }
}
