package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Ledger.Books;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// Connections that are lost are opened again, and calls wait for it.
class ReconnectingTest extends LedgerTests {
    @Test
    void callsWaitForAServerThatIsStartedAgain() throws Exception {
        Server first = serve("s", new Ledger());
        Client client = keep(Client.connect(url("s")));
        assertThat(client.service(Books.class).book(1)).isEqualTo(-1);
        first.close();
        CompletableFuture<Long> waiting = background(() -> client.service(Books.class).book(2));
        CompletableFuture<?> later = client.service("ledger").command("book").with(3).future().toCompletableFuture();
        Thread.sleep(300); // a few attempts in vain
        assertThat(waiting).isNotDone();
        Ledger ledger = new Ledger();
        serve("s", ledger);
        assertThat(waiting.join()).isEqualTo(-2);
        assertThat(later.join()).isEqualTo(-3L);
        assertThat(ledger.runsOf(2)).isEqualTo(1);
    }

    @Test
    void theyWaitNoLongerThanTheirDeadline() {
        Server server = serve("s", new Ledger());
        Client client = keep(Client.connect(url("s")));
        client.service(Books.class).book(1);
        server.close();
        assertThatThrownBy(() -> client.withTimeout(Duration.ofMillis(300)).service(Books.class).book(2))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.UNAVAILABLE);
                            assertThat(e.mayHaveRun()).isFalse();
                        })
                .hasMessage("cannot connect to " + url("s") + ": no such file");
    }

    @Test
    void aClientWithoutPatienceFailsAtOnce() throws Exception {
        Server server = serve("s", new Ledger());
        CountDownLatch lost = new CountDownLatch(1);
        CallListener noticing =
                new CallListener() {
                    @Override
                    public void disconnected(Peer peer, String why) {
                        lost.countDown();
                    }
                };
        Client client = keep(Client.builder(url("s")).patience(Duration.ZERO).listener(noticing).connect());
        client.service(Books.class).book(1);
        server.close();
        lost.await(); // a call in this moment might be under way already
        assertThatThrownBy(() -> client.service(Books.class).book(2))
                .hasMessage("cannot connect to " + url("s") + ": no such file");
        serve("s", new Ledger());
        assertThat(client.service(Books.class).book(3)).as("the next call tries again").isEqualTo(-3);
    }

    @Test
    void theFirstUrlThatAnswersIsTaken() {
        Ledger one = new Ledger();
        Ledger two = new Ledger();
        serve("two", two);
        Client client = keep(Client.builder(url("one")).or(url("two")).connect());
        client.service(Books.class).book(1);
        assertThat(two.runsOf(1)).isEqualTo(1);
        Server first = serve("one", one);
        Client other = keep(Client.builder(url("one")).or(url("two")).connect());
        other.service(Books.class).book(2);
        assertThat(one.runsOf(2)).isEqualTo(1);
        first.close();
        other.service(Books.class).book(3);
        assertThat(two.runsOf(3)).isEqualTo(1);
        assertThatThrownBy(() -> Client.builder(url("nowhere")).or(url("neither")).connect())
                .hasMessage(
                        "cannot connect to "
                                + url("nowhere")
                                + ": no such file; cannot connect to "
                                + url("neither")
                                + ": no such file");
    }

    @Test
    void closingTheClientEndsTheWaiting() {
        Server server = serve("s", new Ledger());
        Client client = keep(Client.connect(url("s")));
        server.close();
        CompletableFuture<Long> waiting = background(() -> client.service(Books.class).book(2));
        client.close();
        assertThatThrownBy(waiting::join).hasRootCauseMessage("the client is closed");
    }
}
