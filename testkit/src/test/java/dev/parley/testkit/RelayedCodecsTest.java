package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.value.Codec;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Writer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A server that passes calls on speaks the caller's codec with the other server, and where that does not know it, translates
/// as well as it can without knowing types.
@Timeout(60)
class RelayedCodecsTest {
    @TempDir Path folder;

    @Service("shapes")
    static class Shapes {
        @Command
        Object echo(Object value) {
            return value;
        }

        @Command
        byte[] reversed(byte[] bytes) {
            byte[] result = new byte[bytes.length];
            for (int i = 0; i < bytes.length; i++) {
                result[i] = bytes[bytes.length - 1 - i];
            }
            return result;
        }

        @Command
        Stream<String> shout(Stream<String> words) {
            return words.map(String::toUpperCase);
        }

        @Command
        int add(int a, int b) {
            return a + b;
        }
    }

    interface Reversing {
        byte[] reversed(byte[] bytes);
    }

    @ParameterizedTest
    @CsvSource({"json, msgpack", "msgpack, json"})
    void theCallersCodecIsSpokenBehind(String before, String behind) {
        String far = "unix://" + folder.resolve("far");
        String near = "unix://" + folder.resolve("near");
        try (Server _ = Server.builder().service(new Shapes()).listen(far).start();
                Client between = Client.builder(far).codec(behind).connect();
                Server _ = Server.builder().remote("shapes", between).listen(near).start();
                Client client = Client.builder(near).codec(before).connect()) {
            List<Object> value = List.of(1L, "two", 3.5, true, Map.of("a", List.of(), "b", -1L));
            assertThat(client.service("shapes").call("echo", value)).isEqualTo(value);
            assertThat(client.service("shapes").call("add", Map.of("a", 1, "b", 2))).isEqualTo(3L);
            assertThat(client.service("shapes").command("add").with(1).with(Map.of("b", 2)).call()).isEqualTo(3L);
            assertThat(client.service(Reversing.class, "shapes").reversed(new byte[] {1, 2, -1}))
                    .containsExactly(-1, 2, 1);
            assertThat(client.service("shapes").command("shout").with(Stream.of("a", "b")).stream())
                    .containsExactly("A", "B");
            assertThatThrownBy(() -> client.service("shapes").call("add", List.of(), 2))
                    .hasMessage("shapes.add.a: got list (expected integer)");
        }
    }

    @Test
    void valuesAreTranslatedForAServerThatDoesNotKnowTheCodec() {
        String far = "unix://" + folder.resolve("far");
        String near = "unix://" + folder.resolve("near");
        try (Server _ = Server.builder().service(new Shapes()).listen(far).start();
                Client between = Client.connect(far);
                Server _ = Server.builder().codec(new Yodel()).remote("shapes", between).listen(near).start();
                Client client = Client.builder(near).codec(new Yodel()).connect()) {
            for (int i = 0; i < 3; i++) {
                List<Object> value = List.of(1L, "two", 3.5, true, Map.of("a", List.of(), "b", -1L));
                assertThat(client.service("shapes").call("echo", value)).isEqualTo(value);
                assertThat(client.service("shapes").command("add").with(1).with(Map.of("b", 2)).call()).isEqualTo(3L);
                assertThat(client.service("shapes").command("shout").with(Stream.of("a", "b")).stream())
                        .containsExactly("A", "B");
            }
        }
    }

    @Test
    void whatIsPassedOnIsNeitherDecodedNorWrittenAnew() {
        String far = "unix://" + folder.resolve("far");
        String near = "unix://" + folder.resolve("near");
        Sealed sealed = new Sealed();
        try (Server _ = Server.builder().codec(new Yodel()).service(new Shapes()).listen(far).start();
                Client between = Client.connect(far);
                Server _ = Server.builder().codec(sealed).remote("shapes", between).listen(near).start();
                Client client = Client.builder(near).codec(new Yodel()).connect()) {
            List<Object> value = List.of(1L, "two", 3.5, true, Map.of("a", List.of(), "b", -1L));
            assertThat(client.service("shapes").call("echo", value)).isEqualTo(value);
            assertThat(sealed.copies).as("of the answer, arguments going on where they came").hasValue(1);
            assertThat(client.service("shapes").command("add").with(1).with(Map.of("b", 2)).call()).isEqualTo(3L);
            assertThat(client.service("shapes").command("shout").with(Stream.of("a", "b")).stream())
                    .containsExactly("A", "B");
            assertThatThrownBy(() -> client.service("shapes").call("add", List.of(), 2))
                    .hasMessage("shapes.add.a: got list (expected integer)");
        }
    }

    /// The codec of the server between: it can copy the bytes of whole values, and nothing else.
    private static final class Sealed implements Codec {
        private static final Set<String> LOOKS = Set.of("raw", "peek", "position");

        final AtomicInteger copies = new AtomicInteger();
        private final Codec yodel = new Yodel();

        @Override
        public String name() {
            return yodel.name();
        }

        @Override
        public Writer writer(Output out) {
            return only(Writer.class, yodel.writer(out), () -> copies.incrementAndGet());
        }

        @Override
        public Reader reader(byte[] bytes, int offset, int length) {
            return only(Reader.class, yodel.reader(bytes, offset, length), () -> {}); // counted where it is written
        }

        private static <T> T only(Class<T> type, T whole, Runnable copied) {
            return type.cast(
                    Proxy.newProxyInstance(
                            type.getClassLoader(),
                            new Class<?>[] {type},
                            (_, method, given) -> {
                                if (!LOOKS.contains(method.getName())) {
                                    throw new IllegalStateException(
                                            method.getName() + " (expected one of " + LOOKS + ")");
                                }
                                copied.run();
                                return method.invoke(whole, given);
                            }));
        }
    }

    /// JSON by a name that only one of the servers knows.
    private static final class Yodel implements Codec {
        private final Codec json = Objects.requireNonNull(Codecs.find("json"));

        @Override
        public String name() {
            return "yodel";
        }

        @Override
        public Writer writer(Output out) {
            return json.writer(out);
        }

        @Override
        public Reader reader(byte[] bytes, int offset, int length) {
            return json.reader(bytes, offset, length);
        }
    }
}
