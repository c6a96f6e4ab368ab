package dev.parley.value;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
    public String text() {
        return type.toString();
    }

    @Override
    public Map<String, Object> schema(Schemas definitions) {
        return built.get().schema(definitions);
    }
}
