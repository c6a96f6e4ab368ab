package dev.parley.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Random values of types within types come back as they were. The seed of what fails stands in its message.
class RandomShapesTest {
    private static final Shapes SHAPES = new Shapes();

    record Pair<A, B>(A first, @Nullable B second) {}

    record Node<T>(T value, Map<String, Node<T>> named, Optional<Node<List<T>>> listed) {}

    sealed interface Tree<T> {
        record Leaf<T>(T value) implements Tree<T> {}

        record Fork<T>(Tree<T> left, Tree<T> right) implements Tree<T> {}
    }

    record Holder(
            Pair<List<Integer>, Map<String, Pair<Long, String>>> pairs,
            List<Optional<Map<Integer, List<@Nullable String>>>> lists,
            Map<Pair<Integer, String>, List<Pair<String, Double>>> keyed,
            Tree<Pair<Integer, String>> tree) {}

    @Test
    void recordsOfNearlyEverything() {
        Shape shape = SHAPES.of(Rich.class);
        for (long seed = 0; seed < 3_000; seed++) {
            Rich rich = Rich.random(new Random(seed), 0);
            assertThat(MsgPack.again(shape, rich))
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .withEqualsForType(Object::equals, Double.class)
                    .isEqualTo(rich);
        }
    }

    @Test
    void genericValuesWithinEachOther() {
        Shape shape = SHAPES.of(Holder.class);
        for (long seed = 0; seed < 5_000; seed++) {
            Holder holder = holder(new Random(seed));
            assertThat(MsgPack.again(shape, holder)).as("seed %d", seed).isEqualTo(holder);
        }
    }

    /// What was written once is written the same again, when it has been read.
    @Test
    void bytesAreTheSameAgain() {
        Shape shape = SHAPES.of(Holder.class);
        for (long seed = 0; seed < 5_000; seed++) {
            byte[] bytes = MsgPack.bytesOf(shape, holder(new Random(seed)));
            assertThat(MsgPack.bytesOf(shape, MsgPack.read(shape, bytes))).as("seed %d", seed).isEqualTo(bytes);
            assertThat(MsgPack.plain(MsgPack.read(SHAPES.dynamic(), bytes))).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    private static Holder holder(Random random) {
        RandomValues values = new RandomValues(random);
        Map<String, Pair<Long, String>> map = new HashMap<>();
        List<Optional<Map<Integer, List<@Nullable String>>>> lists = new ArrayList<>();
        Map<Pair<Integer, String>, List<Pair<String, Double>>> keyed = new HashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            map.put(values.text(), new Pair<>(values.integer(), random.nextBoolean() ? null : values.text()));
            List<@Nullable String> texts = new ArrayList<>();
            texts.add(values.text());
            texts.add(random.nextBoolean() ? null : values.text());
            lists.add(random.nextBoolean() ? Optional.empty() : Optional.of(Map.of(random.nextInt(), texts)));
            keyed.put(
                    new Pair<>(random.nextInt(), random.nextBoolean() ? null : "k"),
                    List.of(new Pair<>(values.text(), values.real())));
        }
        List<Integer> integers = random.ints(random.nextInt(20)).boxed().toList();
        return new Holder(new Pair<>(integers, map), lists, keyed, tree(random, 0));
    }

    private static Tree<Pair<Integer, String>> tree(Random random, int depth) {
        return depth > 3 || random.nextBoolean()
                ? new Tree.Leaf<>(new Pair<>(random.nextInt(), "a"))
                : new Tree.Fork<>(tree(random, depth + 1), tree(random, depth + 1));
    }
}
