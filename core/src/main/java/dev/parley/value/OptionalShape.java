package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// An optional value: the value, or null. Also read as empty where it is missing.
final class OptionalShape extends Shape {
    private final Class<?> type;
    private final Shape inner;

    OptionalShape(Class<?> type, Shape inner) {
        this.type = type;
        this.inner = inner;
    }

    @Override
    void put(Writer out, Object value) {
        inner.write(
                out,
                switch (value) {
                    case OptionalInt o -> o.isPresent() ? (Object) o.getAsInt() : null;
                    case OptionalLong o -> o.isPresent() ? (Object) o.getAsLong() : null;
                    case OptionalDouble o -> o.isPresent() ? (Object) o.getAsDouble() : null;
                    case Optional<?> o -> o.orElse(null);
                    default -> throw ValueException.mismatch(value.getClass().getName(), type.getSimpleName());
                });
    }

    @Override
    @Nullable Object take(Reader in) {
        return wrap(inner.read(in));
    }

    @Override
    @Nullable Object ofNull() {
        return wrap(null);
    }

    private Object wrap(@Nullable Object value) {
        if (type == OptionalInt.class) {
            return value == null ? OptionalInt.empty() : OptionalInt.of((Integer) value);
        } else if (type == OptionalLong.class) {
            return value == null ? OptionalLong.empty() : OptionalLong.of((Long) value);
        } else if (type == OptionalDouble.class) {
            return value == null ? OptionalDouble.empty() : OptionalDouble.of((Double) value);
        }
        return Optional.ofNullable(value);
    }

    @Override
    public boolean optional() {
        return true;
    }

    @Override
    public String text() {
        return inner.text();
    }

    @Override
    public Map<String, Object> schema(Schemas definitions) {
        return Schemas.orNull(inner.schema(definitions));
    }
}
