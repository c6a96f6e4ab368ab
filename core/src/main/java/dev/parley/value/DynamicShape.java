package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;

/// `Object`: whatever comes, in plain Java terms: `Boolean`, `Long` (`BigInteger` beyond 64 bits), `Double`, `String`,
/// `byte[]`, `Instant`, `Extension`, `List`, `Map`. Values of other classes are written by the shape of their class.
final class DynamicShape extends Shape {
    private final Shapes shapes;

    DynamicShape(Shapes shapes) {
        this.shapes = shapes;
    }

    @Override
    void put(Writer out, Object value) {
        // no switch: a call from the command comes here, and linking one costs a fresh JVM milliseconds
        if (value instanceof String s) {
            out.text(s);
        } else if (value instanceof Integer i) {
            out.integer(i);
        } else if (value instanceof Long l) {
            out.integer(l);
        } else if (value instanceof Boolean b) {
            out.bool(b);
        } else if (value instanceof Double d) {
            out.real(d);
        } else if (value instanceof Extension e) {
            out.extension(e);
        } else if (value instanceof Collection<?> c) {
            shapes.dynamicList.put(out, c);
        } else if (value instanceof Map<?, ?> m) {
            shapes.dynamicMap.put(out, m);
        } else {
            shapeOf(value).write(out, value);
        }
    }

    private Shape shapeOf(Object value) {
        try {
            return shapes.of(JavaType.of(value.getClass()));
        } catch (IllegalArgumentException e) {
            throw new ValueException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    @Nullable Object take(Reader in) {
        return switch (in.peek()) {
            case NIL -> {
                in.nil();
                yield null;
            }
            case BOOLEAN -> in.bool();
            case INTEGER -> {
                BigInteger value = in.bigInteger();
                yield value.bitLength() < 64 ? (Object) value.longValue() : value;
            }
            case REAL -> in.real();
            case TEXT -> in.text();
            case BYTES -> in.bytes();
            case TIMESTAMP -> in.timestamp();
            case EXTENSION -> in.extension();
            case LIST -> shapes.dynamicList.take(in);
            case MAP -> shapes.dynamicMap.take(in);
            case END -> throw ValueException.mismatch("nothing", "a value");
        };
    }

    @Override
    public String text() {
        return "any";
    }

    @Override
    public Map<String, Object> schema(Schemas definitions) {
        return Map.of();
    }
}
