package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// How the values of one Java type are written and read, whatever the format. Built once for a type by
/// [Shapes#of(JavaType)]; immutable and usable by any number of threads.
public abstract class Shape {
    Shape() {}

    /// Appends a value of this shape's type.
    ///
    /// @throws ValueException for one that cannot be carried; the bytes written so far are then to be dropped
    public final void write(Writer out, @Nullable Object value) {
        if (value == null) {
            out.nil();
        } else {
            put(out, value);
        }
    }

    /// Reads a value of this shape's type. Null is read as null (as empty for optional types), except for primitive ones.
    ///
    /// @throws ValueException for anything that is not such a value
    public final @Nullable Object read(Reader in) {
        if (in.peek() == Kind.NIL && acceptsNull()) {
            in.nil();
            return ofNull();
        }
        return take(in);
    }

    abstract void put(Writer out, Object value);

    abstract @Nullable Object take(Reader in);

    /// Whether null is a value of this type.
    public boolean acceptsNull() {
        return true;
    }

    @Nullable Object ofNull() {
        return null;
    }

    /// Whether a value of this type may be left out where one is expected: optional types, which then are empty.
    public boolean optional() {
        return false;
    }

    /// The value for one that was left out.
    public @Nullable Object absent() {
        return ofNull();
    }

    /// Whether its schema is one that others refer to by name.
    boolean isNamed() {
        return false;
    }

    /// The type in a few words, as help and errors show it: `integer`, `list<text>`, `low|normal|high`, `Note`.
    public abstract String text();

    /// The type as JSON Schema (draft 2020-12), in maps, lists, texts, numbers and booleans. Types with a name are
    /// collected in `definitions` and referred to.
    public abstract Map<String, Object> schema(Schemas definitions);

    /// Reads a value from what a user types: an integer in digits, a date in ISO form, elements of a list between commas.
    ///
    /// @throws ValueException for a text that is not such a value
    public final @Nullable Object parse(String text) {
        return read(new PlainReader(text));
    }

    @Override
    public String toString() {
        return text();
    }
}
