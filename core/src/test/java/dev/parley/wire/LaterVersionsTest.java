package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

/// What a later version of the protocol may add without disturbing this one.
class LaterVersionsTest {
    private static final byte[] PING = RawFrame.of(RawFrame.PING, 0, 0).u64(7).end();

    @Test
    void unknownKindsAreSkipped() throws WireException {
        for (int kind : new int[] {0, 13, 99, 255}) {
            for (int flags = 0; flags < 256; flags++) {
                if ((flags & RawFrame.MORE) == 0) {
                    byte[] unknown = RawFrame.of(kind, flags, flags - 128).hex("ffff").end();
                    assertThat(Reading.greeted().read(unknown, PING).frames).containsExactly("Ping[number=7]");
                }
            }
        }
    }

    @Test
    void unknownKindsInPartsAreSkipped() throws WireException {
        byte[] first = RawFrame.of(99, RawFrame.MORE, 5).u32(100).hex("ffff").end();
        byte[] last = RawFrame.of(RawFrame.MORE_PART, 0, 5).raw(new byte[100_000]).end();
        assertThat(Reading.greeted().read(first, last, PING).frames).containsExactly("Ping[number=7]");
    }

    @Test
    void anUnknownKindBeyondTheLimitConcernsNoCall() throws WireException {
        Reading reading = Reading.greeted(1000).read(RawFrame.of(99, RawFrame.MORE, 5).u32(100).end());
        byte[] part = RawFrame.of(RawFrame.MORE_PART, RawFrame.MORE, 5).raw(new byte[131_000]).end();
        reading.read(part, part, RawFrame.of(RawFrame.MORE_PART, 0, 5).end(), PING);
        assertThat(reading.frames).containsExactly("Ping[number=7]");
    }

    @Test
    void aLargeUnknownKindIsSkippedAsItComes() throws WireException {
        byte[] unknown = RawFrame.of(99, 0, 0).raw(new byte[100_000]).end();
        Reading reading = Reading.greeted();
        for (int at = 0; at < unknown.length; at += 7_000) {
            reading.read(Arrays.copyOfRange(unknown, at, Math.min(unknown.length, at + 7_000)));
        }
        assertThat(reading.read(PING).frames).containsExactly("Ping[number=7]");
    }

    @Test
    void anExtensionStandsBeforeTheFieldsOfAnyFrame() throws WireException {
        for (byte[] known : SampleFrames.all()) {
            int kind = known[4];
            boolean parts = kind == RawFrame.MORE_PART || (known[5] & RawFrame.MORE) != 0;
            if (parts || kind > RawFrame.GO_AWAY || (known[5] & RawFrame.EXTENDED) != 0) {
                continue;
            }
            byte[] extended =
                    RawFrame.of(kind, known[5] | RawFrame.EXTENDED, known[9])
                            .varint(3)
                            .hex("ffeedd")
                            .raw(Arrays.copyOfRange(known, 10, known.length))
                            .end();
            assertThat(Reading.greeted().read(SampleFrames.define(), extended).frames)
                    .isEqualTo(Reading.greeted().read(SampleFrames.define(), known).frames);
        }
    }

    @Test
    void unknownFlagsAreIgnored() throws WireException {
        assertThat(Reading.greeted().read(RawFrame.of(RawFrame.ITEM, 0x7E, 7).hex("01").end(), PING).frames)
                .containsExactly("Item 7 value=01", "Ping[number=7]");
    }

    @Test
    void furtherFieldsBehindTheKnownOnesAreIgnored() throws WireException {
        assertThat(
                        Reading.greeted()
                                .read(
                                        RawFrame.of(RawFrame.CANCEL, 0, 7).hex("0102").end(),
                                        RawFrame.of(RawFrame.CREDIT, 0, 7).varint(5).hex("0102").end(),
                                        RawFrame.of(RawFrame.END, 0, 7).hex("0102").end(),
                                        RawFrame.of(RawFrame.RESULT, 0, 7).hex("0102").end(),
                                        RawFrame.of(RawFrame.PING, 0, 0).u64(7).hex("0102").end())
                                .frames)
                .containsExactly(
                        "Cancel[id=7]",
                        "Credit[id=7, bytes=5]",
                        "End[id=7, metadata={}]",
                        "Result 7 {} without a value",
                        "Ping[number=7]");
    }
}
