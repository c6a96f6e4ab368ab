package dev.parley.value;

import static dev.parley.value.MsgPack.again;
import static dev.parley.value.MsgPack.read;
import static dev.parley.value.MsgPack.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

class ArrayShapesTest {
    private static final Shapes SHAPES = new Shapes();

    enum Level {
        LOW,
        HIGH
    }

    record Point(int x, int y) {}

    record Box<T>(T[] items) {}

    record Holder(
            Box<String> texts, Box<Integer> numbers, Box<?> any, List<String>[] lists, Map<Integer, Point>[] maps) {}

    static Stream<Arguments> arrays() {
        return Stream.of(
                Arguments.of(new boolean[] {true, false}, "92c3c2", "list<boolean>"),
                Arguments.of(new short[] {1, -1000}, "9201d1fc18", "list<integer>"),
                Arguments.of(new int[] {1, Integer.MIN_VALUE}, "9201d280000000", "list<integer>"),
                Arguments.of(new long[] {1, 1L << 40}, "9201cf0000010000000000", "list<integer>"),
                Arguments.of(new float[] {1, Float.NaN}, "92ca3f800000ca7fc00000", "list<number>"),
                Arguments.of(new double[] {1, -0.0}, "92cb3ff0000000000000cb8000000000000000", "list<number>"),
                Arguments.of(new byte[] {1, -1}, "c40201ff", "bytes"),
                Arguments.of(new char[] {'a', 'é'}, "a361c3a9", "text"),
                Arguments.of(new Byte[] {1, null}, "9201c0", "list<integer>"),
                Arguments.of(new Integer[] {1, null}, "9201c0", "list<integer>"),
                Arguments.of(new String[] {"a", null}, "92a161c0", "list<text>"),
                Arguments.of(new Level[] {Level.HIGH}, "91a468696768", "list<low|high>"),
                Arguments.of(new Point[] {new Point(1, 2), null}, "9282a17801a17902c0", "list<Point>"),
                Arguments.of(new int[][] {{1}, {}, {2, 3}}, "93910190920203", "list<list<integer>>"),
                Arguments.of(new byte[][] {{1}, {}}, "92c40101c400", "list<bytes>"),
                Arguments.of(new char[][] {{'a'}, {}}, "92a161a0", "list<text>"),
                Arguments.of(new String[][] {{"a"}, null}, "9291a161c0", "list<list<text>>"),
                Arguments.of(new Object[] {1L, "a", null}, "9301a161c0", "list<any>"),
                Arguments.of(new int[0], "90", "list<integer>"),
                Arguments.of(new Object[0], "90", "list<any>"));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void arraysOfEveryKind(Object array, String hex, String text) {
        Shape shape = SHAPES.of(array.getClass());
        assertThat(written(shape, array)).isEqualTo(hex);
        assertThat(shape.text()).isEqualTo(text);
        Object again = read(shape, hex);
        assertThat(again).isInstanceOf(array.getClass());
        assertThat(Objects.deepEquals(again, array)).isTrue();
        assertThat(read(shape, "c0")).isNull();
    }

    @Test
    void arraysWithinGenericTypes() {
        assertThat(items("texts", new Box<>(new String[] {"a"}))).isInstanceOf(String[].class).containsExactly("a");
        assertThat(items("numbers", new Box<>(new Integer[] {1}))).isInstanceOf(Integer[].class).containsExactly(1);
        assertThat(items("any", new Box<>(new Object[] {1, "a"}))).containsExactly(1L, "a");
    }

    private static Object[] items(String component, Box<?> box) {
        return ((Box<?>) Objects.requireNonNull(again(SHAPES.of(Types.component(Holder.class, component)), box)))
                .items();
    }

    @Test
    void arraysOfGenericTypes() {
        assertThat((Object[]) read(SHAPES.of(Types.component(Holder.class, "lists")), "9191a161"))
                .isInstanceOf(List[].class)
                .containsExactly(List.of("a"));
        assertThat((Object[]) read(SHAPES.of(Types.component(Holder.class, "maps")), "91810182a17801a17902"))
                .isInstanceOf(Map[].class)
                .containsExactly(Map.of(1, new Point(1, 2)));
    }

    @Test
    void elementsThatAreWrongAreNamed() {
        assertThatThrownBy(() -> read(SHAPES.of(int[].class), "9301c002"))
                .isInstanceOf(ValueException.class)
                .hasMessage("[1]: got null (expected integer)");
        assertThatThrownBy(() -> read(SHAPES.of(short[].class), "91cd8000"))
                .hasMessage("[0]: got 32768 (expected integer from -32768 to 32767)");
        assertThatThrownBy(() -> read(SHAPES.of(Point[][].class), "9191 82a17801a179c3"))
                .hasMessage("[0][0].y: got boolean (expected integer)");
        assertThatThrownBy(() -> written(SHAPES.of(String[].class), new String[] {"a", "\udc00"}))
                .hasMessageStartingWith("[1]: got text with half a surrogate pair at index 0 ");
    }

    @Test
    void bytesAreNoListAndAListIsNoBytes() {
        assertThatThrownBy(() -> read(SHAPES.of(byte[].class), "920102")).hasMessage("got list (expected bytes)");
        assertThatThrownBy(() -> read(SHAPES.of(int[].class), "c4020102")).hasMessage("got bytes (expected list)");
    }
}
