package dev.parley.wire;

import java.util.List;
import java.util.Random;

/// Valid frames of every kind, by hand.
final class SampleFrames {
    private SampleFrames() {}

    /// A call that defines command number 1.
    static byte[] define() {
        return RawFrame.of(RawFrame.CALL, RawFrame.DEFINE, 1).varint(1).text("notes").text("add").hex("90").end();
    }

    static List<byte[]> all() {
        return List.of(
                define(),
                RawFrame.of(RawFrame.CALL, RawFrame.DEFINE | RawFrame.DEADLINE | RawFrame.METADATA | RawFrame.STREAM, 3)
                        .varint(0)
                        .text("notes")
                        .text("load")
                        .varint(5_000_000_000L)
                        .varint(1)
                        .text("k")
                        .text("v")
                        .hex("91a46d696c6b")
                        .end(),
                RawFrame.of(RawFrame.CALL, RawFrame.MIXED, 5).varint(1).hex("92918081").end(),
                RawFrame.of(RawFrame.ITEM, 0, 3).hex("a16c").end(),
                RawFrame.of(RawFrame.ITEM, RawFrame.MORE, 3).u32(5).hex("c403").end(),
                RawFrame.of(RawFrame.MORE_PART, 0, 3).hex("010203").end(),
                RawFrame.of(RawFrame.MORE_PART, RawFrame.ABANDONED, 3).end(),
                RawFrame.of(RawFrame.END, 0, 3).end(),
                RawFrame.of(RawFrame.END, RawFrame.METADATA, 3).varint(1).text("took").text("5").end(),
                RawFrame.of(RawFrame.RESULT, 0, 1).end(),
                RawFrame.of(RawFrame.RESULT, RawFrame.METADATA | RawFrame.VALUE, 1)
                        .varint(2)
                        .text("a")
                        .text("b")
                        .text("c")
                        .text("")
                        .hex("2a")
                        .end(),
                RawFrame.of(RawFrame.FAILURE, RawFrame.RAN | RawFrame.TRACE | RawFrame.METADATA | RawFrame.VALUE, 1)
                        .varint(5)
                        .text("NoSuchNote")
                        .text("no note 7")
                        .text("at …")
                        .varint(0)
                        .hex("07")
                        .end(),
                RawFrame.of(RawFrame.FAILURE, 0, 1).varint(16).text("").text("").end(),
                RawFrame.of(RawFrame.CANCEL, 0, 1).end(),
                RawFrame.of(RawFrame.CREDIT, 0, 1).varint(65536).end(),
                RawFrame.of(RawFrame.PING, 0, 0).u64(7).end(),
                RawFrame.of(RawFrame.PONG, 0, 0).u64(7).end(),
                RawFrame.of(RawFrame.GO_AWAY, 0, 0).u32(5).varint(0).text("bye").end(),
                RawFrame.of(99, 0, 0).hex("010203").end(),
                RawFrame.of(RawFrame.ITEM, RawFrame.EXTENDED, 3).varint(2).hex("ffff").hex("01").end());
    }

    /// One that neither begins nor continues a message in parts.
    static byte[] any(Random random) {
        List<byte[]> all = all();
        while (true) {
            byte[] frame = all.get(random.nextInt(all.size()));
            if ((frame[5] & RawFrame.MORE) == 0 && frame[4] != RawFrame.MORE_PART) {
                return frame;
            }
        }
    }
}
