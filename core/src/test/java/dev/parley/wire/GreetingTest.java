package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Code;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// What may come first, and what is said of anything else.
class GreetingTest {
    private static final byte[] PREAMBLE = HexFormat.of().parseHex("c150524c5901");

    private static void refused(Code code, String text, byte[]... bytes) {
        assertThatThrownBy(() -> new Reading(1 << 20).read(bytes))
                .isInstanceOfSatisfying(WireException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(text);
    }

    private static byte[] hello(String... keysAndValues) {
        RawFrame frame = RawFrame.of(RawFrame.HELLO, 0, 0).varint(keysAndValues.length / 2);
        for (String text : keysAndValues) {
            frame.text(text);
        }
        return RawFrame.join(PREAMBLE, frame.end());
    }

    @Test
    void whatAGreetingLeavesOutHasADefault() throws WireException {
        assertThat(new Reading(1 << 20).read(hello("codec", "msgpack")).frames)
                .containsExactly(
                        "Hello[codec=msgpack, name=, maxMessage=4194304, window=262144, maxCalls=10000, id=,"
                                + " keepsAnswers=false]");
    }

    @Test
    void fieldsThatNobodyKnowsAreSkipped() throws WireException {
        assertThat(
                        new Reading(1 << 20)
                                .read(hello("colour", "blue", "codec", "msgpack", "window", "7", "max-calls", "1"))
                                .frames)
                .containsExactly(
                        "Hello[codec=msgpack, name=, maxMessage=4194304, window=7, maxCalls=1, id=,"
                                + " keepsAnswers=false]");
    }

    @Test
    void theLastOfTwoEqualFieldsCounts() throws WireException {
        assertThat(new Reading(1 << 20).read(hello("codec", "msgpack", "name", "a", "name", "b")).frames)
                .containsExactly(
                        "Hello[codec=msgpack, name=b, maxMessage=4194304, window=262144, maxCalls=10000, id=,"
                                + " keepsAnswers=false]");
    }

    @Test
    void thePreambleMayComeByteByByte() throws WireException {
        Reading reading = new Reading(1 << 20);
        for (byte b : RawFrame.greeting()) {
            reading.read(new byte[] {b});
        }
        assertThat(reading.frames).hasSize(1);
        assertThat(reading.leftOver()).isZero();
    }

    @Test
    void anotherProtocolIsNamedWhereItCanBe() {
        refused(
                Code.UNIMPLEMENTED,
                "the peer speaks something else than Parley's protocol (it begins with 47 45 54 20 2f 20 48 54: HTTP)",
                "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
        refused(
                Code.UNIMPLEMENTED,
                "the peer speaks something else than Parley's protocol (it begins with 53 53 48 2d 32 2e 30 2d: SSH)",
                "SSH-2.0-OpenSSH".getBytes(StandardCharsets.US_ASCII));
        refused(
                Code.UNIMPLEMENTED,
                "the peer speaks something else than Parley's protocol (it begins with 16 03 01 02: TLS)",
                new byte[] {0x16, 3, 1, 2});
        refused(
                Code.UNIMPLEMENTED,
                "the peer speaks something else than Parley's protocol (it begins with 00)",
                new byte[] {0});
    }

    @Test
    void anotherVersionIsNamed() {
        refused(
                Code.UNIMPLEMENTED,
                "the peer speaks version 2 of Parley's protocol (expected version 1)",
                HexFormat.of().parseHex("c150524c5902"));
    }

    @Test
    void aWrongByteIsFoundBeforeTheRestOfThePreambleHasCome() {
        refused(
                Code.UNIMPLEMENTED,
                "the peer speaks something else than Parley's protocol (it begins with c1 50 51)",
                HexFormat.of().parseHex("c15051"));
    }

    @Test
    void aCodecThatIsNotThereIsNamed() {
        refused(Code.UNIMPLEMENTED, "the codec \"xml\" is not known here", hello("codec", "xml"));
        refused(Code.UNIMPLEMENTED, "the codec \"\" is not known here", hello());
    }

    @Test
    void aNumberThatIsNoneIsNamed() {
        refused(
                Code.INVALID_ARGUMENT,
                "a malformed frame of kind 1: got \"much\" (expected a number for window)",
                hello("codec", "msgpack", "window", "much"));
        refused(
                Code.INVALID_ARGUMENT,
                "a malformed frame of kind 1: got \"99999999999\" (expected a number for max-message)",
                hello("codec", "msgpack", "max-message", "99999999999"));
    }

    @Test
    void negativeNumbersCountAsZero() throws WireException {
        assertThat(new Reading(1 << 20).read(hello("codec", "msgpack", "window", "-5")).frames)
                .containsExactly(
                        "Hello[codec=msgpack, name=, maxMessage=4194304, window=0, maxCalls=10000, id=,"
                                + " keepsAnswers=false]");
    }

    @Test
    void nothingButAGoAwayMayComeBeforeTheGreeting() throws WireException {
        byte[] goAway = RawFrame.of(RawFrame.GO_AWAY, 0, 0).u32(-1).varint(8).text("full").end();
        assertThat(new Reading(1 << 20).read(PREAMBLE, goAway).frames)
                .containsExactly("GoAway[last=-1, code=RESOURCE_EXHAUSTED, message=full]");
        for (int kind = RawFrame.CALL; kind <= RawFrame.PONG; kind++) {
            byte[] frame = RawFrame.of(kind, 0, 1).u64(0).end();
            refused(Code.INVALID_ARGUMENT, "a frame of kind " + kind + " before the greeting", PREAMBLE, frame);
        }
    }

    @Test
    void aSecondGreetingIsRefused() {
        assertThatThrownBy(() ->
                        Reading.greeted()
                                .read(RawFrame.of(RawFrame.HELLO, 0, 0).varint(1).text("codec").text("msgpack").end()))
                .isInstanceOf(WireException.class)
                .hasMessage("a second greeting");
    }
}
