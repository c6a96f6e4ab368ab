package dev.parley.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

@Timeout(60)
class FrontDeskTest {
    private static final String NAME = "desk-" + ProcessHandle.current().pid();

    interface Docs {
        Stream<String> paths(String pattern);

        InputStream download(String path);

        String upload(InputStream src, String path);
    }

    interface Copier {
        Stream<String> copy(Stream<String> pages);
    }

    @TempDir Path docs;
    @TempDir Path inbox;

    private FrontDesk desk;
    private Client client;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(docs.resolve("plan"), "as it is");
        desk = new FrontDesk(NAME, docs, inbox);
        client = Client.local(NAME);
    }

    @AfterEach
    void close() {
        client.close();
        desk.close();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void docsAreReadAndTheInboxTakesMore() throws IOException {
        Docs shown = client.service(Docs.class, "docs");
        Docs box = client.service(Docs.class, "inbox");
        assertThat(shown.paths("*")).containsExactly("plan");
        try (InputStream plan = shown.download("plan")) {
            assertThat(plan).hasContent("as it is");
        }
        assertThatThrownBy(() -> shown.upload(bytes("as I like"), "plan"))
                .hasMessage("path \"plan\": nothing can be changed here, only read");
        assertThat(box.upload(bytes("hello"), "letter")).isEqualTo("letter");
        assertThat(inbox.resolve("letter")).hasContent("hello");
    }

    @Test
    void oneJobRunsInTheBackRoomAndTwoWait() throws InterruptedException {
        Copier copier = client.service(Copier.class);
        BlockingQueue<String> pages = new LinkedBlockingQueue<>(List.of("one"));
        try (Stream<String> copies =
                copier.copy(Stream.generate(() -> take(pages)).takeWhile(page -> !page.isEmpty()))) {
            Iterator<String> each = copies.iterator();
            assertThat(each.next()).isEqualTo("copy 1: one");
            Stream<String> second = copier.copy(Stream.of("two"));
            Stream<String> third = copier.copy(Stream.of("three"));
            awaitWaiting(2);
            assertThatThrownBy(() -> copier.copy(Stream.of("four")).toList())
                    .hasMessage("copier.copy: 1 call runs and 2 wait (the limits of @MaxConcurrent)");
            pages.add("");
            assertThat(each.hasNext()).isFalse();
            assertThat(second.toList()).hasSize(1);
            assertThat(third.toList()).hasSize(1);
        }
    }

    private static String take(BlockingQueue<String> pages) {
        try {
            return pages.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private static void awaitWaiting(int calls) throws InterruptedException {
        try (Client back = Client.local(NAME + "-back")) {
            while (waiting(back) < calls) {
                Thread.sleep(1);
            }
        }
    }

    private static int waiting(Client server) {
        List<?> locks = (List<?>) server.service("_meta").call("locks");
        return ((List<?>) ((Map<?, ?>) locks.getFirst()).get("waiting")).size();
    }
}
