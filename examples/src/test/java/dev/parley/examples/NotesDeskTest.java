package dev.parley.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

@Timeout(20)
class NotesDeskTest {
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    private void hear(String expected) throws InterruptedException {
        while (!said.take().equals(expected)) {
            // what it said before
        }
    }

    @Test
    void oneThreadServesReadsAndKeepsTheTime() throws Exception {
        PipedInputStream input = new PipedInputStream();
        try (NotesDesk desk = new NotesDesk("memory://desk", Duration.ofMillis(5), said::add);
                Client client = Client.connect("memory://desk")) {
            OutputStream typed = new PipedOutputStream(input);
            Thread.startVirtualThread(() -> {
                try {
                    desk.run(input);
                    ended.complete(true);
                } catch (Exception e) {
                    ended.completeExceptionally(e);
                }
            });
            hear("0 notes");
            client.service("notes").call("add", "milk");
            hear("1 notes");
            typed.write("b\u00e4r\nbread\nha".getBytes(StandardCharsets.UTF_8));
            typed.flush();
            hear("3 notes");
            typed.write("m\n".getBytes(StandardCharsets.UTF_8));
            typed.flush();
            hear("4 notes");
            assertThat(client.service("notes").command("get").with(4).returning(Note.class).call().text())
                    .isEqualTo("ham");
            assertThat(client.service("notes").command("get").with(2).returning(Note.class).call().text())
                    .isEqualTo("b\u00e4r");
            typed.close();
            assertThat(ended.get()).isTrue();
        }
    }
}
