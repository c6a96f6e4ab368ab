package dev.parley.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// A million messages of random bytes and of damage: each is read, as a dynamic value and as a record, or refused with a
/// [ValueException], in little time and with little memory.
class MsgPackRandomTest {
    private static final long SEED = 20260731;
    private static final int MESSAGES = 1_000_000;
    private static final int SAMPLES = 500;

    /// What a slow machine has time for; the messages that are then left out are said.
    private static final Duration ENOUGH = Duration.ofSeconds(60);

    /// Bytes of memory that a message may take, whatever its length and for each of its bytes.
    private static final long ANY_LENGTH = 16_000;

    private static final long EACH_BYTE = 100;

    /// Heads of lists, maps and texts, so that not all is over after one number.
    private static final int[] HEADS = {0x81, 0x82, 0x8f, 0x91, 0x92, 0x9f, 0xa1, 0xd9, 0xc4, 0xc7, 0xdc, 0xde, 0xd7};

    private final Shapes shapes = new Shapes();
    private final Shape any = shapes.dynamic();
    private final Shape rich = shapes.of(Rich.class);
    private final Random random = new Random(SEED);
    private final List<byte[]> samples = new ArrayList<>();
    private int read;

    @Test
    void aMillionRandomMessagesAreReadOrRefused() {
        for (int i = 0; i < SAMPLES; i++) {
            samples.add(
                    i % 2 == 0
                            ? MsgPack.plain(new RandomValues(random).next())
                            : MsgPack.bytesOf(rich, Rich.random(random, 0)));
        }
        long start = System.nanoTime();
        int done = 0;
        for (; done < MESSAGES && System.nanoTime() - start < ENOUGH.toNanos(); done++) {
            byte[] message = done % 2 == 0 ? noise() : damaged();
            check(message, any, done);
            check(message, rich, done);
        }
        assertThat(done).as("messages in %s", ENOUGH).isGreaterThan(MESSAGES / 10);
        assertThat(read).as("messages that can be read").isBetween(done / 10, 2 * done);
    }

    private void check(byte[] message, Shape shape, int number) {
        long before = Allocated.soFar();
        Throwable thrown = thrownBy(message, shape);
        long allocated = Allocated.soFar() - before;
        if (thrown == null) {
            read++;
        } else if (!(thrown instanceof ValueException)) {
            fail(describe(message, shape, number), thrown);
        }
        if (allocated > most(message)) { // unless it was the JVM, which linked something
            allocated = Allocated.by(() -> thrownBy(message, shape));
            assertThat(allocated).as(describe(message, shape, number)).isLessThanOrEqualTo(most(message));
        }
    }

    @SuppressWarnings("CatchMayIgnoreException")
    private static @Nullable Throwable thrownBy(byte[] message, Shape shape) {
        try {
            shape.read(MsgPack.reader(message));
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private static long most(byte[] message) {
        return ANY_LENGTH + EACH_BYTE * message.length;
    }

    private static String describe(byte[] message, Shape shape, int number) {
        return "seed " + SEED + ", message " + number + " as " + shape + ": " + MsgPack.hex(message);
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(Math.min(4, bytes.length))] = (byte) HEADS[random.nextInt(HEADS.length)];
        }
        return bytes;
    }

    private byte[] damaged() {
        byte[] sample = samples.get(random.nextInt(SAMPLES));
        byte[] bytes = sample.clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) HEADS[random.nextInt(HEADS.length)];
                case 3 -> bytes = Arrays.copyOf(bytes, at);
                case 4 -> bytes = spliced(bytes, at, bytes, random.nextInt(bytes.length));
                default -> {
                    byte[] other = samples.get(random.nextInt(SAMPLES));
                    bytes = spliced(bytes, at, other, random.nextInt(other.length));
                }
            }
        }
        return bytes;
    }

    /// The beginning of one array and the end of another.
    private static byte[] spliced(byte[] one, int to, byte[] other, int from) {
        byte[] bytes = Arrays.copyOf(one, to + Math.min(other.length - from, 2_000));
        System.arraycopy(other, from, bytes, to, bytes.length - to);
        return bytes;
    }
}
