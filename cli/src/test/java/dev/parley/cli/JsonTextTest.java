package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.value.Extension;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class JsonTextTest {
    @Test
    void scalarsHaveTheFormsOfTheJsonCodec() {
        assertThat(JsonText.line(null)).isEqualTo("null");
        assertThat(JsonText.line(true)).isEqualTo("true");
        assertThat(JsonText.line(-5L)).isEqualTo("-5");
        assertThat(JsonText.line(BigInteger.TWO.pow(70))).isEqualTo("1180591620717411303424");
        assertThat(JsonText.line(1e300)).isEqualTo("1.0E300");
        assertThat(JsonText.line(Double.NaN)).isEqualTo("\"NaN\"");
        assertThat(JsonText.line(Double.NEGATIVE_INFINITY)).isEqualTo("\"-Infinity\"");
        assertThat(JsonText.line("a\"b\\c\nd\u001b€")).isEqualTo("\"a\\\"b\\\\c\\nd\\u001b€\"");
        assertThat(JsonText.line(new byte[] {1, 2, 3})).isEqualTo("\"AQID\"");
        assertThat(JsonText.line(Instant.EPOCH)).isEqualTo("\"1970-01-01T00:00:00Z\"");
        assertThat(JsonText.line(new Extension(5, new byte[] {1}))).isEqualTo("{\"type\": 5, \"data\": \"AQ==\"}");
    }

    @Test
    void keysAreText() {
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(1L, "one");
        map.put(List.of("a", 2L), "list");
        map.put(Instant.EPOCH, "time");

        assertThat(JsonText.line(map))
                .isEqualTo("{\"1\": \"one\", \"[\\\"a\\\", 2]\": \"list\", \"1970-01-01T00:00:00Z\": \"time\"}");
    }

    @Test
    void longValuesAreSpreadAndShortOnesAreNot() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("short", List.of(1L, 2L));
        value.put("empty", Map.of());
        value.put("long", List.of("some text", "more of it", "and more"));

        assertThat(JsonText.pretty(value, 80, false))
                .isEqualTo(
                        "{\"short\": [1, 2], \"empty\": {}, \"long\": [\"some text\", \"more of it\", \"and more\"]}");
        assertThat(JsonText.pretty(value, 30, false))
                .isEqualTo(
                        """
                        {
                          "short": [1, 2],
                          "empty": {},
                          "long": [
                            "some text",
                            "more of it",
                            "and more"
                          ]
                        }\
                        """);
    }

    @Test
    void whatIsPrintedIsReadAsTheSame() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Object value = value(random, 4);
            assertThat(JsonValues.parse(JsonText.line(value))).as("seed %d", seed).isEqualTo(value);
            assertThat(JsonValues.parse(JsonText.pretty(value, 20, false))).as("seed %d", seed).isEqualTo(value);
        }
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> random.nextGaussian();
            case 4 -> text(random);
            case 5 -> {
                Object[] list = new Object[random.nextInt(4)];
                Arrays.setAll(list, _ -> value(random, depth - 1));
                yield new ArrayList<>(Arrays.asList(list));
            }
            default -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    map.put(text(random), value(random, depth - 1));
                }
                yield map;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(random.nextBoolean() ? random.nextInt(0x80) : 0xA0 + random.nextInt(0x2000));
        }
        return text.toString();
    }
}
