package dev.parley.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

class OutputTest {
    private static String written(Consumer<Output> write) {
        Output out = new Output(0);
        write.accept(out);
        return MsgPack.hex(out.toByteArray());
    }

    @Test
    void integersAreBigEndian() {
        assertThat(written(out -> out.u8(0x1ff))).isEqualTo("ff");
        assertThat(written(out -> out.u16(0x10203))).isEqualTo("0203");
        assertThat(written(out -> out.u32(0x01020304))).isEqualTo("01020304");
        assertThat(written(out -> out.u64(0x0102030405060708L))).isEqualTo("0102030405060708");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7f",
        "128, 8001",
        "300, ac02",
        "16383, ff7f",
        "16384, 808001",
        "9223372036854775807, ffffffffffffffff7f",
        "-1, ffffffffffffffffff01"
    })
    void varintsAreInGroupsOfSevenBits(long value, String hex) {
        assertThat(written(out -> out.varint(value))).isEqualTo(hex);
    }

    @Test
    void whatIsClaimedIsFilledIn() {
        Output out = new Output(1);
        out.u8(1);
        int at = out.claim(4);
        out.u8(2);
        out.putU32(at, 0x0a0b0c0d);
        assertThat(out.size()).isEqualTo(6);
        assertThat(MsgPack.hex(out.toByteArray())).isEqualTo("010a0b0c0d02");
    }

    @Test
    void whatWasWrittenStaysAsTheBufferGrows() {
        Output out = new Output(0);
        for (int i = 0; i < 100_000; i++) {
            out.u8(i);
        }
        byte[] bytes = out.toByteArray();
        assertThat(bytes).hasSize(100_000);
        for (int i = 0; i < bytes.length; i++) {
            assertThat(bytes[i]).isEqualTo((byte) i);
        }
    }

    @Test
    void whatIsTakenBackIsGone() {
        Output out = new Output();
        out.bytes(new byte[] {1, 2, 3, 4, 5}, 1, 3);
        out.truncate(2);
        out.u8(9);
        assertThat(out.toByteArray()).containsExactly(2, 3, 9);
        out.clear();
        assertThat(out.size()).isZero();
        assertThat(out.toByteArray()).isEmpty();
    }

    @Test
    void whatIsReservedIsThereAndWhatIsReleasedIsGone() {
        Output out = new Output(0);
        out.u8(7);
        out.reserve(1_000_000);
        byte[] array = out.array();
        out.claim(999_999);
        assertThat(out.array()).isSameAs(array).startsWith(7);
        out.release();
        assertThat(out.size()).isZero();
        out.u8(8);
        assertThat(out.toByteArray()).containsExactly(8);
    }

    @Test
    void theViewIsOfWhatWasWritten() {
        Output out = new Output(1);
        out.u8(1);
        assertThat(out.view().remaining()).isEqualTo(1);
        out.u16(0x0203);
        ByteBuffer view = out.view();
        assertThat(view.remaining()).isEqualTo(3);
        assertThat(view.get(2)).isEqualTo((byte) 3);
    }

    private static final int LARGE = Output.MOST_COPIED + 1;

    private static byte[] viewed(Output out) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer view = out.view(); view != null; view = out.nextView()) {
            all.write(view.array(), view.arrayOffset() + view.position(), view.remaining());
        }
        return all.toByteArray();
    }

    @Test
    void largeValuesAreSeenWhereTheyStand() {
        byte[] large = new byte[LARGE + 2];
        Arrays.fill(large, (byte) 7);
        Output out = new Output().referring();
        out.u8(1);
        out.value(large, 1, LARGE, null);
        out.u8(2);
        out.value(large, 0, LARGE, null);
        out.value(large, 2, LARGE, null);
        out.value(new byte[] {3}, 0, 1, null);
        assertThat(out.size()).isEqualTo(3);
        assertThat(out.length()).isEqualTo(3 + 3L * LARGE);
        byte[] all = viewed(out);
        assertThat(all).hasSize(3 + 3 * LARGE);
        assertThat(all[0]).isEqualTo((byte) 1);
        assertThat(all[LARGE]).isEqualTo((byte) 7);
        assertThat(all[LARGE + 1]).isEqualTo((byte) 2);
        assertThat(all[LARGE + 2]).isEqualTo((byte) 7);
        assertThat(all[all.length - 1]).isEqualTo((byte) 3);
        large[1] = 9;
        assertThat(viewed(out)[1]).as("not copied").isEqualTo((byte) 9);
    }

    /// Who waits for room in an outbox asks without its lock.
    @Test
    void itsLengthMayBeLookedAtWhileItIsWritten() throws Exception {
        Output out = new Output();
        byte[] large = new byte[LARGE];
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> writer =
                    executor.submit(() -> {
                        for (int i = 0; i < 3_000_000; i++) {
                            out.referring().value(large, 0, LARGE, null);
                            out.value(large, 0, LARGE, null);
                            out.clear();
                        }
                    });
            long longest = 0;
            while (!writer.isDone()) {
                longest = Math.max(longest, out.length());
            }
            writer.get();
            assertThat(longest).isLessThanOrEqualTo(2L * LARGE);
        }
    }

    @Test
    void whatEndsWithALargeValueEndsThere() {
        Output out = new Output().referring();
        out.u8(1);
        out.value(new byte[LARGE], 0, LARGE, null);
        assertThat(viewed(out)).hasSize(1 + LARGE);
        out.u8(2);
        out.truncate(1);
        assertThat(viewed(out)).as("what stands before the end stays").hasSize(1 + LARGE);
        out.truncate(0);
        assertThat(viewed(out)).isEmpty();
    }

    @Test
    void aClearedBufferGivesTheValuesMemoryBackAndCopiesAgain() {
        Output home = new Output();
        home.bytes(new byte[LARGE]);
        Output out = new Output().referring();
        out.value(home.array(), 0, LARGE, home);
        out.clear();
        assertThat(home.array()).isEmpty();
        assertThat(out.length()).isZero();
        out.value(new byte[LARGE], 0, LARGE, null);
        assertThat(out.size()).as("it does not refer any more").isEqualTo(LARGE);
    }

    /// Large arrays are used again, but never by two at once.
    @Test
    void nobodyWritesIntoAnothersBuffer() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            List<Future<?>> results = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                byte mine = (byte) (thread + 1);
                results.add(
                        executor.submit(() -> {
                            byte[] piece = new byte[50_000];
                            Arrays.fill(piece, mine);
                            for (int round = 0; round < 50; round++) {
                                Output out = new Output();
                                for (int i = 0; i < 20; i++) {
                                    out.bytes(piece);
                                }
                                byte[] bytes = out.toByteArray();
                                out.release();
                                byte[] expected = new byte[bytes.length];
                                Arrays.fill(expected, mine);
                                assertThat(Arrays.equals(bytes, expected)).isTrue();
                            }
                        }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        }
    }

    @Test
    void moreThanAnArrayHoldsIsRefused() {
        Output out = new Output();
        out.u8(1);
        assertThatThrownBy(() -> out.claim(Integer.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void codecsAreFoundByName() {
        assertThat(Codecs.find("msgpack")).isSameAs(Codecs.msgpack());
        assertThat(Codecs.find("no such codec")).isNull();
        assertThat(Codecs.names()).contains("msgpack");
        assertThat(Codecs.msgpack().name()).isEqualTo("msgpack");
    }
}
