package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Code;

import org.junit.jupiter.api.Test;

/// Every length on the wire, lied about: what the receiver says, and whether it goes on reading.
class LengthBombsTest {
    private static final byte[] PING = RawFrame.of(RawFrame.PING, 0, 0).u64(7).end();
    private static final String PONGED = "Ping[number=7]";

    /// The framing is lost: nothing more can be read.
    private static void fatal(Code code, String text, byte[]... bytes) {
        assertThatThrownBy(() -> Reading.greeted().read(bytes))
                .isInstanceOfSatisfying(WireException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(text);
    }

    /// One call is refused; what follows is read.
    private static void refused(String frame, byte[]... bytes) throws WireException {
        Reading reading = Reading.greeted().read(bytes).read(PING);
        assertThat(reading.frames).containsExactly(frame, PONGED);
        assertThat(reading.leftOver()).isZero();
    }

    private static String malformed(int id, String what) {
        return "Refused[id=" + id + ", code=INVALID_ARGUMENT, message=a malformed frame: " + what + "]";
    }

    @Test
    void aFrameOfAnImpossibleLengthLosesTheFraming() {
        for (int length : new int[] {0, 1, 5}) {
            fatal(
                    Code.INVALID_ARGUMENT,
                    "a frame of " + length + " bytes (expected 6 to 131072)",
                    RawFrame.of(RawFrame.ITEM, 0, 1).endWithLength(length));
        }
        for (long length : new long[] {131_073, Integer.MAX_VALUE, 1L << 31, 0xFFFFFFFFL}) {
            fatal(
                    Code.RESOURCE_EXHAUSTED,
                    "a frame of " + length + " bytes (expected 6 to 131072)",
                    RawFrame.of(RawFrame.ITEM, 0, 1).endWithLength((int) length));
        }
    }

    @Test
    void theLargestFrameIsRead() throws WireException {
        byte[] frame = RawFrame.of(RawFrame.ITEM, 0, 1).raw(new byte[131_072 - 6]).end();
        assertThat(Reading.greeted().read(frame).frames).hasSize(1);
    }

    @Test
    void anAnnouncedFrameTakesNoMemoryBeforeItComes() throws WireException {
        Reading reading = Reading.greeted();
        long before = Memory.allocatedByThisThread();
        reading.read(RawFrame.of(RawFrame.ITEM, 0, 1).endWithLength(131_072));
        assertThat(Memory.allocatedByThisThread() - before).isLessThan(48 << 10);
    }

    @Test
    void aCallIdOfZeroOrLessLosesTheFraming() {
        fatal(Code.INVALID_ARGUMENT, "call id 0 (expected 1 to 2^31 - 1)", RawFrame.of(RawFrame.CANCEL, 0, 0).end());
        fatal(
                Code.INVALID_ARGUMENT,
                "call id 4294967295 (expected 1 to 2^31 - 1)",
                RawFrame.of(RawFrame.MORE_PART, 0, -1).end());
    }

    @Test
    void aTextLongerThanItsFrameIsRefused() throws WireException {
        refused(
                malformed(1, "a text of 2147483647 bytes, 0 there"),
                RawFrame.of(RawFrame.CALL, RawFrame.DEFINE, 1).varint(1).varint(Integer.MAX_VALUE).end());
        refused(
                malformed(1, "a text of 9 bytes, 4 there"),
                RawFrame.of(RawFrame.CALL, RawFrame.DEFINE, 1).varint(1).text("s").varint(9).hex("61626364").end());
        refused(
                malformed(3, "a text of 70000 bytes, 0 there"),
                RawFrame.of(RawFrame.FAILURE, 0, 3).varint(2).varint(70_000).end());
        refused(
                malformed(3, "a text of 5 bytes, 1 there"),
                RawFrame.of(RawFrame.FAILURE, 0, 3).varint(2).text("T").varint(5).u8(0x61).end());
        refused(
                malformed(3, "a text of 1 bytes, 0 there"),
                RawFrame.of(RawFrame.FAILURE, RawFrame.TRACE, 3).varint(2).text("T").text("m").varint(1).end());
    }

    @Test
    void metadataWithMoreEntriesThanBytesIsRefused() throws WireException {
        refused(
                malformed(5, "got 2147483647 entries of metadata (expected at most 16384)"),
                RawFrame.of(RawFrame.END, RawFrame.METADATA, 5).varint(Integer.MAX_VALUE).end());
        refused(
                malformed(5, "16384 entries of metadata, 0 bytes there"),
                RawFrame.of(RawFrame.END, RawFrame.METADATA, 5).varint(16_384).end());
        refused(
                malformed(5, "2 entries of metadata, 3 bytes there"),
                RawFrame.of(RawFrame.RESULT, RawFrame.METADATA, 5).varint(2).hex("000000").end());
        refused(
                malformed(5, "a text of 200 bytes, 2 there"),
                RawFrame.of(RawFrame.RESULT, RawFrame.METADATA, 5).varint(1).varint(200).hex("6161").end());
    }

    @Test
    void anIntegerBeyondItsRangeIsRefused() throws WireException {
        refused(
                malformed(7, "got 2147483648 (expected at most 2147483647)"),
                RawFrame.of(RawFrame.CREDIT, 0, 7).varint(1L << 31).end());
        refused(
                malformed(7, "an integer of more than 63 bits"),
                RawFrame.of(RawFrame.CREDIT, 0, 7).hex("ffffffffffffffffff01").end());
        refused(malformed(7, "the frame ends within its fields"), RawFrame.of(RawFrame.CREDIT, 0, 7).hex("ff").end());
        refused(malformed(7, "the frame ends within its fields"), RawFrame.of(RawFrame.CREDIT, 0, 7).end());
        refused(malformed(7, "got 1025 (expected at most 1024)"), RawFrame.of(RawFrame.CALL, 0, 7).varint(1025).end());
    }

    @Test
    void anExtensionLongerThanItsFrameIsRefused() throws WireException {
        refused(
                malformed(9, "an extension of 3 bytes, 2 there"),
                RawFrame.of(RawFrame.ITEM, RawFrame.EXTENDED, 9).varint(3).hex("0000").end());
        refused(
                malformed(9, "an extension of 2147483647 bytes, 0 there"),
                RawFrame.of(RawFrame.CANCEL, RawFrame.EXTENDED, 9).varint(Integer.MAX_VALUE).end());
    }

    @Test
    void aMalformedFrameThatBelongsToNoCallEndsTheConnection() {
        fatal(
                Code.INVALID_ARGUMENT,
                "a malformed frame of kind 10: the frame ends within its fields",
                RawFrame.of(RawFrame.PING, 0, 0).u32(1).end());
        fatal(
                Code.INVALID_ARGUMENT,
                "a malformed frame of kind 12: a text of 100 bytes, 0 there",
                RawFrame.of(RawFrame.GO_AWAY, 0, 0).u32(1).varint(0).varint(100).end());
    }

    @Test
    void manyEntriesOfMetadataTakeBoundedMemory() throws WireException {
        RawFrame end = RawFrame.of(RawFrame.END, RawFrame.METADATA, 1).varint(16_384);
        for (int i = 0; i < 16_384; i++) {
            end.text(Integer.toString(i)).text("");
        }
        byte[] frame = end.end();
        Reading reading = Reading.greeted();
        long before = Memory.allocatedByThisThread();
        reading.wire.decode(frame, 0, frame.length, _ -> {});
        assertThat(Memory.allocatedByThisThread() - before).isLessThan(30L * frame.length);
    }
}
