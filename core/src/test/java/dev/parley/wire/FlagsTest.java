package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Code;
import dev.parley.value.Codecs;
import dev.parley.value.Output;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/// Every kind of frame with every combination of its flags: the bytes that it has, and what they are read as.
class FlagsTest {
    private static final Encoded VALUE = new Encoded(Codecs.msgpack(), HexFormat.of().parseHex("93010203"), 0, 4);

    private static void same(Frame frame, RawFrame expected) throws WireException {
        byte[] bytes = expected.end();
        ParleyWire wire = new Reading(1).wire;
        Output out = new Output();
        wire.encode(frame, out);
        assertThat(Arrays.copyOfRange(out.toByteArray(), 6, out.size())).as(FrameText.of(frame)).isEqualTo(bytes);
        assertThat(Reading.greeted().read(bytes).frames).containsExactly(FrameText.of(frame));
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    /// All combinations of the given flags.
    private static int[] combinations(int flags) {
        return java.util.stream.IntStream.rangeClosed(0, flags).filter(some -> (some & ~flags) == 0).toArray();
    }

    private static Map<String, String> metadata(int flags) {
        return has(flags, RawFrame.METADATA) ? Map.of("trace", "ä1") : Map.of();
    }

    private static void metadata(int flags, RawFrame into) {
        if (has(flags, RawFrame.METADATA)) {
            into.varint(1).text("trace").text("ä1");
        }
    }

    @Test
    void calls() throws WireException {
        int all = RawFrame.DEADLINE | RawFrame.METADATA | RawFrame.STREAM | RawFrame.MIXED | RawFrame.SOFT;
        for (int flags : combinations(all)) {
            long remaining = has(flags, RawFrame.DEADLINE) ? 5_000_000_000L : 0;
            Frame.Call call =
                    new Frame.Call(
                            7,
                            new CommandName("notes", "add"),
                            remaining,
                            has(flags, RawFrame.SOFT),
                            metadata(flags),
                            has(flags, RawFrame.STREAM),
                            has(flags, RawFrame.MIXED),
                            VALUE);
            RawFrame raw = RawFrame.of(RawFrame.CALL, flags | RawFrame.DEFINE, 7).varint(1).text("notes").text("add");
            if (remaining != 0) {
                raw.hex("80 e4 97 d0 12");
            }
            metadata(flags, raw);
            same(call, raw.hex("93010203"));
        }
    }

    @Test
    void items() throws WireException {
        same(new Frame.Item(7, VALUE), RawFrame.of(RawFrame.ITEM, 0, 7).hex("93010203"));
        same(
                new Frame.Item(Integer.MAX_VALUE, new Encoded(Codecs.msgpack(), new byte[0], 0, 0)),
                RawFrame.of(RawFrame.ITEM, 0, Integer.MAX_VALUE));
    }

    @Test
    void ends() throws WireException {
        for (int flags : combinations(RawFrame.METADATA)) {
            RawFrame raw = RawFrame.of(RawFrame.END, flags, 7);
            metadata(flags, raw);
            same(new Frame.End(7, metadata(flags)), raw);
        }
    }

    @Test
    void results() throws WireException {
        for (int flags : combinations(RawFrame.METADATA | RawFrame.VALUE)) {
            RawFrame raw = RawFrame.of(RawFrame.RESULT, flags, 7);
            metadata(flags, raw);
            if (has(flags, RawFrame.VALUE)) {
                raw.hex("93010203");
            }
            same(new Frame.Result(7, metadata(flags), has(flags, RawFrame.VALUE) ? VALUE : null), raw);
        }
    }

    @Test
    void failures() throws WireException {
        int all = RawFrame.RAN | RawFrame.TRACE | RawFrame.METADATA | RawFrame.VALUE;
        for (int flags : combinations(all)) {
            String trace = has(flags, RawFrame.TRACE) ? "at Notes.add" : "";
            RawFrame raw = RawFrame.of(RawFrame.FAILURE, flags, 7).varint(5).text("NoSuchNote").text("no note 7");
            if (!trace.isEmpty()) {
                raw.text(trace);
            }
            metadata(flags, raw);
            if (has(flags, RawFrame.VALUE)) {
                raw.hex("93010203");
            }
            Frame.Failure failure =
                    new Frame.Failure(
                            7,
                            Code.NOT_FOUND,
                            "NoSuchNote",
                            "no note 7",
                            has(flags, RawFrame.RAN),
                            trace,
                            metadata(flags),
                            has(flags, RawFrame.VALUE) ? VALUE : null);
            same(failure, raw);
        }
    }

    @Test
    void everyCodeHasItsNumber() throws WireException {
        for (Code code : Code.values()) {
            same(
                    new Frame.Failure(7, code, "", "", true, "", Map.of(), null),
                    RawFrame.of(RawFrame.FAILURE, RawFrame.RAN, 7).varint(code.ordinal() + 1).text("").text(""));
        }
        assertThat(Code.values()).hasSize(16);
        for (int unknown : new int[] {0, 17, 1000}) {
            RawFrame raw = RawFrame.of(RawFrame.FAILURE, 0, 7).varint(unknown).text("").text("");
            assertThat(Reading.greeted().read(raw.end()).frames.getFirst()).startsWith("Failure 7 UNKNOWN");
        }
    }

    @Test
    void cancelsCreditsAndPings() throws WireException {
        same(new Frame.Cancel(7), RawFrame.of(RawFrame.CANCEL, 0, 7));
        same(new Frame.Credit(7, 0), RawFrame.of(RawFrame.CREDIT, 0, 7).hex("00"));
        same(new Frame.Credit(7, 65_536), RawFrame.of(RawFrame.CREDIT, 0, 7).hex("808004"));
        same(new Frame.Credit(7, Integer.MAX_VALUE), RawFrame.of(RawFrame.CREDIT, 0, 7).hex("ffffffff07"));
        same(new Frame.Ping(-2), RawFrame.of(RawFrame.PING, 0, 0).hex("fffffffffffffffe"));
        same(new Frame.Pong(1L << 40), RawFrame.of(RawFrame.PONG, 0, 0).hex("0000010000000000"));
    }

    @Test
    void goAways() throws WireException {
        same(new Frame.GoAway(-1, null, ""), RawFrame.of(RawFrame.GO_AWAY, 0, 0).hex("ffffffff 00 00"));
        same(
                new Frame.GoAway(9, Code.RESOURCE_EXHAUSTED, "full"),
                RawFrame.of(RawFrame.GO_AWAY, 0, 0).hex("00000009 08").text("full"));
    }

    @Test
    void partsOfEveryFrameThatCarriesAValue() throws WireException {
        Encoded part = VALUE.part(0, 2);
        RawFrame call = RawFrame.of(RawFrame.CALL, RawFrame.DEFINE | RawFrame.MORE, 7).u32(4);
        part(
                new Frame.Call(7, new CommandName("s", "c"), 0, false, Map.of(), false, false, part),
                call.varint(1).text("s").text("c").hex("9301"),
                "Call 7 s.c remaining=0 {} value=93010203");
        part(
                new Frame.Item(7, part),
                RawFrame.of(RawFrame.ITEM, RawFrame.MORE, 7).u32(4).hex("9301"),
                "Item 7 value=93010203");
        part(
                new Frame.Result(7, Map.of(), part),
                RawFrame.of(RawFrame.RESULT, RawFrame.VALUE | RawFrame.MORE, 7).u32(4).hex("9301"),
                "Result 7 {} value=93010203");
        part(
                new Frame.Failure(7, Code.ABORTED, "", "", false, "", Map.of(), part),
                RawFrame.of(RawFrame.FAILURE, RawFrame.VALUE | RawFrame.MORE, 7).u32(4).hex("0a00009301"),
                "Failure 7 ABORTED ()  trace= {} value=93010203");
    }

    private static void part(Frame first, RawFrame expected, String whole) throws WireException {
        ParleyWire wire = new Reading(1).wire;
        Output out = new Output();
        wire.encode(first, out);
        wire.encode(new Frame.More(7, VALUE.part(2, 1)), out);
        wire.encode(new Frame.More(7, VALUE.part(3, 1)), out);
        byte[] bytes = Arrays.copyOfRange(out.toByteArray(), 6, out.size());
        assertThat(bytes)
                .isEqualTo(
                        RawFrame.join(
                                expected.end(),
                                RawFrame.of(RawFrame.MORE_PART, RawFrame.MORE, 7).hex("02").end(),
                                RawFrame.of(RawFrame.MORE_PART, 0, 7).hex("03").end()));
        assertThat(Reading.greeted().read(bytes).frames).containsExactly(whole);
        out.clear();
        wire.encode(new Frame.More(7, null), out);
        assertThat(out.toByteArray()).isEqualTo(RawFrame.of(RawFrame.MORE_PART, RawFrame.ABANDONED, 7).end());
    }
}
