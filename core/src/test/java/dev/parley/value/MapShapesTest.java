package dev.parley.value;

import static dev.parley.value.MsgPack.again;
import static dev.parley.value.MsgPack.read;
import static dev.parley.value.MsgPack.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

class MapShapesTest {
    private static final Shapes SHAPES = new Shapes();

    enum Level {
        LOW,
        VERY_HIGH
    }

    record Point(int x, int y) {}

    record Holder(
            Map<String, Integer> map,
            SequencedMap<String, Integer> sequenced,
            HashMap<String, Integer> hashed,
            LinkedHashMap<String, Integer> linked,
            SortedMap<String, Integer> sorted,
            NavigableMap<String, Integer> navigable,
            TreeMap<String, Integer> tree,
            ConcurrentHashMap<String, Integer> concurrent,
            Map<Integer, String> byNumber,
            Map<Long, String> byLong,
            Map<Boolean, String> byFlag,
            Map<Level, Integer> byLevel,
            Map<UUID, Integer> byId,
            Map<Point, Integer> byPoint,
            Map<List<Integer>, Integer> byList,
            Map<String, List<Integer>> lists,
            Map<String, Map<Integer, Point>> nested) {}

    private static Shape shape(String component) {
        return SHAPES.of(Types.component(Holder.class, component));
    }

    @ParameterizedTest
    @ValueSource(strings = {"map", "sequenced", "hashed", "linked", "sorted", "navigable", "tree", "concurrent"})
    void mapsOfEveryClass(String component) throws Exception {
        Shape shape = shape(component);
        Object value = read(shape, "82a16202a16101");
        assertThat(value)
                .isInstanceOf(Holder.class.getDeclaredMethod(component).getReturnType())
                .isEqualTo(Map.of("a", 1, "b", 2));
        assertThat(again(shape, value)).isEqualTo(value);
        assertThat(shape.text()).isEqualTo("map<text, integer>");
    }

    @Test
    void entriesKeepTheirOrderAndSortedMapsSort() {
        assertThat(((Map<?, ?>) read(shape("map"), "82a16202a16101")).keySet()).hasToString("[b, a]");
        assertThat(((Map<?, ?>) read(shape("sorted"), "82a16202a16101")).keySet()).hasToString("[a, b]");
    }

    @Test
    void keysMayBeOfAnyType() {
        assertThat(written(shape("byNumber"), Map.of(1, "a"))).isEqualTo("8101a161");
        assertThat(written(shape("byFlag"), Map.of(true, "a"))).isEqualTo("81c3a161");
        assertThat(written(shape("byLevel"), Map.of(Level.VERY_HIGH, 1)))
                .isEqualTo("81a9" + "766572795f68696768" + "01");
        assertThat(written(shape("byPoint"), Map.of(new Point(1, 2), 3)))
                .isEqualTo("81 82a17801a17902 03".replace(" ", ""));
        assertThat(written(shape("byList"), Map.of(List.of(1, 2), 3))).isEqualTo("8192010203");
        Map<Integer, String> numbers = Map.of(1, "a", -500, "b");
        assertThat(again(shape("byNumber"), numbers)).isEqualTo(numbers);
        Map<Level, Integer> levels = new EnumMap<>(Map.of(Level.LOW, 1, Level.VERY_HIGH, 2));
        assertThat(again(shape("byLevel"), levels)).isEqualTo(levels);
        Map<UUID, Integer> ids = Map.of(new UUID(1, 2), 1);
        assertThat(again(shape("byId"), ids)).isEqualTo(ids);
        Map<Point, Integer> points = Map.of(new Point(1, 2), 1, new Point(3, 4), 2);
        assertThat(again(shape("byPoint"), points)).isEqualTo(points);
        Map<List<Integer>, Integer> lists = Map.of(List.of(), 1, List.of(1, 2), 2);
        assertThat(again(shape("byList"), lists)).isEqualTo(lists);
    }

    @Test
    void rawMapsHoldAnything() {
        assertThat(SHAPES.of(Map.class).text()).isEqualTo("map<any, any>");
        assertThat(read(SHAPES.of(Map.class), "8201a16191c0c2"))
                .isEqualTo(Map.of(1L, "a", Collections.singletonList(null), false));
    }

    @Test
    void theLastOfEqualKeysCounts() {
        assertThat(read(shape("map"), "82a16101a16102")).isEqualTo(Map.of("a", 2));
    }

    @Test
    void nullIsAKeyAndAValueAsAnyOther() {
        Map<String, Integer> map = new HashMap<>();
        map.put(null, 1);
        map.put("a", null);
        assertThat(again(shape("map"), map)).isEqualTo(map);
    }

    @Test
    void unmodifiableMapsAreWritten() {
        for (Map<String, Integer> map :
                List.of(
                        Map.of("a", 1),
                        Collections.singletonMap("a", 1),
                        Collections.unmodifiableMap(new TreeMap<>(Map.of("a", 1))))) {
            assertThat(written(shape("map"), map)).isEqualTo("81a16101");
            assertThat(written(SHAPES.dynamic(), map)).isEqualTo("81a16101");
        }
    }

    @Test
    void aMapThatRefusesAnEntrySaysWhich() {
        assertThatThrownBy(() -> read(shape("concurrent"), "82a16101a162c0"))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("b: ")
                .extracting(Throwable::getMessage, STRING)
                .doesNotEndWith(": null");
        assertThatThrownBy(() -> read(SHAPES.of(TreeMap.class), "82a161010102"))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("1: refused by the map: ");
    }

    @Test
    void entriesThatAreWrongAreNamed() {
        assertThatThrownBy(() -> read(shape("map"), "82a16101a162c3")).hasMessage("b: got boolean (expected integer)");
        assertThatThrownBy(() -> read(shape("lists"), "81a1619201a162"))
                .hasMessage("a[1]: got text (expected integer)");
        assertThatThrownBy(() -> read(shape("nested"), "81a161810582a17801a179c3"))
                .hasMessage("a.5.y: got boolean (expected integer)");
        assertThatThrownBy(() -> read(shape("map"), "91c0")).hasMessage("got list (expected map)");
    }

    @Test
    void aKeyThatIsWrongIsRefused() {
        assertThatThrownBy(() -> read(shape("byNumber"), "81a161a162"))
                .isInstanceOf(ValueException.class)
                .hasMessageEndingWith("got text (expected integer)");
    }

    @Test
    void aMapWithManyEntriesIsReadWhole() {
        Map<Integer, String> map = new HashMap<>();
        for (int i = 0; i < 70_000; i++) {
            map.put(i, "x");
        }
        assertThat(again(shape("byNumber"), map)).isEqualTo(map);
        assertThat(new ArrayList<>(((Map<?, ?>) again(shape("byLong"), Map.of(1L, "a"))).keySet()))
                .isEqualTo(List.of(1L));
    }
}
