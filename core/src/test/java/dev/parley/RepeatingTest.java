package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Ledger.Books;
import dev.parley.Ledger.IdempotentBooks;
import dev.parley.wire.Memory;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Calls whose connection is lost before their answers come: what can be done again is done again, and nothing twice.
class RepeatingTest extends LedgerTests {
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
        ThreadLocal<Long> current = new ThreadLocal<>(); // what the thread books
        Set<Long> lost = ConcurrentHashMap.newKeySet(); // have run and are made again
        CallListener listener =
                new CallListener() {
                    @Override
                    public void callStarted(Peer peer, String service, String command, boolean inbound) {
                        if (ledger.runsOf(current.get()) > 0) { // on the thread that calls
                            lost.add(current.get());
                        }
                    }
                };
        Client client = keep(Client.builder(url("c")).listener(listener).connect());
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
                            current.set(number);
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
        assertThat(lost).as("calls whose answers were lost, and that were made again").isNotEmpty();
        lost.retainAll(outcome.keySet());
        assertThat(lost).as("those that were then answered").hasSizeGreaterThan(cutter.cuts() / 2);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Client.builder(url("s")).patience(Duration.ofSeconds(-1)))
                .hasMessage("patience: got PT-1S (expected zero or more)");
        assertThatThrownBy(() -> Server.builder().keepAnswers(0, 1, Duration.ofSeconds(1)))
                .hasMessage("keepAnswers: got 0, 1 bytes, PT1S (expected each to be more than nothing)");
    }
}
