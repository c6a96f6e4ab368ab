package dev.parley.json;

import static dev.parley.json.Json.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.value.Kind;
import dev.parley.value.Reader;
import dev.parley.value.ValueException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

class MalformedTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    [1,2          | 4: it ends within a value
                    {"a"          | 4: it ends within a value
                    "abc          | 4: it ends within a value
                    -             | 1: it ends within a value
                    [1,]          | 3: unexpected character (']' (code 93)): expected a value
                    {"a":1,}      | 7: unexpected character ('}' (code 125)): was expecting double-quote to start property name
                    {a:1}         | 1: unexpected character ('a' (code 97)): was expecting double-quote to start property name
                    [1 2]         | 3: unexpected character ('2' (code 50)): was expecting comma to separate Array entries
                    [}            | 1: unexpected close marker '}': expected ']'
                    ]             | 0: unexpected close marker ']': no open Array to close
                    01            | 1: invalid numeric value: Leading zeroes not allowed
                    +1            | 1: unexpected character ('+' (code 43)) in numeric value: JSON spec does not allow numbers to have plus signs
                    1.            | 1: unexpected character ('.' (code 46)) in numeric value: Decimal point not followed by a digit
                    NaN           | 3: non-standard token 'NaN'
                    1[2]          | 1: unexpected character ('[' (code 91)): Expected space separating root-level values
                    // c          | 0: unexpected character ('/' (code 47)): maybe a (non-standard) comment?
                    "\\x"         | 2: unrecognized character escape 'x' (code 120)
                    'a'           | 0: unexpected character (''' (code 39)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')
                    """)
    void itIsSaidWhereAndWhatIsWrong(String json, String message) {
        assertThatExceptionOfType(ValueException.class)
                .isThrownBy(() -> readAll(reader(json)))
                .extracting(ValueException::problem)
                .isEqualTo("malformed JSON at byte " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c080",
                "c1bf",
                "e09fbf",
                "eda080",
                "edbfbf",
                "f08fbfbf",
                "f4908080",
                "f5808080",
                "80",
                "ff",
                "e282",
                "c3"
            })
    void bytesThatAreNotUtf8AreRefusedWhereverTheyStand(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex(hex);
        for (int before = 1; before < 20; before++) {
            String json = "\"" + "x".repeat(before) + "é";
            byte[] start = json.getBytes(StandardCharsets.UTF_8);
            byte[] bytes = java.util.Arrays.copyOf(start, start.length + bad.length + 12);
            java.util.Arrays.fill(bytes, start.length, bytes.length, (byte) 'y');
            System.arraycopy(bad, 0, bytes, start.length, bad.length);
            bytes[bytes.length - 1] = '"';
            assertThatThrownBy(() -> readAll(reader(bytes)))
                    .isInstanceOf(ValueException.class)
                    .hasMessage("malformed JSON at byte " + start.length + ": not UTF-8");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0080", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\ud800\udc00", "\udbff\udfff"})
    void everyBoundOfUtf8IsTaken(String text) {
        assertThat(reader("\"" + text + "\"").text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\uDC00", "x\\udc00\\ud800", "\\ud83dx", "\\\\\\ud800"})
    void halfASurrogatePairIsRefusedAlsoInEscapes(String escaped) {
        assertThatThrownBy(() -> reader("\"" + escaped + "\"").text())
                .isInstanceOf(ValueException.class)
                .hasMessageContaining("half a surrogate pair at index ");
        assertThatThrownBy(() -> readAll(reader("{\"" + escaped + "\":1}"))).isInstanceOf(ValueException.class);
        assertThat(reader("\"\\\\ud800\"").text()).isEqualTo("\\ud800");
    }

    @Test
    void otherEncodingsAndByteOrderMarksAreRefused() {
        for (java.nio.charset.Charset charset :
                new java.nio.charset.Charset[] {
                    StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16
                }) {
            assertThatThrownBy(() -> readAll(reader("[1,2]".getBytes(charset)))).isInstanceOf(ValueException.class);
        }
        assertThatThrownBy(() -> readAll(reader("\ufeff[1]")))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("malformed JSON at byte ");
        assertThatThrownBy(() -> readAll(reader("1\0"))).isInstanceOf(ValueException.class);
    }

    @Test
    void lookingAheadSaysWhereInTheWholeItIs() {
        Reader in = reader("[0, {\"a\":1,\"b\":}]");
        in.beginList();
        assertThat(in.more()).isTrue();
        in.skip();
        assertThat(in.more()).isTrue();
        assertThatThrownBy(() -> in.findText("kind"))
                .hasMessage("malformed JSON at byte 15: unexpected character ('}' (code 125)): expected a value");
        assertThatThrownBy(() -> reader(" {\"kind\" \"x\"}").findText("kind"))
                .hasMessageStartingWith("malformed JSON at byte 9: ");
        assertThatThrownBy(() -> reader(" {\"kind\"").findText("kind"))
                .hasMessage("malformed JSON at byte 8: it ends within a value");
    }

    @Test
    void aValueIsReadWhateverStandsBehindIt() {
        Reader in = reader("[1]]");
        in.skip();
        assertThat(in.position()).isEqualTo(3);
        assertThatThrownBy(in::peek)
                .hasMessage("malformed JSON at byte 3: unexpected close marker ']': no open Array to close");
    }

    @Test
    void nestingIsLimited() {
        assertThat(Json.read("[".repeat(100) + "]".repeat(100))).isNotNull();
        for (String open : new String[] {"[", "{\"a\":", "[{\"a\":"}) {
            String bomb = open.repeat(100_000);
            String message = "got a value nested deeper than 100 (expected at most 100)";
            assertThatThrownBy(() -> reader(bomb).skip()).isInstanceOf(ValueException.class).hasMessage(message);
            assertThatThrownBy(() -> Json.read(bomb)).isInstanceOf(ValueException.class).hasMessageEndingWith(message);
            assertThatThrownBy(() -> reader("{\"x\":" + bomb).findText("kind")).isInstanceOf(ValueException.class);
        }
    }

    @Test
    void nestingInKeysCountsToo() {
        String inKey = "[".repeat(60) + "]".repeat(60);
        String outside = "[".repeat(50) + "{\"" + inKey + "\":1}" + "]".repeat(50);
        Reader in = reader(outside);
        for (int i = 0; i < 50; i++) {
            in.beginList();
            assertThat(in.more()).isTrue();
        }
        in.beginMap();
        assertThat(in.more()).isTrue();
        for (int i = 0; i < 49; i++) {
            in.beginList();
            assertThat(in.more()).isTrue();
        }
        assertThatThrownBy(in::beginList).hasMessage("got a value nested deeper than 100 (expected at most 100)");
    }

    @Test
    void numbersAreLimited() {
        assertThat(reader("9".repeat(1000)).bigInteger().bitLength()).isEqualTo(3322);
        for (String number : new String[] {"9".repeat(1001), "0." + "1".repeat(1000), "1e" + "1".repeat(1000)}) {
            assertThatThrownBy(() -> reader(number).skip())
                    .isInstanceOf(ValueException.class)
                    .hasMessage("got a number longer than 1000 characters (expected at most 1000)");
        }
        assertThatThrownBy(() -> reader("\"" + "9".repeat(1001) + "\"").integer())
                .hasMessage("got text of 1001 characters (expected integer of at most 1000 digits)");
    }

    @Test
    void longTextsAndKeysAndManyDifferentKeysAreTaken() {
        String text = "x".repeat(3_000_000);
        assertThat(reader("\"" + text + "\"").text()).isEqualTo(text);
        assertThat(Json.read("{\"" + text + "\":1}")).isEqualTo(java.util.Map.of(text, 1L));
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 200_000; i++) {
            many.append(i == 0 ? "" : ",").append("\"key").append(i).append("\":").append(i);
        }
        assertThat((java.util.Map<?, ?>) Json.read(many.append('}').toString())).hasSize(200_000);
    }

    private static void readAll(Reader in) {
        while (in.peek() != Kind.END) {
            Json.SHAPES.dynamic().read(in);
        }
    }
}
