package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.value.Codecs;
import dev.parley.value.Reader;
import dev.parley.value.ValueException;
import dev.parley.wire.WireException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/// Where values end, however they come.
@Timeout(60)
class MsgPackEndTest {
    private static final long SEED = 20_261_122;
    private static final int DEEPEST = 100;

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /// Gives a value byte by byte.
    ///
    /// @return after how many bytes it was whole; -1 for never
    private static int end(byte[] bytes, MsgPackEnd end) throws WireException {
        for (int there = 0; there <= bytes.length; there++) {
            byte[] so = Arrays.copyOf(bytes, there); // what is not there yet cannot be looked at
            if (end.find(so, 0, there)) {
                assertThat(end.length()).isEqualTo(there);
                return there;
            }
        }
        return -1;
    }

    @ParameterizedTest
    @CsvSource({
        "00, 1",
        "7f 00, 1",
        "e0, 1",
        "c0, 1",
        "c2, 1",
        "c3, 1",
        "80, 1",
        "90, 1",
        "a0, 1",
        "a3 616263, 4",
        "81 01 02 03, 3",
        "82 01 90 02 91 80, 6",
        "93 01 02 03 04, 4",
        "9f 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e, 16",
        "c4 01 00, 3",
        "c4 00, 2",
        "c5 0001 00, 4",
        "c6 00000001 00, 6",
        "c7 00 05, 3",
        "c7 01 05 00, 4",
        "c8 0001 05 00, 5",
        "c9 00000001 05 00, 7",
        "ca 00000000, 5",
        "cb 0000000000000000, 9",
        "cc 00, 2",
        "cd 0000, 3",
        "ce 00000000, 5",
        "cf 0000000000000000, 9",
        "d0 00, 2",
        "d1 0000, 3",
        "d2 00000000, 5",
        "d3 0000000000000000, 9",
        "d4 05 00, 3",
        "d5 05 0000, 4",
        "d6 05 00000000, 6",
        "d7 05 0000000000000000, 10",
        "d8 05 00000000000000000000000000000000, 18",
        "d9 01 61, 3",
        "da 0001 61, 4",
        "db 00000001 61, 6",
        "dc 0001 c0, 4",
        "dc 0000, 3",
        "dd 00000001 c0, 6",
        "de 0001 c0 c0, 5",
        "df 00000001 c0 c0, 7",
        "df 00000000, 5",
        "a2 61, -1",
        "92 01, -1",
        "81 01, -1",
        "c6 ffffffff, -1",
        "dd ffffffff 00, -1"
    })
    void everyFormatEndsWhereTheSpecificationSays(String hex, int length) throws Exception {
        assertThat(end(bytes(hex), new MsgPackEnd(Long.MAX_VALUE, DEEPEST))).isEqualTo(length);
    }

    private static byte[] random(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(60)];
        random.nextBytes(bytes);
        for (int i = 0; i < bytes.length; i++) { // lengths that can be met, mostly
            bytes[i] = random.nextInt(3) == 0 ? (byte) (0x80 | bytes[i] & 0x17) : (byte) (bytes[i] & 0x07);
            bytes[i] = random.nextInt(5) == 0 ? (byte) (0xC0 | random.nextInt(32)) : bytes[i];
        }
        return bytes;
    }

    @Test
    void randomValuesEndWhereTheCodecEndsThem() {
        int ended = 0;
        for (int i = 0; i < 300_000; i++) {
            byte[] bytes = random(new Random(SEED + i));
            Reader in = Codecs.msgpack().reader(bytes, 0, bytes.length);
            int expected = -1;
            try {
                in.skip();
                expected = in.position();
            } catch (ValueException e) {
                // it ends behind what is there, or makes no sense
            }
            int found;
            try {
                found = end(bytes, new MsgPackEnd(Long.MAX_VALUE, DEEPEST));
            } catch (WireException e) {
                found = -1;
            }
            assertThat(found).as("seed " + (SEED + i) + ": " + HexFormat.of().formatHex(bytes)).isEqualTo(expected);
            ended += expected < 0 ? 0 : 1;
        }
        assertThat(ended).isGreaterThan(50_000);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // or else it would run for hours
    void noHeadIsLookedAtTwice() throws Exception {
        int elements = 3_000_000;
        byte[] bytes = new byte[5 + elements];
        bytes[0] = (byte) 0xDD;
        for (int i = 0; i < 4; i++) {
            bytes[1 + i] = (byte) (elements >>> 8 * (3 - i));
        }
        MsgPackEnd end = new MsgPackEnd(Long.MAX_VALUE, DEEPEST);
        for (int there = 0; there < bytes.length; there++) {
            assertThat(end.find(bytes, 0, there)).isFalse();
        }
        assertThat(end.find(bytes, 0, bytes.length)).isTrue();
    }

    @Test
    void depthHasItsLimit() throws Exception {
        byte[] deepest = bytes("91".repeat(DEEPEST) + "c0");
        assertThat(end(deepest, new MsgPackEnd(Long.MAX_VALUE, DEEPEST))).isEqualTo(DEEPEST + 1);
        byte[] deeper = bytes("91".repeat(DEEPEST + 1) + "c0");
        assertThatThrownBy(() -> end(deeper, new MsgPackEnd(Long.MAX_VALUE, DEEPEST)))
                .isInstanceOf(WireException.class)
                .hasMessage("lists and maps that are nested deeper than 100");
        byte[] wide = bytes("dc 03e8" + "91c0".repeat(1_000));
        assertThat(end(wide, new MsgPackEnd(Long.MAX_VALUE, 2))).isEqualTo(wide.length);
    }

    @Test
    void whatIsTooLongIsPassedOverAsItComes() throws Exception {
        byte[] bytes = bytes("93 a1 61 c5 0400" + "00".repeat(1024) + "92 01 02" + "05");
        for (int piece = 1; piece < 50; piece++) {
            MsgPackEnd end = new MsgPackEnd(1_000, DEEPEST);
            int from = 0;
            int to = 0;
            boolean whole = false;
            while (!whole) {
                to = Math.min(bytes.length, to + piece);
                whole = end.find(bytes, from, to);
                from += end.isTooLong() ? end.skip(to - from) : 0;
                assertThat(to - from).isLessThan(60);
            }
            assertThat(from).isEqualTo(bytes.length - 1);
            end.begin();
            assertThat(end.find(bytes, from, bytes.length)).isTrue();
            assertThat(end.length()).isEqualTo(1);
            assertThat(end.isTooLong()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"c6 ffffffff", "db 000003fd", "dd 000003f9", "df 00000200", "c8 03ff 05"})
    void whatIsAnnouncedAsTooLongIsKnownAtOnce(String hex) throws Exception {
        byte[] bytes = bytes("91" + hex);
        MsgPackEnd end = new MsgPackEnd(1_000, DEEPEST);
        assertThat(end.find(bytes, 0, bytes.length)).isFalse();
        assertThat(end.isTooLong()).isTrue();
    }
}
