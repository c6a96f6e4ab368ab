package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A type whose values are one scalar on the wire.
final class ScalarShape<T> extends Shape {
    private final String text;
    private final Map<String, Object> schema;
    private final BiConsumer<Writer, T> write;
    private final Function<Reader, T> read;
    private final boolean acceptsNull;

    ScalarShape(
            String text,
            Map<String, Object> schema,
            boolean acceptsNull,
            BiConsumer<Writer, T> write,
            Function<Reader, T> read) {
        this.text = text;
        this.schema = schema;
        this.acceptsNull = acceptsNull;
        this.write = write;
        this.read = read;
    }

    /// The same for the wrapper of a primitive type.
    ScalarShape<T> boxed() {
        return new ScalarShape<>(text, schema, true, write, read);
    }

    @Override
    @SuppressWarnings("unchecked")
    void put(Writer out, Object value) {
        write.accept(out, (T) value);
    }

    @Override
    @Nullable Object take(Reader in) {
        return read.apply(in);
    }

    @Override
    public boolean acceptsNull() {
        return acceptsNull;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Map<String, Object> schema(Schemas definitions) {
        return schema;
    }
}
