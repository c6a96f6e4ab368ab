package dev.parley.json;

import dev.parley.value.Codec;
import dev.parley.value.JavaType;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Shape;
import dev.parley.value.Shapes;
import dev.parley.value.Writer;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/// Short ways for tests from values to JSON text and back.
final class Json {
    static final Codec CODEC = new JsonCodec();
    static final Shapes SHAPES = new Shapes();

    private Json() {}

    static String written(Consumer<Writer> write) {
        Output out = new Output(0);
        write.accept(CODEC.writer(out));
        return new String(out.toByteArray(), StandardCharsets.UTF_8);
    }

    static String written(Type type, @Nullable Object value) {
        Shape shape = SHAPES.of(JavaType.of(type));
        return written(out -> shape.write(out, value));
    }

    /// A reader of a text that stands amid other bytes, which it must not look at.
    static Reader reader(String json) {
        return reader(json.getBytes(StandardCharsets.UTF_8));
    }

    static Reader reader(byte[] json) {
        byte[] amid = new byte[json.length + 8];
        java.util.Arrays.fill(amid, (byte) '7');
        System.arraycopy(json, 0, amid, 3, json.length);
        return CODEC.reader(amid, 3, json.length);
    }

    static @Nullable Object read(Type type, String json) {
        return SHAPES.of(JavaType.of(type)).read(reader(json));
    }

    static @Nullable Object read(String json) {
        return read(Object.class, json);
    }

    /// What is made of the only key of a map, which is written as this text.
    static <T> T key(String key, Function<Reader, T> read) {
        Reader in = reader("{" + written(out -> out.text(key)) + ":1}");
        in.beginMap();
        in.more();
        T value = read.apply(in);
        if (in.integer() != 1 || in.more()) {
            throw new AssertionError("not at the end of the map");
        }
        return value;
    }
}
