package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.session.RawPeer;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One thread for all handlers, and for what is woven in between them: which calls it runs, and which do not hold it up.
class EventLoopCallsTest extends EventLoopTests {
    @SuppressWarnings("unchecked")
    private static int waitingFor(String what, Client client) {
        return ((List<Map<String, Object>>) client.service("_meta").call("locks"))
                .stream()
                        .filter(lock -> lock.get("what").equals(what))
                        .mapToInt(lock -> ((List<?>) lock.get("waiting")).size())
                        .sum();
    }

    // ---- which thread runs what

    @Test
    void everythingThatTheUserWroteRunsOnTheThreadOfTheLoop() throws Exception {
        Set<Thread> around = ConcurrentHashMap.newKeySet();
        serve(b ->
                b.intercept((call, next) -> {
                    around.add(Thread.currentThread());
                    return next.proceed(call);
                }));
        runLoop();
        Client client = connect();
        RemoteService service = client.service("work");
        assertThat(service.call("number", 3)).isEqualTo(3L);
        assertThat(service.call("inline")).isEqualTo("inline");
        assertThat(service.call("live")).isEqualTo(List.of(0L, 1L, 2L));
        assertThat(service.call("sum", Stream.of(1, 2, 3))).isEqualTo(6L);
        assertThat(service.call("add", Stream.of(1, 2, 3))).isEqualTo(6L);
        work.promise.complete("kept");
        assertThat(service.call("promised")).isEqualTo("kept");
        try (Stream<Object> numbers = service.stream("upwards")) {
            assertThat(numbers.limit(3)).containsExactly(0L, 1L, 2L);
        }
        work.closed.await();
        assertThat(work.threads).containsExactly(runner);
        assertThat(around).containsExactly(runner);
    }

    @Test
    void handlersRunThereAlsoWhereCallersAreAuthenticated() {
        serve(b -> b.authenticate(Authenticator.tokens(Map.of("secret", new Principal("ada", Set.of())))));
        runLoop();
        Client client = connect().withMetadata("authorization", "Bearer secret");
        assertThat(client.service("work").call("number", 1)).isEqualTo(1L);
        assertThat(work.threads).containsExactly(runner);
    }

    @Test
    void callsOfAConnectionRunInTheOrderInWhichTheyCame() {
        serveAndRun();
        Client client = connect();
        List<CompletableFuture<Object>> calls =
                IntStream.range(0, 9000).mapToObj(i -> later(client, "number", i)).toList();
        calls.forEach(CompletableFuture::join);
        assertThat(work.order).isEqualTo(IntStream.range(0, 9000).boxed().toList());
    }

    @Test
    void failuresReachTheCaller() {
        serveAndRun();
        Client client = connect();
        assertThatThrownBy(() -> client.service("work").call("fail"))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT);
                            assertThat(e.mayHaveRun()).isTrue();
                        })
                .hasMessage("no such thing");
        assertThatThrownBy(() -> client.service("work").call("number", "many"))
                .hasMessageStartingWith("work.number.n: ");
        assertThatThrownBy(() -> client.service("work").call("nothing")).hasMessageStartingWith("no command");
        assertThat(client.service("work").call("number", 1)).isEqualTo(1L);
    }

    @Test
    void metadataIsToldWhileNobodyRunsTheLoop() {
        serve();
        assertThat(connect().describe()).extracting(s -> s.name()).contains("work", "desk");
    }

    @Test
    void aServerWithoutOneSaysHowToHaveOne() {
        try (Server plain = Server.builder().listen("memory://no-loop").start()) {
            assertThatThrownBy(plain::eventLoop)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a server without an event loop (call eventLoop() on its builder)");
        }
    }

    // ---- what waits does not occupy the loop

    @Test
    void aCallThatWaitsForAdmissionLetsOthersRun() {
        serveAndRun();
        Client first = connect();
        assertThat(first.service("desk").call("sit")).isEqualTo("sits");
        Client second = connect();
        CompletableFuture<Object> waiting = later(second, "desk", "sit");
        while (waitingFor("desk", first) == 0) {
            Thread.onSpinWait();
        }
        assertThat(second.service("work").call("number", 1)).isEqualTo(1L);
        assertThat(first.service("desk").call("sit")).isEqualTo("sits");
        assertThat(waiting).isNotDone();
        first.close();
        assertThat(waiting.join()).isEqualTo("sits");
    }

    @Test
    void aCallThatWaitsForAFutureLetsOthersRunAndKeepsItsPlaceMeanwhile() throws Exception {
        serveAndRun();
        Client client = connect();
        CompletableFuture<Object> promised = later(client, "promisedOnce");
        work.started.acquire();
        CompletableFuture<Object> second = later(client, "promisedOnce");
        assertThat(client.service("work").call("number", 1)).isEqualTo(1L);
        assertThat(work.started.tryAcquire()).as("the second one's start").isFalse();
        loop.execute(() -> work.promise.complete("kept"));
        assertThat(promised.join()).isEqualTo("kept");
        assertThat(second.join()).isEqualTo("kept");
    }

    @Test
    void aSlowConsumerOfAStreamLetsOthersRun() {
        serveAndRun();
        Client client = connect();
        try (Stream<Object> numbers = client.service("work").stream("upwards")) {
            Iterator<Object> each = numbers.iterator();
            assertThat(each.next()).isEqualTo(0L);
            for (int i = 1; i < 2000; i++) {
                assertThat(client.service("work").call("number", i)).isEqualTo((long) i);
            }
            assertThat(each.next()).isEqualTo(1L);
        }
    }

    @Service("probe")
    static class Heavy {
        @Command
        byte[] heavy() {
            return new byte[1 << 20];
        }
    }

    @Test
    void aPeerThatDoesNotReadItsResultsLetsOthersRun() throws Exception {
        serve(b -> b.service(new Heavy()));
        try (RawPeer deaf = RawPeer.connect(server.urls().getFirst()).greet()) {
            for (int i = 1; i < 80; i += 2) {
                deaf.say(RawPeer.call(i, "heavy", "90"));
            }
            for (int i = 0; i < 40; i++) {
                assertThat(loop.runOnce(LONG)).isTrue();
            }
            runLoop();
            assertThat(connect().service("work").call("number", 1)).isEqualTo(1L);
        }
    }

    @Test
    void aSubscriberOfASlowStreamLetsOthersRun() throws Exception {
        serveAndRun();
        Client client = connect();
        SubmissionPublisher<Integer> numbers = new SubmissionPublisher<>();
        CompletableFuture<Object> sum = later(client, "add", numbers);
        work.started.acquire();
        numbers.submit(1);
        assertThat(client.service("work").call("number", 1)).isEqualTo(1L);
        numbers.submit(2);
        numbers.close();
        assertThat(sum.join()).isEqualTo(3L);
    }

    @Test
    void aPublisherThatIsFedByTheLoopIsWaitedForElsewhere() throws Exception {
        serveAndRun();
        Client client = connect();
        try (Stream<Object> numbers = client.service("work").stream("published")) {
            work.started.acquire();
            while (!work.published.hasSubscribers()) {
                Thread.onSpinWait();
            }
            loop.execute(() -> work.published.submit(5));
            assertThat(numbers.iterator().next()).isEqualTo(5L);
        }
    }

    // ---- calls that are given up

    @Test
    void aCallThatIsGivenUpBeforeItsTurnNeverRuns() {
        serve();
        Client client = connect();
        CompletableFuture<Object> cancelled = later(client, "number", 1);
        cancelled.cancel(true);
        assertThatThrownBy(() -> client.withTimeout(Duration.ofMillis(50)).service("work").call("number", 2))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
        client.service("_meta").call("services"); // by now, the server has heard that both are given up
        runLoop();
        assertThat(client.service("work").call("number", 3)).isEqualTo(3L);
        assertThat(work.order).containsExactly(3);
    }

    @Test
    void cancellingInterruptsTheHandlerButNotTheLoop() throws Exception {
        serveAndRun();
        Client client = connect();
        CompletableFuture<Object> blocked = later(client, "block");
        work.started.acquire();
        CompletableFuture<Object> next = later(client, "interrupted");
        blocked.cancel(true);
        work.interrupted.await();
        assertThat(next.join()).isEqualTo(false);
        CompletableFuture<Object> spinning = later(client, "spin");
        work.started.acquire();
        CompletableFuture<Object> last = later(client, "interrupted");
        spinning.cancel(true);
        assertThat(last.join()).isEqualTo(false);
    }

    @Test
    void aLostConnectionInterruptsItsHandlerAndClosesItsStream() throws Exception {
        serveAndRun();
        Client lost = connect();
        later(lost, "block").exceptionally(_ -> null);
        work.started.acquire();
        lost.close();
        work.interrupted.await();
        Client reader = connect();
        Iterator<Object> numbers = reader.service("work").stream("upwards").iterator();
        assertThat(numbers.next()).isEqualTo(0L);
        reader.close();
        work.closed.await();
        assertThat(connect().service("work").call("interrupted")).isEqualTo(false);
        assertThat(work.threads).containsExactly(runner);
    }
}
