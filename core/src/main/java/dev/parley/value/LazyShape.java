package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.function.Supplier;

/// Stands for a shape that is still being built, in types that contain themselves.
final class LazyShape extends Shape {
    private final JavaType type;
    private final Supplier<Shape> built;

    LazyShape(JavaType type, Supplier<Shape> built) {
        this.type = type;
        this.built = built;
    }

    @Override
    void put(Writer out, Object value) {
        built.get().put(out, value);
    }

    @Override
    @Nullable Object take(Reader in) {
        return built.get().take(in);
    }

    @Override
    public boolean acceptsNull() {
        return built.get().acceptsNull();
    }

    @Override
    @Nullable Object ofNull() {
        return built.get().ofNull();
    }

    @Override
    public boolean optional() {
        return built.get().optional();
    }

    @Override
    public @Nullable Object absent() {
        return built.get().absent();
    }

    /// Types contain themselves by way of a class of the user's, whose name ends the text.
    @Override
    public String text() {
        return isUsers() ? type.toString() : built.get().text();
    }

    @Override
    public Map<String, Object> schema(Schemas definitions) {
        Shape shape = built.get();
        return isUsers() && !shape.isNamed()
                ? definitions.named(type, () -> shape.schema(definitions))
                : shape.schema(definitions);
    }

    private boolean isUsers() {
        return !type.raw().getName().startsWith("java.") && !type.raw().isArray();
    }
}
