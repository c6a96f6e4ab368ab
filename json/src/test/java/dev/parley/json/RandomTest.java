package dev.parley.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.value.Codec;
import dev.parley.value.Extension;
import dev.parley.value.Kind;
import dev.parley.value.MsgPackCodec;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Shape;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Random values and random damage; the seed is fixed, and stands in the message of what fails.
class RandomTest {
    private static final long SEED = 20260731;
    private static final Shapes SHAPES = new Shapes();
    private static final Shape ANY = SHAPES.dynamic();

    record Typed(
            int i,
            @Nullable String s,
            double d,
            @Nullable BigDecimal decimal,
            @Nullable BigInteger big,
            byte @Nullable [] bytes,
            @Nullable Instant at,
            @Nullable Map<List<Integer>, ShapesTest.Event> map,
            @Nullable List<ShapesTest.Point> points,
            @Nullable Extension extension) {}

    @Test
    void randomValuesComeBackAsJsonCanCarryThem() {
        Codec json = new JsonCodec();
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            Object value = value(random, 0);
            byte[] bytes = written(json, value);
            assertThat(read(json, bytes)).as("seed %d, value %d", SEED, i).isEqualTo(throughJson(value));
        }
    }

    @Test
    void randomValuesComeBackAsMessagePackCanCarryThem() {
        Codec msgpack = new MsgPackCodec();
        Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            Object value = value(random, 0);
            Object again = read(msgpack, written(msgpack, value));
            // what comes back is in plain terms, so that it can be compared by its JSON
            assertThat(read(new JsonCodec(), written(new JsonCodec(), again)))
                    .as("seed %d, value %d", SEED, i)
                    .isEqualTo(throughJson(throughMsgPack(value)));
        }
    }

    @Test
    void sequencesOfRandomValuesAreCutAsTheyWereWritten() {
        Codec json = new JsonCodec();
        Random random = new Random(SEED);
        for (int i = 0; i < 3_000; i++) {
            List<Object> values = new ArrayList<>();
            Output out = new Output(0);
            dev.parley.value.Writer writer = json.writer(out);
            for (int n = random.nextInt(6); n > 0; n--) {
                Object value = value(random, 0);
                values.add(throughJson(value));
                ANY.write(writer, value);
            }
            byte[] bytes = out.toByteArray();
            Reader in = json.reader(bytes, 0, bytes.length);
            List<Object> again = new ArrayList<>();
            while (in.peek() != Kind.END) {
                int from = in.position();
                in.skip();
                byte[] cut = Arrays.copyOfRange(bytes, from, in.position());
                again.add(read(json, cut));
            }
            assertThat(again).as("seed %d, sequence %d", SEED, i).isEqualTo(values);
        }
    }

    @Test
    void aDocumentCutAnywhereIsRefused() {
        byte[] whole = document();
        assertThat(read(Json.CODEC, whole)).isInstanceOf(Map.class);
        for (int length = 0; length < whole.length; length++) {
            String outcome = outcome(ANY, Arrays.copyOf(whole, length));
            assertThat(outcome).startsWith(length == 0 ? "got nothing" : "malformed JSON at byte ");
            assertThat(outcome(null, Arrays.copyOf(whole, length))).isEqualTo(outcome);
        }
    }

    @Test
    void damagedDocumentsGiveAValueOrAValueException() {
        byte[] whole = document();
        Shape typed = SHAPES.of(Typed.class);
        Random random = new Random(SEED);
        int taken = 0;
        for (int i = 0; i < 300_000; i++) {
            byte[] damaged = damage(whole, random);
            try {
                boolean valid = Grammar.accepts(damaged);
                boolean skipped = outcome(null, damaged).isEmpty();
                boolean read = outcome(ANY, damaged).isEmpty();
                if (skipped != valid || read && !valid) {
                    throw new AssertionError("valid: " + valid + ", skipped: " + skipped + ", read: " + read);
                }
                outcome(typed, damaged);
                taken += read ? 1 : 0;
            } catch (Throwable e) {
                String shown = new String(damaged, StandardCharsets.UTF_8);
                throw new AssertionError("seed " + SEED + ", document " + i + ": " + shown, e);
            }
        }
        assertThat(taken).isGreaterThan(10_000); // or the damage would test the first check only
    }

    /// Reads all with a shape, or passes over all without one.
    ///
    /// @return the error's text; empty if there was none
    private static String outcome(@Nullable Shape shape, byte[] json) {
        Reader in = Json.reader(json);
        try {
            do {
                if (shape == null) {
                    in.skip();
                } else {
                    shape.read(in);
                }
            } while (in.peek() != Kind.END);
            return "";
        } catch (ValueException e) {
            String problem = e.problem();
            if (problem.isEmpty() || problem.contains("REDACTED") || problem.contains("Feature")) {
                throw new AssertionError("unclear: " + problem);
            }
            return problem;
        }
    }

    private static byte[] damage(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        int length = bytes.length;
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(length);
            switch (random.nextInt(7)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) "{}[]\",:\\0123456789-+.eEtfnu \n/*".charAt(random.nextInt(31));
                case 3 -> { // cut out
                    int to = Math.min(length, at + 1 + random.nextInt(8));
                    System.arraycopy(bytes, to, bytes, at, length - to);
                    length -= to - at;
                }
                case 4 -> { // twice
                    int size = Math.min(1 + random.nextInt(20), length - at);
                    byte[] longer = Arrays.copyOf(bytes, length + size);
                    System.arraycopy(bytes, at, longer, at + size, length - at);
                    bytes = longer;
                    length += size;
                }
                case 5 -> { // exchanged
                    int other = random.nextInt(length);
                    byte b = bytes[at];
                    bytes[at] = bytes[other];
                    bytes[other] = b;
                }
                default -> length = random.nextInt(20) == 0 ? at : length;
            }
            if (length == 0) {
                break;
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] document() {
        return ("{\"i\": 42, \"s\":\"a\\\"\\u00e9\\ud83d\\ude00é東😀\\n\",\"d\":-1.5e-3 , \"decimal\":1.10,\"big\":"
                        + "123456789012345678901234567890,\"bytes\":\"AQID/w==\",\"at\":\"2030-01-31T12:00:00Z\",\n"
                        + "\"map\":{\"[1,2]\":{\"at\":5,\"kind\":\"gone\"},\"[]\":{\"kind\":\"created\",\"id\":\"x\","
                        + "\"because\":[{\"kind\":\"empty\"}]}},\"points\":[{\"x\":1,\"y\":-2},{\"y\":0,\"x\":0}],"
                        + "\"extension\":{\"type\":5,\"data\":\"AA==\"},\"more\":[true,false,null,[],{},[[{}]]]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] written(Codec codec, @Nullable Object value) {
        Output out = new Output();
        ANY.write(codec.writer(out), value);
        return out.toByteArray();
    }

    private static @Nullable Object read(Codec codec, byte[] bytes) {
        return ANY.read(codec.reader(bytes, 0, bytes.length));
    }

    private static @Nullable Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 11 : 14)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt(200) - 100;
            case 3 -> random.nextLong() >> random.nextInt(64);
            case 4 ->
                    new BigInteger(random.nextInt(300), random).subtract(BigInteger.ONE.shiftLeft(random.nextInt(200)));
            case 5 -> Double.longBitsToDouble(random.nextLong());
            case 6 -> random.nextFloat();
            case 7 -> new BigDecimal(new BigInteger(random.nextInt(200), random), random.nextInt(50) - 25);
            case 8 -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                yield random.nextBoolean() ? bytes : new Extension(random.nextInt(128), bytes);
            }
            case 9 ->
                    Instant.ofEpochSecond(random.nextLong() >> 20 + random.nextInt(40), random.nextInt(1_000_000_000));
            case 10 -> text(random);
            case 11 -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int n = random.nextInt(6); n > 0; n--) {
                    list.add(value(random, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                for (int n = random.nextInt(6); n > 0; n--) {
                    Object key = random.nextInt(3) == 0 ? value(random, depth + 3) : text(random);
                    map.put(key, value(random, depth + 1));
                }
                yield map;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(random.nextInt(10) == 0 ? 200 : 20); n > 0; n--) {
            int code =
                    switch (random.nextInt(8)) {
                        case 0 -> random.nextInt(0x20);
                        case 1 -> "\"\\/?".charAt(random.nextInt(4));
                        case 2 -> 0x80 + random.nextInt(0x800);
                        case 3 -> 0x4e00 + random.nextInt(0x1000);
                        case 4 -> 0x10000 + random.nextInt(0x100000);
                        default -> 0x20 + random.nextInt(0x60);
                    };
            text.appendCodePoint(code);
        }
        return text.toString();
    }

    /// What a value is when it has been JSON, in plain Java terms.
    private static @Nullable Object throughJson(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Integer i -> (long) i;
            case BigInteger b -> b.bitLength() < 64 ? (Object) b.longValue() : b;
            case Float f -> Double.parseDouble(f.toString());
            case Double d when !Double.isFinite(d) -> d.toString();
            case BigDecimal b -> throughJsonText(b.toString());
            case byte[] b -> Base64.getEncoder().encodeToString(b);
            case Instant i -> i.toString();
            case Extension e -> Map.of("type", (long) e.type(), "data", Base64.getEncoder().encodeToString(e.data()));
            case List<?> l -> {
                List<@Nullable Object> list = new ArrayList<>();
                l.forEach(each -> list.add(throughJson(each)));
                yield list;
            }
            case Map<?, ?> m -> {
                Map<Object, @Nullable Object> map = new LinkedHashMap<>();
                m.forEach((k, v) -> map.put(key(k), throughJson(v)));
                yield map;
            }
            default -> value;
        };
    }

    private static Object throughJsonText(String digits) {
        boolean integer = digits.chars().allMatch(c -> c == '-' || Character.isDigit(c));
        return integer ? throughJson(new BigInteger(digits)) : Double.valueOf(digits);
    }

    private static String key(@Nullable Object key) {
        return switch (key) {
            case String s -> s;
            case byte[] b -> Base64.getEncoder().encodeToString(b);
            case Extension _, List<?> _, Map<?, ?> _ -> new String(written(Json.CODEC, key), StandardCharsets.UTF_8);
            case null, default -> String.valueOf(key);
        };
    }

    /// What a value is when it has been MessagePack: text for what it has no numbers for.
    private static @Nullable Object throughMsgPack(@Nullable Object value) {
        return switch (value) {
            case Float f -> (double) f;
            case BigDecimal b -> b.toString();
            case BigInteger b when b.signum() < 0 ? b.bitLength() > 63 : b.bitLength() > 64 -> b.toString();
            case List<?> l -> {
                List<@Nullable Object> list = new ArrayList<>();
                l.forEach(each -> list.add(throughMsgPack(each)));
                yield list;
            }
            case Map<?, ?> m -> {
                Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
                m.forEach((k, v) -> map.put(throughMsgPack(k), throughMsgPack(v)));
                yield map;
            }
            case null, default -> value;
        };
    }
}
