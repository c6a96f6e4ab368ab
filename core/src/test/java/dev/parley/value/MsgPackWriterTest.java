package dev.parley.value;

import static dev.parley.value.MsgPack.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;

/// The shortest form of each value, at every boundary of the specification.
class MsgPackWriterTest {
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    0, 00
                    1, 01
                    127, 7f
                    128, cc80
                    255, ccff
                    256, cd0100
                    32767, cd7fff
                    32768, cd8000
                    65535, cdffff
                    65536, ce00010000
                    2147483647, ce7fffffff
                    2147483648, ce80000000
                    4294967295, ceffffffff
                    4294967296, cf0000000100000000
                    9223372036854775807, cf7fffffffffffffff
                    -1, ff
                    -32, e0
                    -33, d0df
                    -128, d080
                    -129, d1ff7f
                    -32768, d18000
                    -32769, d2ffff7fff
                    -2147483648, d280000000
                    -2147483649, d3ffffffff7fffffff
                    -9223372036854775808, d38000000000000000
                    """)
    void integersTakeTheirShortestForm(long value, String hex) {
        assertThat(written(out -> out.integer(value))).isEqualTo(hex);
        assertThat(written(out -> out.integer(BigInteger.valueOf(value)))).isEqualTo(hex);
    }

    @Test
    void bigIntegersOfUpTo64UnsignedBitsAreIntegers() {
        assertThat(integer("9223372036854775808")).isEqualTo("cf8000000000000000");
        assertThat(integer("18446744073709551615")).isEqualTo("cfffffffffffffffff");
    }

    @Test
    void biggerIntegersAreText() {
        assertThat(integer("18446744073709551616")).isEqualTo("b4" + ascii("18446744073709551616"));
        assertThat(integer("-9223372036854775809")).isEqualTo("b4" + ascii("-9223372036854775809"));
    }

    private static String integer(String digits) {
        return written(out -> out.integer(new BigInteger(digits)));
    }

    private static String ascii(String text) {
        return MsgPack.hex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    @Test
    void nothingTrueAndFalse() {
        assertThat(written(Writer::nil)).isEqualTo("c0");
        assertThat(written(out -> out.bool(false))).isEqualTo("c2");
        assertThat(written(out -> out.bool(true))).isEqualTo("c3");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    0.0, cb0000000000000000
                    -0.0, cb8000000000000000
                    1.0, cb3ff0000000000000
                    0.1, cb3fb999999999999a
                    -1.5, cbbff8000000000000
                    4.9E-324, cb0000000000000001
                    1.7976931348623157E308, cb7fefffffffffffff
                    Infinity, cb7ff0000000000000
                    -Infinity, cbfff0000000000000
                    NaN, cb7ff8000000000000
                    """)
    void doublesTakeNineBytes(double value, String hex) {
        assertThat(written(out -> out.real(value))).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    0.0, ca00000000
                    -0.0, ca80000000
                    1.0, ca3f800000
                    0.1, ca3dcccccd
                    1.4E-45, ca00000001
                    3.4028235E38, ca7f7fffff
                    Infinity, ca7f800000
                    -Infinity, caff800000
                    NaN, ca7fc00000
                    """)
    void floatsTakeFiveBytes(float value, String hex) {
        assertThat(written(out -> out.real(value))).isEqualTo(hex);
    }

    @Test
    void theBitsOfANaNAreKept() {
        assertThat(written(out -> out.real(Double.longBitsToDouble(0xfff0000000000001L))))
                .isEqualTo("cbfff0000000000001");
        assertThat(written(out -> out.real(Float.intBitsToFloat(0x7fc01234)))).isEqualTo("ca7fc01234");
    }

    @Test
    void decimalsAreText() {
        assertThat(written(out -> out.decimal(new BigDecimal("-1.50")))).isEqualTo("a52d312e3530");
    }

    @ParameterizedTest
    @CsvSource({
        "0, a0",
        "1, a1",
        "31, bf",
        "32, d920",
        "255, d9ff",
        "256, da0100",
        "65535, daffff",
        "65536, db00010000"
    })
    void textsAreHeadedByTheirLengthInBytes(int length, String head) {
        assertThat(written(out -> out.text("x".repeat(length)))).isEqualTo(head + "78".repeat(length));
        if (length >= 2) {
            String accented = "é" + "x".repeat(length - 2);
            assertThat(written(out -> out.text(accented))).isEqualTo(head + "c3a9" + "78".repeat(length - 2));
            String last = "x".repeat(length - 2) + "é";
            assertThat(written(out -> out.text(last))).isEqualTo(head + "78".repeat(length - 2) + "c3a9");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\0', a100",
        "'\u007f', a17f",
        "'\u0080', a2c280",
        "߿, a2dfbf",
        "ࠀ, a3e0a080",
        "東, a3e69db1",
        "😀, a4f09f9880"
    })
    void textsAreUtf8(String text, String hex) {
        assertThat(written(out -> out.text(text))).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({"0, c400", "1, c401", "255, c4ff", "256, c50100", "65535, c5ffff", "65536, c600010000"})
    void bytesAreHeadedByTheirLength(int length, String head) {
        byte[] bytes = new byte[length];
        assertThat(written(out -> out.bytes(bytes, 0, length))).isEqualTo(head + "00".repeat(length));
    }

    @Test
    void aPartOfAnArrayIsWritten() {
        byte[] bytes = {1, 2, 3, 4};
        assertThat(written(out -> out.bytes(bytes, 1, 2))).isEqualTo("c4020203");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 90, 80",
        "1, 91, 81",
        "15, 9f, 8f",
        "16, dc0010, de0010",
        "65535, dcffff, deffff",
        "65536, dd00010000, df00010000"
    })
    void listsAndMapsAreHeadedByTheirSize(int size, String list, String map) {
        assertThat(written(out -> out.beginList(size))).isEqualTo(list);
        assertThat(written(out -> out.beginMap(size))).isEqualTo(map);
    }

    @Test
    void theSpecificationsOwnExample() {
        Consumer<Writer> example =
                out -> {
                    Names names = new Names(List.of("compact", "schema"));
                    out.beginMap(2);
                    out.field(names, 0);
                    out.bool(true);
                    out.field(names, 1);
                    out.integer(0);
                    out.endMap();
                };
        assertThat(written(example)).isEqualTo("82a7636f6d70616374c3a6736368656d6100");
    }

    @ParameterizedTest
    @CsvSource({"'\ud800', 0", "'a\udc00', 1", "'\ud83d\ud83d\ude00', 0", "'😀\ud83d', 2"})
    void halfASurrogatePairIsRefused(String text, int index) {
        assertThatThrownBy(() -> written(out -> out.text(text)))
                .isInstanceOf(ValueException.class)
                .hasMessage(
                        "got text with half a surrogate pair at index "
                                + index
                                + " (expected text that can be written as UTF-8)");
    }

    @Test
    void aLongTextWithHalfASurrogatePairIsRefused() {
        String text = "x".repeat(100) + '\udc00';
        assertThatThrownBy(() -> written(out -> out.text(text)))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("got text with half a surrogate pair at index 100 ");
    }
}
