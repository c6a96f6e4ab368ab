package dev.parley.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Many threads that build and use the same shapes at once.
class ConcurrentShapesTest {
    private static final int THREADS = 16;
    private static final int ROUNDS = 200;
    private static final List<String> FIRST = List.of("a", "b", "optional", "list");

    record A(int x, @Nullable B b, List<B> more) {}

    record B(String text, @Nullable A a, Map<String, A> named) {}

    record Holder(A a, B b, Optional<A> optional, List<B> list) {}

    @Test
    void manyThreadsBuildTheSameShapesAtOnce() throws Exception {
        A a = new A(1, new B("b", null, Map.of()), List.of());
        B b = new B("b", a, Map.of("a", a));
        Holder holder = new Holder(a, b, Optional.of(a), List.of(b));
        byte[] bytes = MsgPack.bytesOf(new Shapes().of(Holder.class), holder);
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
            for (int round = 0; round < ROUNDS; round++) {
                Shapes shapes = new Shapes();
                CountDownLatch go = new CountDownLatch(1);
                List<Future<Shape>> results = new ArrayList<>();
                List<String> order = new ArrayList<>(FIRST);
                for (int thread = 0; thread < THREADS; thread++) {
                    Collections.shuffle(order, new Random(round * 100L + thread));
                    List<String> mine = List.copyOf(order);
                    results.add(
                            executor.submit(() -> {
                                go.await();
                                for (String component : mine) {
                                    shapes.of(Types.component(Holder.class, component));
                                }
                                Shape shape = shapes.of(Holder.class);
                                assertThat(MsgPack.read(shape, bytes)).isEqualTo(holder);
                                assertThat(MsgPack.bytesOf(shape, holder)).isEqualTo(bytes);
                                return shape;
                            }));
                }
                go.countDown();
                for (Future<Shape> result : results) {
                    assertThat(result.get()).isSameAs(shapes.of(Holder.class));
                }
            }
        }
    }

    @Test
    void oneShapeIsUsedByManyThreads() throws Exception {
        Shape shape = new Shapes().of(Rich.class);
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            List<Future<?>> results = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                long seed = thread;
                results.add(
                        executor.submit(() -> {
                            Random random = new Random(seed);
                            for (int i = 0; i < 500; i++) {
                                byte[] bytes = MsgPack.bytesOf(shape, Rich.random(random, 0));
                                assertThat(MsgPack.bytesOf(shape, MsgPack.read(shape, bytes))).isEqualTo(bytes);
                            }
                        }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        }
    }
}
