package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Cancelling a call, in each way, reaches its handler as an interrupt.
abstract class CancellingConformance extends Conformance {
    @Service("waiting")
    static class WaitingService {
        final Events events = new Events();
        final AtomicInteger running = new AtomicInteger();
        final CountDownLatch gate = new CountDownLatch(1);
        @Nullable Supplier<Waiting> others;

        @Command("wait-for-ever")
        void waitForEver() throws InterruptedException {
            running.incrementAndGet();
            events.add("started");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                events.add("interrupted, cancelled: " + Call.current().cancelled());
                throw e;
            } finally {
                running.decrementAndGet();
            }
        }

        @Command
        void poll() {
            Call call = Call.current();
            events.add("cancelled: " + call.cancelled());
            while (!call.cancelled()) {
                Thread.onSpinWait();
            }
            events.add("cancelled: " + call.cancelled());
        }

        @Command
        void handOver() throws InterruptedException {
            Call call = Call.current();
            Thread other =
                    Thread.ofVirtual()
                            .start(() -> {
                                Await.until("the call is cancelled", call::cancelled);
                                events.add("seen by another thread");
                            });
            events.add("started");
            other.join();
        }

        @Command
        CompletableFuture<String> later() {
            CompletableFuture<String> future = new CompletableFuture<>();
            future.whenComplete((_, _) -> events.add("future cancelled: " + future.isCancelled()));
            events.add("started");
            return future;
        }

        @Command
        String stubborn() {
            events.add("started");
            while (gate.getCount() > 0) {
                try {
                    gate.await();
                } catch (InterruptedException e) {
                    events.add("interrupted");
                }
            }
            events.add("returned");
            return "too late";
        }

        @Command
        void nested() {
            if (others != null) {
                others.get().waitForEver();
            }
        }

        @Command
        Stream<String> stream() {
            return Endless.waiting("first", events);
        }

        @Command
        int load(Stream<Integer> numbers) {
            events.add("started");
            return (int) numbers.count();
        }

        @Command
        boolean isInterrupted() {
            return Thread.interrupted() || Call.current().cancelled();
        }

        @Command
        String gated(String text) {
            Await.opened("the test lets the handler go on", gate);
            return text;
        }
    }

    interface Waiting {
        @Command("wait-for-ever")
        void waitForEver();

        void poll();

        void handOver();

        String later();

        void nested();

        Iterator<String> stream();

        boolean isInterrupted();

        CompletableFuture<String> gated(String text);
    }

    @Service("waiting")
    interface Futures {
        @Command("wait-for-ever")
        CompletableFuture<@Nullable Void> waitForEver();

        CompletableFuture<@Nullable Void> poll();

        CompletableFuture<String> later();

        CompletableFuture<String> stubborn();

        CompletableFuture<Integer> load(Stream<Integer> numbers);
    }

    private static final String INTERRUPTED = "waiting.wait-for-ever: interrupted while waiting for the answer";

    private final WaitingService service = new WaitingService();
    private Client client;
    private Waiting waiting;
    private Futures futures;

    @SuppressWarnings("NullAway.Init") // by start()
    CancellingConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(service);
        client = connect();
        waiting = client.service(Waiting.class);
        futures = client.service(Futures.class);
    }

    private @Nullable Object waitForEver() {
        waiting.waitForEver();
        return null;
    }

    private void assertInterruptCancels(Background<?> call) {
        service.events.expect("started");
        call.interrupt();
        RpcException failure = call.failure();
        assertThat(failure).hasMessage(INTERRUPTED);
        assertThat(failure.code()).isEqualTo(Code.CANCELLED);
        assertThat(failure.mayHaveRun()).isTrue();
        assertThat(call.wasInterrupted()).as("whether the caller's thread is still interrupted").isTrue();
        service.events.expect("interrupted, cancelled: true");
    }

    // ---- by the caller

    @Test
    void interruptingACallersThreadCancelsItsCall() {
        assertInterruptCancels(Background.start(this::waitForEver));
    }

    @Test
    void interruptingACallersVirtualThreadCancelsItsCall() {
        assertInterruptCancels(Background.startVirtual(this::waitForEver));
    }

    @Test
    void interruptingAThreadThatHasCalledOftenCancelsItsCall() {
        assertInterruptCancels(
                Background.start(() -> {
                    for (int i = 0; i < 200; i++) {
                        waiting.isInterrupted();
                    }
                    return waitForEver();
                }));
        assertThat(waiting.isInterrupted()).isFalse();
    }

    @Test
    void aCallOfAThreadThatIsAlreadyInterruptedIsCancelled() {
        Background<?> call =
                Background.start(() -> {
                    Thread.currentThread().interrupt();
                    return waitForEver();
                });
        assertThat(call.failure().code()).isEqualTo(Code.CANCELLED);
        assertThat(call.wasInterrupted()).isTrue();
        Await.until("no handler is left", () -> service.running.get() == 0);
    }

    @Test
    void interruptingTheReaderOfAStreamCancelsItsCall() {
        Iterator<String> items = waiting.stream();
        assertThat(items.next()).isEqualTo("first");
        service.events.expect("waits");
        Background<Boolean> reader = Background.start(items::hasNext);
        reader.interrupt();
        assertThat(reader.failure().code()).isEqualTo(Code.CANCELLED);
        assertThat(reader.wasInterrupted()).isTrue();
        service.events.expect("interrupted", "closed");
    }

    @Test
    void cancellingAFutureCancelsItsCall() {
        CompletableFuture<@Nullable Void> future = futures.waitForEver();
        service.events.expect("started");
        assertThat(future.cancel(true)).isTrue();
        assertThat(future).isCancelled();
        service.events.expect("interrupted, cancelled: true");
    }

    @Test
    void cancellingAFutureOfACallByNameCancelsIt() {
        CompletableFuture<@Nullable Object> future = client.service("waiting").command("wait-for-ever").future();
        service.events.expect("started");
        future.cancel(false);
        service.events.expect("interrupted, cancelled: true");
    }

    @Test
    void cancellingAFutureBehindAnInterceptorCancelsItsCall() {
        Futures intercepted =
                connect(builder -> builder.intercept((call, next) -> next.proceed(call))).service(Futures.class);
        CompletableFuture<@Nullable Void> future = intercepted.waitForEver();
        service.events.expect("started");
        future.cancel(true);
        service.events.expect("interrupted, cancelled: true");
    }

    @Test
    void cancellingAFutureStopsTheStreamOfItsArguments() {
        Events here = new Events();
        CompletableFuture<Integer> future = futures.load(Endless.waiting(1, here));
        service.events.expect("started");
        here.expect("waits");
        future.cancel(true);
        here.expect("interrupted", "closed");
    }

    @Test
    void losingTheConnectionCancelsTheCall() {
        Background<?> call = Background.start(this::waitForEver);
        service.events.expect("started");
        client.close();
        service.events.expect("interrupted, cancelled: true");
        RpcException failure = call.failure();
        assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure)
                .hasMessageStartingWith("the connection to ")
                .hasMessageEndingWith(" is lost: the client was closed");
        assertThat(failure.mayHaveRun()).isTrue();
    }

    // ---- as the handler sees it

    @Test
    void aHandlerThatComputesSeesThatItsCallIsCancelled() {
        CompletableFuture<@Nullable Void> future = futures.poll();
        service.events.expect("cancelled: false");
        future.cancel(true);
        service.events.expect("cancelled: true");
    }

    @Test
    void aThreadThatIsHandedTheCallSeesThatItIsCancelled() {
        Background<?> call =
                Background.start(() -> {
                    waiting.handOver();
                    return null;
                });
        service.events.expect("started");
        call.interrupt();
        service.events.expect("seen by another thread");
    }

    @Test
    void theFutureThatAHandlerAnsweredWithIsCancelled() {
        CompletableFuture<String> future = futures.later();
        service.events.expect("started");
        future.cancel(true);
        service.events.expect("future cancelled: true");
    }

    @Test
    void callsThatTheHandlerMakesAreCancelledWithIt() {
        service.others = () -> waiting;
        Background<?> call =
                Background.start(() -> {
                    waiting.nested();
                    return null;
                });
        service.events.expect("started");
        call.interrupt();
        service.events.expect("interrupted, cancelled: true");
        assertThat(call.failure().code()).isEqualTo(Code.CANCELLED);
    }

    // ---- and nobody else

    @Test
    void cancellingACallLeavesTheOthersAlone() throws ExecutionException {
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(waiting.gated("call " + i));
        }
        all.get(5).cancel(true);
        service.gate.countDown();
        for (int i = 0; i < 10; i++) {
            if (i != 5) {
                assertThat(Await.value("an answer", all.get(i))).isEqualTo("call " + i);
            }
        }
    }

    @Test
    void theLateAnswerOfACancelledCallIsDropped() {
        CompletableFuture<String> future = futures.stubborn();
        service.events.expect("started");
        future.cancel(true);
        assertThat(waiting.isInterrupted()).isFalse();
        service.events.expect("interrupted");
        service.gate.countDown();
        service.events.expect("returned");
        for (int i = 0; i < 100; i++) {
            assertThat(waiting.isInterrupted()).as("a later call is interrupted").isFalse();
        }
        assertThat(future).isCancelled();
    }

    @Test
    void callsThatAreCancelledAtOnceLeaveNothingBehind() {
        for (int i = 0; i < 500; i++) {
            futures.waitForEver().cancel(true);
        }
        assertThat(waiting.isInterrupted()).isFalse();
        Await.until("no handler is left", () -> service.running.get() == 0);
    }
}
