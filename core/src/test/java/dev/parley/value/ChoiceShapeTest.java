package dev.parley.value;

import static dev.parley.value.MsgPack.again;
import static dev.parley.value.MsgPack.plain;
import static dev.parley.value.MsgPack.read;
import static dev.parley.value.MsgPack.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Tag;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sealed types, whose records are told apart by a tag.
class ChoiceShapeTest {
    private static final Shapes SHAPES = new Shapes();

    sealed interface Shapely {
        record Circle(double radius) implements Shapely {}

        record BigSquare(int side) implements Shapely {}

        record Nothing() implements Shapely {}
    }

    @Tag("kind")
    sealed interface Event {
        record Said(String what, List<Event> because) implements Event {}

        @Tag("gone")
        record Deleted(String type) implements Event {}

        sealed interface Moved extends Event {
            record Up(int by) implements Moved {}

            record Down(int by) implements Moved {}
        }
    }

    sealed interface Both {
        record Common(int x) implements One, Other {}
    }

    sealed interface One extends Both permits Both.Common {}

    sealed interface Other extends Both permits Both.Common {}

    sealed interface Clash {
        record Type(String type) implements Clash {}
    }

    sealed interface Twins {
        record A(int x) implements Twins {}

        @Tag("a")
        record B(int x) implements Twins {}
    }

    sealed interface Mixed {
        record Fine() implements Mixed {}

        final class Plain implements Mixed {}
    }

    record Holder(Event event, Map<String, Shapely> shapes) {}

    @Test
    void theTagComesFirstAndIsTheNameInSnakeCase() {
        Shape shape = SHAPES.of(Shapely.class);
        assertThat(written(shape, new Shapely.BigSquare(7)))
                .isEqualTo(MsgPack.hex(MsgPack.bytes("82 a474797065 aa6269675f737175617265 a473696465 07")));
        assertThat(again(shape, new Shapely.BigSquare(7))).isEqualTo(new Shapely.BigSquare(7));
        assertThat(again(shape, new Shapely.Circle(0.5))).isEqualTo(new Shapely.Circle(0.5));
        assertThat(again(shape, new Shapely.Nothing())).isEqualTo(new Shapely.Nothing());
        assertThat(again(shape, null)).isNull();
        assertThat(shape.text()).isEqualTo("Shapely");
    }

    @Test
    void tagsAreWhatTheirAnnotationsSay() {
        Shape shape = SHAPES.of(Event.class);
        assertThat(read(SHAPES.dynamic(), MsgPack.bytesOf(shape, new Event.Deleted("note"))))
                .isEqualTo(Map.of("kind", "gone", "type", "note"));
        assertThat(again(shape, new Event.Said("a", List.of(new Event.Deleted("b")))))
                .isEqualTo(new Event.Said("a", List.of(new Event.Deleted("b"))));
    }

    @Test
    void sealedTypesWithinSealedTypesAreOneChoice() {
        assertThat(again(SHAPES.of(Event.class), new Event.Moved.Down(5))).isEqualTo(new Event.Moved.Down(5));
        assertThat(read(SHAPES.of(Event.class), plain(Map.of("kind", "up", "by", 1)))).isEqualTo(new Event.Moved.Up(1));
        assertThat(again(SHAPES.of(Event.Moved.class), new Event.Moved.Up(1))).isEqualTo(new Event.Moved.Up(1));
    }

    @Test
    void theTagMayStandAnywhere() {
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("type", "note");
        inner.put("unknown", List.of(Map.of("kind", "said")));
        inner.put("kind", "gone");
        Map<String, Object> outer = new LinkedHashMap<>();
        outer.put("because", List.of(inner));
        outer.put("what", "a");
        outer.put("kind", "said");
        assertThat(read(SHAPES.of(Event.class), plain(outer)))
                .isEqualTo(new Event.Said("a", List.of(new Event.Deleted("note"))));
    }

    @Test
    void aMissingOrWrongTagIsRefusedWithAllThatWouldDo() {
        Shape shape = SHAPES.of(Event.class);
        String expected = " (expected one of: said, gone, up, down)";
        assertThatThrownBy(() -> read(shape, plain(Map.of("what", "a"))))
                .isInstanceOf(ValueException.class)
                .hasMessage("kind: got nothing" + expected);
        assertThatThrownBy(() -> read(shape, plain(Map.of("kind", "deleted"))))
                .hasMessage("kind: got \"deleted\"" + expected);
        assertThatThrownBy(() -> read(shape, plain(Map.of("kind", 5)))).hasMessageStartingWith("kind: got ");
        assertThatThrownBy(() -> read(SHAPES.of(Holder.class), plain(Map.of("event", Map.of("kind", "x")))))
                .hasMessage("event.kind: got \"x\"" + expected);
    }

    @Test
    void whatIsNoMapIsRefused() {
        assertThatThrownBy(() -> read(SHAPES.of(Event.class), plain(List.of("gone"))))
                .isInstanceOf(ValueException.class)
                .hasMessage("got list (expected map)");
    }

    @Test
    void componentsThatAreWrongAreNamed() {
        assertThatThrownBy(() -> read(SHAPES.of(Shapely.class), plain(Map.of("type", "circle"))))
                .hasMessage("radius: missing (expected number)");
        Map<String, Object> shapes = Map.of("a", Map.of("type", "big_square", "side", "long"));
        assertThatThrownBy(() -> read(SHAPES.of(Holder.class), plain(Map.of("shapes", shapes))))
                .hasMessage("shapes.a.side: got text (expected integer)");
    }

    @Test
    void aRecordOfItsOwnNeedsNoTag() {
        Shape shape = SHAPES.of(Shapely.Circle.class);
        assertThat(read(SHAPES.dynamic(), MsgPack.bytesOf(shape, new Shapely.Circle(0.5))))
                .isEqualTo(Map.of("radius", 0.5));
        assertThat(read(shape, plain(Map.of("radius", 0.5, "type", "whatever")))).isEqualTo(new Shapely.Circle(0.5));
    }

    @Test
    void aRecordReachedOnTwoWaysIsOneChoice() {
        assertThat(again(SHAPES.of(Both.class), new Both.Common(1))).isEqualTo(new Both.Common(1));
    }

    @Test
    void choicesThatCannotBeToldApartAreRefused() {
        assertRefused(
                Clash.class,
                "sealed type Clash: record Type has a component named like the tag, type"
                        + " (give the sealed type another @Tag)");
        assertRefused(Twins.class, "sealed type Twins: two records have the tag a (give one another @Tag)");
        assertRefused(
                Mixed.class,
                "sealed type Mixed: "
                        + Mixed.Plain.class.getName()
                        + " is no record (expected records, or sealed types of records)");
    }

    private static void assertRefused(Class<?> type, String message) {
        assertThatThrownBy(() -> SHAPES.of(type)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
