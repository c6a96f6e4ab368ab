package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.value.Codecs;
import dev.parley.value.Output;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Map;

/// The small numbers that stand for commands after their first use.
class CommandNumbersTest {
    private static byte[] define(int id, int number, String service, String command) {
        return RawFrame.of(RawFrame.CALL, RawFrame.DEFINE, id)
                .varint(number)
                .text(service)
                .text(command)
                .hex("90")
                .end();
    }

    private static byte[] use(int id, int number) {
        return RawFrame.of(RawFrame.CALL, 0, id).varint(number).hex("90").end();
    }

    private static String malformed(int id, String what) {
        return "Refused[id=" + id + ", code=INVALID_ARGUMENT, message=a malformed frame: " + what + "]";
    }

    /// The frame's bytes alone, as this wire writes them now.
    private static byte[] written(ParleyWire wire, int id, String service, String command) {
        Output out = new Output();
        Encoded none = new Encoded(Codecs.msgpack(), new byte[] {(byte) 0x90}, 0, 1);
        wire.encode(new Frame.Call(id, new CommandName(service, command), 0, false, Map.of(), false, false, none), out);
        return out.toByteArray();
    }

    @Test
    void aNumberIsDefinedAtItsFirstUse() {
        ParleyWire wire = new Reading(1).wire;
        byte[] first = written(wire, 1, "notes", "add");
        assertThat(Arrays.copyOfRange(first, 6, first.length)).isEqualTo(define(1, 1, "notes", "add"));
        assertThat(written(wire, 3, "notes", "add")).isEqualTo(use(3, 1));
        assertThat(written(wire, 5, "notes", "find")).isEqualTo(define(5, 2, "notes", "find"));
        assertThat(written(wire, 7, "notes", "find")).isEqualTo(use(7, 2));
        assertThat(written(wire, 9, "notes", "add")).isEqualTo(use(9, 1));
    }

    @Test
    void afterThe1024thCommandNamesAreSpelledOut() throws WireException {
        ParleyWire wire = new Reading(1).wire;
        Reading reading = new Reading(1 << 20);
        reading.read(RawFrame.greeting());
        byte[] first = written(wire, 1, "s", "c1");
        reading.read(Arrays.copyOfRange(first, 6, first.length));
        for (int i = 2; i <= 1024; i++) {
            byte[] call = written(wire, 2 * i - 1, "s", "c" + i);
            assertThat(call).isEqualTo(define(2 * i - 1, i, "s", "c" + i));
            reading.read(call);
        }
        byte[] beyond = written(wire, 4001, "s", "beyond");
        assertThat(beyond).isEqualTo(define(4001, 0, "s", "beyond"));
        reading.frames.clear();
        assertThat(reading.read(beyond, beyond, use(4003, 1024)).frames)
                .containsExactly(
                        "Call 4001 s.beyond remaining=0 {} value=90",
                        "Call 4001 s.beyond remaining=0 {} value=90",
                        "Call 4003 s.c1024 remaining=0 {} value=90");
    }

    @Test
    void namesOfMoreThan255BytesGetNoNumber() throws WireException {
        ParleyWire wire = new Reading(1).wire;
        written(wire, 1, "s", "c");
        String longest = "n".repeat(255);
        String tooLong = "ü".repeat(128);
        assertThat(written(wire, 3, "s", longest)).isEqualTo(define(3, 2, "s", longest));
        assertThat(written(wire, 5, "s", tooLong)).isEqualTo(define(5, 0, "s", tooLong));
        assertThat(written(wire, 7, tooLong, "c")).isEqualTo(define(7, 0, tooLong, "c"));
        assertThat(Reading.greeted().read(define(1, 1, "s", tooLong)).frames)
                .containsExactly(malformed(1, "a number for a name of more than 255 bytes"));
    }

    @Test
    void aNumberThatWasNeverDefinedIsRefused() throws WireException {
        assertThat(Reading.greeted().read(use(1, 0), use(3, 1), use(5, 1024)).frames)
                .containsExactly(
                        malformed(1, "command number 0 that was never defined"),
                        malformed(3, "command number 1 that was never defined"),
                        malformed(5, "command number 1024 that was never defined"));
    }

    @Test
    void numbersAreDefinedInOrderAndOnce() throws WireException {
        assertThat(
                        Reading.greeted()
                                .read(define(1, 1, "s", "a"), define(3, 3, "s", "c"), define(5, 1, "s", "b"), use(7, 1))
                                .frames)
                .containsExactly(
                        "Call 1 s.a remaining=0 {} value=90",
                        malformed(3, "command number 3 is defined (expected 2)"),
                        malformed(5, "command number 1 is defined (expected 2)"),
                        "Call 7 s.a remaining=0 {} value=90");
    }

    @Test
    void aConnectionRemembersABoundedAmountOfNames() throws WireException {
        Reading reading = Reading.greeted();
        for (int i = 1; i <= 2000; i++) {
            reading.read(define(2 * i + 1, i, "s", "c" + i));
        }
        assertThat(reading.frames).filteredOn(f -> f.startsWith("Call")).hasSize(1024);
        assertThat(reading.frames.getLast()).isEqualTo(malformed(4001, "got 2000 (expected at most 1024)"));
    }
}
