package dev.parley.json;

import static tools.jackson.core.JsonToken.END_ARRAY;
import static tools.jackson.core.JsonToken.END_OBJECT;
import static tools.jackson.core.JsonToken.NOT_AVAILABLE;
import static tools.jackson.core.JsonToken.PROPERTY_NAME;
import static tools.jackson.core.JsonToken.START_ARRAY;
import static tools.jackson.core.JsonToken.START_OBJECT;
import static tools.jackson.core.JsonToken.VALUE_FALSE;
import static tools.jackson.core.JsonToken.VALUE_NULL;
import static tools.jackson.core.JsonToken.VALUE_STRING;
import static tools.jackson.core.JsonToken.VALUE_TRUE;

import dev.parley.value.Extension;
import dev.parley.value.Kind;
import dev.parley.value.Names;
import dev.parley.value.Reader;
import dev.parley.value.Texts;
import dev.parley.value.ValueException;
import dev.parley.value.Writer;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonToken;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Reads JSON. A key that stands for a list or map is read as a document of its own, and then the rest goes on.
final class JsonReader implements Reader {
    /// What was being read when a list or map in the place of a key was entered.
    ///
    /// @param depth of the map whose key it is
    private record Outer(Tokens in, int depth, @Nullable Outer outer) {}

    private final Tokens whole;
    private Tokens in;
    private @Nullable Outer outer;
    private int depth;

    JsonReader(Tokens in) {
        whole = in;
        this.in = in;
    }

    @Override
    public int position() {
        return whole.position();
    }

    @Override
    public Kind peek() {
        return switch (in.peek()) {
            case VALUE_NULL -> Kind.NIL;
            case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
            case VALUE_NUMBER_INT -> Kind.INTEGER;
            case VALUE_NUMBER_FLOAT -> Kind.REAL;
            case VALUE_STRING, PROPERTY_NAME -> Kind.TEXT;
            case START_ARRAY -> Kind.LIST;
            case START_OBJECT -> Kind.MAP;
            default -> Kind.END;
        };
    }

    private ValueException mismatch(String expected) {
        return ValueException.mismatch(peek().text(), expected);
    }

    private static ValueException mismatch(String got, String expected) {
        return ValueException.mismatch(ValueException.quote(got), expected);
    }

    /// Goes past a scalar.
    private void consume() {
        in.consume();
        if (depth == 0) {
            in.endOfValue();
        }
    }

    @Override
    public void nil() {
        if (in.peek() != VALUE_NULL && !(in.peek() == PROPERTY_NAME && in.text().equals("null"))) {
            throw mismatch("null");
        }
        consume();
    }

    @Override
    public boolean bool() {
        boolean value =
                switch (in.peek()) {
                    case VALUE_TRUE -> true;
                    case VALUE_FALSE -> false;
                    case PROPERTY_NAME -> Texts.bool(in.text());
                    default -> throw mismatch("boolean");
                };
        consume();
        return value;
    }

    @Override
    public long integer() {
        long value =
                switch (in.peek()) {
                    case VALUE_NUMBER_INT -> in.integer();
                    case VALUE_STRING, PROPERTY_NAME -> Texts.integer(in.text());
                    default -> throw mismatch("integer");
                };
        consume();
        return value;
    }

    @Override
    public BigInteger bigInteger() {
        BigInteger value =
                switch (in.peek()) {
                    case VALUE_NUMBER_INT, VALUE_STRING, PROPERTY_NAME -> Texts.bigInteger(in.text());
                    default -> throw mismatch("integer");
                };
        consume();
        return value;
    }

    @Override
    public double real() {
        double value =
                switch (in.peek()) {
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> finite(in.real());
                    case PROPERTY_NAME -> real(in.text(), true);
                    case VALUE_STRING -> real(in.text(), false);
                    default -> throw mismatch("number");
                };
        consume();
        return value;
    }

    private static double real(String text, boolean digits) {
        return switch (text) {
            case "NaN", "Infinity", "-Infinity" -> Texts.real(text);
            default -> {
                if (!digits) {
                    throw mismatch(text, "number");
                }
                yield finite(Texts.real(text));
            }
        };
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw ValueException.mismatch("a number beyond those of 64 bits", "at most " + Double.MAX_VALUE);
        }
        return value;
    }

    @Override
    public BigDecimal decimal() {
        BigDecimal value =
                switch (in.peek()) {
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING, PROPERTY_NAME -> Texts.decimal(in.text());
                    default -> throw mismatch("decimal number");
                };
        consume();
        return value;
    }

    @Override
    public String text() {
        if (peek() != Kind.TEXT) {
            throw mismatch("text");
        }
        String text = in.text();
        consume();
        return text;
    }

    @Override
    public byte[] bytes() {
        byte[] value =
                switch (in.peek()) {
                    case VALUE_STRING -> in.base64();
                    case PROPERTY_NAME -> Texts.bytes(in.text());
                    default -> throw mismatch("bytes as base64");
                };
        consume();
        return value;
    }

    @Override
    public Instant timestamp() {
        if (peek() != Kind.TEXT) {
            throw mismatch("timestamp");
        }
        return Texts.instant(text());
    }

    @Override
    public Extension extension() {
        enter(START_OBJECT, '{', "extension");
        Long type = null;
        byte[] data = null;
        while (more()) {
            switch (text()) {
                case "type" -> type = integer();
                case "data" -> data = bytes();
                default -> skip();
            }
        }
        if (type == null || data == null) {
            throw ValueException.mismatch("map", "extension as a map of type and data");
        }
        if (type < -128 || type > 127) {
            throw ValueException.mismatch("extension type " + type, "-128 to 127");
        }
        return new Extension(type.intValue(), data);
    }

    @Override
    public int beginList() {
        enter(START_ARRAY, '[', "list");
        return -1;
    }

    @Override
    public int beginMap() {
        enter(START_OBJECT, '{', "map");
        return -1;
    }

    private void enter(JsonToken begin, char bracket, String expected) {
        if (in.peek() == PROPERTY_NAME) {
            String key = in.text();
            if (key.isEmpty() || key.charAt(0) != bracket) {
                throw mismatch(key, expected);
            }
            in.consume();
            outer = new Outer(in, depth, outer);
            in = document(key);
        }
        if (in.peek() != begin) {
            throw mismatch(expected);
        }
        enter();
    }

    private static Tokens document(String key) {
        byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
        return new Tokens(utf8, 0, utf8.length, "in a key, ");
    }

    private void enter() {
        if (depth == Writer.MAX_DEPTH) {
            throw JsonWriter.tooDeep("a value", Writer.MAX_DEPTH);
        }
        depth++;
        in.consume();
    }

    private void leave() {
        depth--;
        in.consume();
        if (outer != null && outer.depth == depth) {
            if (in.peek() != NOT_AVAILABLE) {
                throw Malformed.at(in.position(), "in a key, ", "more than one value");
            }
            in = outer.in;
            outer = outer.outer;
        } else if (depth == 0) {
            in.endOfValue();
        }
    }

    @Override
    public boolean more() {
        JsonToken token = in.peek();
        if (token != END_ARRAY && token != END_OBJECT) {
            return true;
        }
        leave();
        return false;
    }

    @Override
    public int field(Names names, int hint) {
        String name = text();
        return hint < names.size() && names.name(hint).equals(name) ? hint : names.find(name);
    }

    @Override
    public @Nullable String findText(String key) {
        return switch (in.peek()) {
            case START_OBJECT -> in.findText(key);
            case PROPERTY_NAME -> in.text().startsWith("{") ? document(in.text()).findText(key) : null;
            default -> null;
        };
    }

    /// A key is the text that it is; a list or map in its place is a key, too.
    @Override
    public byte[] raw() {
        JsonToken first = in.peek();
        if (first == PROPERTY_NAME || outer != null) {
            throw mismatch(peek().text(), "a value that is no key, or part of one");
        }
        int from = in.position();
        skip();
        return whole.cut(from);
    }

    /// Counts what is still to be passed instead of recursing.
    @Override
    public void skip() {
        int outside = depth;
        do {
            switch (in.peek()) {
                case START_ARRAY, START_OBJECT -> enter();
                case END_ARRAY, END_OBJECT -> {
                    if (depth == outside) {
                        throw mismatch("a value");
                    }
                    leave();
                }
                case NOT_AVAILABLE -> throw mismatch("a value");
                case PROPERTY_NAME -> in.consume();
                default -> consume();
            }
        } while (depth > outside);
    }
}
