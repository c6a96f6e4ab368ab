package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Code;

import org.junit.jupiter.api.Test;

/// Messages that come in parts.
class PartsTest {
    private static final byte[] PING = RawFrame.of(RawFrame.PING, 0, 0).u64(7).end();

    private static byte[] item(int flags, int id, String hex) {
        RawFrame frame = RawFrame.of(RawFrame.ITEM, flags, id);
        return (flags == RawFrame.MORE ? frame.u32(5) : frame).hex(hex).end();
    }

    private static byte[] more(int flags, int id, String hex) {
        return RawFrame.of(RawFrame.MORE_PART, flags, id).hex(hex).end();
    }

    private static void fatal(String text, byte[]... bytes) {
        assertThatThrownBy(() -> Reading.greeted().read(bytes))
                .isInstanceOfSatisfying(WireException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT))
                .hasMessage(text);
    }

    @Test
    void partsBecomeOneMessage() throws WireException {
        assertThat(
                        Reading.greeted()
                                .read(item(RawFrame.MORE, 1, "0102"), more(RawFrame.MORE, 1, "03"), more(0, 1, "0405"))
                                .frames)
                .containsExactly("Item 1 value=0102030405");
    }

    @Test
    void partsMayBeEmpty() throws WireException {
        assertThat(
                        Reading.greeted()
                                .read(item(RawFrame.MORE, 1, ""), more(RawFrame.MORE, 1, ""), more(0, 1, ""))
                                .frames)
                .containsExactly("Item 1 value=");
    }

    @Test
    void aMessageMayBeCutWithinItsFields() throws WireException {
        byte[] whole =
                RawFrame.of(RawFrame.CALL, RawFrame.DEFINE | RawFrame.METADATA, 1)
                        .varint(1)
                        .text("notes")
                        .text("add")
                        .varint(1)
                        .text("k")
                        .text("v")
                        .hex("90")
                        .end();
        for (int cut = 10; cut <= whole.length; cut++) {
            byte[] head = java.util.Arrays.copyOfRange(whole, 10, cut);
            byte[] tail = java.util.Arrays.copyOfRange(whole, cut, whole.length);
            byte[] first =
                    RawFrame.of(RawFrame.CALL, RawFrame.DEFINE | RawFrame.METADATA | RawFrame.MORE, 1)
                            .u32(1)
                            .raw(head)
                            .end();
            byte[] second = RawFrame.of(RawFrame.MORE_PART, 0, 1).raw(tail).end();
            assertThat(Reading.greeted().read(first, second).frames)
                    .containsExactly("Call 1 notes.add remaining=0 {k=v} value=90");
        }
    }

    @Test
    void wholeFramesOfAnyCallMayStandBetweenParts() throws WireException {
        assertThat(
                        Reading.greeted()
                                .read(item(RawFrame.MORE, 1, "01"), PING, item(0, 3, "09"), more(0, 1, "02"))
                                .frames)
                .containsExactly("Ping[number=7]", "Item 3 value=09", "Item 1 value=0102");
    }

    @Test
    void aPartOfNothingLosesTheFraming() {
        fatal("a part of a message of call 1 that never began", more(0, 1, "01"));
        fatal("a part of a message of call 3 that never began", item(RawFrame.MORE, 1, "01"), more(0, 3, "01"));
        fatal(
                "a part of a message of call 1 that never began",
                item(RawFrame.MORE, 1, "01"),
                more(0, 1, "02"),
                more(0, 1, "03"));
    }

    @Test
    void twoMessagesInPartsAtOnceLoseTheFraming() {
        fatal(
                "two messages in parts at once (of calls 1 and 3)",
                item(RawFrame.MORE, 1, "01"),
                item(RawFrame.MORE, 3, "01"));
        fatal(
                "two messages in parts at once (of calls 1 and 1)",
                item(RawFrame.MORE, 1, "01"),
                item(RawFrame.MORE, 1, "01"));
    }

    @Test
    void anAbandonedMessageIsForgotten() throws WireException {
        assertThat(
                        Reading.greeted()
                                .read(
                                        item(RawFrame.MORE, 1, "01"),
                                        more(RawFrame.ABANDONED, 1, ""),
                                        item(RawFrame.MORE, 3, "02"),
                                        more(0, 3, "03"))
                                .frames)
                .containsExactly("Item 3 value=0203");
    }

    @Test
    void anAbandonedCallStillDefinesItsNumber() throws WireException {
        byte[] first =
                RawFrame.of(RawFrame.CALL, RawFrame.DEFINE | RawFrame.MORE, 1)
                        .u32(50)
                        .varint(1)
                        .text("notes")
                        .text("add")
                        .hex("c4")
                        .end();
        byte[] second = RawFrame.of(RawFrame.CALL, 0, 3).varint(1).hex("90").end();
        assertThat(Reading.greeted().read(first, more(RawFrame.ABANDONED, 1, ""), second).frames)
                .containsExactly("Call 3 notes.add remaining=0 {} value=90");
    }

    @Test
    void aMessageBeyondTheLimitIsRefusedWhenItsLastPartHasCome() throws WireException {
        Reading reading = Reading.greeted(1000).read(item(RawFrame.MORE, 1, "00".repeat(600)), PING);
        assertThat(reading.frames).containsExactly("Ping[number=7]");
        reading.read(more(0, 1, "00".repeat(600)), PING);
        assertThat(reading.frames).containsExactly("Ping[number=7]", tooLarge(1, 1000), "Ping[number=7]");
    }

    @Test
    void aMessageInOneFrameBeyondTheLimitIsRefused() throws WireException {
        assertThat(Reading.greeted(10).read(item(0, 1, "00".repeat(11)), item(0, 1, "00".repeat(10))).frames)
                .containsExactly(tooLarge(1, 10), "Item 1 value=" + "00".repeat(10));
    }

    @Test
    void aTooLargeCallStillDefinesItsNumber() throws WireException {
        byte[] first =
                RawFrame.of(RawFrame.CALL, RawFrame.DEFINE, 1)
                        .varint(1)
                        .text("notes")
                        .text("add")
                        .raw(new byte[20])
                        .end();
        byte[] second = RawFrame.of(RawFrame.CALL, 0, 3).varint(1).hex("90").end();
        assertThat(Reading.greeted(10).read(first, second).frames)
                .containsExactly(tooLarge(1, 10), "Call 3 notes.add remaining=0 {} value=90");
    }

    @Test
    void endlessPartsTakeBoundedMemory() throws WireException {
        Reading reading = Reading.greeted(1 << 20).read(item(RawFrame.MORE, 1, ""));
        byte[] part = RawFrame.of(RawFrame.MORE_PART, RawFrame.MORE, 1).raw(new byte[100_000]).end();
        for (int i = 0; i < 12; i++) {
            reading.read(part);
        }
        long before = Memory.allocatedByThisThread();
        int parts = 1000;
        for (int i = 0; i < parts; i++) {
            reading.wire.decode(part, 0, part.length, _ -> {});
        }
        assertThat(Memory.allocatedByThisThread() - before).isLessThan(parts * 1000L);
        reading.read(more(0, 1, ""), PING);
        assertThat(reading.frames).containsExactly(tooLarge(1, 1 << 20), "Ping[number=7]");
    }

    @Test
    void theLargestPossibleLimitIsNoLimit() throws WireException {
        byte[] first = RawFrame.of(RawFrame.ITEM, RawFrame.MORE, 1).u32(100_001).raw(new byte[100_000]).end();
        assertThat(Reading.greeted(Integer.MAX_VALUE).read(first, more(0, 1, "01")).frames)
                .singleElement()
                .asString()
                .startsWith("Item 1 value=0000");
    }

    private static String tooLarge(int id, int limit) {
        return "Refused[id="
                + id
                + ", code=RESOURCE_EXHAUSTED, message=a message of more than "
                + limit
                + " bytes (the limit maxMessage of the receiver)]";
    }
}
