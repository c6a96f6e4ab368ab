package dev.parley.json;

import static dev.parley.json.Json.key;
import static dev.parley.json.Json.read;
import static dev.parley.json.Json.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.value.Extension;
import dev.parley.value.Kind;
import dev.parley.value.Names;
import dev.parley.value.Reader;
import dev.parley.value.ValueException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

class JsonReaderTest {
    @ParameterizedTest
    @CsvSource({
        "null, NIL",
        "true, BOOLEAN",
        "false, BOOLEAN",
        "0, INTEGER",
        "-1, INTEGER",
        "1.0, REAL",
        "1e3, REAL",
        "'\"\"', TEXT",
        "[], LIST",
        "{}, MAP",
        "'', END",
        "'  \t\r\n', END"
    })
    void peekTellsTheKind(String json, Kind kind) {
        Reader in = reader(json);
        assertThat(in.peek()).isEqualTo(kind);
        assertThat(in.peek()).isEqualTo(kind);
    }

    @Test
    void integersAreReadFromNumbersAndFromText() {
        assertThat(reader("-9223372036854775808").integer()).isEqualTo(Long.MIN_VALUE);
        assertThat(reader("\"9223372036854775807\"").integer()).isEqualTo(Long.MAX_VALUE);
        assertThat(reader("-18446744073709551616").bigInteger()).isEqualTo(new BigInteger("-18446744073709551616"));
        assertThat(reader("\"18446744073709551616\"").bigInteger()).isEqualTo(new BigInteger("18446744073709551616"));
    }

    @Test
    void realsAreReadFromNumbersAndTheTextsOfThoseThatAreNone() {
        assertThat(reader("1e3").real()).isEqualTo(1000);
        assertThat(reader("-7").real()).isEqualTo(-7);
        assertThat(reader("9007199254740993").real()).isEqualTo(9007199254740992.0);
        assertThat(reader("1" + "0".repeat(300)).real()).isEqualTo(1e300);
        assertThat(reader("\"NaN\"").real()).isNaN();
        assertThat(reader("\"-Infinity\"").real()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void decimalsAreExact() {
        assertThat(reader("1.10").decimal()).isEqualTo(new BigDecimal("1.10"));
        assertThat(reader("1E+3").decimal()).isEqualTo(new BigDecimal("1E+3"));
        assertThat(reader("\"-0.1\"").decimal()).isEqualTo(new BigDecimal("-0.1"));
        assertThat(reader("1e999").decimal()).isEqualTo(new BigDecimal("1e999"));
    }

    @Test
    void textUndoesEveryEscape() {
        assertThat(reader("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é😀\"").text())
                .isEqualTo("\"\\/\b\f\n\r\té😀é😀");
    }

    @Test
    void bytesAreReadFromBase64() {
        assertThat(reader("\"AQID/w==\"").bytes()).containsExactly(1, 2, 3, -1);
        assertThat(reader("\"AQID/w\"").bytes()).containsExactly(1, 2, 3, -1);
        assertThat(reader("\"AQID\\/w==\"").bytes()).containsExactly(1, 2, 3, -1);
        assertThat(reader("\"\"").bytes()).isEmpty();
    }

    @Test
    void extensionsAreReadFromMaps() {
        Extension read = reader("{\"data\": \"AQID\", \"more\": [{}], \"type\": -5}").extension();
        assertThat(read.type()).isEqualTo(-5);
        assertThat(read.data()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    nil        | 1                      | got integer (expected null)
                    nil        |                        | got nothing (expected null)
                    bool       | "true"                 | got text (expected boolean)
                    integer    | 1.5                    | got number (expected integer)
                    integer    | 1e3                    | got number (expected integer)
                    integer    | true                   | got boolean (expected integer)
                    integer    | "1.5"                  | got "1.5" (expected integer)
                    integer    | 9223372036854775808    | got 9223372036854775808 (expected integer from -9223372036854775808 to 9223372036854775807)
                    integer    | "-9223372036854775809" | got -9223372036854775809 (expected integer from -9223372036854775808 to 9223372036854775807)
                    bigInteger | 1.0                    | got number (expected integer)
                    real       | "1.5"                  | got "1.5" (expected number)
                    real       | null                   | got null (expected number)
                    real       | 1e999                  | got a number beyond those of 64 bits (expected at most 1.7976931348623157E308)
                    decimal    | "NaN"                  | got "NaN" (expected decimal number)
                    decimal    | 1e99999999999          | got "1e99999999999" (expected decimal number)
                    text       | 1                      | got integer (expected text)
                    bytes      | [1]                    | got list (expected bytes as base64)
                    bytes      | "a b"                  | got "a b" (expected bytes as base64)
                    timestamp  | 0                      | got integer (expected timestamp)
                    timestamp  | "now"                  | got "now" (expected date and time such as 2030-01-31T12:00:00Z)
                    extension  | 1                      | got integer (expected extension)
                    extension  | {"type": 1}            | got map (expected extension as a map of type and data)
                    extension  | {"type": 128, "data": ""} | got extension type 128 (expected -128 to 127)
                    beginList  | {}                     | got map (expected list)
                    beginMap   | []                     | got list (expected map)
                    skip       |                        | got nothing (expected a value)
                    """)
    void aWrongKindIsNamed(String method, String json, String message) {
        Map<String, Function<Reader, Object>> methods =
                Map.ofEntries(
                        Map.entry(
                                "nil",
                                in -> {
                                    in.nil();
                                    return true;
                                }),
                        Map.entry("bool", Reader::bool),
                        Map.entry("integer", Reader::integer),
                        Map.entry("bigInteger", Reader::bigInteger),
                        Map.entry("real", Reader::real),
                        Map.entry("decimal", Reader::decimal),
                        Map.entry("text", Reader::text),
                        Map.entry("bytes", Reader::bytes),
                        Map.entry("timestamp", Reader::timestamp),
                        Map.entry("extension", Reader::extension),
                        Map.entry("beginList", Reader::beginList),
                        Map.entry("beginMap", Reader::beginMap),
                        Map.entry(
                                "skip",
                                in -> {
                                    in.skip();
                                    return true;
                                }));
        assertThatThrownBy(() -> methods.get(method).apply(reader(json == null ? "" : json)))
                .isInstanceOf(ValueException.class)
                .hasMessage(message);
    }

    @Test
    void aKeyIsReadAsWhatIsAskedFor() {
        inKey(
                "1",
                in -> {
                    assertThat(in.peek()).isEqualTo(Kind.TEXT);
                    in.skip();
                });
        assertThat(key("-12", Reader::integer)).isEqualTo(-12);
        assertThat(key("18446744073709551616", Reader::bigInteger)).isEqualTo(new BigInteger("18446744073709551616"));
        assertThat(key("1.5", Reader::real)).isEqualTo(1.5);
        assertThat(key("NaN", Reader::real)).isNaN();
        assertThat(key("1.10", Reader::decimal)).isEqualTo(new BigDecimal("1.10"));
        assertThat(key("true", Reader::bool)).isTrue();
        assertThat(key("AQID", Reader::bytes)).containsExactly(1, 2, 3);
        assertThat(key("1970-01-01T00:00:00Z", Reader::timestamp)).isEqualTo(Instant.EPOCH);
        Extension extension = key("{\"type\":1,\"data\":\"\"}", Reader::extension);
        assertThat(extension.type()).isEqualTo(1);
        inKey("null", Reader::nil);
    }

    @Test
    void aListOrMapIsReadFromAKey() {
        inKey(
                "[1, [], {\"[2]\": 3}]",
                in -> {
                    in.beginList();
                    assertThat(in.more()).isTrue();
                    assertThat(in.integer()).isEqualTo(1);
                    assertThat(in.more()).isTrue();
                    in.skip();
                    assertThat(in.more()).isTrue();
                    in.beginMap();
                    assertThat(in.more()).isTrue();
                    in.beginList();
                    assertThat(in.more()).isTrue();
                    assertThat(in.integer()).isEqualTo(2);
                    assertThat(in.more()).isFalse();
                    assertThat(in.integer()).isEqualTo(3);
                    assertThat(in.more()).isFalse();
                    assertThat(in.more()).isFalse();
                });
        inKey(
                "{\"kind\": \"x\"}",
                in -> {
                    assertThat(in.findText("kind")).isEqualTo("x");
                    in.skip();
                });
        inKey(
                "kind",
                in -> {
                    assertThat(in.findText("kind")).isNull();
                    in.skip();
                });
    }

    private static void inKey(String key, Consumer<Reader> read) {
        Boolean done =
                key(
                        key,
                        in -> {
                            read.accept(in);
                            return true;
                        });
        assertThat(done).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    abc    | got "abc" (expected list)
                    {}     | got "{}" (expected list)
                    [1     | malformed JSON in a key, at byte 2: it ends within a value
                    [1 2]  | malformed JSON in a key, at byte 3: unexpected character ('2' (code 50)): was expecting comma to separate Array entries
                    [1] 2  | malformed JSON in a key, at byte 4: more than one value
                    """)
    void aKeyThatIsNoListIsRefusedAsOne(String key, String message) {
        assertThatThrownBy(() ->
                        inKey(
                                key,
                                in -> {
                                    in.beginList();
                                    while (in.more()) {
                                        in.skip();
                                    }
                                }))
                .isInstanceOf(ValueException.class)
                .hasMessage(message);
    }

    @Test
    void fieldsAreFoundByNameWhateverTheHint() {
        Names names = new Names(List.of("a", "bé"));
        Reader in = reader("{\"b\\u00e9\": 1, \"a\": 2, \"c\": 3, \"a\": 4}");
        assertThat(in.beginMap()).isEqualTo(-1);
        for (int expected : new int[] {1, 0, -1, 0}) {
            assertThat(in.more()).isTrue();
            assertThat(in.field(names, expected == 0 ? 0 : 7)).isEqualTo(expected);
            in.skip();
        }
        assertThat(in.more()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"kind":"x"}                                     | x
                     { "kind" : "x" , "a":1}                         | x
                    {"kind":""}                                      | ``
                    {"a":{"kind":"y"},"b":[["kind"]],"kind":"é"}     | é
                    {"k\\u0069nd":"a\\nb"}                           | `a
                    b`
                    {"a":"kind","kind":"x"}                          | x
                    {"kinds":"y","kin":"y","kind":"x"}               | x
                    {"kind":1}                                       |
                    {"kind":[1],"a":"b"}                             |
                    {"a":1}                                          |
                    {}                                               |
                    ["kind","x"]                                     |
                    "kind"                                           |
                    7                                                |
                    """)
    void findTextLooksAheadAndConsumesNothing(String json, String found) {
        Reader in = reader("[0," + json + "]");
        in.beginList();
        assertThat(in.more()).isTrue();
        in.skip();
        assertThat(in.more()).isTrue();
        assertThat(in.findText("kind")).isEqualTo(found);
        assertThat(in.findText("kind")).isEqualTo(found);
        assertThat(Json.SHAPES.dynamic().read(in)).isEqualTo(read(json));
        assertThat(in.more()).isFalse();
    }

    @Test
    void theLastOfEqualKeysCounts() {
        assertThat(read("{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2L));
    }

    @Test
    void valuesCanFollowEachOther() {
        Reader in = reader(" 1 [2]\"a\"\"b\"{}true\nnull  ");
        assertThat(in.integer()).isEqualTo(1);
        assertThat(Json.SHAPES.dynamic().read(in)).isEqualTo(List.of(2L));
        assertThat(in.text()).isEqualTo("a");
        assertThat(in.text()).isEqualTo("b");
        in.skip();
        assertThat(in.bool()).isTrue();
        in.nil();
        assertThat(in.peek()).isEqualTo(Kind.END);
        assertThatThrownBy(in::integer).hasMessage("got nothing (expected integer)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[1] {\"a\":2}  3", " 1 2 \"a\"\"b\" [ ] ", "{\"a\":[1,\"]\"]}\n\"\\\"\"\tnull true 1.5e3 "})
    void positionsCutValuesOut(String json) {
        Reader in = reader(json);
        StringBuilder cut = new StringBuilder();
        while (in.peek() != Kind.END) {
            int from = in.position();
            in.skip();
            String value = json.substring(from, in.position());
            assertThat(value).isEqualTo(value.strip());
            assertThat(reader(value).peek()).isNotEqualTo(Kind.END);
            cut.append(value).append('|');
        }
        String expected =
                json.startsWith("[1]")
                        ? "[1]|{\"a\":2}|3|"
                        : json.startsWith("{") ? "{\"a\":[1,\"]\"]}|\"\\\"\"|null|true|1.5e3|" : "1|2|\"a\"|\"b\"|[ ]|";
        assertThat(cut).hasToString(expected);
        assertThat(in.position()).isEqualTo(json.stripTrailing().length());
    }

    @Test
    void positionsCutValuesOutOfListsAndMaps() {
        String json = "{ \"a\" : [ 1 , \"b\" , {\"c\":[]} ] , \"d\\n\" :-2.5 , \"e\":{} }";
        Reader in = reader(json);
        assertThat(in.position()).isZero();
        in.beginMap();
        assertThat(in.position()).isEqualTo(1);
        assertThat(in.more()).isTrue();
        in.text();
        assertThat(json.substring(in.position())).startsWith("[ 1");
        in.beginList();
        assertThat(cutAll(in, json)).containsExactly("1", "\"b\"", "{\"c\":[]}");
        assertThat(json.substring(0, in.position())).endsWith("} ]");
        assertThat(in.more()).isTrue();
        assertThat(json.substring(in.position())).startsWith("\"d\\n\"");
        in.skip();
        assertThat(cut(in, json)).isEqualTo("-2.5");
        assertThat(in.more()).isTrue();
        in.field(new Names(List.of("e")), 0);
        assertThat(cut(in, json)).isEqualTo("{}");
        assertThat(in.more()).isFalse();
        assertThat(in.position()).isEqualTo(json.length());
    }

    private static List<String> cutAll(Reader in, String json) {
        List<String> all = new java.util.ArrayList<>();
        while (in.more()) {
            all.add(cut(in, json));
        }
        return all;
    }

    private static String cut(Reader in, String json) {
        int from = in.position();
        in.skip();
        return json.substring(from, in.position());
    }
}
