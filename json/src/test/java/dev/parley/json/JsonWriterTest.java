package dev.parley.json;

import static dev.parley.json.Json.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.value.Extension;
import dev.parley.value.Names;
import dev.parley.value.Output;
import dev.parley.value.ValueException;
import dev.parley.value.Writer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

class JsonWriterTest {
    @ParameterizedTest
    @ValueSource(
            longs = {0, 7, -7, 9, 10, -10, 99, 100, 12345678901L, Long.MAX_VALUE, Long.MIN_VALUE, -999999999999999999L})
    void integersAreDigits(long value) {
        assertThat(written(out -> out.integer(value))).isEqualTo(Long.toString(value));
    }

    @Test
    void largeIntegersAndDecimalsHaveAllTheirDigits() {
        assertThat(written(out -> out.integer(new BigInteger("-18446744073709551616"))))
                .isEqualTo("-18446744073709551616");
        assertThat(written(out -> out.decimal(new BigDecimal("1.10")))).isEqualTo("1.10");
        assertThat(written(out -> out.decimal(new BigDecimal("-1E+3")))).isEqualTo("-1E+3");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1e23, 1.0E23",
        "4.9e-324, 4.9E-324",
        "0.1, 0.1",
        "NaN, '\"NaN\"'",
        "Infinity, '\"Infinity\"'",
        "-Infinity, '\"-Infinity\"'"
    })
    void realsHaveTheirShortestForm(double value, String json) {
        assertThat(written(out -> out.real(value))).isEqualTo(json);
    }

    @Test
    void floatsHaveTheirOwnShortestForm() {
        assertThat(written(out -> out.real(0.1f))).isEqualTo("0.1");
        assertThat(written(out -> out.real(Float.NEGATIVE_INFINITY))).isEqualTo("\"-Infinity\"");
    }

    @Test
    void textEscapesWhatItMustAndNothingElse() {
        assertThat(written(out -> out.text("a\"b\\c/\b\f\n\r\t\0\u001f\u007f\u2028é東😀?")))
                .isEqualTo("\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u2028é東😀?\"");
    }

    @Test
    void aCharacterIsWrittenAlikeAtEveryPlaceInTextsOfEveryLength() {
        for (int length = 1; length < 70; length++) {
            for (int at = 0; at < length; at++) {
                for (String special : List.of("\"", "\\", "\u001f", "é", "東", "😀", " ", "!", "[", "?", "~")) {
                    String text = "x".repeat(at) + special + "x".repeat(length - at - 1);
                    String escaped =
                            switch (special) {
                                case "\"", "\\" -> "\\" + special;
                                case "\u001f" -> "\\u001f";
                                default -> special;
                            };
                    assertThat(written(out -> out.text(text))).isEqualTo("\"" + text.replace(special, escaped) + "\"");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "\udc00", "ab\ud800c", "\udc00\ud800", "a long text before it, and then: \udbff"})
    void halfASurrogatePairIsRefused(String text) {
        assertThatThrownBy(() -> written(out -> out.text(text)))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("got text with half a surrogate pair at index ")
                .hasMessageEndingWith(" (expected text that can be written as UTF-8)");
    }

    @Test
    void bytesTimestampsAndExtensionsHaveTextForms() {
        assertThat(written(out -> out.bytes(new byte[] {9, 1, 2, 3, -1, 9}, 1, 4))).isEqualTo("\"AQID/w==\"");
        assertThat(written(out -> out.timestamp(Instant.parse("2030-01-31T12:00:00.5Z"))))
                .isEqualTo("\"2030-01-31T12:00:00.500Z\"");
        assertThat(written(out -> out.extension(new Extension(-5, new byte[] {1, 2, 3}))))
                .isEqualTo("{\"type\":-5,\"data\":\"AQID\"}");
    }

    @Test
    void containersNest() {
        Map<String, Object> value = new java.util.TreeMap<>();
        value.put("a", List.of(1L, List.of(), Map.of(), true));
        value.put("b", null);
        assertThat(written(Object.class, value)).isEqualTo("{\"a\":[1,[],{},true],\"b\":null}");
    }

    @Test
    void fieldNamesAreEscaped() {
        Names names = new Names(List.of("plain", "q\"\n\\é"));
        assertThat(
                        written(out -> {
                            out.beginMap(2);
                            out.field(names, 0);
                            out.nil();
                            out.field(names, 1);
                            out.nil();
                            out.endMap();
                        }))
                .isEqualTo("{\"plain\":null,\"q\\\"\\n\\\\é\":null}");
    }

    @Test
    void everyScalarCanBeAKey() {
        assertThat(key(Writer::nil)).isEqualTo("null");
        assertThat(key(out -> out.bool(true))).isEqualTo("true");
        assertThat(key(out -> out.integer(-12))).isEqualTo("-12");
        assertThat(key(out -> out.integer(Long.MIN_VALUE))).isEqualTo("-9223372036854775808");
        assertThat(key(out -> out.integer(BigInteger.TEN.pow(20)))).isEqualTo("100000000000000000000");
        assertThat(key(out -> out.real(1.5))).isEqualTo("1.5");
        assertThat(key(out -> out.real(Double.NaN))).isEqualTo("NaN");
        assertThat(key(out -> out.real(0.1f))).isEqualTo("0.1");
        assertThat(key(out -> out.decimal(new BigDecimal("1.10")))).isEqualTo("1.10");
        assertThat(key(out -> out.text("q\""))).isEqualTo("q\\\"");
        assertThat(key(out -> out.bytes(new byte[] {1, 2, 3}, 0, 3))).isEqualTo("AQID");
        assertThat(key(out -> out.timestamp(Instant.EPOCH))).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void listsAndMapsCanBeKeys() {
        assertThat(
                        key(out -> {
                            out.beginList(2);
                            out.integer(1);
                            out.text("x");
                            out.endList();
                        }))
                .isEqualTo("[1,\\\"x\\\"]");
        assertThat(
                        key(out -> {
                            out.beginMap(1);
                            out.beginList(0);
                            out.endList();
                            out.beginMap(0);
                            out.endMap();
                            out.endMap();
                        }))
                .isEqualTo("{\\\"[]\\\":{}}");
        assertThat(key(out -> out.extension(new Extension(1, new byte[0]))))
                .isEqualTo("{\\\"type\\\":1,\\\"data\\\":\\\"\\\"}");
    }

    /// What a key becomes, in a map of two entries with that key.
    private static String key(Consumer<Writer> write) {
        String json =
                written(out -> {
                    out.beginMap(2);
                    for (int i = 1; i < 3; i++) {
                        write.accept(out);
                        out.integer(i);
                    }
                    out.endMap();
                });
        String key = json.substring(2, 2 + (json.length() - 11) / 2);
        assertThat(json).isEqualTo("{\"" + key + "\":1,\"" + key + "\":2}");
        return key;
    }

    @Test
    void spaceStandsOnlyWhereTwoValuesWouldRunTogether() {
        assertThat(
                        written(out -> {
                            out.integer(1);
                            out.integer(2);
                            out.real(3);
                            out.bool(true);
                            out.nil();
                            out.text("a");
                            out.text("b");
                            out.integer(4);
                            out.beginList(0);
                            out.endList();
                            out.beginMap(0);
                            out.endMap();
                            out.integer(5);
                        }))
                .isEqualTo("1 2 3.0 true null \"a\"\"b\"4 []{}5");
    }

    @Test
    void eachWholeValueIsInTheOutputAtOnce() {
        Output out = new Output(0);
        Writer writer = Json.CODEC.writer(out);
        writer.integer(1);
        assertThat(out.size()).isEqualTo(1);
        writer.beginList(1);
        writer.bool(false);
        writer.endList();
        assertThat(out.size()).isEqualTo(9);
    }

    @Test
    void aWriterWritesNothingBeforeItsFirstValueWhateverIsThere() {
        Output out = new Output();
        out.u8('1');
        Json.CODEC.writer(out).integer(2);
        assertThat(out.toByteArray()).isEqualTo(new byte[] {'1', '2'});
    }

    @Test
    void nestingIsLimited() {
        assertThat(written(out -> nest(out, Writer.MAX_DEPTH))).isEqualTo("[".repeat(100) + "]".repeat(100));
        assertThatThrownBy(() -> written(out -> nest(out, Writer.MAX_DEPTH + 1)))
                .isInstanceOf(ValueException.class)
                .hasMessage("got a value nested deeper than 100 (expected at most 100)");
        List<Object> cyclic = new ArrayList<>();
        cyclic.add(cyclic);
        assertThatThrownBy(() -> written(Object.class, cyclic)).isInstanceOf(ValueException.class);
    }

    private static void nest(Writer out, int depth) {
        for (int i = 0; i < depth; i++) {
            out.beginList(1);
        }
        for (int i = 0; i < depth; i++) {
            out.endList();
        }
    }

    @Test
    void keysWithinKeysAreLimited() {
        assertThat(written(out -> nestKeys(out, 5))).isEqualTo(written(Object.class, nestedKeys(5)));
        assertThatThrownBy(() -> written(out -> nestKeys(out, 6)))
                .isInstanceOf(ValueException.class)
                .hasMessage("got a list or map as key nested deeper than 4 (expected at most 4)");
    }

    private static Object nestedKeys(int depth) {
        return depth == 1 ? Map.of() : Map.of(nestedKeys(depth - 1), 1);
    }

    private static void nestKeys(Writer out, int depth) {
        out.beginMap(1);
        if (depth > 1) {
            nestKeys(out, depth - 1);
            out.integer(1);
        }
        out.endMap();
    }

    @Test
    void numbersAreLimited() {
        BigInteger largest = BigInteger.TEN.pow(1000).subtract(BigInteger.ONE);
        assertThat(written(out -> out.integer(largest))).isEqualTo("9".repeat(1000));
        assertThatThrownBy(() -> written(out -> out.integer(largest.add(BigInteger.ONE))))
                .isInstanceOf(ValueException.class)
                .hasMessage("got a number of 1001 characters (expected at most 1000)");
        assertThatThrownBy(() -> written(out -> out.decimal(new BigDecimal(BigInteger.ONE.shiftLeft(4000), 7))))
                .isInstanceOf(ValueException.class)
                .hasMessage("got a number of 4001 bits (expected at most 1000 digits)");
        assertThatThrownBy(() -> written(out -> out.decimal(new BigDecimal("1." + "1".repeat(999)))))
                .isInstanceOf(ValueException.class)
                .hasMessage("got a number of 1001 characters (expected at most 1000)");
    }
}
