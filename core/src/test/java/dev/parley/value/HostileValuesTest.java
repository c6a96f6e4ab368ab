package dev.parley.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Well-formed messages that mean harm.
class HostileValuesTest {
    private static final Shapes SHAPES = new Shapes();
    private static final Shape ANY = SHAPES.dynamic();
    private static final int MAPS = 20;

    record Point(int x, int y) {}

    record Holder(Set<Point> set, Map<Point, Integer> map, Map<String, Integer> counts) {}

    private static Shape shape(String component) {
        return SHAPES.of(Types.component(Holder.class, component));
    }

    /// Points whose hashes are equal: 31 * x + y.
    private static List<Point> alike(int n) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            points.add(new Point(i, -31 * i));
        }
        return points;
    }

    private static byte[] map(int size, String entry) {
        StringBuilder hex = new StringBuilder("df%08x".formatted(size));
        for (int i = 0; i < size; i++) {
            hex.append(entry.formatted(i, i));
        }
        return MsgPack.bytes(hex.toString());
    }

    private static void readsOrRefuses(Shape shape, byte[] bytes) {
        Throwable thrown = catchThrowable(() -> shape.read(MsgPack.reader(bytes)));
        assertThat(thrown == null || thrown instanceof ValueException).as("%s", thrown).isTrue();
    }

    /// Maps of a number to itself all have the hash 0. With 50,000 of them, a hash map is busy for minutes.
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void mapsAsKeysWithEqualHashesTakeLittleTime() {
        readsOrRefuses(ANY, map(50_000, "81cd%04xcd%04x c0"));
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void recordsAsKeysWithEqualHashesTakeLittleTime() {
        List<Point> points = alike(50_000);
        readsOrRefuses(
                shape("map"),
                MsgPack.bytesOf(out -> {
                    out.beginMap(points.size());
                    points.forEach(point -> {
                        SHAPES.of(Point.class).write(out, point);
                        out.nil();
                    });
                    out.endMap();
                }));
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void recordsInASetWithEqualHashesTakeLittleTime() {
        List<Point> points = alike(50_000);
        byte[] bytes =
                MsgPack.bytesOf(out -> {
                    out.beginList(points.size());
                    points.forEach(point -> SHAPES.of(Point.class).write(out, point));
                    out.endList();
                });
        readsOrRefuses(shape("set"), bytes);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void manyMapsOfKeysWithEqualHashesTakeLittleTime() {
        byte[] one = map(4_000, "81cd%04xcd%04x c0");
        byte[] many = MsgPack.bytesOf(out -> out.beginList(MAPS));
        byte[] bytes = java.util.Arrays.copyOf(many, many.length + MAPS * one.length);
        for (int i = 0; i < MAPS; i++) {
            System.arraycopy(one, 0, bytes, many.length + i * one.length, one.length);
        }
        readsOrRefuses(ANY, bytes);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
    void textsWithEqualHashesTakeLittleTime() {
        Map<String, Integer> counts = new java.util.HashMap<>();
        for (int i = 0; i < 1 << 16; i++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 16; bit++) {
                key.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            counts.put(key.toString(), i);
        }
        assertThat(MsgPack.again(shape("counts"), counts)).isEqualTo(counts);
    }

    @Test
    void aLongKeyIsCutInAnError() {
        String key = "k".repeat(1_000_000);
        byte[] bytes = MsgPack.plain(Map.of(key, "no number"));
        assertThatThrownBy(() -> MsgPack.read(shape("counts"), bytes))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("kkkkk")
                .hasMessageEndingWith(": got text (expected integer)")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    @Test
    void aKeyThatIsALargeValueIsNotShownWhole() {
        byte[] bytes =
                MsgPack.bytesOf(out -> {
                    out.beginMap(1);
                    ANY.write(out, java.util.Collections.nCopies(100_000, Map.of("a", 1)));
                    out.text("b");
                    out.endMap();
                });
        bytes[bytes.length - 1] = (byte) 0xff;
        assertThatThrownBy(() -> ANY.read(MsgPack.reader(bytes)))
                .isInstanceOf(ValueException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }

    /// The path is put together from the inside out; that must not take its length times its depth.
    @Test
    void longKeysInDeepMapsTakeLittleMemory() {
        String key = "d920" + "6b".repeat(32);
        byte[] deep = MsgPack.bytes(("81" + key).repeat(99) + "81 db000186a0" + "6b".repeat(100_000) + "c1");
        assertThat(Allocated.by(() -> catchThrowable(() -> ANY.read(MsgPack.reader(deep))))).isLessThan(2_000_000);
    }

    @Test
    void emptyListsTakeLittleMemory() {
        byte[] lists = MsgPack.bytes("dd000186a0" + "90".repeat(100_000));
        assertThat(Allocated.by(() -> ANY.read(MsgPack.reader(lists)))).isLessThan(100L * lists.length);
        byte[] maps = MsgPack.bytes("dd000186a0" + "80".repeat(100_000));
        assertThat(Allocated.by(() -> ANY.read(MsgPack.reader(maps)))).isLessThan(100L * maps.length);
    }

    /// Each of a hundred lists within each other believes in a thousand elements, whose bytes are only there once.
    @Test
    void nestedListsShareTheBytesThatAreThere() {
        byte[] bytes = MsgPack.bytes("dc03ff".repeat(100) + "c0".repeat(1023));
        assertThat(Allocated.by(() -> catchThrowable(() -> ANY.read(MsgPack.reader(bytes))))).isLessThan(600_000);
    }
}
