package dev.parley.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// RFC 8259's grammar once more, as short as can be, to hold the reader against: one or more values, with white space
/// between two of them unless the first ends in a bracket or quote, or begins with a letter and the other does not.
final class Grammar {
    private static final Pattern STRING =
            Pattern.compile("\"(?:[^\"\\\\\\x00-\\x1f]|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+\"");
    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");
    private static final Pattern WORD = Pattern.compile("true|false|null");
    private static final Pattern SPACE = Pattern.compile("[ \\t\\r\\n]*+");

    private final String text;
    private int at;

    private Grammar(String text) {
        this.text = text;
    }

    static boolean accepts(byte[] bytes) {
        try {
            CharSequence text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return new Grammar(text.toString()).values();
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private boolean values() {
        take(SPACE);
        do {
            int from = at;
            if (!value()) {
                return false;
            }
            boolean number = text.charAt(at - 1) >= '0' && text.charAt(at - 1) <= '9';
            boolean word = Character.isLetter(text.charAt(from));
            int behind = at;
            take(SPACE);
            if (at == behind && at < text.length()) {
                char next = text.charAt(at);
                if (number || word && Character.isJavaIdentifierPart(next)) {
                    return false;
                }
            }
        } while (at < text.length());
        return true;
    }

    private boolean value() {
        if (take(STRING) || take(NUMBER) || take(WORD)) {
            return true;
        }
        boolean map = next('{');
        if (!map && !next('[')) {
            return false;
        }
        char end = map ? '}' : ']';
        if (next(end)) {
            return true;
        }
        do {
            if (map && !(take(SPACE) && take(STRING) && next(':')) || !(take(SPACE) && value())) {
                return false;
            }
        } while (next(','));
        return next(end);
    }

    /// Takes a character and the white space before it, if it is there.
    private boolean next(char c) {
        int back = at;
        take(SPACE);
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        at = back;
        return false;
    }

    private boolean take(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        at = matcher.end();
        return true;
    }
}
