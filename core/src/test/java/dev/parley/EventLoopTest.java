package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.session.RawPeer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One thread for all handlers, and for what is woven in between them.
@Timeout(60)
class EventLoopTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir Path folder;

    private final Work work = new Work();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Server server;
    private EventLoop loop;
    private Thread runner;

    /// Notes which threads run it. Guards nothing: that is what the loop is for.
    @Service("work")
    static class Work {
        final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        final List<Integer> order = new ArrayList<>();
        final Semaphore started = new Semaphore(0);
        final Semaphore proceed = new Semaphore(0);
        final CountDownLatch interrupted = new CountDownLatch(1);
        final CountDownLatch closed = new CountDownLatch(1);
        final CompletableFuture<String> promise = new CompletableFuture<>();
        final SubmissionPublisher<Integer> published = new SubmissionPublisher<>();
        volatile EventLoop loop;

        private void here() {
            threads.add(Thread.currentThread());
        }

        @Command
        int number(int n) {
            here();
            order.add(n);
            return n;
        }

        @Command
        @Inline
        String inline() {
            here();
            return Call.current().command();
        }

        @Command
        void block() throws InterruptedException {
            here();
            started.release();
            try {
                proceed.acquire();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }

        @Command
        void spin() {
            started.release();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        }

        @Command
        boolean interrupted() {
            return Thread.currentThread().isInterrupted();
        }

        @Command
        CompletionStage<String> promised() {
            here();
            started.release();
            return promise;
        }

        @Command
        @MaxConcurrent(1)
        CompletionStage<String> promisedOnce() {
            return promised();
        }

        @Command
        Iterator<Integer> upwards() {
            here();
            return new Upwards();
        }

        final class Upwards implements Iterator<Integer>, AutoCloseable {
            private int next;

            @Override
            public boolean hasNext() {
                here();
                assertThat(Call.current().command()).isEqualTo("upwards");
                return true;
            }

            @Override
            public Integer next() {
                here();
                return next++;
            }

            @Override
            public void close() {
                here();
                closed.countDown();
            }
        }

        @Command
        int sum(Stream<Integer> numbers) {
            here();
            return numbers.peek(_ -> here()).mapToInt(n -> n).sum();
        }

        @Command
        CompletionStage<Integer> add(Flow.Publisher<Integer> numbers) {
            here();
            started.release();
            CompletableFuture<Integer> sum = new CompletableFuture<>();
            numbers.subscribe(
                    new Flow.Subscriber<>() {
                        private int all;

                        @Override
                        public void onSubscribe(Flow.Subscription subscription) {
                            here();
                            subscription.request(Long.MAX_VALUE);
                        }

                        @Override
                        public void onNext(Integer number) {
                            here();
                            all += number;
                        }

                        @Override
                        public void onError(Throwable cause) {
                            here();
                            sum.completeExceptionally(cause);
                        }

                        @Override
                        public void onComplete() {
                            here();
                            sum.complete(all);
                        }
                    });
            return sum;
        }

        @Command
        Flow.Publisher<Integer> published() {
            here();
            started.release();
            return published;
        }

        @Command
        List<Integer> live() {
            here();
            return new java.util.AbstractList<>() {
                @Override
                public Integer get(int index) {
                    here();
                    return index;
                }

                @Override
                public int size() {
                    here();
                    return 3;
                }
            };
        }

        @Command
        String runsItself() {
            return String.valueOf(catchThrowableOfType(IllegalStateException.class, loop::run).getMessage());
        }

        @Command
        void fail() {
            throw new IllegalArgumentException("no such thing");
        }
    }

    @Service("desk")
    @Exclusive
    static class Desk {
        @Command
        String sit() {
            return "sits";
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        work.proceed.release(1000);
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        if (runner != null) {
            runner.join(); // closing the server ends the loop
        }
    }

    private void serve(UnaryOperator<ServerBuilder> more) {
        ServerBuilder builder = Server.builder().eventLoop().service(work).service(new Desk());
        server = more.apply(builder.listen("unix://" + folder.resolve("s"))).start();
        open.add(server);
        loop = server.eventLoop();
        work.loop = loop;
    }

    private void serve() {
        serve(builder -> builder);
    }

    private void runLoop() {
        runner = Thread.ofPlatform().name("the-loop").start(loop::run);
    }

    private void serveAndRun() {
        serve();
        runLoop();
    }

    private Client connect() {
        Client client = Client.builder("unix://" + folder.resolve("s")).timeout(LONG).connect();
        open.add(client);
        return client;
    }

    private static CompletableFuture<Object> later(Client client, String command, Object... arguments) {
        return later(client, "work", command, arguments);
    }

    private static CompletableFuture<Object> later(Client client, String service, String command, Object... arguments) {
        CompletionStage<Object> stage = client.service(service).command(command).with(arguments).future();
        return stage.toCompletableFuture();
    }

    @SuppressWarnings("unchecked")
    private static int waitingFor(String what, Client client) {
        return ((List<Map<String, Object>>) client.service("_meta").call("locks"))
                .stream()
                        .filter(lock -> lock.get("what").equals(what))
                        .mapToInt(lock -> ((List<?>) lock.get("waiting")).size())
                        .sum();
    }

    private Pipe pipe() throws Exception {
        Pipe pipe = Pipe.open();
        open.add(pipe.source());
        open.add(pipe.sink());
        pipe.source().configureBlocking(false);
        return pipe;
    }

    private static void write(Pipe pipe) throws Exception {
        pipe.sink().write(ByteBuffer.wrap(new byte[] {7}));
    }

    private static int read(Pipe pipe) {
        try {
            return pipe.source().read(ByteBuffer.allocate(10));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
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

    // ---- one event at a time

    @Test
    void runOnceHandlesOneCall() {
        serve();
        Client client = connect();
        assertThat(loop.runOnce(Duration.ZERO)).as("nothing there").isFalse();
        assertThat(loop.runOnce(Duration.ofMillis(1))).as("nothing came").isFalse();
        CompletableFuture<Object> one = later(client, "number", 1);
        CompletableFuture<Object> two = later(client, "number", 2);
        assertThat(loop.runOnce(LONG)).isTrue();
        assertThat(one.join()).isEqualTo(1L);
        assertThat(work.order).containsExactly(1);
        assertThat(loop.runOnce(LONG)).isTrue();
        assertThat(two.join()).isEqualTo(2L);
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
        assertThat(work.threads).containsExactly(Thread.currentThread());
    }

    @Test
    void runOnceRefusesANegativeTime() {
        serve();
        assertThatThrownBy(() -> loop.runOnce(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout: got PT-0.001S (expected zero or more)");
    }

    @Test
    void oneThreadAtATimeRunsTheLoop() throws Exception {
        serveAndRun();
        later(connect(), "block");
        work.started.acquire();
        assertThatThrownBy(() -> loop.runOnce(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the event loop is run by thread the-loop (expected one thread at a time)");
    }

    @Test
    void aHandlerCannotRunTheLoop() {
        serveAndRun();
        assertThat(connect().service("work").call("runsItself"))
                .isEqualTo("the event loop runs already (expected run and runOnce outside of handlers and callbacks)");
    }

    // ---- channels and tasks

    @Test
    void aChannelIsCalledBackWhenItCanBeReadAndNothingIsRead() throws Exception {
        serve();
        Pipe pipe = pipe();
        List<Integer> sizes = new ArrayList<>();
        loop.register(pipe.source(), () -> sizes.add(0));
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
        write(pipe);
        assertThat(loop.runOnce(LONG)).isTrue();
        assertThat(loop.runOnce(Duration.ZERO)).as("still there to be read").isTrue();
        loop.register(pipe.source(), () -> sizes.add(read(pipe)));
        assertThat(loop.runOnce(LONG)).as("the later callback").isTrue();
        assertThat(sizes).containsExactly(0, 0, 1);
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
    }

    @Test
    void aLoopThatWaitsHearsOfAChannelThatIsRegisteredByAnotherThread() throws Exception {
        serveAndRun();
        Pipe pipe = pipe();
        write(pipe);
        CompletableFuture<Thread> called = new CompletableFuture<>();
        loop.register(
                pipe.source(),
                () -> {
                    read(pipe);
                    called.complete(Thread.currentThread());
                });
        assertThat(called.join()).isSameAs(runner);
    }

    @Test
    void aChannelThatIsUnregisteredIsLeftAlone() throws Exception {
        serve();
        Pipe pipe = pipe();
        AtomicInteger calls = new AtomicInteger();
        loop.register(pipe.source(), calls::incrementAndGet);
        write(pipe);
        assertThat(loop.runOnce(LONG)).isTrue();
        loop.unregister(pipe.source());
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
        pipe.source().configureBlocking(true); // it belongs to nobody any more
        pipe.source().configureBlocking(false);
        loop.register(pipe.source(), calls::incrementAndGet);
        loop.unregister(pipe.source());
        loop.register(pipe.source(), calls::incrementAndGet);
        assertThat(loop.runOnce(LONG)).isTrue();
        assertThat(calls).hasValue(2);
        loop.unregister(pipe.source());
        loop.unregister(pipe.source());
    }

    @Test
    void aChannelThatIsClosedIsForgotten() throws Exception {
        serve();
        Pipe pipe = pipe();
        loop.register(pipe.source(), () -> read(pipe));
        write(pipe);
        assertThat(loop.runOnce(LONG)).isTrue();
        write(pipe);
        pipe.source().close();
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
        assertThat(pipe.source().isRegistered()).isFalse();
        loop.register(pipe.source(), () -> read(pipe));
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
    }

    @Test
    void channelsThatCannotBeWatchedAreRefused() throws Exception {
        serve();
        Pipe pipe = pipe();
        pipe.source().configureBlocking(true);
        assertThatThrownBy(() -> loop.register(pipe.source(), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("in blocking mode (call configureBlocking(false) before it is registered)");
        pipe.sink().configureBlocking(false);
        assertThatThrownBy(() -> loop.register(pipe.sink(), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("nothing can be read from it");
        pipe.source().close(); // and in blocking mode, which nobody can change any more
        assertThatThrownBy(() -> loop.register(pipe.source(), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(": closed (expected an open channel)");
    }

    @Test
    void whatACallbackThrowsDoesNotEndTheLoop() throws Exception {
        serveAndRun();
        Pipe pipe = pipe();
        CountDownLatch called = new CountDownLatch(1);
        loop.register(
                pipe.source(),
                () -> {
                    read(pipe);
                    called.countDown();
                    throw new AssertionError("on purpose");
                });
        write(pipe);
        called.await();
        loop.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(connect().service("work").call("number", 1)).isEqualTo(1L);
    }

    @Test
    void aChannelThatAlwaysCanBeReadDoesNotStarveCallsNorTheyIt() throws Exception {
        serve();
        Pipe pipe = pipe();
        write(pipe);
        AtomicInteger calls = new AtomicInteger();
        loop.register(pipe.source(), calls::incrementAndGet);
        runLoop();
        Client client = connect();
        for (int i = 0; i < 100; i++) {
            int before = calls.get();
            assertThat(client.service("work").call("number", i)).isEqualTo((long) i);
            while (calls.get() == before) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void tasksRunOnTheLoop() {
        serveAndRun();
        CompletableFuture<Thread> ran = CompletableFuture.supplyAsync(Thread::currentThread, loop);
        assertThat(ran.join()).isSameAs(runner);
    }

    // ---- the end

    @Test
    void stopEndsTheRunOfAnotherThreadWhichMayRunItAgain() throws Exception {
        serveAndRun();
        loop.stop();
        runner.join();
        runLoop();
        assertThat(connect().service("work").call("number", 1)).isEqualTo(1L);
        loop.execute(loop::stop);
        runner.join();
    }

    @Test
    void stopBeforeRunEndsItAtOnce() {
        serve();
        later(connect(), "number", 1);
        loop.stop();
        loop.run();
        assertThat(work.order).isEmpty();
        loop.stop();
        assertThat(loop.runOnce(LONG)).isFalse();
        assertThat(loop.runOnce(LONG)).as("one stop, one end").isTrue();
    }

    @Test
    void anInterruptEndsTheRunAndIsNotForgotten() throws Exception {
        serve();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        runner =
                Thread.startVirtualThread(() -> {
                    loop.run();
                    interrupted.set(Thread.currentThread().isInterrupted());
                });
        assertThat(connect().service("work").call("number", 1)).isEqualTo(1L);
        runner.interrupt();
        runner.join();
        assertThat(interrupted).hasValue(true);
    }

    @Test
    void anInterruptThatAHandlerReactsToIsItsOwn() throws Exception {
        serveAndRun();
        Client client = connect();
        CompletableFuture<Object> blocked = later(client, "block");
        work.started.acquire();
        runner.interrupt();
        assertThatThrownBy(blocked::join).rootCause().isInstanceOf(RpcException.class);
        assertThat(client.service("work").call("number", 1)).isEqualTo(1L);
    }

    @Test
    void closingTheServerEndsTheRunAndItsHandlers() throws Exception {
        serveAndRun();
        later(connect(), "block").exceptionally(_ -> null);
        work.started.acquire();
        server.close();
        runner.join();
        assertThat(work.interrupted.getCount()).isZero();
        loop.run();
        assertThat(loop.runOnce(LONG)).isFalse();
        assertThatThrownBy(() -> loop.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("the event loop's server is closed");
    }

    @Test
    void streamsAreClosedWhenTheServerIsAlthoughNobodyRunsTheLoop() throws Exception {
        serveAndRun();
        Iterator<Object> numbers = connect().service("work").stream("upwards").iterator();
        assertThat(numbers.next()).isEqualTo(0L);
        loop.stop();
        runner.join();
        server.close();
        work.closed.await();
    }

    @Test
    void aCallbackMayCloseTheServer() throws Exception {
        serveAndRun();
        Iterator<Object> numbers = connect().service("work").stream("upwards").iterator();
        assertThat(numbers.next()).isEqualTo(0L);
        List<Long> openStreams = new CopyOnWriteArrayList<>();
        loop.execute(() -> {
            server.close();
            openStreams.add(work.closed.getCount());
        });
        runner.join();
        assertThat(openStreams).as("streams that were open behind close()").containsExactly(0L);
    }
}
