package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.Await;
import dev.parley.value.Codecs;
import dev.parley.value.Output;

import org.junit.jupiter.api.Test;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.util.Objects;

/// Room for the next large item is there while items come, and not for connections that are silent.
class RoomTest {
    private final ParleyWire wire = new ParleyWire(Codecs::find, 4 << 20);

    /// A large item has come, and the next is about to be read.
    private ByteBuffer room() throws WireException {
        byte[] greeting = RawFrame.greeting();
        wire.decode(greeting, 0, greeting.length, _ -> {});
        hear(RawFrame.of(RawFrame.ITEM, 0, 5).raw(new byte[60_000]).end());
        return Objects.requireNonNull(wire.room(), "another such item may come");
    }

    private void hear(byte[] bytes) throws WireException {
        assertThat(wire.decode(bytes, 0, bytes.length, _ -> {})).isEqualTo(bytes.length);
    }

    @Test
    void itIsLetGoWhenSomethingElseHasCome() throws Exception {
        WeakReference<byte[]> array = new WeakReference<>(room().array());
        hear(RawFrame.of(RawFrame.PING, 0, 0).u32(0).u32(1).end());
        assertThat(wire.room()).isNull();
        Await.until(
                "nobody has it any more",
                () -> {
                    System.gc();
                    return array.get() == null;
                });
    }

    @Test
    void itIsGivenBackWhenNothingHasCome() throws Exception {
        byte[] array = room().array();
        wire.unused();
        boolean again = false;
        for (int i = 0; i < 100 && !again; i++) { // others may have given some back, too
            Output other = new Output(0);
            other.reserve(60_000);
            again = other.array() == array;
        }
        assertThat(again).as("used for something else").isTrue();
    }
}
