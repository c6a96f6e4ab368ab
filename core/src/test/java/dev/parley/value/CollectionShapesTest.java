package dev.parley.value;

import static dev.parley.value.MsgPack.again;
import static dev.parley.value.MsgPack.plain;
import static dev.parley.value.MsgPack.read;
import static dev.parley.value.MsgPack.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SequencedCollection;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

class CollectionShapesTest {
    private static final Shapes SHAPES = new Shapes();

    enum Level {
        LOW,
        HIGH
    }

    record Holder(
            List<Integer> list,
            Collection<Integer> collection,
            SequencedCollection<Integer> sequenced,
            Iterable<Integer> iterable,
            Set<Integer> set,
            SequencedSet<Integer> sequencedSet,
            SortedSet<Integer> sortedSet,
            NavigableSet<Integer> navigableSet,
            ArrayList<Integer> arrayList,
            LinkedList<Integer> linkedList,
            ArrayDeque<Integer> deque,
            CopyOnWriteArrayList<Integer> copied,
            TreeSet<Integer> treeSet,
            LinkedHashSet<Integer> linkedSet,
            Numbers numbers,
            List<? extends Number> numbersOrSo,
            List<? super Integer> objects,
            List<?> anything,
            List<List<Integer>> nested,
            Set<Level> levels) {}

    /// A user's own collection, which binds its type argument on the way.
    public static class Numbers extends ArrayList<Integer> {}

    private static Shape shape(String component) {
        return SHAPES.of(Types.component(Holder.class, component));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "collection", "sequenced", "arrayList", "linkedList", "deque", "copied", "numbers"})
    void listsKeepOrderAndRepetitions(String component) throws Exception {
        Shape shape = shape(component);
        Collection<?> value = (Collection<?>) read(shape, "93030103");
        assertThat(value).isInstanceOf(Holder.class.getDeclaredMethod(component).getReturnType());
        assertThat(new ArrayList<>(value)).isEqualTo(List.of(3, 1, 3));
        assertThat(written(shape, value)).isEqualTo("93030103");
        assertThat(shape.text()).isEqualTo("list<integer>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"set", "sequencedSet", "linkedSet"})
    void setsKeepOrderButNoRepetitions(String component) {
        Shape shape = shape(component);
        Collection<?> value = (Collection<?>) read(shape, "9403010302");
        assertThat(new ArrayList<>(value)).isEqualTo(List.of(3, 1, 2));
        assertThat(shape.text()).isEqualTo("set<integer>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sortedSet", "navigableSet", "treeSet"})
    void sortedSetsSort(String component) {
        assertThat(new ArrayList<>((Collection<?>) read(shape(component), "93030102"))).isEqualTo(List.of(1, 2, 3));
    }

    @Test
    void wildcardsStandForTheirBound() {
        assertThat(shape("objects").text()).isEqualTo("list<any>");
        assertThat(shape("anything").text()).isEqualTo("list<any>");
        assertThatThrownBy(() -> shape("numbersOrSo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("type java.lang.Number cannot be carried ");
    }

    @Test
    void rawCollectionsHoldAnything() {
        assertThat(SHAPES.of(List.class).text()).isEqualTo("list<any>");
        assertThat(read(SHAPES.of(Set.class), "9301a161c0"))
                .isEqualTo(new LinkedHashSet<>(Arrays.asList(1L, "a", null)));
    }

    @Test
    void unmodifiableCollectionsAreWritten() {
        List<Integer> numbers = List.of(1, 2);
        for (Collection<Integer> collection :
                List.of(
                        numbers,
                        Collections.unmodifiableList(numbers),
                        numbers.stream().toList(),
                        Arrays.asList(1, 2),
                        new ArrayList<>(List.of(0, 1, 2, 3)).subList(1, 3))) {
            assertThat(written(shape("list"), collection)).isEqualTo("920102");
            assertThat(again(SHAPES.dynamic(), collection)).isEqualTo(List.of(1L, 2L));
        }
        assertThat(written(shape("set"), Set.of(7))).isEqualTo("9107");
        assertThat(written(shape("list"), Collections.emptyList())).isEqualTo("90");
        assertThat(written(shape("levels"), EnumSet.of(Level.HIGH))).isEqualTo("91a468696768");
    }

    @Test
    void whatIsReadCanBeChanged() {
        @SuppressWarnings("unchecked")
        List<Object> list = (List<Object>) read(shape("list"), "9101");
        list.add(2);
        assertThat(list).containsExactly(1, 2);
    }

    @Test
    void nullIsAnElementAsAnyOther() {
        List<Integer> list = Arrays.asList(1, null);
        assertThat(written(shape("list"), list)).isEqualTo("9201c0");
        assertThat(again(shape("list"), list)).isEqualTo(list);
        assertThat(read(shape("set"), "91c0")).isEqualTo(Collections.singleton(null));
    }

    @Test
    void aCollectionThatRefusesAnElementSaysWhich() {
        assertThatThrownBy(() -> read(shape("deque"), "9201c0"))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("[1]: ")
                .extracting(Throwable::getMessage, STRING)
                .doesNotEndWith(": null");
        assertThatThrownBy(() -> read(SHAPES.of(TreeSet.class), plain(List.of(1, "a"))))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("[1]: refused by the collection: ");
    }

    @Test
    void elementsThatAreWrongAreNamed() {
        assertThatThrownBy(() -> read(shape("list"), "9301a16102"))
                .isInstanceOf(ValueException.class)
                .hasMessage("[1]: got text (expected integer)");
        assertThatThrownBy(() -> read(shape("nested"), "929101 920102".replace("02", "c3")))
                .hasMessage("[1][1]: got boolean (expected integer)");
        assertThatThrownBy(() -> read(shape("list"), "8101 02")).hasMessage("got map (expected list)");
        assertThatThrownBy(() -> written(SHAPES.dynamic(), List.of("a", List.of("\ud800"))))
                .hasMessageStartingWith("[1][0]: got text with half a surrogate pair");
    }

    @Test
    void aLongListIsReadWhole() {
        List<Integer> list = Collections.nCopies(100_000, 7);
        assertThat(again(shape("list"), list)).isEqualTo(list);
        assertThat(((Set<?>) again(shape("set"), list))).hasSize(1);
    }

    @Test
    void aCollectionThatGrowsMeanwhileIsWrittenWithItsSize() throws Exception {
        CopyOnWriteArrayList<Integer> growing = new CopyOnWriteArrayList<>(List.of(1));
        Thread writer =
                Thread.startVirtualThread(() -> {
                    while (!Thread.currentThread().isInterrupted() && growing.size() < 2_000) {
                        growing.add(1);
                    }
                });
        for (int i = 0; i < 2_000; i++) {
            assertThat((List<?>) again(shape("list"), growing)).isNotEmpty();
        }
        writer.interrupt();
        writer.join();
    }
}
