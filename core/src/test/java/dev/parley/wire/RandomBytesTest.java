package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.parley.value.Codecs;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;

/// Random bytes, random damage and random cuts. The seed is fixed, and stands in the message of what fails.
class RandomBytesTest {
    private static final long SEED = 20260801;
    private static final int MESSAGES = 1_000_000;

    /// Twenty seconds are enough for all of them several times over; a slow machine tries fewer.
    private static final long MOST_NANOS = 20_000_000_000L;

    private static final byte[] GREETING = RawFrame.greeting();

    @Test
    void aMillionRandomMessagesGiveFramesOrAWireException() {
        Random random = new Random(SEED);
        List<byte[]> valid = SampleFrames.all();
        long until = System.nanoTime() + MOST_NANOS;
        int frames = 0;
        int refusals = 0;
        for (int i = 0; i < MESSAGES && System.nanoTime() - until < 0; i++) {
            byte[] message = i % 2 == 0 ? random(random) : mutated(random, valid);
            int got = decode(message, i);
            frames += Math.max(got, 0);
            refusals += got < 0 ? 1 : 0;
        }
        assertThat(frames).as("frames understood").isGreaterThan(100_000);
        assertThat(refusals).as("messages refused").isGreaterThan(100_000);
    }

    /// A header that may be right, and random bytes behind it.
    private static byte[] random(Random random) {
        byte[] body = new byte[random.nextInt(40)];
        random.nextBytes(body);
        if (random.nextInt(8) == 0) {
            return body;
        }
        return RawFrame.of(random.nextInt(14), random.nextInt(256), random.nextInt(1, 9)).raw(body).end();
    }

    /// Valid frames with some bytes changed, left out, doubled or cut off.
    private static byte[] mutated(Random random, List<byte[]> valid) {
        byte[] message = {};
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            message = RawFrame.join(message, valid.get(random.nextInt(valid.size())));
        }
        for (int n = random.nextInt(1, 4); n > 0 && message.length > 0; n--) {
            int at = random.nextInt(message.length);
            byte[] before = Arrays.copyOf(message, at);
            byte[] after = Arrays.copyOfRange(message, at, message.length);
            switch (random.nextInt(4)) {
                case 0 -> message[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> message[at] = (byte) random.nextInt();
                case 2 -> message = RawFrame.join(before, Arrays.copyOfRange(after, 1, after.length));
                default -> message = RawFrame.join(before, new byte[] {message[at]}, after);
            }
        }
        return message;
    }

    /// @return how many frames were understood; -1 where the framing was lost
    private static int decode(byte[] message, int number) {
        ParleyWire wire = new ParleyWire(name -> name.equals("msgpack") ? Codecs.msgpack() : null, 1 << 16);
        int[] frames = {0};
        long before = Memory.allocatedByThisThread();
        try {
            wire.decode(GREETING, 0, GREETING.length, _ -> {});
            int used = wire.decode(message, 0, message.length, _ -> frames[0]++);
            if (used < 0 || used > message.length) {
                fail("seed %d, message %d: used %d bytes of %d", SEED, number, used, message.length);
            }
            return frames[0];
        } catch (WireException e) {
            return -1;
        } catch (RuntimeException e) {
            throw new AssertionError(
                    "seed " + SEED + ", message " + number + " " + HexFormat.of().formatHex(message), e);
        } finally {
            long took = Memory.allocatedByThisThread() - before;
            if (took > 256 << 10) {
                fail("seed %d, message %d of %d bytes took %d bytes", SEED, number, message.length, took);
            }
        }
    }

    @Test
    void howAStreamIsCutIntoReadsDoesNotMatter() throws WireException {
        Random random = new Random(SEED);
        byte[] stream = RawFrame.join(GREETING, conversation(random));
        List<String> expected = new Reading(1 << 20).read(stream).frames;
        assertThat(expected).hasSizeGreaterThan(300);
        for (int round = 0; round < 300; round++) {
            Reading reading = new Reading(1 << 20);
            int most = random.nextInt(6) == 0 ? 3 : random.nextInt(1, 20_000);
            for (int at = 0; at < stream.length; ) {
                int next = Math.min(stream.length, at + random.nextInt(1, most + 1));
                reading.read(Arrays.copyOfRange(stream, at, next));
                at = next;
            }
            assertThat(reading.frames).as("seed %d, round %d", SEED, round).isEqualTo(expected);
            assertThat(reading.leftOver()).isZero();
        }
    }

    @Test
    void whereAStreamIsReadToDoesNotMatter() throws WireException {
        Random random = new Random(SEED);
        byte[] stream = RawFrame.join(GREETING, largeItems(random), conversation(random), largeItems(random));
        List<String> expected = new Reading(1 << 20).read(stream).frames;
        assertThat(expected).hasSizeGreaterThan(400);
        NavigableSet<Integer> ends = ends(stream);
        for (int round = 0; round < 40; round++) {
            Reading reading = new Reading(1 << 20);
            int most = random.nextInt(4) == 0 ? 20 : random.nextInt(1, 200_000);
            for (int at = 0; at < stream.length; ) {
                boolean whole = random.nextInt(3) > 0; // the peer has sent up to the end of a frame
                int end = whole ? ends.higher(at) : Math.min(stream.length, at + random.nextInt(1, most + 1));
                at += reading.readToRoom(stream, at, end - at);
            }
            assertThat(reading.frames).as("seed %d, round %d", SEED, round).isEqualTo(expected);
            assertThat(reading.leftOver()).isZero();
            assertThat(reading.apart).isGreaterThan(50);
        }
    }

    /// Where the greeting and each frame behind it end.
    private static NavigableSet<Integer> ends(byte[] stream) {
        NavigableSet<Integer> ends = new TreeSet<>();
        for (int at = GREETING.length; at < stream.length; at += 4 + ByteBuffer.wrap(stream).getInt(at)) {
            ends.add(at);
        }
        ends.add(stream.length);
        return ends;
    }

    /// Large frames of items, in runs of the same size, with others between; some in parts.
    private static byte[] largeItems(Random random) {
        List<byte[]> frames = new ArrayList<>();
        frames.add(SampleFrames.define());
        for (int run = 0; run < 12; run++) {
            int size = random.nextInt(1, 100_000);
            for (int i = random.nextInt(1, 8); i > 0; i--) {
                byte[] value = new byte[random.nextInt(5) == 0 ? random.nextInt(100_000) : size];
                random.nextBytes(value);
                boolean parts = random.nextInt(6) == 0;
                RawFrame frame = RawFrame.of(RawFrame.ITEM, parts ? RawFrame.MORE : 0, 5);
                frames.add((parts ? frame.u32(2 * value.length) : frame).raw(value).end());
                if (random.nextInt(5) == 0) {
                    frames.add(RawFrame.of(RawFrame.CANCEL, 0, 9).end());
                }
                if (random.nextInt(5) == 0) {
                    frames.add(SampleFrames.any(random));
                }
                if (parts) {
                    frames.add(RawFrame.of(RawFrame.MORE_PART, 0, 5).raw(value).end());
                }
            }
        }
        return RawFrame.join(frames.toArray(byte[][]::new));
    }

    /// Valid frames in random order, some of them large, some in parts with others between.
    private static byte[] conversation(Random random) {
        List<byte[]> frames = new ArrayList<>();
        frames.add(SampleFrames.define());
        for (int i = 0; i < 300; i++) {
            byte[] value = new byte[random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(50)];
            random.nextBytes(value);
            switch (random.nextInt(3)) {
                case 0 -> frames.add(SampleFrames.any(random));
                case 1 -> frames.add(RawFrame.of(RawFrame.ITEM, 0, 5).raw(value).end());
                default -> {
                    frames.add(RawFrame.of(RawFrame.ITEM, RawFrame.MORE, 7).u32(3 * value.length).raw(value).end());
                    frames.add(SampleFrames.any(random));
                    frames.add(RawFrame.of(RawFrame.MORE_PART, RawFrame.MORE, 7).raw(value).end());
                    frames.add(
                            RawFrame.of(RawFrame.MORE_PART, random.nextInt(5) == 0 ? RawFrame.ABANDONED : 0, 7)
                                    .raw(value)
                                    .end());
                }
            }
        }
        return RawFrame.join(frames.toArray(byte[][]::new));
    }
}
