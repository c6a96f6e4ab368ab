package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A loop may run a handler before the thread that waits for the outcome has begun.
@Timeout(60)
class EventLoopCancelTest {
    @TempDir Path folder;

    @Service("slow")
    static class Slow {
        final CompletableFuture<String> returned = new CompletableFuture<>();

        @Command
        CompletionStage<String> later() {
            return returned;
        }
    }

    /// Leaves no room for other virtual threads until it is closed.
    private static final class Crowd implements AutoCloseable {
        private final AtomicBoolean over = new AtomicBoolean();

        Crowd() throws InterruptedException {
            int carriers = Runtime.getRuntime().availableProcessors();
            CountDownLatch there = new CountDownLatch(carriers);
            for (int i = 0; i < carriers; i++) {
                Thread.startVirtualThread(() -> {
                    there.countDown();
                    while (!over.get()) {
                        Thread.onSpinWait();
                    }
                });
            }
            there.await();
        }

        @Override
        public void close() {
            over.set(true);
        }
    }

    @Test
    void theFutureOfACallThatIsOverIsCancelledHoweverLateItsThreadComes() throws Exception {
        Slow slow = new Slow();
        CountDownLatch ended = new CountDownLatch(2); // the call before, too
        CallListener listener =
                new CallListener() {
                    @Override
                    public void callEnded(
                            Peer peer, String service, String command, boolean inbound, Duration took, Code code) {
                        ended.countDown();
                    }
                };
        String url = "unix://" + folder.resolve("s");
        try (Server server = Server.builder().service(slow).eventLoop().listener(listener).listen(url).start();
                Client client = Client.connect(url)) {
            client.service("_meta").call("services");
            try (Crowd _ = new Crowd()) {
                CompletableFuture<Object> call = client.service("slow").command("later").with().future();
                assertThat(server.eventLoop().runOnce(Duration.ofSeconds(20))).as("a call").isTrue();
                call.cancel(true);
                assertThat(ended.await(20, TimeUnit.SECONDS)).as("over").isTrue();
            }
            assertThat(slow.returned.handle((_, e) -> e).get(20, TimeUnit.SECONDS)).isNotNull();
        }
    }
}
