package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.function.Consumer;

/// MessagePack in hex, with spaces wherever they help the eye.
final class MsgPack {
    static final Codec CODEC = new MsgPackCodec();

    private static final HexFormat HEX = HexFormat.of();

    private MsgPack() {}

    static byte[] bytes(String hex) {
        return HEX.parseHex(hex.replace(" ", ""));
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    static byte[] bytesOf(Consumer<Writer> write) {
        Output out = new Output(0);
        write.accept(CODEC.writer(out));
        return out.toByteArray();
    }

    static byte[] bytesOf(Shape shape, @Nullable Object value) {
        return bytesOf(out -> shape.write(out, value));
    }

    static String written(Consumer<Writer> write) {
        return hex(bytesOf(write));
    }

    static String written(Shape shape, @Nullable Object value) {
        return hex(bytesOf(shape, value));
    }

    static Reader reader(byte[] bytes) {
        return CODEC.reader(bytes, 0, bytes.length);
    }

    static Reader reader(String hex) {
        return reader(bytes(hex));
    }

    /// Reads a value that must take all the bytes there are.
    static @Nullable Object read(Shape shape, byte[] bytes) {
        Reader in = reader(bytes);
        Object value = shape.read(in);
        if (in.position() != bytes.length) {
            throw new AssertionError(in.position() + " of " + bytes.length + " bytes were read");
        }
        return value;
    }

    static @Nullable Object read(Shape shape, String hex) {
        return read(shape, bytes(hex));
    }

    /// The value, written and read.
    static @Nullable Object again(Shape shape, @Nullable Object value) {
        return read(shape, bytesOf(shape, value));
    }

    /// The bytes of a value of plain maps, lists and scalars.
    static byte[] plain(@Nullable Object value) {
        return bytesOf(new Shapes().dynamic(), value);
    }
}
