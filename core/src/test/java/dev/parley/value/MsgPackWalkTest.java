package dev.parley.value;

import static dev.parley.value.MsgPack.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Finding one's way: what comes next, skipping, positions, fields.
class MsgPackWalkTest {
    /// One value of each format.
    private static final String[] VALUES = {
        "00",
        "7f",
        "e0",
        "cc80",
        "cd0100",
        "ce00010000",
        "cf0000000100000000",
        "d080",
        "d18000",
        "d280000000",
        "d38000000000000000",
        "c0",
        "c2",
        "c3",
        "ca3f800000",
        "cb3ff0000000000000",
        "a0",
        "a161",
        "d90161",
        "da000161",
        "db0000000161",
        "c400",
        "c40101",
        "c5000101",
        "c60000000101",
        "d40501",
        "d5050102",
        "d60501020304",
        "d7050102030405060708",
        "d80501020304050607080910111213141516",
        "c70005",
        "c70305010203",
        "c8000305010203",
        "c90000000305010203",
        "d6ff00000001",
        "d7ff0000000400000001",
        "c70cff000000010000000000000001",
        "90",
        "9101",
        "dc000101",
        "dd0000000101",
        "80",
        "810102",
        "de00010102",
        "df000000010102",
        "9290 91c0",
        "82 9101 80 80 9102",
        "81 82010203 04 c3"
    };

    @Test
    void skippingGoesPastOneValueOfAnyFormat() {
        for (String value : VALUES) {
            Reader in = reader(value + "c3");
            in.skip();
            assertThat(in.position()).as(value).isEqualTo(MsgPack.bytes(value).length);
            assertThat(in.bool()).isTrue();
        }
    }

    @Test
    void skippingWithinAListOrMapLeavesTheRest() {
        for (String value : VALUES) {
            Reader list = reader("93" + value + value + "07");
            list.beginList();
            for (int i = 0; i < 2; i++) {
                assertThat(list.more()).isTrue();
                list.skip();
            }
            assertThat(list.more()).isTrue();
            assertThat(list.integer()).isEqualTo(7);
            assertThat(list.more()).isFalse();

            Reader map = reader("82" + value + value + "07 08");
            map.beginMap();
            assertThat(map.more()).isTrue();
            map.skip();
            map.skip();
            assertThat(map.more()).isTrue();
            assertThat(map.integer()).isEqualTo(7);
            assertThat(map.integer()).isEqualTo(8);
            assertThat(map.more()).isFalse();
            assertThat(map.peek()).isEqualTo(Kind.END);
        }
    }

    @Test
    void skippingNothingIsRefused() {
        assertThatThrownBy(() -> reader("").skip())
                .isInstanceOf(ValueException.class)
                .hasMessage("got nothing (expected a value)");
    }

    /// With positions around a skip, a value is cut out unread.
    @Test
    void positionsCutValuesOut() {
        byte[] bytes = MsgPack.bytes(String.join("", VALUES));
        Reader in = reader(bytes);
        for (String value : VALUES) {
            int from = in.position();
            in.skip();
            assertThat(Arrays.copyOfRange(bytes, from, in.position())).isEqualTo(MsgPack.bytes(value));
        }
        assertThat(in.peek()).isEqualTo(Kind.END);
    }

    @Test
    void peekingConsumesNothing() {
        for (String value : VALUES) {
            Reader in = reader(value);
            Kind kind = in.peek();
            assertThat(in.peek()).isEqualTo(kind);
            assertThat(in.position()).isZero();
        }
    }

    static Stream<Arguments> mismatches() {
        return Stream.of(
                mismatch(Reader::nil, "null", "07"),
                mismatch(Reader::bool, "boolean", "c0"),
                mismatch(Reader::integer, "integer", "a161"),
                mismatch(Reader::integer, "integer", "cb3ff0000000000000"),
                mismatch(Reader::bigInteger, "integer", "c3"),
                mismatch(Reader::real, "number", "a161"),
                mismatch(Reader::decimal, "decimal number", "c3"),
                mismatch(Reader::text, "text", "c40161"),
                mismatch(Reader::bytes, "bytes", "a161"),
                mismatch(Reader::timestamp, "timestamp", "07"),
                mismatch(Reader::timestamp, "timestamp", "d40501"),
                mismatch(Reader::extension, "extension", "c400"),
                mismatch(Reader::beginList, "list", "80"),
                mismatch(Reader::beginMap, "map", "90"),
                mismatch(in -> in.field(new Names(List.of("a")), 0), "text", "07"));
    }

    private static Arguments mismatch(Consumer<Reader> read, String expected, String hex) {
        return Arguments.of(read, expected, hex);
    }

    @ParameterizedTest
    @MethodSource("mismatches")
    void anotherKindThanTheExpectedIsRefusedAndNotConsumed(Consumer<Reader> read, String expected, String hex) {
        Reader in = reader(hex);
        String got = in.peek().text();
        assertThatThrownBy(() -> read.accept(in))
                .isInstanceOf(ValueException.class)
                .hasMessage("got " + got + " (expected " + expected + ")");
        assertThat(in.position()).isZero();
        assertThatThrownBy(() -> read.accept(reader("")))
                .isInstanceOf(ValueException.class)
                .hasMessage("got nothing (expected " + expected + ")");
    }

    @ParameterizedTest
    @CsvSource({"cf8000000000000000, 9223372036854775808", "cfffffffffffffffff, 18446744073709551615"})
    void integersBeyond64SignedBitsAreNoLong(String hex, String value) {
        assertThatThrownBy(() -> reader(hex).integer())
                .isInstanceOf(ValueException.class)
                .hasMessage("got " + value + " (expected integer of at most 9223372036854775807)");
    }

    @ParameterizedTest
    @CsvSource({"cb7ff0000000000000, Infinity", "cbfff0000000000000, -Infinity", "ca7fc00000, NaN"})
    void infinitiesAndNaNAreNoDecimals(String hex, String value) {
        assertThatThrownBy(() -> reader(hex).decimal())
                .isInstanceOf(ValueException.class)
                .hasMessage("got " + value + " (expected decimal number)");
    }

    @Test
    void fieldsAreFoundByTheirBytesWhateverTheHint() {
        Names names = new Names(List.of("a", "name", "größe", "a1"));
        for (String[] key :
                new String[][] {
                    {"a161", "0"},
                    {"a46e616d65", "1"},
                    {"a7 6772c3b6c39f65", "2"},
                    {"a26131", "3"},
                    {"a162", "-1"},
                    {"a0", "-1"},
                    {"d90161", "0"},
                    {"da00046e616d65", "1"},
                    {"db0000000161", "0"}
                }) {
            for (int hint = 0; hint <= names.size(); hint++) {
                Reader in = reader(key[0]);
                assertThat(in.field(names, hint)).as("%s, hint %d", key[0], hint).isEqualTo(Integer.parseInt(key[1]));
                assertThat(in.peek()).isEqualTo(Kind.END);
            }
        }
    }

    @Test
    void namesAreTold() {
        Names names = new Names(List.of("x", "größe"));
        assertThat(names.size()).isEqualTo(2);
        assertThat(names.name(1)).isEqualTo("größe");
        assertThat(names.utf8(1)).isEqualTo(MsgPack.bytes("6772c3b6c39f65"));
        assertThat(names.find("größe")).isEqualTo(1);
        assertThat(names.find("y")).isEqualTo(-1);
        assertThatThrownBy(() -> new Names(List.of("x", "y", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two fields are named x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "81 a474797065 a162",
                "82 a178 01 a474797065 a162",
                "82 01 02 a474797065 a162",
                "82 9101 c0 a474797065 a162",
                "83 a178 82 a474797065 a163 01 02 c0 c0 d904 74797065 d901 62"
            })
    void aTextIsFoundAnywhereInAMapWithoutConsumingIt(String hex) {
        Reader in = reader(hex + "c3");
        assertThat(in.findText("type")).isEqualTo("b");
        assertThat(in.position()).isZero();
        in.skip();
        assertThat(in.bool()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "81 a474797065 01", "81 a174 a162", "90", "a474797065", "01", "c0", ""})
    void noTextIsFoundWhereThereIsNone(String hex) {
        Reader in = reader(hex);
        assertThat(in.findText("type")).isNull();
        assertThat(in.position()).isZero();
    }

    @Test
    void lookingForATextLeavesTheContainersAroundAsTheyAre() {
        Reader in = reader("92 82 a178 91c0 a474797065 a162 c3");
        in.beginList();
        assertThat(in.more()).isTrue();
        assertThat(in.findText("type")).isEqualTo("b");
        in.skip();
        assertThat(in.more()).isTrue();
        assertThat(in.bool()).isTrue();
        assertThat(in.more()).isFalse();
    }

    /// Whatever is written can be skipped, and ends where it ended.
    @Test
    void randomValuesAreSkippedToTheirEnd() {
        for (long seed = 0; seed < 2_000; seed++) {
            byte[] bytes = MsgPack.plain(new RandomValues(new Random(seed)).next());
            Reader in = reader(bytes);
            in.skip();
            assertThat(in.position()).as("seed %d", seed).isEqualTo(bytes.length);
        }
    }
}
