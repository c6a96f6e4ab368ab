package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.wire.Memory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// Connections that are lost, servers that come and go: what can be done again is done again, and nothing twice.
@Timeout(120)
class ReliabilityTest {
    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @Service("ledger")
    static class Ledger {
        final Map<Long, AtomicInteger> runs = new ConcurrentHashMap<>();
        final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        final CountDownLatch go = new CountDownLatch(1);

        /// Books an entry: twice would be wrong.
        @Command
        long book(long number) {
            runs.computeIfAbsent(number, _ -> new AtomicInteger()).incrementAndGet();
            return -number;
        }

        @Command
        long slowly(long number) throws InterruptedException {
            book(number);
            events.add("running");
            try {
                go.await();
            } catch (InterruptedException e) {
                events.add("interrupted");
                throw e;
            }
            return -number;
        }

        @Command
        int length(byte[] bytes) {
            return bytes.length;
        }

        int runsOf(long number) {
            AtomicInteger count = runs.get(number);
            return count == null ? 0 : count.get();
        }
    }

    @Service("ledger")
    interface Books {
        long book(long number);

        long slowly(long number);
    }

    @Service("ledger")
    interface IdempotentBooks {
        @Idempotent
        long book(long number);

        @Idempotent
        long slowly(long number);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private String url(String name) {
        return "unix://" + folder.resolve(name);
    }

    private Server serve(String name, Object service) {
        Server server = Server.builder().service(service).listen(url(name)).start();
        open.add(server);
        return server;
    }

    private <T> T keep(T closeable) {
        open.add((AutoCloseable) closeable);
        return closeable;
    }

    private Cutter cut(String name, String to) throws IOException {
        return keep(new Cutter(folder.resolve(name), folder.resolve(to)));
    }

    /// On a thread of its own: those of the common pool are too few to wait.
    private static <T> CompletableFuture<T> background(Callable<T> work) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                future.complete(work.call());
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }

    // ---- connecting again

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
    void aClientWithoutPatienceFailsAtOnce() {
        Server server = serve("s", new Ledger());
        Client client = keep(Client.builder(url("s")).patience(Duration.ZERO).connect());
        client.service(Books.class).book(1);
        server.close();
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

    // ---- calls that may have run

    @Test
    void aCallThatMayHaveRunIsNotRepeatedByItself() throws Exception {
        Ledger ledger = new Ledger();
        serve("s", ledger);
        Cutter cutter = cut("c", "s");
        Client client = keep(Client.connect(url("c")));
        client.service(Books.class).book(1);
        CompletableFuture<Long> call = background(() -> client.service(Books.class).slowly(2));
        assertThat(ledger.events.take()).isEqualTo("running");
        cutter.cutAll();
        assertThatThrownBy(call::join)
                .cause()
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.UNAVAILABLE);
                            assertThat(e.mayHaveRun()).isTrue();
                        });
        assertThat(ledger.events.take()).isEqualTo("interrupted");
        assertThat(ledger.runsOf(2)).isEqualTo(1);
    }

    @Test
    void anIdempotentOneIsRepeated() throws Exception {
        Ledger ledger = new Ledger();
        serve("s", ledger);
        Cutter cutter = cut("c", "s");
        Client client = keep(Client.connect(url("c")));
        IdempotentBooks books = client.service(IdempotentBooks.class);
        CompletableFuture<Long> call = background(() -> books.slowly(2));
        assertThat(ledger.events.take()).isEqualTo("running");
        cutter.cutAll();
        assertThat(ledger.events.take()).isIn("interrupted", "running");
        assertThat(ledger.events.take()).isIn("interrupted", "running");
        ledger.go.countDown();
        assertThat(call.join()).isEqualTo(-2);
        assertThat(ledger.runsOf(2)).isEqualTo(2);
    }

    @Test
    void aServerThatKeepsAnswersGivesThemAgain() throws Exception {
        Ledger ledger = new Ledger();
        keep(Server.builder().service(ledger).keepAnswers().listen(url("s")).start());
        Cutter cutter = cut("c", "s");
        Client client = keep(Client.connect(url("c")));
        Books books = client.service(Books.class);
        books.book(1);
        cutter.dropAnswers(true);
        CompletableFuture<Long> call = background(() -> books.book(2));
        while (ledger.runsOf(2) == 0) {
            Thread.onSpinWait();
        }
        cutter.dropAnswers(false);
        cutter.cutAll();
        assertThat(call.join()).isEqualTo(-2);
        assertThat(ledger.runsOf(2)).isEqualTo(1);
    }

    @Test
    void itLetsAHandlerGoOnWhileItsCallerIsAway() throws Exception {
        Ledger ledger = new Ledger();
        keep(Server.builder().service(ledger).keepAnswers().listen(url("s")).start());
        Cutter cutter = cut("c", "s");
        Client client = keep(Client.connect(url("c")));
        Books books = client.service(Books.class);
        books.book(1);
        CompletableFuture<Long> call = background(() -> books.slowly(2));
        CompletableFuture<?> future = client.service("ledger").command("slowly").with(3).future().toCompletableFuture();
        assertThat(ledger.events.take()).isEqualTo("running");
        assertThat(ledger.events.take()).isEqualTo("running");
        cutter.cutAll();
        Thread.sleep(100); // the calls come again, and wait
        ledger.go.countDown();
        assertThat(call.join()).isEqualTo(-2);
        assertThat(future.join()).isEqualTo(-3L);
        assertThat(ledger.events).isEmpty();
        assertThat(List.of(ledger.runsOf(2), ledger.runsOf(3))).containsExactly(1, 1);
    }

    @Test
    void anotherServerIsNotAskedForAnswersThatItCannotHave() throws Exception {
        Ledger ledger = new Ledger();
        Server first = Server.builder().service(ledger).keepAnswers().listen(url("s")).start();
        Client client = keep(Client.connect(url("s")));
        Books books = client.service(Books.class);
        books.book(1);
        CompletableFuture<Long> call = background(() -> books.slowly(2));
        assertThat(ledger.events.take()).isEqualTo("running");
        first.close();
        Ledger other = new Ledger();
        keep(Server.builder().service(other).keepAnswers().listen(url("s")).start());
        assertThatThrownBy(call::join)
                .cause()
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.mayHaveRun()).isTrue());
        assertThat(other.runsOf(2)).isZero();
    }

    @Test
    void aServerThatIsClosedStopsHandlersWhoseCallersAreAway() throws Exception {
        Ledger ledger = new Ledger();
        Server server = Server.builder().service(ledger).keepAnswers().listen(url("s")).start();
        Client client = keep(Client.builder(url("s")).retries(false).connect());
        client.service(Books.class).book(1);
        client.service("ledger").command("slowly").with(2).future();
        assertThat(ledger.events.take()).isEqualTo("running");
        client.close();
        server.close();
        assertThat(ledger.events.poll(20, TimeUnit.SECONDS)).isEqualTo("interrupted");
    }

    @Test
    void answersThatAreNotKeptAnyMoreAreNotMadeUp() throws Exception {
        Ledger ledger = new Ledger();
        keep(Server.builder().service(ledger).keepAnswers(3, 1 << 20, Duration.ofMinutes(1)).listen(url("s")).start());
        Cutter cutter = cut("c", "s");
        Client client = keep(Client.connect(url("c")));
        Books books = client.service(Books.class);
        books.book(1);
        cutter.dropAnswers(true);
        List<CompletableFuture<Long>> calls = new ArrayList<>();
        for (long i = 10; i < 20; i++) {
            long number = i;
            calls.add(background(() -> books.book(number)));
            while (ledger.runsOf(number) == 0) {
                Thread.onSpinWait();
            }
        }
        cutter.dropAnswers(false);
        cutter.cutAll();
        int answered = 0;
        for (CompletableFuture<Long> call : calls) {
            try {
                call.join();
                answered++;
            } catch (java.util.concurrent.CompletionException e) {
                assertThat(e.getCause())
                        .isInstanceOfSatisfying(RpcException.class, f -> assertThat(f.mayHaveRun()).isTrue());
            }
        }
        assertThat(answered).isBetween(1, 3);
        for (long i = 10; i < 20; i++) {
            assertThat(ledger.runsOf(i)).isEqualTo(1);
        }
    }

    @Test
    void answersAreKeptWithoutTheArgumentsOfTheirCalls() {
        keep(Server.builder().service(new Ledger()).keepAnswers().listen(url("s")).start());
        Client client = keep(Client.connect(url("s")));
        client.service("ledger").call("length", new byte[60_000]);
        long before = Memory.used();
        for (int i = 0; i < 900; i++) { // fewer than are kept
            assertThat(client.service("ledger").call("length", new byte[60_000])).isEqualTo(60_000L);
        }
        assertThat(Memory.used() - before).as("memory kept").isLessThan(20 << 20);
    }

    @Test
    void clientsThatAskForNothingAgainDoNotGetEachOthersAnswers() {
        Ledger ledger = new Ledger();
        keep(Server.builder().service(ledger).keepAnswers().listen(url("s")).start());
        for (long number = 1; number <= 3; number++) {
            Client client = keep(Client.builder(url("s")).retries(false).connect());
            assertThat(client.service(Books.class).book(number)).isEqualTo(-number);
            assertThat(ledger.runsOf(number)).isEqualTo(1);
        }
    }

    @Test
    void whatNobodyKnowsIsNotRunAsARepetition() {
        Ledger ledger = new Ledger();
        keep(Server.builder().service(ledger).keepAnswers().listen(url("s")).start());
        Client client = keep(Client.builder(url("s")).retries(false).connect());
        assertThatThrownBy(() -> repeating(client, "0123456789abcdef0123456789abcdef:1").book(1))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.UNAVAILABLE);
                            assertThat(e.mayHaveRun()).isTrue();
                        })
                .hasMessage("ledger.book: the call may have run, its answer is not kept any more");
        for (String nonsense : List.of("", "1", ":1", "x:1", "0123456789abcdef0123456789abcdef:", "a b:2")) {
            assertThatThrownBy(() -> repeating(client, nonsense).book(1))
                    .isInstanceOfSatisfying(
                            RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT))
                    .hasMessageStartingWith("ledger.book: metadata parley-repeats: got \"");
        }
        assertThat(ledger.runs).isEmpty();
    }

    private static Books repeating(Client client, String call) {
        return client.withMetadata("parley-repeats", call).service(Books.class);
    }

    @Test
    void onlyWhoMadeACallMayRepeatIt() throws Exception {
        Ledger ledger = new Ledger();
        String[] id = new String[1];
        keep(
                Server.builder()
                        .service(ledger)
                        .keepAnswers()
                        .authenticate(
                                Authenticator.tokens(
                                        Map.of("of-ann", new Principal("ann"), "of-bob", new Principal("bob"))))
                        .listen(url("s"))
                        .start());
        Cutter cutter =
                keep(
                        new Cutter(folder.resolve("c"), folder.resolve("s")) {
                            @Override
                            void sent(String bytes) {
                                int at = bytes.indexOf("id ");
                                if (id[0] == null && at >= 0) {
                                    id[0] =
                                            bytes.substring(
                                                    at + 3,
                                                    at + 35); // behind the key and a length, as of docs/protocol.md
                                }
                            }
                        });
        Client ann = keep(Client.builder(url("c")).token("of-ann").connect());
        assertThat(ann.service(Books.class).book(1)).isEqualTo(-1);
        assertThat(id[0]).matches("[0-9a-f]{32}");
        Client again = keep(Client.builder(url("s")).token("of-ann").retries(false).connect());
        assertThat(repeating(again, id[0] + ":1").book(7)).as("the answer to the other call").isEqualTo(-1);
        Client bob = keep(Client.builder(url("s")).token("of-bob").retries(false).connect());
        assertThatThrownBy(() -> repeating(bob, id[0] + ":1").book(1))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.PERMISSION_DENIED));
        Client nobody = keep(Client.builder(url("s")).retries(false).connect());
        assertThatThrownBy(() -> repeating(nobody, id[0] + ":1").book(1))
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAUTHENTICATED));
        assertThat(ledger.runsOf(1)).isEqualTo(1);
        assertThat(ledger.runsOf(7)).isZero();
        assertThat(cutter.cuts()).isZero();
    }

    @Test
    void aHundredThousandCallsWhoseAnswersAreCutOffRunOnce() throws Exception {
        Ledger ledger = new Ledger();
        keep(
                Server.builder()
                        .service(ledger)
                        .keepAnswers(10_000, 8 << 20, Duration.ofMinutes(2))
                        .listen(url("s"))
                        .start());
        Cutter cutter = cut("c", "s");
        Client client = keep(Client.connect(url("c")));
        Books books = client.service(Books.class);
        AtomicLong next = new AtomicLong();
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        Thread cutting =
                Thread.startVirtualThread(() -> {
                    while (!done.get()) {
                        cutter.cutAfter((int) (Math.random() * 20_000));
                        try {
                            Thread.sleep(20);
                        } catch (InterruptedException e) {
                            return;
                        }
                    }
                });
        List<Thread> callers = new ArrayList<>();
        Map<Long, Boolean> outcome = new ConcurrentHashMap<>();
        for (int i = 0; i < 32; i++) {
            callers.add(
                    Thread.startVirtualThread(() -> {
                        for (long number = next.getAndIncrement(); number < 100_000; number = next.getAndIncrement()) {
                            try {
                                boolean right = books.book(number) == -number;
                                outcome.put(number, right);
                                acknowledged.incrementAndGet();
                            } catch (RpcException e) {
                                failed.incrementAndGet();
                            }
                        }
                    }));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        done.set(true);
        cutting.join();
        assertThat(acknowledged.get() + failed.get()).isEqualTo(100_000);
        for (long number = 0; number < 100_000; number++) {
            Boolean right = outcome.get(number);
            if (right == null) {
                assertThat(ledger.runsOf(number)).as("runs of %d, not acknowledged", number).isLessThanOrEqualTo(1);
            } else {
                assertThat(right).isTrue();
                assertThat(ledger.runsOf(number)).as("runs of %d, acknowledged", number).isEqualTo(1);
            }
        }
        assertThat(cutter.cuts()).as("connections cut").isGreaterThan(10);
        assertThat(failed.get()).as("calls that failed all the same").isLessThan(10_000);
    }

    // ---- going in order

    @Test
    void aDrainingServerFinishesWhatRunsAndTakesNothingNew() throws Exception {
        Ledger ledger = new Ledger();
        Server server = serve("s", ledger);
        Client client = keep(Client.builder(url("s")).patience(Duration.ZERO).connect());
        Books books = client.service(Books.class);
        CompletableFuture<Long> running = background(() -> books.slowly(1));
        assertThat(ledger.events.take()).isEqualTo("running");
        CompletableFuture<Boolean> drained = background(() -> server.drain(Duration.ofSeconds(60)));
        while (folder.resolve("s").toFile().exists()) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> books.book(2))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.UNAVAILABLE);
                            assertThat(e.mayHaveRun()).isFalse();
                        });
        assertThat(running).isNotDone();
        assertThat(drained).isNotDone();
        ledger.go.countDown();
        assertThat(running.join()).isEqualTo(-1);
        assertThat(drained.join()).isTrue();
        assertThat(ledger.runsOf(2)).isZero();
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
            Thread.sleep(20);
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
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Client.builder(url("s")).patience(Duration.ofSeconds(-1)))
                .hasMessage("patience: got PT-1S (expected zero or more)");
        assertThatThrownBy(() -> Server.builder().keepAnswers(0, 1, Duration.ofSeconds(1)))
                .hasMessage("keepAnswers: got 0, 1 bytes, PT1S (expected each to be more than nothing)");
    }
}
