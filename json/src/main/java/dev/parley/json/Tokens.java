package dev.parley.json;

import dev.parley.value.Texts;
import dev.parley.value.ValueException;
import dev.parley.value.Writer;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.json.JsonFactory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// The tokens in a part of a byte array: Jackson's parser with a token of look-ahead, positions, and our errors.
///
/// Jackson's parser owns buffers from a pool, and a [dev.parley.value.Reader] is never closed. So the parser is closed
/// when nothing is left behind a whole value, or the bytes turn out malformed; where neither comes to pass, they are
/// left to the garbage collector.
final class Tokens {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Writer.MAX_DEPTH + 1) // the reader refuses it first
                                    .maxNumberLength(JsonWriter.MAX_NUMBER)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .maxDocumentLength(-1)
                                    .maxTokenCount(-1)
                                    .build())
                    .build();

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final String where;
    private @Nullable JsonParser parser;

    /// The token that was looked at and is not consumed.
    private @Nullable JsonToken next;

    /// How much of the whole stands before the part that these are the tokens of.
    private int before;

    /// Whether the bytes have been checked as a whole.
    private boolean checked;

    /// The offset where the last value ends, if all is well.
    private int lastEnd;

    /// Whether texts may hold half a surrogate pair.
    private boolean surrogates;

    /// @param where words for what the bytes are, for errors, such as `in a key, `
    Tokens(byte[] bytes, int start, int end, String where) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
        this.where = where;
    }

    /// The next token, [JsonToken#NOT_AVAILABLE] at the end.
    JsonToken peek() {
        JsonToken token = next;
        return token != null ? token : advance();
    }

    private JsonToken advance() {
        try {
            JsonToken token = parser().nextToken();
            next = token == null ? JsonToken.NOT_AVAILABLE : token;
            return next;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    private JsonParser parser() {
        if (parser == null) {
            check();
            parser = JSON.createParser(ObjectReadContext.empty(), bytes, start, end - start);
        }
        return parser;
    }

    private void check() {
        if (!checked) {
            int bad = Scan.firstNotUtf8(bytes, start, end);
            if (bad < end) {
                throw Malformed.at(bad - start, where, "not UTF-8");
            }
            lastEnd = trimmed(end);
            surrogates = Scan.hasEscapedSurrogate(bytes, start, end);
            checked = true;
        }
    }

    private ValueException malformed(JacksonException e) {
        close();
        return Malformed.of(e, where, before, end - start);
    }

    private void close() {
        next = JsonToken.NOT_AVAILABLE;
        parser().close();
    }

    /// Goes past the token that [#peek()] has shown, unless it is the end.
    void consume() {
        next = null;
    }

    /// To be called when a value that stands in no other has been consumed.
    void endOfValue() {
        if (position() == lastEnd) {
            close();
        }
    }

    /// Where the next token begins, if it is known; otherwise where the one that was consumed last ends. Behind a key it
    /// always is known, so that the colon does not count as part of the value.
    int position() {
        if (parser == null) {
            return 0;
        }
        if (next == null && parser.currentToken() == JsonToken.PROPERTY_NAME) {
            advance();
        }
        if (next == JsonToken.NOT_AVAILABLE) {
            return lastEnd;
        } else if (next != null) {
            return (int) parser.currentTokenLocation().getByteOffset();
        }
        try {
            parser.finishToken();
        } catch (JacksonException e) {
            throw malformed(e);
        }
        return trimmed(start + (int) parser.currentLocation().getByteOffset()); // Jackson takes a space behind a number
    }

    /// The bytes from a position up to what was consumed last.
    byte[] cut(int from) {
        int to = start + position();
        while (isSpace(bytes[to - 1]) || bytes[to - 1] == ',') { // where the next token is known already
            to--;
        }
        return Arrays.copyOfRange(bytes, start + from, to);
    }

    /// The offset of the end of what stands before `to`, without white space.
    private int trimmed(int to) {
        int at = to;
        while (at > start && isSpace(bytes[at - 1])) {
            at--;
        }
        return at - start;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /// The text of the next token, which is a text, a key or a number.
    String text() {
        try {
            String text = parser().getString();
            if (surrogates) {
                Quoted.requirePairs(text);
            }
            return text;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /// The value of the next token, which is an integer.
    long integer() {
        try {
            return parser().getLongValue();
        } catch (InputCoercionException e) {
            return Texts.integer(text());
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /// The value of the next token, which is a number; infinite if it is too large.
    double real() {
        try {
            return parser().getDoubleValue();
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /// The bytes that the next token, a text, is the base64 of.
    byte[] base64() {
        int from = start + position() + 1;
        int to = Scan.indexOf('"', bytes, from, end);
        try {
            ByteBuffer data = Base64.getDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
            return data.limit() == data.array().length ? data.array() : Arrays.copyOf(data.array(), data.limit());
        } catch (IllegalArgumentException e) { // it has escapes, or is wrong
            return Texts.bytes(text());
        }
    }

    /// Looks into the map that comes next for a text with this key.
    @Nullable String findText(String key) {
        check();
        int map = start + position();
        String text = firstText(map + 1, key);
        if (text != null) {
            return text;
        }
        Tokens ahead = new Tokens(bytes, map, end, where);
        ahead.before = map - start;
        ahead.checked = true;
        ahead.surrogates = surrogates;
        ahead.advance();
        return ahead.find(key);
    }

    /// Finds the text without a parser if it is plain and the first in the map, which is where a tag usually stands.
    private @Nullable String firstText(int entry, String key) {
        int from = afterSpace(entry) + 1;
        int to = from + key.length();
        if (to >= end || bytes[from - 1] != '"' || bytes[to] != '"') {
            return null;
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] != key.charAt(i - from)) {
                return null;
            }
        }
        int colon = afterSpace(to + 1);
        int quote = afterSpace(colon + 1);
        if (quote >= end || bytes[colon] != ':' || bytes[quote] != '"') {
            return null;
        }
        int stop = Scan.firstToEscape(bytes, quote + 1, end);
        boolean plain = stop < end && bytes[stop] == '"';
        return plain ? new String(bytes, quote + 1, stop - quote - 1, StandardCharsets.UTF_8) : null;
    }

    private int afterSpace(int from) {
        int at = from;
        while (at < end && isSpace(bytes[at])) {
            at++;
        }
        return at;
    }

    private @Nullable String find(String key) {
        try (JsonParser map = parser()) {
            while (map.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean match = text().equals(key);
                JsonToken value = map.nextToken();
                if (match) {
                    return value == JsonToken.VALUE_STRING ? text() : null;
                }
                map.skipChildren();
            }
            return null;
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }
}
