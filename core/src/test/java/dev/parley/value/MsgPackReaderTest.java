package dev.parley.value;

import static dev.parley.value.MsgPack.reader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.function.Function;

/// Every format of the specification, also in forms that are longer than need be.
class MsgPackReaderTest {
    private static <T> T read(String hex, Function<Reader, T> read) {
        Reader in = reader(hex);
        T value = read.apply(in);
        assertThat(in.position()).isEqualTo(MsgPack.bytes(hex).length);
        assertThat(in.peek()).isEqualTo(Kind.END);
        return value;
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    00, 0
                    7f, 127
                    e0, -32
                    ff, -1
                    cc00, 0
                    ccff, 255
                    cd0000, 0
                    cd00ff, 255
                    cdffff, 65535
                    ce00000001, 1
                    ceffffffff, 4294967295
                    cf0000000000000001, 1
                    cf7fffffffffffffff, 9223372036854775807
                    d000, 0
                    d07f, 127
                    d0ff, -1
                    d080, -128
                    d1007f, 127
                    d1ffff, -1
                    d18000, -32768
                    d20000ffff, 65535
                    d2ffffffff, -1
                    d280000000, -2147483648
                    d30000000000000000, 0
                    d3ffffffffffffffff, -1
                    d38000000000000000, -9223372036854775808
                    d37fffffffffffffff, 9223372036854775807
                    """)
    void integersOfEveryWidth(String hex, long value) {
        assertThat(reader(hex).peek()).isEqualTo(Kind.INTEGER);
        assertThat(read(hex, Reader::integer)).isEqualTo(value);
        assertThat(read(hex, Reader::bigInteger)).isEqualTo(BigInteger.valueOf(value));
        assertThat(read(hex, Reader::real)).isEqualTo((double) value);
        assertThat(read(hex, Reader::decimal)).isEqualTo(BigDecimal.valueOf(value));
    }

    /// Every first byte of one byte's value means itself.
    @Test
    void fixedIntegers() {
        for (int value = -32; value < 128; value++) {
            assertThat(read("%02x".formatted(value & 0xff), Reader::integer)).isEqualTo(value);
        }
    }

    @Test
    void unsignedIntegersOf64BitsAreBigOrReal() {
        assertThat(read("cfffffffffffffffff", Reader::bigInteger)).isEqualTo("18446744073709551615");
        assertThat(read("cf8000000000000000", Reader::bigInteger)).isEqualTo("9223372036854775808");
        assertThat(read("cfffffffffffffffff", Reader::decimal)).isEqualTo("18446744073709551615");
        assertThat(read("cf8000000000000000", Reader::real)).isEqualTo(0x1p63);
        assertThat(read("cfffffffffffffffff", Reader::real)).isEqualTo(0x1p64);
    }

    @Test
    void bigIntegersAndDecimalsAreReadFromText() {
        assertThat(read("b4 3138343436373434303733373039353531363136", Reader::bigInteger))
                .isEqualTo("18446744073709551616");
        assertThat(read("a52d312e3530", Reader::decimal)).isEqualTo("-1.50");
    }

    @ParameterizedTest
    @CsvSource({
        "ca00000000, 0",
        "ca80000000, -0.0",
        "ca3fc00000, 1.5",
        "ca00000001, 1.401298464324817E-45",
        "ca7f800000, Infinity",
        "caff800000, -Infinity",
        "ca7fc00000, NaN",
        "cb0000000000000001, 4.9E-324",
        "cb8000000000000000, -0.0",
        "cb3fb999999999999a, 0.1",
        "cb7fefffffffffffff, 1.7976931348623157E308",
        "cb7ff0000000000000, Infinity",
        "cbfff0000000000000, -Infinity",
        "cb7ff8000000000000, NaN"
    })
    void realsOfBothWidths(String hex, Double value) {
        assertThat(reader(hex).peek()).isEqualTo(Kind.REAL);
        assertThat(read(hex, Reader::real)).isEqualTo(value);
    }

    @Test
    void finiteRealsAreDecimals() {
        assertThat(read("cb3fb999999999999a", Reader::decimal)).isEqualTo("0.1");
        assertThat(read("ca3fc00000", Reader::decimal)).isEqualTo("1.5");
    }

    @Test
    void nothingTrueAndFalse() {
        assertThat(reader("c0").peek()).isEqualTo(Kind.NIL);
        Reader in = reader("c0");
        in.nil();
        assertThat(in.peek()).isEqualTo(Kind.END);
        assertThat(reader("c2").peek()).isEqualTo(Kind.BOOLEAN);
        assertThat(read("c2", Reader::bool)).isFalse();
        assertThat(read("c3", Reader::bool)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a0, ''",
        "d900, ''",
        "da0000, ''",
        "db00000000, ''",
        "a161, a",
        "d90161, a",
        "da000161, a",
        "db0000000161, a",
        "a4f09f9880, 😀",
        "a3efbfbd, \ufffd",
        "a100, '\0'"
    })
    void textsOfEveryForm(String hex, String text) {
        assertThat(reader(hex).peek()).isEqualTo(Kind.TEXT);
        assertThat(read(hex, Reader::text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bf", "d91f", "da001f", "db0000001f"})
    void thirtyOneBytesOfText(String head) {
        assertThat(read(head + "78".repeat(31), Reader::text)).isEqualTo("x".repeat(31));
    }

    @Test
    void textsAndBytesOfEveryBoundary() {
        for (int length : new int[] {0, 1, 31, 32, 255, 256, 65535, 65536, 1_000_000}) {
            String text = "x".repeat(length);
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            assertThat(read(MsgPack.written(out -> out.text(text)), Reader::text)).isEqualTo(text);
            assertThat(read(MsgPack.written(out -> out.bytes(bytes, 0, length)), Reader::bytes)).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c403010203", "c50003010203", "c600000003010203"})
    void bytesOfEveryForm(String hex) {
        assertThat(reader(hex).peek()).isEqualTo(Kind.BYTES);
        assertThat(read(hex, Reader::bytes)).containsExactly(1, 2, 3);
    }

    @Test
    void bytesAreAFreshArray() {
        byte[] message = MsgPack.bytes("c403010203");
        byte[] read = reader(message).bytes();
        message[2] = 9;
        assertThat(read).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9201c3", "dc000201c3", "dd0000000201c3"})
    void listsOfEveryForm(String hex) {
        assertThat(reader(hex).peek()).isEqualTo(Kind.LIST);
        boolean more =
                read(
                        hex,
                        in -> {
                            assertThat(in.beginList()).isEqualTo(2);
                            assertThat(in.more()).isTrue();
                            assertThat(in.integer()).isEqualTo(1);
                            assertThat(in.more()).isTrue();
                            assertThat(in.bool()).isTrue();
                            return in.more();
                        });
        assertThat(more).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"81a161c0", "de0001a161c0", "df00000001a161c0"})
    void mapsOfEveryForm(String hex) {
        assertThat(reader(hex).peek()).isEqualTo(Kind.MAP);
        boolean more =
                read(
                        hex,
                        in -> {
                            assertThat(in.beginMap()).isEqualTo(1);
                            assertThat(in.more()).isTrue();
                            assertThat(in.text()).isEqualTo("a");
                            in.nil();
                            return in.more();
                        });
        assertThat(more).isFalse();
    }

    @Test
    void containersOfEveryBoundary() {
        for (int size : new int[] {0, 1, 15, 16, 65535, 65536}) {
            byte[] list = MsgPack.plain(java.util.Collections.nCopies(size, 7L));
            assertThat(MsgPack.read(new Shapes().dynamic(), list)).isEqualTo(java.util.Collections.nCopies(size, 7L));
            java.util.Map<Object, Object> map = new java.util.LinkedHashMap<>();
            for (long i = 0; i < size; i++) {
                map.put(i, null);
            }
            assertThat(MsgPack.read(new Shapes().dynamic(), MsgPack.plain(map))).isEqualTo(map);
        }
    }

    /// The bytes around the part that a reader is given are none of its business.
    @Test
    void aReaderStaysWithinItsPart() {
        byte[] bytes = MsgPack.bytes("c1 c1 9201a162 c1 c1");
        Reader in = MsgPack.CODEC.reader(bytes, 2, 4);
        assertThat(in.position()).isZero();
        assertThat(in.beginList()).isEqualTo(2);
        assertThat(in.more()).isTrue();
        assertThat(in.integer()).isEqualTo(1);
        assertThat(in.position()).isEqualTo(2);
        assertThat(in.more()).isTrue();
        assertThat(in.text()).isEqualTo("b");
        assertThat(in.more()).isFalse();
        assertThat(in.position()).isEqualTo(4);
        assertThat(in.peek()).isEqualTo(Kind.END);
    }
}
