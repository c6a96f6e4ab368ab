package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.session.Await;
import dev.parley.session.RawPeer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Peers that a hook keeps waiting, for longer than a greeting may take.
@Timeout(60)
class WaitingPeersTest {
    private static final Limits SHORT =
            Limits.DEFAULT
                    .withHandshake(Duration.ofMillis(500)) // enough for those who do greet
                    .withKeepalive(Duration.ofMillis(50), Duration.ofSeconds(10));

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Ledger ledger = new Ledger();
    private final CountDownLatch door = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private URI url;

    @AfterEach
    void closeAll() throws Exception {
        door.countDown();
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private void serve(Consumer<Peer> hook) {
        ServerHooks hooks =
                new ServerHooks() {
                    @Override
                    public void connected(Peer peer) {
                        asked.incrementAndGet();
                        hook.accept(peer);
                    }
                };
        Server server = Server.builder().service(ledger).hooks(hooks).limits(SHORT).listen("tcp://127.0.0.1:0").start();
        open.add(server);
        url = server.urls().getFirst();
    }

    private Client connect() {
        Client client = Client.builder(url.toString()).limits(SHORT).connect();
        open.add(client);
        return client;
    }

    private void block() {
        try {
            door.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whoever has not greeted by now, at either end, has been turned away: the same thread sees to all of them.
    private void letTheTimeForGreetingsPass() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (RawPeer silent = RawPeer.connect(url).listen()) {
                assertThat(silent.untilClosed()).contains("(the limit handshake)");
            }
        }
    }

    @Test
    void callsWaitForAHookThatBlocksLongerThanAGreetingMayTake() throws Exception {
        serve(_ -> block());
        Client client = connect();
        CompletableFuture<Object> call =
                client.service("ledger").command("book").with(1).future().toCompletableFuture();
        letTheTimeForGreetingsPass();
        assertThat(call).isNotDone();
        door.countDown();
        assertThat(call.join()).isEqualTo(-1L);
        assertThat(asked).hasValue(1);
    }

    @Test
    void theyEndWhenTheirTimeIsUpAndHaveNotRun() throws Exception {
        serve(_ -> block());
        Client client = connect();
        assertThatThrownBy(() -> client.withTimeout(Duration.ofMillis(1500)).service("ledger").call("book", 1))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
        Await.until("it waits no more", () -> !Threads.dump().contains("dev.parley.dispatch.Welcome.await"));
        door.countDown();
        assertThat(client.service("ledger").call("book", 2)).isEqualTo(-2L);
        assertThat(ledger.runsOf(1)).isZero();
        assertThat(asked).as("the connection has stayed").hasValue(1);
    }

    @Test
    void aHookThatSaysUnavailableIsAskedAgainWhileTheCallsWait() throws Exception {
        serve(_ -> {
            if (door.getCount() > 0) {
                throw new RpcException(Code.UNAVAILABLE, "not yet");
            }
        });
        Client client = connect();
        CompletableFuture<Object> call =
                client.service("ledger").command("book").with(1).future().toCompletableFuture();
        letTheTimeForGreetingsPass();
        assertThat(asked.get()).isGreaterThan(1);
        assertThat(call).isNotDone();
        door.countDown();
        assertThat(call.join()).isEqualTo(-1L);
        assertThat(ledger.runsOf(1)).isEqualTo(1);
    }

    @Test
    void itIsNotAskedAnyMoreForAPeerThatHasGone() throws Exception {
        CountDownLatch left = new CountDownLatch(3);
        serve(_ -> {
            left.countDown();
            throw new RpcException(Code.UNAVAILABLE, "not yet");
        });
        Client client = connect();
        left.await();
        client.close();
        Await.until("nobody waits", () -> !Threads.dump().contains("dev.parley.dispatch.Welcome"));
    }
}
