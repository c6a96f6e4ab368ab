package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.value.Codec;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Writer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Map;

/// Which codecs a server takes.
@Timeout(60)
class CodecsTest {
    /// MessagePack by another name.
    private static final class Renamed implements Codec {
        @Override
        public String name() {
            return "renamed";
        }

        @Override
        public Writer writer(Output out) {
            return Codecs.msgpack().writer(out);
        }

        @Override
        public Reader reader(byte[] bytes, int offset, int length) {
            return Codecs.msgpack().reader(bytes, offset, length);
        }
    }

    private static ServerBuilder builder() {
        return Server.builder().codec(new Renamed()).listen("memory://codecs");
    }

    private static Object codecs(Client client) {
        return ((Map<?, ?>) client.service("_meta").call("status")).get("codecs");
    }

    @Test
    void aServerTakesThoseItIsToldToAndNoOthers() {
        try (Server _ = builder().onlyCodecs("renamed").start();
                Client renamed = Client.builder("memory://codecs").codec(new Renamed()).connect();
                Client other = Client.builder("memory://codecs").retries(false).connect()) {
            assertThat(codecs(renamed)).isEqualTo(List.of("renamed"));
            assertThatThrownBy(() -> codecs(other)).hasMessageContaining("the codec \"msgpack\" is not known here");
        }
        try (Server _ = builder().start();
                Client client = Client.connect("memory://codecs")) {
            assertThat(codecs(client).toString()).contains("msgpack", "renamed");
        }
    }

    @Test
    void oneThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> builder().onlyCodecs("xml").start())
                .hasMessageStartingWith("no codec xml (there are: msgpack");
    }
}
