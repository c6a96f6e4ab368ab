package dev.parley.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Lists and maps nested as deep as may be, and deeper.
class MsgPackDepthTest {
    private static final Shapes SHAPES = new Shapes();
    private static final Shape ANY = SHAPES.dynamic();

    record Node(@Nullable Node next) {}

    /// Bytes that open lists or maps, and hold nothing in the innermost.
    private static byte[] nested(int depth, String open) {
        return MsgPack.bytes(open.repeat(depth - 1) + "90");
    }

    private static Reader reader(int maxDepth, byte[] bytes) {
        return new MsgPackCodec(maxDepth).reader(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"91", "dc0001", "dd00000001", "8100", "de000100", "df0000000100", "81a46e657874"})
    void aHundredLevelsAreReadAndNoMore(String open) {
        Stream<Consumer<Reader>> ways = Stream.of(ANY::read, Reader::skip);
        ways.forEach(read -> {
            assertThatNoException().isThrownBy(() -> read.accept(MsgPack.reader(nested(100, open))));
            assertThatThrownBy(() -> read.accept(MsgPack.reader(nested(101, open))))
                    .isInstanceOf(ValueException.class)
                    .hasMessageEndingWith("got a value nested deeper than 100 (expected at most 100)");
        });
    }

    @Test
    void aMillionLevelsAreRefusedWithoutAStackOverflow() {
        byte[] bomb = nested(1_000_000, "91");
        assertThatThrownBy(() -> ANY.read(MsgPack.reader(bomb))).isInstanceOf(ValueException.class);
        assertThatThrownBy(() -> MsgPack.reader(bomb).skip()).isInstanceOf(ValueException.class);
        assertThat(Allocated.by(() -> assertThatThrownBy(() -> MsgPack.reader(bomb).skip()))).isLessThan(1_000_000);
    }

    /// A list that opens in a map's key, or behind the key that is looked for, counts as well.
    @ParameterizedTest
    @ValueSource(strings = {"81", "82 a161 00"})
    void lookingForAFieldKeepsTheLimit(String map) {
        byte[] bytes = MsgPack.bytes(map + "91".repeat(200));
        assertThatThrownBy(() -> MsgPack.reader(bytes).findText("x"))
                .isInstanceOf(ValueException.class)
                .hasMessage("got a value nested deeper than 100 (expected at most 100)");
    }

    @Test
    void fieldsThatNobodyKnowsCountToo() {
        byte[] bytes = MsgPack.bytes("81 a178" + MsgPack.hex(nested(100, "91")));
        assertThatThrownBy(() -> SHAPES.of(Node.class).read(MsgPack.reader(bytes)))
                .hasMessage("got a value nested deeper than 100 (expected at most 100)");
    }

    @Test
    void theLimitCanBeSet() {
        assertThatNoException().isThrownBy(() -> reader(3, nested(3, "91")).skip());
        assertThatThrownBy(() -> reader(3, nested(4, "91")).skip())
                .hasMessage("got a value nested deeper than 3 (expected at most 3)");
        assertThatThrownBy(() -> ANY.read(reader(3, nested(4, "91"))))
                .hasMessage("[0][0][0]: got a value nested deeper than 3 (expected at most 3)");
        assertThatNoException().isThrownBy(() -> ANY.read(reader(300, nested(300, "91"))));
        assertThatThrownBy(() -> reader(0, nested(1, "91")).skip())
                .hasMessage("got a value nested deeper than 0 (expected at most 0)");
    }

    @Test
    void siblingsDoNotCount() {
        String many = "dd" + "%08x".formatted(100_000) + "91c0".repeat(100_000);
        assertThatNoException().isThrownBy(() -> reader(2, MsgPack.bytes(many)).skip());
        assertThatNoException().isThrownBy(() -> ANY.read(reader(2, MsgPack.bytes(many))));
    }

    @Test
    void writingKeepsTheLimit() {
        List<Object> list = new ArrayList<>();
        for (int i = 1; i < 100; i++) {
            list = new ArrayList<>(List.of(list));
        }
        assertThat(MsgPack.plain(list)).hasSize(100);
        List<Object> deeper = List.of(list);
        assertThatThrownBy(() -> MsgPack.plain(deeper))
                .isInstanceOf(ValueException.class)
                .hasMessage("[0]".repeat(100) + ": got a value nested deeper than 100 (expected at most 100)");
    }

    @Test
    void whatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertThatThrownBy(() -> MsgPack.plain(list)).isInstanceOf(ValueException.class);
        Map<String, Object> map = new HashMap<>();
        map.put("self", map);
        assertThatThrownBy(() -> MsgPack.plain(map))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("self.self.self.");
    }

    @Test
    void typesThatContainThemselvesKeepTheLimitBothWays() {
        Node node = null;
        for (int i = 0; i < 100; i++) {
            node = new Node(node);
        }
        Node deepest = node;
        Shape shape = SHAPES.of(Node.class);
        assertThat(MsgPack.again(shape, deepest)).isEqualTo(deepest);
        assertThatThrownBy(() -> MsgPack.bytesOf(shape, new Node(deepest)))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("next.next.")
                .hasMessageEndingWith(": got a value nested deeper than 100 (expected at most 100)");
        assertThatThrownBy(() -> shape.read(MsgPack.reader("81a46e657874".repeat(101) + "c0")))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("next.next.")
                .hasMessageEndingWith(": got a value nested deeper than 100 (expected at most 100)");
    }
}
