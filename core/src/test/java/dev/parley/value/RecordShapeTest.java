package dev.parley.value;

import static dev.parley.value.MsgPack.again;
import static dev.parley.value.MsgPack.plain;
import static dev.parley.value.MsgPack.read;
import static dev.parley.value.MsgPack.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class RecordShapeTest {
    private static final Shapes SHAPES = new Shapes();

    record Empty() {}

    record Point(int x, int y) {}

    record Note(String text, List<Integer> tags) {}

    record Holder(Note note) {}

    record Maybe(@Nullable String text, Optional<Integer> number, byte @Nullable [] bytes, @Nullable Object any) {}

    record Boxed(Integer number, String text, List<String> list) {}

    record Percent(int value) {
        Percent {
            if (value > 100) {
                throw new IllegalArgumentException("percent: got " + value + " (expected at most 100)");
            }
        }
    }

    record Silent(String text) {
        Silent {
            throw new IllegalStateException();
        }
    }

    record Needy(String text) {
        Needy {
            text.length();
        }
    }

    record Picky(List<Percent> percents) {}

    record Broken(String text) {
        @Override
        public String text() {
            throw new IllegalStateException("no text today");
        }
    }

    record Fatal(int value) {
        Fatal {
            throw new StackOverflowError("as from recursion");
        }
    }

    record Wide(
            boolean a,
            byte b,
            short c,
            char d,
            int e,
            long f,
            float g,
            double h,
            Integer i,
            String j,
            int[] k,
            Point l) {}

    record Größe(int länge, int 幅) {}

    @Test
    void aRecordIsAMapOfItsComponents() {
        assertThat(written(SHAPES.of(Point.class), new Point(1, 2))).isEqualTo("82a17801a17902");
        assertThat(read(SHAPES.of(Point.class), "82a17801a17902")).isEqualTo(new Point(1, 2));
        assertThat(written(SHAPES.of(Empty.class), new Empty())).isEqualTo("80");
        assertThat(read(SHAPES.of(Empty.class), "81a17801")).isEqualTo(new Empty());
        assertThat(SHAPES.of(Point.class).text()).isEqualTo("Point");
    }

    @Test
    void componentsOfEveryPrimitiveType() {
        Wide wide =
                new Wide(
                        true,
                        (byte) -1,
                        Short.MIN_VALUE,
                        'é',
                        Integer.MAX_VALUE,
                        Long.MIN_VALUE,
                        0.1f,
                        Double.NaN,
                        7,
                        "a",
                        new int[] {1},
                        new Point(1, 2));
        assertThat(again(SHAPES.of(Wide.class), wide))
                .usingRecursiveComparison()
                .withEqualsForType(Object::equals, Double.class)
                .isEqualTo(wide);
    }

    @Test
    void componentsInAnyOrderAndMoreThanThoseAreRead() {
        Shape shape = SHAPES.of(Point.class);
        assertThat(read(shape, "82a17902a17801")).isEqualTo(new Point(1, 2));
        assertThat(read(shape, "85 a17a 9101 a17902 a0 81c0c0 a17801 a26162 c403010203")).isEqualTo(new Point(1, 2));
        assertThat(read(shape, "82 d9017801 db0000000179 02")).isEqualTo(new Point(1, 2));
    }

    @Test
    void theLastOfTwoCounts() {
        assertThat(read(SHAPES.of(Point.class), "83a17801a17902a17805")).isEqualTo(new Point(5, 2));
        assertThatThrownBy(() -> read(SHAPES.of(Point.class), "82a17801a17805"))
                .hasMessage("y: missing (expected integer)");
    }

    @Test
    void namesMayBeOfAnyScript() {
        assertThat(again(SHAPES.of(Größe.class), new Größe(1, 2))).isEqualTo(new Größe(1, 2));
    }

    @Test
    void aMissingComponentIsNamed() {
        assertThatThrownBy(() -> read(SHAPES.of(Point.class), "81a17801"))
                .isInstanceOf(ValueException.class)
                .hasMessage("y: missing (expected integer)");
        assertThatThrownBy(() -> read(SHAPES.of(Holder.class), plain(Map.of("note", Map.of("text", "a")))))
                .hasMessage("note.tags: missing (expected list<integer>)");
    }

    @Test
    void whatIsOptionalMayBeMissing() {
        assertThat(read(SHAPES.of(Maybe.class), "80")).isEqualTo(new Maybe(null, Optional.empty(), null, null));
    }

    @Test
    void nullIsToldFromMissing() {
        Map<String, Object> nulls = new LinkedHashMap<>();
        nulls.put("number", null);
        nulls.put("text", null);
        nulls.put("list", null);
        assertThat(read(SHAPES.of(Boxed.class), plain(nulls))).isEqualTo(new Boxed(null, null, null));
        nulls.remove("list");
        assertThatThrownBy(() -> read(SHAPES.of(Boxed.class), plain(nulls)))
                .hasMessage("list: missing (expected list<text>)");
        assertThatThrownBy(() -> read(SHAPES.of(Point.class), "82a17801a179c0"))
                .hasMessage("y: got null (expected integer)");
        assertThat(read(SHAPES.of(Maybe.class), "83 a474657874c0 a66e756d626572c0 a3616e79c0"))
                .isEqualTo(new Maybe(null, Optional.empty(), null, null));
    }

    @Test
    void whatIsWrongIsNamedWithItsPath() {
        Shape shape = SHAPES.of(Holder.class);
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("tags", List.of(1, 2, "three"));
        note.put("text", "a");
        assertThatThrownBy(() -> read(shape, plain(Map.of("note", note))))
                .isInstanceOf(ValueException.class)
                .hasMessage("note.tags[2]: got text (expected integer)")
                .satisfies(e -> {
                    assertThat(((ValueException) e).path()).isEqualTo("note.tags[2]");
                    assertThat(((ValueException) e).problem()).isEqualTo("got text (expected integer)");
                });
        note.put("tags", Arrays.asList(1, 1L << 40));
        assertThatThrownBy(() -> read(shape, plain(Map.of("note", note))))
                .hasMessage("note.tags[1]: got 1099511627776 (expected integer from -2147483648 to 2147483647)");
        assertThatThrownBy(() -> read(shape, plain(Map.of("note", 5)))).hasMessage("note: got integer (expected map)");
        assertThatThrownBy(() -> read(shape, "07")).hasMessage("got integer (expected map)");
        assertThatThrownBy(() -> read(shape, "810102")).hasMessageEndingWith("got integer (expected text)");
        assertThatThrownBy(() -> written(shape, new Holder(new Note("\ud800", List.of()))))
                .hasMessageStartingWith("note.text: got text with half a surrogate pair");
    }

    @Test
    void whatTheConstructorThrowsIsTheProblem() {
        assertThatThrownBy(() -> read(SHAPES.of(Percent.class), plain(Map.of("value", 101))))
                .isInstanceOf(ValueException.class)
                .hasMessage("percent: got 101 (expected at most 100)")
                .hasCauseInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        read(
                                SHAPES.of(Picky.class),
                                plain(Map.of("percents", List.of(Map.of("value", 1), Map.of("value", 200))))))
                .hasMessage("percents[1]: percent: got 200 (expected at most 100)");
        assertThatThrownBy(() -> read(SHAPES.of(Silent.class), plain(Map.of("text", "a"))))
                .isInstanceOf(ValueException.class)
                .hasMessage("java.lang.IllegalStateException");
        assertThatThrownBy(() -> read(SHAPES.of(Needy.class), "81a474657874c0"))
                .isInstanceOf(ValueException.class)
                .hasMessageContaining("String.length()");
    }

    @Test
    void errorsAreNotCaught() {
        assertThatThrownBy(() -> read(SHAPES.of(Fatal.class), plain(Map.of("value", 1))))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void anAccessorThatThrowsIsNamed() {
        assertThatThrownBy(() -> written(SHAPES.of(Broken.class), new Broken("a")))
                .isInstanceOf(ValueException.class)
                .hasMessage("text: its accessor failed: java.lang.IllegalStateException: no text today");
    }

    @Test
    void nullIsARecordToo() {
        assertThat(again(SHAPES.of(Point.class), null)).isNull();
    }

    @Test
    void aRecordWithMoreFieldsThanFitOneByte() {
        StringBuilder entries = new StringBuilder("de0011");
        for (int i = 0; i < 15; i++) {
            entries.append("a2%02x%02x01".formatted((int) 'a', (int) 'a' + i));
        }
        assertThat(read(SHAPES.of(Point.class), entries + "a17801a17902")).isEqualTo(new Point(1, 2));
    }
}
