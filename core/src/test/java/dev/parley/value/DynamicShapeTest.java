package dev.parley.value;

import static dev.parley.value.MsgPack.again;
import static dev.parley.value.MsgPack.read;
import static dev.parley.value.MsgPack.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/// Values of type `Object`.
class DynamicShapeTest {
    private static final Shapes SHAPES = new Shapes();
    private static final Shape ANY = SHAPES.dynamic();

    enum Level {
        LOW {
            @Override
            public String toString() {
                return "another text";
            }
        }
    }

    record Point(int x, int y) {}

    record Holder(@Nullable Object any, List<?> list) {}

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(null, null),
                Arguments.of(true, true),
                Arguments.of((byte) 1, 1L),
                Arguments.of((short) 1, 1L),
                Arguments.of(1, 1L),
                Arguments.of(1L, 1L),
                Arguments.of(BigInteger.ONE, 1L),
                Arguments.of(BigInteger.TWO.pow(63), BigInteger.TWO.pow(63)),
                Arguments.of(BigInteger.TWO.pow(64), "18446744073709551616"),
                Arguments.of(0.5f, 0.5),
                Arguments.of(Double.NaN, Double.NaN),
                Arguments.of(new BigDecimal("1.50"), "1.50"),
                Arguments.of("a", "a"),
                Arguments.of('a', "a"),
                Arguments.of(new byte[] {1}, new byte[] {1}),
                Arguments.of(Instant.EPOCH, Instant.EPOCH),
                Arguments.of(Duration.ofSeconds(1), "PT1S"),
                Arguments.of(new UUID(0, 0), "00000000-0000-0000-0000-000000000000"),
                Arguments.of(Level.LOW, "low"),
                Arguments.of(Optional.of(new Point(1, 2)), Map.of("x", 1L, "y", 2L)),
                Arguments.of(Optional.empty(), null),
                Arguments.of(new int[] {1, 2}, List.of(1L, 2L)),
                Arguments.of(new Object[] {1, "a"}, List.of(1L, "a")),
                Arguments.of(Set.of(1), List.of(1L)),
                Arguments.of(Arrays.asList(1, null), Arrays.asList(1L, null)),
                Arguments.of(Map.of(1, List.of(new Point(1, 2))), Map.of(1L, List.of(Map.of("x", 1L, "y", 2L)))),
                Arguments.of(Collections.singletonMap(null, null), Collections.singletonMap(null, null)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesComeBackInPlainTerms(@Nullable Object value, @Nullable Object plain) {
        assertThat(again(ANY, value)).isEqualTo(plain);
    }

    @Test
    void extensionsComeBack() {
        assertThat(again(ANY, new Extension(5, new byte[] {1})))
                .usingRecursiveComparison()
                .isEqualTo(new Extension(5, new byte[] {1}));
    }

    @Test
    void everyObjectIsDynamic() {
        assertThat(SHAPES.of(Object.class)).isSameAs(ANY);
        assertThat(ANY.text()).isEqualTo("any");
        assertThat(ANY.acceptsNull()).isTrue();
        Holder holder = new Holder(Map.of("a", List.of(1L)), List.of("a", 1L));
        assertThat(again(SHAPES.of(Holder.class), holder)).isEqualTo(holder);
        assertThatThrownBy(() -> read(ANY, ""))
                .isInstanceOf(ValueException.class)
                .hasMessage("got nothing (expected a value)");
    }

    @Test
    void mapsAndListsKeepTheirOrderAndCanBeChanged() {
        @SuppressWarnings("unchecked")
        Map<Object, Object> map = (Map<Object, Object>) read(ANY, "82a16290a16180");
        assertThat(map.keySet()).hasToString("[b, a]");
        map.put("c", 1);
        assertThat(map).isInstanceOf(LinkedHashMap.class).hasSize(3);
    }

    @Test
    void whatCannotBeCarriedIsRefusedAsAValue() {
        assertThatThrownBy(() -> written(ANY, Map.of("a", List.of(1, Thread.currentThread()))))
                .isInstanceOf(ValueException.class)
                .hasMessageStartingWith("a[1]: ")
                .hasMessageContaining(Thread.currentThread().getClass().getName());
    }

    @Test
    void randomValuesComeBack() {
        for (long seed = 0; seed < 20_000; seed++) {
            Object value = new RandomValues(new Random(seed)).next();
            assertThat(again(ANY, value)).as("seed %d", seed).isEqualTo(value);
        }
    }
}
