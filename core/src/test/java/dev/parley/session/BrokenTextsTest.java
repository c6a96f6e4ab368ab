package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// Texts of failures that are no texts: with halves of surrogate pairs.
@Timeout(30)
class BrokenTextsTest {
    @TempDir Path folder;

    @Service("poet")
    static class Poet {
        final CountDownLatch go = new CountDownLatch(1);

        @Command
        String recite() throws InterruptedException {
            go.await();
            return "a poem";
        }

        @Command
        void fail() {
            throw new RpcException(Code.NOT_FOUND, "\uDE00 no \uD83D such \uD83D\uDE00 line \uD83D");
        }
    }

    @Test
    void theyAreToldAsFarAsTheyCanBeAndTheConnectionLives() {
        Poet poet = new Poet();
        try (Server server = Server.builder().service(poet).listen("unix://" + folder.resolve("s")).start();
                Client client = Client.connect(server.urls().getFirst().toString())) {
            CompletableFuture<?> other = client.service("poet").command("recite").with().future().toCompletableFuture();
            assertThatThrownBy(() -> client.service("poet").call("fail"))
                    .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND))
                    .hasMessage("\uFFFD no \uFFFD such \uD83D\uDE00 line \uFFFD");
            poet.go.countDown();
            assertThat(other.join()).isEqualTo("a poem");
        }
    }
}
