package dev.parley.value;

import static dev.parley.value.MsgPack.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Bytes that are no MessagePack, and MessagePack that means harm.
class MsgPackMalformedTest {
    private static final Shape ANY = new Shapes().dynamic();

    /// A list of a value in each format there is.
    private static final List<String> EVERY_FORMAT =
            List.of(
                    "00",
                    "ff",
                    "cc80",
                    "cd0100",
                    "ce00010000",
                    "cf0000000100000000",
                    "d080",
                    "d18000",
                    "d280000000",
                    "d38000000000000000",
                    "c0",
                    "c2",
                    "c3",
                    "ca3f800000",
                    "cb3ff0000000000000",
                    "a161",
                    "d90161",
                    "da000161",
                    "db0000000161",
                    "c40101",
                    "c5000101",
                    "c60000000101",
                    "d40501",
                    "d5050102",
                    "d60501020304",
                    "d7050102030405060708",
                    "d80501020304050607080910111213141516",
                    "c7030501 0203",
                    "c800030501 0203",
                    "c9000000030501 0203",
                    "d6ff00000001",
                    "d7ff0000000400000001",
                    "c70cff000000010000000000000001",
                    "9101",
                    "dc000101",
                    "dd0000000101",
                    "810102",
                    "de00010102",
                    "df000000010102");

    private static final byte[] EVERYTHING =
            MsgPack.bytes("dc%04x".formatted(EVERY_FORMAT.size()) + String.join("", EVERY_FORMAT));

    static List<Consumer<Reader>> waysToRead() {
        return List.of(ANY::read, Reader::skip, in -> in.findText("x"), new Shapes().of(List.class)::read);
    }

    @Test
    void theListOfEveryFormatIsWellFormed() {
        assertThat((List<?>) MsgPack.read(ANY, EVERYTHING)).hasSameSizeAs(EVERY_FORMAT);
    }

    @ParameterizedTest
    @MethodSource("waysToRead")
    void aMessageCutAnywhereIsRefused(Consumer<Reader> read) {
        byte[] map = MsgPack.bytes("81 c0" + MsgPack.hex(EVERYTHING));
        for (byte[] whole : List.of(EVERYTHING, map)) {
            for (int length = 0; length < whole.length; length++) {
                Reader in = reader(Arrays.copyOf(whole, length));
                Throwable thrown = catchThrowable(() -> read.accept(in));
                boolean nothingToFind = thrown == null && in.position() == 0; // findText looks only into maps
                assertThat(nothingToFind || thrown instanceof ValueException)
                        .as("cut to %d bytes: %s", length, thrown)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("waysToRead")
    void aMessageWithAnyByteChangedIsReadOrRefused(Consumer<Reader> read) {
        for (int i = 0; i < EVERYTHING.length; i++) {
            byte[] changed = EVERYTHING.clone();
            for (int value = 0; value < 256; value++) {
                changed[i] = (byte) value;
                Throwable thrown = catchThrowable(() -> read.accept(reader(changed)));
                assertThat(thrown == null || thrown instanceof ValueException)
                        .as("byte %d is %02x: %s", i, value, thrown)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', got nothing (expected a value)",
        "cc, 'malformed MessagePack: 1 bytes announced, 0 there'",
        "cd00, 'malformed MessagePack: 2 bytes announced, 1 there'",
        "ce000000, 'malformed MessagePack: 4 bytes announced, 3 there'",
        "cb00000000000000, 'malformed MessagePack: 4 bytes announced, 3 there'",
        "a261, 'malformed MessagePack: 2 bytes announced, 1 there'",
        "c40261, 'malformed MessagePack: 2 bytes announced, 1 there'",
        "929101, [1]: got nothing (expected a value)",
        "9301, 'malformed MessagePack: 3 elements announced, 1 bytes there'",
        "dcffff00, 'malformed MessagePack: 65535 elements announced, 1 bytes there'",
        "8101, 'malformed MessagePack: 1 elements announced, 1 bytes there'"
    })
    void whatIsMissingIsSaid(String hex, String problem) {
        assertThatThrownBy(() -> ANY.read(reader(hex))).isInstanceOf(ValueException.class).hasMessage(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "ddffffffff, 4294967295 elements announced, 0 bytes there",
        "dd80000000, 2147483648 elements announced, 0 bytes there",
        "dd7fffffff, 2147483647 elements announced, 0 bytes there",
        "dfffffffff, 4294967295 elements announced, 0 bytes there",
        "df80000000, 2147483648 elements announced, 0 bytes there",
        "df7fffffff, 2147483647 elements announced, 0 bytes there",
        "dbffffffff, 4294967295 bytes announced, 0 there",
        "db80000000, 2147483648 bytes announced, 0 there",
        "db7fffffff, 2147483647 bytes announced, 0 there",
        "c6ffffffff, 4294967295 bytes announced, 0 there",
        "c67fffffff, 2147483647 bytes announced, 0 there",
        "c9ffffffff05, 4294967295 bytes announced, 0 there",
        "c97fffffff05, 2147483647 bytes announced, 0 there",
        "dcffff, 65535 elements announced, 0 bytes there",
        "deffff, 65535 elements announced, 0 bytes there",
        "daffff, 65535 bytes announced, 0 there",
        "c5ffff, 65535 bytes announced, 0 there",
        "c8ffff05, 65535 bytes announced, 0 there"
    })
    void anAnnouncedLengthTakesNoMemory(String hex, String announced, String there) {
        byte[] bomb = MsgPack.bytes(hex);
        for (Consumer<Reader> read : List.<Consumer<Reader>>of(ANY::read, Reader::skip)) {
            assertThatThrownBy(() -> read.accept(reader(bomb)))
                    .isInstanceOf(ValueException.class)
                    .hasMessage("malformed MessagePack: " + announced + ", " + there);
            assertThat(Allocated.by(() -> catchThrowable(() -> read.accept(reader(bomb))))).isLessThan(8_000);
        }
    }

    @Test
    void aLengthThatIsThereForKeysOnlyIsRefused() {
        byte[] map = new byte[3 + 65535];
        System.arraycopy(MsgPack.bytes("deffff"), 0, map, 0, 3);
        assertThatThrownBy(() -> ANY.read(reader(map)))
                .hasMessage("malformed MessagePack: 65535 elements announced, 65535 bytes there");
    }

    @Test
    void theByteThatIsNeverUsedIsRefused() {
        for (Consumer<Reader> read : waysToRead()) {
            assertThatThrownBy(() -> read.accept(reader("c1")))
                    .isInstanceOf(ValueException.class)
                    .hasMessage("malformed MessagePack: the byte 0xc1, which is never used");
        }
        assertThatThrownBy(() -> ANY.read(reader("92 01 c1")))
                .hasMessage("[1]: malformed MessagePack: the byte 0xc1, which is never used");
    }

    @ParameterizedTest
    @CsvSource({
        "80, a lone continuation",
        "c3, half a character",
        "c080, an overlong zero",
        "c1bf, an overlong letter",
        "e08080, an overlong zero",
        "eda080, a high surrogate",
        "edb080, a low surrogate",
        "eda0bdedb880, a surrogate pair as in CESU-8",
        "f0808080, an overlong zero",
        "f4908080, beyond Unicode",
        "f5808080, beyond Unicode",
        "fe, no UTF-8 at all",
        "ff, no UTF-8 at all",
        "efbfbd80, damage beside the character that stands for damage"
    })
    void textsThatAreNotUtf8AreRefused(String utf8, String why) {
        String text = "61" + utf8 + "62";
        String head = "%02x".formatted(0xa0 + text.length() / 2);
        assertThatThrownBy(() -> reader(head + text).text())
                .as(why)
                .isInstanceOf(ValueException.class)
                .hasMessage("text that is not UTF-8");
    }
}
