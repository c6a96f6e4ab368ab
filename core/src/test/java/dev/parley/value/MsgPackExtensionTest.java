package dev.parley.value;

import static dev.parley.value.MsgPack.reader;
import static dev.parley.value.MsgPack.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;

/// Extensions, and the timestamp among them.
class MsgPackExtensionTest {
    @ParameterizedTest
    @CsvSource({
        "0, c70005",
        "1, d405",
        "2, d505",
        "3, c70305",
        "4, d605",
        "5, c70505",
        "7, c70705",
        "8, d705",
        "9, c70905",
        "15, c70f05",
        "16, d805",
        "17, c71105",
        "32, c72005",
        "255, c7ff05",
        "256, c8010005",
        "65535, c8ffff05",
        "65536, c90001000005"
    })
    void extensionsTakeTheirShortestForm(int length, String head) {
        byte[] data = new byte[length];
        String hex = head + "00".repeat(length);
        assertThat(written(out -> out.extension(new Extension(5, data)))).isEqualTo(hex);
        assertReads(hex, 5, data);
    }

    @ParameterizedTest
    @CsvSource({
        "c701050a, 0a",
        "c80001050a, 0a",
        "c900000001050a, 0a",
        "c80000 05, ''",
        "c900000000 05, ''",
        "c8001005 000102030405060708090a0b0c0d0e0f, 000102030405060708090a0b0c0d0e0f"
    })
    void longerFormsAreReadToo(String hex, String data) {
        assertReads(hex, 5, MsgPack.bytes(data));
    }

    private static void assertReads(String hex, int type, byte[] data) {
        Reader in = reader(hex);
        assertThat(in.peek()).isEqualTo(Kind.EXTENSION);
        Extension extension = in.extension();
        assertThat(extension.type()).isEqualTo(type);
        assertThat(extension.data()).isEqualTo(data);
        assertThat(in.peek()).isEqualTo(Kind.END);
    }

    @ParameterizedTest
    @CsvSource({"-128, d48000", "-2, d4fe00", "0, d40000", "127, d47f00"})
    void extensionTypesAreSigned(int type, String hex) {
        assertThat(written(out -> out.extension(new Extension(type, new byte[1])))).isEqualTo(hex);
        assertThat(reader(hex).extension().type()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({"-129", "128"})
    void extensionTypesHaveEightBits(int type) {
        assertThatThrownBy(() -> new Extension(type, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("extension type: got " + type + " (expected -128 to 127)");
    }

    @ParameterizedTest
    @CsvSource({
        // 32 bits: whole seconds from 1970 to 2106
        "1970-01-01T00:00:00Z, d6ff 00000000",
        "2018-08-12T11:12:13Z, d6ff 5b70160d",
        "2106-02-07T06:28:15Z, d6ff ffffffff",
        // 64 bits: with nanoseconds, or to 2514
        "1970-01-01T00:00:00.000000001Z, d7ff 0000000400000000",
        "1970-01-01T00:00:00.999999999Z, d7ff ee6b27fc00000000",
        "2106-02-07T06:28:16Z, d7ff 0000000100000000",
        "2514-05-30T01:53:03Z, d7ff 00000003ffffffff",
        "2514-05-30T01:53:03.999999999Z, d7ff ee6b27ffffffffff",
        // 96 bits: all others
        "2514-05-30T01:53:04Z, c70cff 00000000 0000000400000000",
        "1969-12-31T23:59:59Z, c70cff 00000000 ffffffffffffffff",
        "1969-12-31T23:59:59.999999999Z, c70cff 3b9ac9ff ffffffffffffffff",
        "1900-01-01T00:00:00Z, c70cff 00000000 ffffffff7c558180",
        "-1000000000-01-01T00:00:00Z, c70cff 00000000 ff8fe31014641400",
        "+1000000000-12-31T23:59:59.999999999Z, c70cff 3b9ac9ff 00701cd2fa9578ff"
    })
    void timestampsTakeTheirShortestForm(Instant instant, String hex) {
        assertThat(written(out -> out.timestamp(instant))).isEqualTo(hex.replace(" ", ""));
        assertReads(hex, instant);
    }

    private static void assertReads(String hex, Instant instant) {
        Reader in = reader(hex);
        assertThat(in.peek()).isEqualTo(Kind.TIMESTAMP);
        assertThat(in.timestamp()).isEqualTo(instant);
        assertThat(in.peek()).isEqualTo(Kind.END);
    }

    @ParameterizedTest
    @CsvSource({
        "d7ff 000000005b70160d, 2018-08-12T11:12:13Z",
        "c70cff 00000000 000000005b70160d, 2018-08-12T11:12:13Z",
        "c80004ff 5b70160d, 2018-08-12T11:12:13Z",
        "c900000008ff 000000005b70160d, 2018-08-12T11:12:13Z",
        "c704ff 00000000, 1970-01-01T00:00:00Z"
    })
    void timestampsInLongerFormsAreReadToo(String hex, Instant instant) {
        assertReads(hex, instant);
    }

    @Test
    void timestampsAreAlsoReadFromText() {
        assertThat(reader(written(out -> out.text("2018-08-12T13:12:13+02:00"))).timestamp())
                .isEqualTo("2018-08-12T11:12:13Z");
    }

    @ParameterizedTest
    @CsvSource({
        "d7ff ee6b280000000000, got timestamp with 1000000000 nanoseconds (expected at most 999999999)",
        "d7ff ffffffffffffffff, got timestamp with 1073741823 nanoseconds (expected at most 999999999)",
        "c70cff 3b9aca00 0000000000000000, got timestamp with 1000000000 nanoseconds (expected at most 999999999)",
        "c70cff ffffffff 0000000000000000, got timestamp with 4294967295 nanoseconds (expected at most 999999999)",
        "c70cff 00000000 00701cd2fa957900, timestamp out of range",
        "c70cff 00000000 7fffffffffffffff, timestamp out of range",
        "c70cff 00000000 8000000000000000, timestamp out of range",
        "c700ff, 'got timestamp of 0 bytes (expected 4, 8 or 12)'",
        "d4ff 00, 'got timestamp of 1 bytes (expected 4, 8 or 12)'",
        "d8ff 00000000000000000000000000000000, 'got timestamp of 16 bytes (expected 4, 8 or 12)'"
    })
    void timestampsThatAreNoneAreRefused(String hex, String problem) {
        assertThatThrownBy(() -> reader(hex).timestamp()).isInstanceOf(ValueException.class).hasMessage(problem);
    }

    @Test
    void aTimestampIsAnExtensionForThoseWhoAskForOne() {
        Extension extension = reader("d6ff 00000001").extension();
        assertThat(extension.type()).isEqualTo(-1);
        assertThat(extension.data()).containsExactly(0, 0, 0, 1);
    }
}
