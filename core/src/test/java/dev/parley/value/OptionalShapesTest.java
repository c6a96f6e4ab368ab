package dev.parley.value;

import static dev.parley.value.MsgPack.again;
import static dev.parley.value.MsgPack.plain;
import static dev.parley.value.MsgPack.read;
import static dev.parley.value.MsgPack.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

class OptionalShapesTest {
    private static final Shapes SHAPES = new Shapes();

    record Point(int x, int y) {}

    record Options(
            Optional<String> text,
            Optional<Point> point,
            Optional<List<Integer>> list,
            OptionalInt i,
            OptionalLong l,
            OptionalDouble d) {}

    record Holder(Optional<Point> point, List<Optional<Integer>> list, Map<String, Optional<Integer>> map) {}

    private static final Options NONE =
            new Options(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    OptionalDouble.empty());

    private static final Options ALL =
            new Options(
                    Optional.of("a"),
                    Optional.of(new Point(1, 2)),
                    Optional.of(List.of(1)),
                    OptionalInt.of(-1),
                    OptionalLong.of(1L << 40),
                    OptionalDouble.of(0.5));

    @Test
    void presentOnesAreTheirValue() {
        assertThat(again(SHAPES.of(Options.class), ALL)).isEqualTo(ALL);
        assertThat(written(SHAPES.of(OptionalInt.class), OptionalInt.of(7))).isEqualTo("07");
        assertThat(written(SHAPES.of(Optional.class), Optional.of("a"))).isEqualTo("a161");
    }

    @Test
    void emptyOnesAreNullAndReadFromNothingToo() {
        assertThat(again(SHAPES.of(Options.class), NONE)).isEqualTo(NONE);
        assertThat(read(SHAPES.of(Options.class), "80")).isEqualTo(NONE);
        assertThat(written(SHAPES.of(OptionalLong.class), OptionalLong.empty())).isEqualTo("c0");
        assertThat(read(SHAPES.of(Optional.class), "c0")).isEqualTo(Optional.empty());
    }

    @Test
    void theyMayBeLeftOut() {
        Shape shape = SHAPES.of(Types.component(Holder.class, "point"));
        assertThat(shape.optional()).isTrue();
        assertThat(shape.absent()).isEqualTo(Optional.empty());
        assertThat(SHAPES.of(OptionalInt.class).absent()).isEqualTo(OptionalInt.empty());
        assertThat(SHAPES.of(Point.class).optional()).isFalse();
        assertThat(shape.text()).isEqualTo("Point");
    }

    @Test
    void withinListsAndMaps() {
        Holder holder =
                new Holder(
                        Optional.empty(),
                        List.of(Optional.of(1), Optional.empty()),
                        Map.of("a", Optional.of(1), "b", Optional.empty()));
        assertThat(again(SHAPES.of(Holder.class), holder)).isEqualTo(holder);
        assertThat(written(SHAPES.of(Types.component(Holder.class, "list")), holder.list())).isEqualTo("9201c0");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> read(SHAPES.of(Options.class), plain(Map.of("point", Map.of("x", 1, "y", "2")))))
                .isInstanceOf(ValueException.class)
                .hasMessage("point.y: got text (expected integer)");
        assertThatThrownBy(() -> read(SHAPES.of(OptionalInt.class), "ce80000000"))
                .hasMessage("got 2147483648 (expected integer from -2147483648 to 2147483647)");
    }
}
