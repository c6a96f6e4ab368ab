package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Ledger.Books;
import dev.parley.session.Await;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Servers that end: what runs is finished, or interrupted and waited for.
class DrainingTest extends LedgerTests {
    @Test
    void aDrainingServerFinishesWhatRunsAndTakesNothingNew() throws Exception {
        Ledger ledger = new Ledger();
        Server server = serve("s", ledger);
        Client client = keep(Client.builder(url("s")).patience(Duration.ZERO).connect());
        Books books = client.service(Books.class);
        CompletableFuture<Long> running = background(() -> books.slowly(1));
        assertThat(ledger.events.take()).isEqualTo("running");
        CompletableFuture<Boolean> drained = background(() -> server.drain(Duration.ofSeconds(60)));
        AtomicLong last = new AtomicLong(1);
        Await.until("it takes no more calls", () -> isRefused(books, last.incrementAndGet()));
        assertThat(running).isNotDone();
        assertThat(drained).isNotDone();
        ledger.go.countDown();
        assertThat(running.join()).isEqualTo(-1);
        assertThat(drained.join()).isTrue();
        assertThat(ledger.runsOf(last.get())).isZero();
    }

    private static boolean isRefused(Books books, long number) {
        try {
            return books.book(number) != -number;
        } catch (RpcException e) {
            assertThat(e.code()).isEqualTo(Code.UNAVAILABLE);
            assertThat(e.mayHaveRun()).isFalse();
            return true;
        }
    }

    @Test
    void aDrainThatTakesTooLongInterrupts() throws Exception {
        Ledger ledger = new Ledger();
        Server server = serve("s", ledger);
        Client client = keep(Client.connect(url("s")));
        client.service("ledger").command("slowly").with(1).future();
        assertThat(ledger.events.take()).isEqualTo("running");
        assertThat(server.drain(Duration.ofMillis(50))).isFalse();
        assertThat(ledger.events.take()).isEqualTo("interrupted");
    }

    @Test
    void twoServersThatAreRestartedInTurnsFailNoCall() throws Exception {
        Ledger ledger = new Ledger();
        AtomicReference<Server> one = new AtomicReference<>(serve("one", ledger));
        AtomicReference<Server> two = new AtomicReference<>(serve("two", ledger));
        Client client = keep(Client.builder(url("one")).or(url("two")).connect());
        Books books = client.service(Books.class);
        AtomicLong next = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Throwable> wrong = new AtomicReference<>();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            callers.add(
                    Thread.startVirtualThread(() -> {
                        try {
                            while (!done.get()) {
                                long number = next.getAndIncrement();
                                assertThat(books.book(number)).isEqualTo(-number);
                            }
                        } catch (Throwable e) {
                            wrong.compareAndSet(null, e);
                        }
                    }));
        }
        for (int restart = 0; restart < 20; restart++) {
            AtomicReference<Server> which = restart % 2 == 0 ? one : two;
            assertThat(which.get().drain(Duration.ofSeconds(30))).isTrue();
            long before = next.get();
            Await.until("calls go on", () -> next.get() > before + 50 || wrong.get() != null);
            which.set(serve(restart % 2 == 0 ? "one" : "two", ledger));
        }
        done.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(wrong.get()).isNull();
        long last = next.get();
        assertThat(last).isGreaterThan(1000);
        for (long number = 0; number < last; number++) {
            assertThat(ledger.runsOf(number)).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsClosedStopsHandlersWhoseCallersAreAway() throws Exception {
        Ledger ledger = new Ledger();
        Server server = Server.builder().service(ledger).keepAnswers().listen(url("s")).start();
        Client client = keep(Client.connect(url("s")));
        client.service(Books.class).book(1);
        client.service("ledger").command("slowly").with(2).future();
        assertThat(ledger.events.take()).isEqualTo("running");
        client.close();
        server.close();
        assertThat(ledger.events.poll(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
    }

    @Test
    void aDrainWaitsForHandlersWhoseCallersAreAway() throws Exception {
        Ledger ledger = new Ledger();
        Server server = keep(Server.builder().service(ledger).keepAnswers().listen(url("s")).start());
        Client client = keep(Client.connect(url("s")));
        client.service(Books.class).book(1);
        client.service("ledger").command("slowly").with(2).future();
        assertThat(ledger.events.take()).isEqualTo("running");
        client.close();
        Await.until("the client is gone", () -> server.connections() == 0);
        CompletableFuture<Boolean> drained = background(() -> server.drain(Duration.ofSeconds(60)));
        Await.until("it has begun", () -> !folder.resolve("s").toFile().exists());
        Thread.sleep(100); // time to go wrong
        assertThat(drained).isNotDone();
        ledger.go.countDown();
        assertThat(drained.join()).isTrue();
        assertThat(ledger.events).as("interrupted").isEmpty();
    }

    @Test
    void aDrainThatTakesTooLongInterruptsThemAndWaitsUntilTheyHaveTidiedUp() throws Exception {
        Ledger ledger = new Ledger();
        Server server = keep(Server.builder().service(ledger).keepAnswers().listen(url("s")).start());
        startAndLeave(server, ledger);
        assertThat(server.drain(Duration.ofMillis(50))).isFalse();
        assertThat(ledger.events.poll()).isEqualTo("tidy");
    }

    @Test
    void soDoesClosing() throws Exception {
        Ledger ledger = new Ledger();
        Server server = keep(Server.builder().service(ledger).keepAnswers().listen(url("s")).start());
        startAndLeave(server, ledger);
        server.close();
        assertThat(ledger.events.poll()).isEqualTo("tidy");
    }

    @Test
    void alsoWhereNoAnswersAreKept() throws Exception {
        Ledger ledger = new Ledger();
        Server server = serve("s", ledger);
        startAndLeave(server, ledger);
        server.close();
        assertThat(ledger.events.poll()).isEqualTo("tidy");
    }

    @Test
    void alsoWhereTheCallersAreStillThere() throws Exception {
        for (int i = 0; i < 20; i++) { // either the answers or the connections are closed first
            Ledger ledger = new Ledger();
            Server server = keep(Server.builder().service(ledger).keepAnswers().listen(url("s" + i)).start());
            Client client = keep(Client.connect(url("s" + i)));
            client.service(Books.class).book(1);
            client.service("ledger").command("tidily").with().future();
            assertThat(ledger.events.take()).isEqualTo("running");
            server.close();
            assertThat(ledger.events.poll()).isEqualTo("tidy");
        }
    }

    private void startAndLeave(Server server, Ledger ledger) throws Exception {
        try (Client client = Client.connect(url("s"))) {
            client.service(Books.class).book(1);
            client.service("ledger").command("tidily").with().future();
            assertThat(ledger.events.take()).isEqualTo("running");
        }
        Await.until("the client is gone", () -> server.connections() == 0);
    }
}
