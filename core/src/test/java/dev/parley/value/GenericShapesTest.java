package dev.parley.value;

import static dev.parley.value.MsgPack.again;
import static dev.parley.value.MsgPack.plain;
import static dev.parley.value.MsgPack.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Types with type arguments, and those that pass them on.
class GenericShapesTest {
    private static final Shapes SHAPES = new Shapes();

    record Point(int x, int y) {}

    record Box<T>(T content, List<T> more) {}

    record Pair<A, B>(A first, B second) {}

    record Swapped<A, B>(Pair<B, A> pair) {}

    record Wild(Box<?> any, Box<? extends Point> points) {}

    record Bounded<T extends Point>(T content) {}

    record Sorted<T extends Comparable<T>>(@Nullable T content) {}

    public static class Base<T> {
        public List<T> items = new ArrayList<>();
        private @Nullable T one;

        public @Nullable T getOne() {
            return one;
        }

        public void setOne(@Nullable T one) {
            this.one = one;
        }
    }

    public static class Points extends Base<Point> {}

    sealed interface Outcome<T> {
        record Done<T>(T value) implements Outcome<T> {}

        record Failed<T>(String why) implements Outcome<T> {}

        record Both<A>(A one, List<A> others) implements Outcome<List<A>> {}
    }

    record Holder(
            Box<Point> points,
            Box<Map<String, List<Point>>> maps,
            Box<Box<Point>> boxes,
            Box<Optional<Point>> optionals,
            Swapped<String, Point> swapped,
            Bounded<Point> bounded,
            Outcome<Point> outcome,
            Outcome<List<Point>> outcomes,
            Base<Point> base) {}

    private static Shape shape(String component) {
        return SHAPES.of(Types.component(Holder.class, component));
    }

    @Test
    void argumentsReachTheComponents() {
        Point a = new Point(1, 2);
        Point b = new Point(3, 4);
        assertComesBack("points", new Box<>(a, List.of(b)));
        assertComesBack("maps", new Box<>(Map.of("a", List.of(a, b)), List.of()));
        assertComesBack("boxes", new Box<>(new Box<>(a, List.of()), List.of(new Box<>(b, List.of(a)))));
        assertComesBack("optionals", new Box<>(Optional.of(a), List.of(Optional.empty(), Optional.of(b))));
        assertComesBack("swapped", new Swapped<>(new Pair<>(a, "a")));
        assertComesBack("bounded", new Bounded<>(a));
    }

    private static void assertComesBack(String component, Object value) {
        assertThat(again(shape(component), value)).isEqualTo(value);
    }

    @Test
    void argumentsAreSaid() {
        assertThat(shape("points").text()).isEqualTo("Box<Point>");
        assertThat(shape("maps").text()).isEqualTo("Box<Map<String, List<Point>>>");
        assertThat(shape("swapped").text()).isEqualTo("Swapped<String, Point>");
    }

    @Test
    void wildcardsStandForTheirBound() {
        Wild wild = new Wild(new Box<>(1L, List.of("a")), new Box<>(new Point(1, 2), List.of()));
        assertThat(again(SHAPES.of(Wild.class), wild)).isEqualTo(wild);
    }

    @Test
    void rawTypesHoldWhatTheirBoundAllows() {
        assertThat(again(SHAPES.of(Box.class), new Box<>(1L, List.of("a")))).isEqualTo(new Box<>(1L, List.of("a")));
        assertThat(again(SHAPES.of(Bounded.class), new Bounded<>(new Point(1, 2))))
                .isEqualTo(new Bounded<>(new Point(1, 2)));
    }

    @Test
    void aBoundThatRefersToItselfEnds() {
        assertThatThrownBy(() -> SHAPES.of(Sorted.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(".content: type java.lang.Comparable cannot be carried ");
    }

    @Test
    void superclassesPassTheirArgumentsOn() {
        Points points = new Points();
        points.items.add(new Point(1, 2));
        points.setOne(new Point(3, 4));
        assertThat(again(SHAPES.of(Points.class), points)).usingRecursiveComparison().isEqualTo(points);
        assertThat(again(shape("base"), points))
                .usingRecursiveComparison()
                .ignoringAllOverriddenEquals()
                .isEqualTo(points);
    }

    @Test
    void sealedTypesPassTheirArgumentsOn() {
        assertComesBack("outcome", new Outcome.Done<>(new Point(1, 2)));
        assertComesBack("outcome", new Outcome.Failed<Point>("late"));
        assertThatThrownBy(() -> read(shape("outcome"), plain(Map.of("type", "done", "value", "no point"))))
                .isInstanceOf(ValueException.class)
                .hasMessage("value: got text (expected map)");
    }

    @Test
    void sealedTypesPassTheirArgumentsOnThroughOthers() {
        assertComesBack("outcomes", new Outcome.Done<>(List.of(new Point(1, 2))));
        assertComesBack("outcomes", new Outcome.Both<>(new Point(1, 2), List.of(new Point(3, 4))));
    }
}
