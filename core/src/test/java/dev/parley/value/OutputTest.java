package dev.parley.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.function.Consumer;

class OutputTest {
    private static String written(Consumer<Output> write) {
        Output out = new Output(0);
        write.accept(out);
        return MsgPack.hex(out.toByteArray());
    }

    @Test
    void integersAreBigEndian() {
        assertThat(written(out -> out.u8(0x1ff))).isEqualTo("ff");
        assertThat(written(out -> out.u16(0x10203))).isEqualTo("0203");
        assertThat(written(out -> out.u32(0x01020304))).isEqualTo("01020304");
        assertThat(written(out -> out.u64(0x0102030405060708L))).isEqualTo("0102030405060708");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "127, 7f",
        "128, 8001",
        "300, ac02",
        "16383, ff7f",
        "16384, 808001",
        "9223372036854775807, ffffffffffffffff7f",
        "-1, ffffffffffffffffff01"
    })
    void varintsAreInGroupsOfSevenBits(long value, String hex) {
        assertThat(written(out -> out.varint(value))).isEqualTo(hex);
    }

    @Test
    void whatIsClaimedIsFilledIn() {
        Output out = new Output(1);
        out.u8(1);
        int at = out.claim(4);
        out.u8(2);
        out.putU32(at, 0x0a0b0c0d);
        assertThat(out.size()).isEqualTo(6);
        assertThat(MsgPack.hex(out.toByteArray())).isEqualTo("010a0b0c0d02");
    }

    @Test
    void whatWasWrittenStaysAsTheBufferGrows() {
        Output out = new Output(0);
        for (int i = 0; i < 100_000; i++) {
            out.u8(i);
        }
        byte[] bytes = out.toByteArray();
        assertThat(bytes).hasSize(100_000);
        for (int i = 0; i < bytes.length; i++) {
            assertThat(bytes[i]).isEqualTo((byte) i);
        }
    }

    @Test
    void whatIsTakenBackIsGone() {
        Output out = new Output();
        out.bytes(new byte[] {1, 2, 3, 4, 5}, 1, 3);
        out.truncate(2);
        out.u8(9);
        assertThat(out.toByteArray()).containsExactly(2, 3, 9);
        out.clear();
        assertThat(out.size()).isZero();
        assertThat(out.toByteArray()).isEmpty();
    }

    @Test
    void moreThanAnArrayHoldsIsRefused() {
        Output out = new Output();
        out.u8(1);
        assertThatThrownBy(() -> out.claim(Integer.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void codecsAreFoundByName() {
        assertThat(Codecs.find("msgpack")).isSameAs(Codecs.msgpack());
        assertThat(Codecs.find("no such codec")).isNull();
        assertThat(Codecs.names()).contains("msgpack");
        assertThat(Codecs.msgpack().name()).isEqualTo("msgpack");
    }
}
