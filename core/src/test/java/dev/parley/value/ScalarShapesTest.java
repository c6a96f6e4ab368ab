package dev.parley.value;

import static dev.parley.value.MsgPack.again;
import static dev.parley.value.MsgPack.read;
import static dev.parley.value.MsgPack.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

class ScalarShapesTest {
    private static final Shapes SHAPES = new Shapes();

    static Stream<Arguments> scalars() {
        return Stream.of(
                scalar(boolean.class, Boolean.class, true, "c3"),
                scalar(boolean.class, Boolean.class, false, "c2"),
                scalar(byte.class, Byte.class, Byte.MIN_VALUE, "d080"),
                scalar(byte.class, Byte.class, Byte.MAX_VALUE, "7f"),
                scalar(short.class, Short.class, Short.MIN_VALUE, "d18000"),
                scalar(short.class, Short.class, Short.MAX_VALUE, "cd7fff"),
                scalar(int.class, Integer.class, Integer.MIN_VALUE, "d280000000"),
                scalar(int.class, Integer.class, Integer.MAX_VALUE, "ce7fffffff"),
                scalar(long.class, Long.class, Long.MIN_VALUE, "d38000000000000000"),
                scalar(long.class, Long.class, Long.MAX_VALUE, "cf7fffffffffffffff"),
                scalar(float.class, Float.class, 0.1f, "ca3dcccccd"),
                scalar(float.class, Float.class, Float.NaN, "ca7fc00000"),
                scalar(float.class, Float.class, Float.NEGATIVE_INFINITY, "caff800000"),
                scalar(float.class, Float.class, Float.MIN_VALUE, "ca00000001"),
                scalar(float.class, Float.class, -0.0f, "ca80000000"),
                scalar(double.class, Double.class, 0.1, "cb3fb999999999999a"),
                scalar(double.class, Double.class, Double.NaN, "cb7ff8000000000000"),
                scalar(double.class, Double.class, Double.POSITIVE_INFINITY, "cb7ff0000000000000"),
                scalar(double.class, Double.class, -0.0, "cb8000000000000000"),
                scalar(char.class, Character.class, 'é', "a2c3a9"),
                scalar(char.class, Character.class, '\0', "a100"),
                object(String.class, "", "a0"),
                object(String.class, "é東😀", "a9 c3a9 e69db1 f09f9880"),
                object(BigInteger.class, BigInteger.TWO.pow(64).subtract(BigInteger.ONE), "cfffffffffffffffff"),
                object(BigInteger.class, BigInteger.TEN.negate(), "f6"),
                object(BigInteger.class, BigInteger.TWO.pow(64), "b4 3138343436373434303733373039353531363136"),
                object(BigDecimal.class, new BigDecimal("-1.50"), "a5 2d312e3530"),
                object(BigDecimal.class, new BigDecimal("1E+1000000"), "aa 31452b31303030303030"),
                object(byte[].class, new byte[] {0, -1}, "c402 00ff"),
                object(char[].class, "aé".toCharArray(), "a3 61c3a9"),
                object(UUID.class, new UUID(1, -1), "d924" + text("00000000-0000-0001-ffff-ffffffffffff")),
                object(URI.class, URI.create("a:b?c=%20#d"), "ab" + text("a:b?c=%20#d")),
                object(Path.class, Path.of("a", "b c"), "a5" + text("a/b c")));
    }

    private static Arguments scalar(Class<?> primitive, Class<?> boxed, Object value, String hex) {
        assertThat(SHAPES.of(boxed).text()).isEqualTo(SHAPES.of(primitive).text());
        assertThat(again(SHAPES.of(boxed), value)).isEqualTo(value);
        return Arguments.of(primitive, value, hex);
    }

    private static Arguments object(Class<?> type, Object value, String hex) {
        return Arguments.of(type, value, hex);
    }

    private static String text(String ascii) {
        return MsgPack.hex(ascii.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void scalarsAreWrittenAndRead(Class<?> type, Object value, String hex) {
        Shape shape = SHAPES.of(type);
        assertThat(written(shape, value)).isEqualTo(hex.replace(" ", ""));
        assertThat(read(shape, hex)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void nullIsAValueOfAllButThePrimitiveTypes(Class<?> type) {
        Shape shape = SHAPES.of(type);
        assertThat(written(shape, null)).isEqualTo("c0");
        assertThat(shape.acceptsNull()).isEqualTo(!type.isPrimitive());
        if (type.isPrimitive()) {
            assertThatThrownBy(() -> read(shape, "c0"))
                    .isInstanceOf(ValueException.class)
                    .hasMessageStartingWith("got null (expected ");
        } else {
            assertThat(read(shape, "c0")).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "byte, cc80, 128, from -128 to 127",
        "byte, d1ff7f, -129, from -128 to 127",
        "short, cd8000, 32768, from -32768 to 32767",
        "short, d2ffff7fff, -32769, from -32768 to 32767",
        "int, ce80000000, 2147483648, from -2147483648 to 2147483647",
        "int, d3ffffffff7fffffff, -2147483649, from -2147483648 to 2147483647",
        "int, cf7fffffffffffffff, 9223372036854775807, from -2147483648 to 2147483647",
        "long, cf8000000000000000, 9223372036854775808, of at most 9223372036854775807"
    })
    void integersOutOfRangeAreRefused(String type, String hex, String got, String range) throws Exception {
        Class<?> primitive = Class.forPrimitiveName(type);
        assertThatThrownBy(() -> read(SHAPES.of(primitive), hex))
                .isInstanceOf(ValueException.class)
                .hasMessage("got " + got + " (expected integer " + range + ")");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7f",
                "cc7f",
                "cd007f",
                "ce0000007f",
                "cf000000000000007f",
                "d07f",
                "d1007f",
                "d30000000000 00007f"
            })
    void integersAreReadFromAnyWidth(String hex) {
        assertThat(read(SHAPES.of(byte.class), hex)).isEqualTo((byte) 127);
        assertThat(read(SHAPES.of(Long.class), hex)).isEqualTo(127L);
        assertThat(read(SHAPES.of(float.class), hex)).isEqualTo(127f);
        assertThat(read(SHAPES.of(double.class), hex)).isEqualTo(127.0);
        assertThat(read(SHAPES.of(BigInteger.class), hex)).isEqualTo(BigInteger.valueOf(127));
        assertThat(read(SHAPES.of(BigDecimal.class), hex)).isEqualTo(BigDecimal.valueOf(127));
    }

    @Test
    void doublesThatAreNoFloatsAreRoundedOrRefused() {
        Shape shape = SHAPES.of(float.class);
        assertThat(read(shape, "cb3fb999999999999a")).isEqualTo(0.1f);
        assertThat(read(shape, "cb7ff0000000000000")).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(read(shape, "cb7ff8000000000000")).isEqualTo(Float.NaN);
        assertThatThrownBy(() -> read(shape, "cb7fefffffffffffff"))
                .hasMessage("got 1.7976931348623157E308 (expected number of at most 3.4028235E38)");
    }

    @ParameterizedTest
    @CsvSource({"a0, '\"\"'", "a26162, '\"ab\"'", "a4f09f9880, '\"😀\"'"})
    void aCharacterIsOne(String hex, String got) {
        assertThatThrownBy(() -> read(SHAPES.of(char.class), hex))
                .isInstanceOf(ValueException.class)
                .hasMessage("got " + got + " (expected one character)");
    }

    @Test
    void halfASurrogatePairIsNoCharacter() {
        assertThatThrownBy(() -> written(SHAPES.of(char.class), '\ud800'))
                .hasMessage(
                        "got text with half a surrogate pair at index 0 (expected text that can be written as UTF-8)");
    }

    static Stream<Arguments> wrongKinds() {
        return Stream.of(
                Arguments.of(boolean.class, "01", "got integer (expected boolean)"),
                Arguments.of(int.class, "a131", "got text (expected integer)"),
                Arguments.of(int.class, "cb3ff0000000000000", "got number (expected integer)"),
                Arguments.of(Long.class, "90", "got list (expected integer)"),
                Arguments.of(double.class, "a131", "got text (expected number)"),
                Arguments.of(BigInteger.class, "a178", "got \"x\" (expected integer)"),
                Arguments.of(BigInteger.class, "cb3ff0000000000000", "got number (expected integer)"),
                Arguments.of(BigDecimal.class, "a178", "got \"x\" (expected decimal number)"),
                Arguments.of(BigDecimal.class, "80", "got map (expected decimal number)"),
                Arguments.of(String.class, "c40161", "got bytes (expected text)"),
                Arguments.of(String.class, "01", "got integer (expected text)"),
                Arguments.of(byte[].class, "a161", "got text (expected bytes)"),
                Arguments.of(byte[].class, "9101", "got list (expected bytes)"),
                Arguments.of(UUID.class, "a178", "got \"x\" (expected uuid)"),
                Arguments.of(UUID.class, "a9 312d312d312d312d31", "got \"1-1-1-1-1\" (expected uuid)"),
                Arguments.of(URI.class, "a3 613a62".replace("613a62", "202061"), "got \"  a\" (expected uri)"),
                Arguments.of(Path.class, "a100", "got \"\0\" (expected path)"),
                Arguments.of(Extension.class, "01", "got integer (expected extension)"));
    }

    @ParameterizedTest
    @MethodSource("wrongKinds")
    void anythingElseIsRefused(Class<?> type, String hex, String problem) {
        assertThatThrownBy(() -> read(SHAPES.of(type), hex)).isInstanceOf(ValueException.class).hasMessage(problem);
    }

    @Test
    void aLongTextIsCutInAnError() {
        Shape shape = SHAPES.of(UUID.class);
        String text = "x".repeat(59) + "😀".repeat(20);
        assertThatThrownBy(() -> read(shape, MsgPack.plain(text)))
                .hasMessage("got \"" + "x".repeat(59) + "…\" (99 characters) (expected uuid)");
        assertThatThrownBy(() -> read(SHAPES.of(URI.class), MsgPack.plain("x".repeat(5000))))
                .hasMessage("got text of 5000 characters (expected uri of at most 4096 characters)");
    }

    @Test
    void theRestOfAByteBufferIsWrittenAndStaysThere() {
        Shape shape = SHAPES.of(ByteBuffer.class);
        ByteBuffer heap = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2);
        ByteBuffer direct = ByteBuffer.allocateDirect(2).put(new byte[] {1, 2}).flip();
        for (ByteBuffer buffer : new ByteBuffer[] {heap, heap.slice(), heap.asReadOnlyBuffer(), direct}) {
            assertThat(written(shape, buffer)).isEqualTo("c4020102");
            assertThat(buffer.remaining()).isEqualTo(2);
            assertThat(again(shape, buffer)).isEqualTo(buffer);
        }
    }

    @Test
    void extensionsPassThrough() {
        Shape shape = SHAPES.of(Extension.class);
        assertThat(written(shape, new Extension(5, new byte[] {1, 2, 3}))).isEqualTo("c70305010203");
        assertThat(again(shape, new Extension(5, new byte[] {1, 2, 3})))
                .usingRecursiveComparison()
                .isEqualTo(new Extension(5, new byte[] {1, 2, 3}));
    }
}
