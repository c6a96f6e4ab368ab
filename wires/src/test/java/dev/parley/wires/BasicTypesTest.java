package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.value.JavaType;
import dev.parley.value.Output;
import dev.parley.value.Schemas;
import dev.parley.value.Shape;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;
import dev.parley.wire.Formats;

import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// How values are composed of bytes, and what Java's types mean.
class BasicTypesTest {
    enum Priority {
        LOW,
        HIGH
    }

    record Note(String text, boolean done, Priority priority) {}

    record Page(short number, List<Note> notes, byte[] picture) {}

    record Tree(String name, List<Tree> children) {}

    private static final Shapes SHAPES = new Shapes();

    private static String hex(String type, Object value) {
        return hex(new BasicCodec(command(), BasicText.type(type), BasicCodec.Role.VALUE), value);
    }

    private static String hex(BasicCodec codec, Object value) {
        Output out = new Output();
        SHAPES.dynamic().write(codec.writer(out), value);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    private static BasicCommand command() {
        return BasicText.command("1 one()");
    }

    private static Object read(String type, String hex, Shape shape) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        BasicReader in = new BasicReader(bytes, 0, bytes.length, BasicText.type(type), false);
        Object value = shape.read(in);
        assertThat(in.position()).isEqualTo(bytes.length);
        return Objects.requireNonNull(value);
    }

    private static BasicType type(Class<?> type) {
        return BasicSchemas.of(Schemas.of(SHAPES.of(type)));
    }

    @Test
    void halfASurrogatePairIsNoText() {
        assertThat(hex("string", "\ud83d\ude00?")).isEqualTo("05000000f09f98803f");
        assertThatThrownBy(() -> hex("string", "a\ud83d"))
                .isInstanceOf(ValueException.class)
                .hasMessage(
                        "got text with half a surrogate pair at index 1 (expected text that can be written as UTF-8)");
    }

    @Test
    void eachTypeHasItsBytes() {
        assertThat(hex("uint8", 255)).isEqualTo("ff");
        assertThat(hex("uint16", 258)).isEqualTo("0201");
        assertThat(hex("uint32", 4294967295L)).isEqualTo("ffffffff");
        assertThat(hex("uint64", 1)).isEqualTo("0100000000000000");
        assertThat(hex("uint64", new BigInteger("18446744073709551615"))).isEqualTo("ffffffffffffffff");
        assertThat(hex("bool", true)).isEqualTo("01");
        assertThat(hex("string", "ä")).isEqualTo("02000000c3a4");
        assertThat(hex("bytes", new byte[] {1, 2})).isEqualTo("020000000102");
        assertThat(hex("bytes", "AQI=")).isEqualTo("020000000102");
        assertThat(hex("fixed(2, uint8)", List.of(1, 2))).isEqualTo("0102");
        assertThat(hex("array(uint16)", List.of(1, 2))).isEqualTo("08000000020000000100 0200".replace(" ", ""));
        assertThat(hex("array(array(bool))", List.of(List.of(), List.of(true))))
                .isEqualTo("15000000" + "02000000" + "0400000000000000" + "050000000100000001");
        assertThat(hex("tuple(uint8, tuple(bool, string))", List.of(7, List.of(false, "")))).isEqualTo("070000000000");
        assertThat(hex("tuple(a: uint8, b: bool)", Map.of("a", 7, "b", true))).isEqualTo("0701");
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        assertThat(read("array(uint16)", "08000000 02000000 0100 ffff", SHAPES.dynamic()))
                .isEqualTo(List.of(1L, 65535L));
        assertThat(read("tuple(a: uint8, b: array(bool))", "07 05000000 01000000 01", SHAPES.dynamic()))
                .isEqualTo(Map.of("a", 7L, "b", List.of(true)));
        assertThat(read("tuple(uint8, bool)", "07 01", SHAPES.dynamic())).isEqualTo(List.of(7L, true));
        assertThat(read("uint64", "ffffffffffffffff", SHAPES.dynamic()))
                .isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(read("tuple(string, bool, string)", "00000000 01 04000000 68696768", SHAPES.of(Note.class)))
                .isEqualTo(new Note("", true, Priority.HIGH));
        assertThat(read("tuple(array(uint8), fixed(2, uint8))", "05000000 01000000 09 0102", SHAPES.dynamic()))
                .isEqualTo(List.of(List.of(9L), List.of(1L, 2L)));
    }

    @Test
    void everyJavaTypeHasARule() {
        assertThat(type(boolean.class)).hasToString("bool");
        assertThat(type(byte.class)).isEqualTo(new BasicType.Unsigned(8, Byte.MAX_VALUE));
        assertThat(type(short.class)).isEqualTo(new BasicType.Unsigned(16, Short.MAX_VALUE));
        assertThat(type(Integer.class)).isEqualTo(new BasicType.Unsigned(32, Integer.MAX_VALUE));
        assertThat(type(long.class)).isEqualTo(new BasicType.Unsigned(64, Long.MAX_VALUE));
        assertThat(type(String.class)).hasToString("string");
        assertThat(type(char.class)).hasToString("string");
        assertThat(type(Priority.class)).hasToString("string");
        assertThat(type(java.time.LocalDate.class)).hasToString("string");
        assertThat(type(byte[].class)).hasToString("bytes");
        assertThat(type(int[].class)).hasToString("array(uint32)");
        assertThat(type(Page.class))
                .hasToString(
                        "tuple(number: uint16, notes: array(tuple(text: string, done: bool, priority: string)),"
                                + " picture: bytes)");
        for (Class<?> none :
                List.of(double.class, float.class, BigInteger.class, Object.class, Map.class, Tree.class, void.class)) {
            assertThatThrownBy(() -> type(none == void.class ? java.math.BigDecimal.class : none))
                    .as(none.getName())
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Shape set = SHAPES.of(new JavaType(Set.class, List.of(JavaType.of(Short.class))));
        assertThat(BasicSchemas.of(Schemas.of(set))).hasToString("array(uint16)");
    }

    @Test
    void recordsAreTheirPartsInOrder() {
        Page page = new Page((short) 3, List.of(new Note("milk", true, Priority.LOW)), new byte[] {9});
        BasicCodec codec = new BasicCodec(command(), type(Page.class), BasicCodec.Role.VALUE);
        Output out = new Output();
        SHAPES.of(Page.class).write(codec.writer(out), page);
        assertThat(HexFormat.of().formatHex(out.toByteArray()))
                .isEqualTo(
                        "0300" + "14000000" + "01000000" + "040000006d696c6b" + "01" + "030000006c6f77" + "0100000009");
        Page back = (Page) SHAPES.of(Page.class).read(codec.reader(out.array(), 0, out.size()));
        assertThat(Objects.requireNonNull(back).notes).isEqualTo(page.notes);
        assertThat(back.picture).isEqualTo(page.picture);
    }

    @Test
    void argumentsMayBeGivenByPositionByNameOrBoth() {
        Formats formats = BasicText.command("1 one(a: uint8, b: array(uint8), c: string)").formats();
        BasicCodec plain = (BasicCodec) formats.arguments();
        String expected = "07" + "050000000100000009" + "0100000078";
        assertThat(hex(plain, List.of(7, List.of(9), "x"))).isEqualTo(expected);
        for (List<String> order : List.of(List.of("a", "b", "c"), List.of("c", "b", "a"), List.of("b", "c", "a"))) {
            Map<String, Object> named = new LinkedHashMap<>();
            Map<String, Object> values = Map.of("a", 7, "b", List.of(9), "c", "x");
            order.forEach(name -> named.put(name, Objects.requireNonNull(values.get(name))));
            assertThat(hex(plain, named)).as("%s", order).isEqualTo(expected);
        }
        BasicCodec mixed = (BasicCodec) formats.mixed();
        Map<String, Object> rest = new LinkedHashMap<>();
        rest.put("c", "x");
        rest.put("b", List.of(9));
        assertThat(hex(mixed, List.of(List.of(7), rest))).isEqualTo(expected);
        assertThat(hex(mixed, List.of(List.of(7, List.of(9)), Map.of("c", "x")))).isEqualTo(expected);
        assertThatThrownBy(() -> hex(plain, List.of(7, List.of(9)))).hasMessage("c: got nothing (expected string)");
        assertThatThrownBy(() -> hex(plain, List.of(7, List.of(9), "x", 1)))
                .hasMessage("got 4 values (expected at most 3)");
        assertThatThrownBy(() -> hex(plain, Map.of("d", 1)))
                .hasMessage("d: no part \"d\" (expected a: uint8, b: array(uint8), c: string)");
        assertThatThrownBy(() -> hex(plain, Map.of("a", 1))).hasMessage("b: got nothing (expected array(uint8))");
        assertThatThrownBy(() -> hex(mixed, List.of(List.of(7), Map.of("a", 1))))
                .hasMessage("[1].a: part \"a\" is given twice");
    }

    @Test
    void whatDoesNotFitIsSaid() {
        assertOverflow("uint8", 256, "int too big to convert: got 256 (expected at most 255)");
        assertOverflow(
                "uint64",
                new BigInteger("18446744073709551616"),
                "int too big to convert: got" + " 18446744073709551616 (expected at most 18446744073709551615)");
        assertOverflow("uint32", -1, "can't convert negative int to unsigned: got -1 (expected at least 0)");
        assertOverflow("array(uint8)", List.of(1, 300), "[1]: int too big to convert: got 300 (expected at most 255)");
        assertThatThrownBy(() -> hex("uint8", "7")).hasMessage("got text (expected uint8)");
        assertThatThrownBy(() -> hex("uint8", 7.0)).hasMessage("got number (expected uint8)");
        assertThatThrownBy(() -> hex("uint8", true)).hasMessage("got boolean (expected uint8)");
        assertThatThrownBy(() -> hex("bool", 1)).hasMessage("got integer (expected bool)");
        assertThatThrownBy(() -> hex("string", List.of())).hasMessage("got list (expected string)");
        assertThatThrownBy(() -> hex("fixed(3, uint8)", List.of(1)))
                .hasMessage("got a list of 1 (expected fixed(3, uint8))");
        assertThatThrownBy(() -> read("bool", "02", SHAPES.dynamic())).hasMessage("got 2 (expected 0 or 1 for a bool)");
        assertThatThrownBy(() -> read("tuple(array(uint8), uint8)", "06000000 01000000 09 08 07", SHAPES.dynamic()))
                .hasMessage("[0][1]: an array with 1 bytes more than its elements take");
        assertThatThrownBy(() -> read("tuple(array(uint8), uint8)", "05000000 02000000 09 08", SHAPES.dynamic()))
                .hasMessage("[0]: an array of 2 elements announced, 1 bytes there");
        assertThatThrownBy(() -> read("uint32", "00", SHAPES.dynamic())).hasMessage("4 bytes announced, 1 there");
    }

    private static void assertOverflow(String type, Object value, String message) {
        assertThatThrownBy(() -> hex(type, value))
                .isInstanceOfSatisfying(
                        ValueException.class,
                        e -> {
                            assertThat(e.isOverflow()).isTrue();
                            assertThat(e).hasMessage(message);
                        });
    }

    @Test
    void integersThatJavaHasNoRoomForAreSaid() {
        BasicType javaInt = type(int.class);
        byte[] bytes = HexFormat.of().parseHex("ffffffff");
        assertThatThrownBy(() -> new BasicReader(bytes, 0, 4, javaInt, false).integer())
                .hasMessage("int too big to convert: got 4294967295 (expected at most 2147483647)");
    }

    @Test
    void theTextOfATypeIsItsType() {
        for (String text :
                List.of(
                        "uint64",
                        "array(fixed(3, uint16))",
                        "tuple(uint8, tuple(a: string, bytes), array(bool))",
                        "nothing",
                        "tuple()")) {
            assertThat(BasicText.type(text)).hasToString(text);
        }
        assertThat(BasicText.type(" array ( uint8 ) ")).hasToString("array(uint8)");
        assertThatThrownBy(() -> BasicText.type("array(uint33)"))
                .hasMessage(
                        "got \"array(uint33)\", and there \"uint33)\" (expected uint8, uint16, uint32, uint64, bool,"
                                + " string, bytes, array(T), fixed(3, T), tuple(T, U) or nothing)");
        assertThatThrownBy(() -> BasicText.type("array(uint8"))
                .hasMessage("got \"array(uint8\", which ends there (expected ))");
        assertThatThrownBy(() -> BasicText.type("uint8 uint8")).hasMessageContaining("(expected nothing more)");
        for (String empty : List.of("array(nothing)", "array(tuple())", "fixed(0, uint8)", "fixed(3, nothing)")) {
            assertThatThrownBy(() -> BasicText.type(empty)).as(empty).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> BasicText.type("array(".repeat(10_000)))
                .hasMessageContaining("types in types at most 32 deep");
    }
}
