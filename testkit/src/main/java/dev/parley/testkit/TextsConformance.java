package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// Text, characters, bytes, and what is text for others.
abstract class TextsConformance extends Conformance {
    enum Priority {
        LOW,
        NORMAL,
        VERY_HIGH
    }

    @Service("texts")
    @Command
    interface Texts {
        char character(char value);

        @Nullable Character maybeCharacter(@Nullable Character value);

        @Nullable String text(@Nullable String value);

        char[] characters(char[] value);

        byte[] bytes(byte[] value);

        ByteBuffer buffer(ByteBuffer value);

        Priority priority(Priority value);

        UUID uuid(UUID value);

        URI uri(URI value);

        Path path(Path value);
    }

    static class TextsService implements Texts {
        @Override
        public char character(char value) {
            return value;
        }

        @Override
        public @Nullable Character maybeCharacter(@Nullable Character value) {
            return value;
        }

        @Override
        public @Nullable String text(@Nullable String value) {
            return value;
        }

        @Override
        public char[] characters(char[] value) {
            return value;
        }

        @Override
        public byte[] bytes(byte[] value) {
            return value;
        }

        @Override
        public ByteBuffer buffer(ByteBuffer value) {
            return value;
        }

        @Override
        public Priority priority(Priority value) {
            return value;
        }

        @Override
        public UUID uuid(UUID value) {
            return value;
        }

        @Override
        public URI uri(URI value) {
            return value;
        }

        @Override
        public Path path(Path value) {
            return value;
        }
    }

    private Texts texts;

    @SuppressWarnings("NullAway.Init") // by start()
    TextsConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(new TextsService());
        texts = connect().service(Texts.class);
    }

    private @Nullable Object dynamic(String command, @Nullable Object argument) {
        return connect().service("texts").call(command, argument);
    }

    @Test
    void nullArrivesWhereItIsAllowed() {
        assertThat(texts.maybeCharacter('x')).isEqualTo('x');
        assertThat(texts.maybeCharacter(null)).isNull();
        assertThat(texts.text(null)).isNull();
        assertThat(dynamic("text", null)).isNull();
    }

    @Test
    void charactersArrive() {
        for (char value : new char[] {'a', ' ', '"', '\\', '\0', '\n', 'é', '中', '\uFFFD', '\uFFFF'}) {
            assertThat(texts.character(value)).isEqualTo(value);
        }
    }

    @Test
    void textOfEveryKindArrives() {
        for (String value :
                List.of(
                        "",
                        "milk",
                        "\"quoted\" \\ and 'quoted' / too",
                        "\0\1\b\f\n\r\t\u001F\u007F",
                        "äöü ß é ñ",
                        "中文字符",
                        "👩‍🚀 and 𝄞",
                        "\u2028\u2029\uFEFF",
                        "null",
                        "x".repeat(31),
                        "x".repeat(32),
                        "é".repeat(200),
                        "中".repeat(70_000))) {
            assertThat(texts.text(value)).isEqualTo(value);
        }
        assertThat(texts.characters("mülk".toCharArray())).isEqualTo("mülk".toCharArray());
    }

    @Test
    void bytesOfEveryValueArrive() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(texts.bytes(all)).isEqualTo(all);
        assertThat(texts.bytes(new byte[0])).isEmpty();
        assertThat(texts.bytes(new byte[100_000])).hasSize(100_000).containsOnly(0);
    }

    @Test
    void buffersOfEveryKindArriveAndAreLeftAsTheyWere() {
        byte[] milk = "one milk please".getBytes(StandardCharsets.UTF_8);
        ByteBuffer part = ByteBuffer.wrap(milk, 4, 4);
        ByteBuffer direct = ByteBuffer.allocateDirect(4).put(milk, 4, 4).flip();
        ByteBuffer slice = ByteBuffer.wrap(milk).slice(4, 4);
        for (ByteBuffer buffer : List.of(part, direct, slice, part.asReadOnlyBuffer())) {
            assertThat(texts.buffer(buffer)).isEqualTo(ByteBuffer.wrap("milk".getBytes(StandardCharsets.UTF_8)));
            assertThat(buffer.remaining()).isEqualTo(4);
        }
    }

    @Test
    void enumsAreTextInLowerCase() {
        for (Priority value : Priority.values()) {
            assertThat(texts.priority(value)).isEqualTo(value);
        }
        assertThat(dynamic("priority", Priority.VERY_HIGH)).isEqualTo("very_high");
        for (String text : List.of("very_high", "VERY_HIGH", "Very-High")) {
            assertThat(dynamic("priority", text)).isEqualTo("very_high");
        }
    }

    @Test
    void uuidsUrisAndPathsAreText() {
        UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        assertThat(texts.uuid(uuid)).isEqualTo(uuid);
        assertThat(dynamic("uuid", uuid)).isEqualTo(uuid.toString());
        URI uri = URI.create("https://example.org/a%20b?c=d#e");
        assertThat(texts.uri(uri)).isEqualTo(uri);
        assertThat(dynamic("uri", uri)).isEqualTo(uri.toString());
        Path path = Path.of("notes", "2030 ä.txt");
        assertThat(texts.path(path)).isEqualTo(path);
        assertThat(dynamic("path", path)).isEqualTo(path.toString());
    }
}
