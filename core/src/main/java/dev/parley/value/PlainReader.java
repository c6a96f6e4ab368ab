package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Reads a value from what a user types. Every text is whatever the reader's caller asks for; a list's elements stand
/// between commas, a map's entries too, each as `key=value`.
final class PlainReader implements Reader {
    private final Deque<String> next = new ArrayDeque<>();

    /// How many texts were waiting when each open container was entered, innermost first.
    private final Deque<Integer> outside = new ArrayDeque<>();

    PlainReader(String text) {
        next.push(text);
    }

    @Override
    public Kind peek() {
        return next.isEmpty() ? Kind.END : Kind.TEXT;
    }

    @Override
    public void nil() {
        throw ValueException.mismatch(ValueException.quote(text()), "null");
    }

    @Override
    public boolean bool() {
        return Texts.bool(text());
    }

    @Override
    public long integer() {
        return Texts.integer(text());
    }

    @Override
    public BigInteger bigInteger() {
        return Texts.bigInteger(text());
    }

    @Override
    public double real() {
        return Texts.real(text());
    }

    @Override
    public BigDecimal decimal() {
        return Texts.decimal(text());
    }

    @Override
    public String text() {
        return next.pop();
    }

    @Override
    public byte[] bytes() {
        return Texts.bytes(text());
    }

    @Override
    public Instant timestamp() {
        return Texts.instant(text());
    }

    @Override
    public Extension extension() {
        throw ValueException.mismatch(ValueException.quote(text()), "extension");
    }

    @Override
    public int beginList() {
        String text = text();
        outside.push(next.size());
        if (text.isEmpty()) {
            return 0;
        }
        String[] elements = text.split(",", -1);
        for (int i = elements.length - 1; i >= 0; i--) {
            next.push(elements[i].strip());
        }
        return elements.length;
    }

    @Override
    public int beginMap() {
        String text = text();
        outside.push(next.size());
        if (text.isEmpty()) {
            return 0;
        }
        String[] entries = text.split(",", -1);
        for (int i = entries.length - 1; i >= 0; i--) {
            int equals = entries[i].indexOf('=');
            if (equals < 0) {
                throw ValueException.mismatch(ValueException.quote(entries[i]), "key=value");
            }
            next.push(entries[i].substring(equals + 1).strip());
            next.push(entries[i].substring(0, equals).strip());
        }
        return entries.length;
    }

    @Override
    public boolean more() {
        if (next.size() == outside.element()) {
            outside.pop();
            return false;
        }
        return true;
    }

    @Override
    public int field(Names names, int hint) {
        return names.find(text());
    }

    @Override
    public @Nullable String findText(String key) {
        for (String entry : next.element().split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals >= 0 && entry.substring(0, equals).strip().equals(key)) {
                return entry.substring(equals + 1).strip();
            }
        }
        return null;
    }

    @Override
    public byte[] raw() {
        return text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void skip() {
        next.pop();
    }

    @Override
    public int position() {
        return 0;
    }
}
