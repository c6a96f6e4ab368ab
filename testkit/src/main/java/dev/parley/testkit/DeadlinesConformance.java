package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Deadline;
import dev.parley.RpcException;
import dev.parley.Service;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/// A call that takes too long fails at the caller and is interrupted at the handler, who sees how much time is left.
abstract class DeadlinesConformance extends Conformance {
    private static final Duration SHORT = Duration.ofMillis(100);

    /// For a handler to begin, and more.
    private static final Duration ENOUGH = Duration.ofSeconds(1);

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration DEFAULT = Duration.ofSeconds(30);

    @Service("slow")
    static class SlowService {
        final Events events = new Events();
        final AtomicInteger begun = new AtomicInteger();
        final AtomicInteger spinning = new AtomicInteger();
        @Nullable Client others;

        @Command("wait-for-ever")
        void waitForEver() throws InterruptedException {
            begun.incrementAndGet();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                events.add("interrupted, cancelled: " + Call.current().cancelled());
                throw e;
            }
        }

        @Command
        void poll() {
            begun.incrementAndGet();
            while (!Call.current().cancelled()) {
                Thread.onSpinWait();
            }
            events.add("seen"); // by the server's clock, or told by the caller whose clock was first
        }

        @Command
        int spin(int micros) {
            spinning.incrementAndGet();
            long end = System.nanoTime() + micros * 1000L;
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            spinning.decrementAndGet();
            return micros;
        }

        @Command
        Optional<Duration> remaining() {
            return Call.current().remaining();
        }

        @Command
        Stream<Optional<Duration>> remainingOfStream() {
            return Stream.of(Call.current().remaining());
        }

        @Command
        @Deadline("100ms")
        void limited() throws InterruptedException {
            waitForEver();
        }

        @Command
        @Deadline("none")
        Optional<Duration> unlimited() {
            return Call.current().remaining();
        }

        @Command
        void nested() {
            if (others != null) {
                others.service("inner").call("wait-for-ever");
            }
        }

        @Command
        @Nullable Duration nestedRemaining(Duration own) {
            return others == null
                    ? null
                    : others.withTimeout(own).service("inner").command("remaining").returning(Duration.class).call();
        }

        @Command
        Stream<String> stream() {
            return Endless.waiting("first", events);
        }

        @Command
        int load(Stream<Integer> numbers) {
            return (int) numbers.count();
        }
    }

    interface Slow {
        @Command("wait-for-ever")
        void waitForEver();

        void poll();

        int spin(int micros);

        Optional<Duration> remaining();

        Stream<Optional<Duration>> remainingOfStream();

        void nested();

        Duration nestedRemaining(Duration own);

        Iterator<String> stream();

        int load(Stream<Integer> numbers);
    }

    @Service("slow")
    interface Marked {
        @Command("wait-for-ever")
        @Deadline("100ms")
        void waitForEver();

        @Deadline("5m")
        Optional<Duration> remaining();

        @Deadline("none")
        Optional<Duration> unlimited();
    }

    @Service("slow")
    interface Futures {
        @Command("wait-for-ever")
        CompletableFuture<@Nullable Void> waitForEver();
    }

    private final SlowService service = new SlowService();
    private final SlowService inner = new SlowService();
    private Client client;

    @SuppressWarnings("NullAway.Init") // by start()
    DeadlinesConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(server -> server.service("inner", inner), service);
        client = connect();
    }

    private Slow within(Duration timeout) {
        return client.withTimeout(timeout).service(Slow.class);
    }

    private void assertTooLate(String command, Function<Duration, ThrowingCallable> call) {
        assertTooLate(command, tooLate(service, call));
    }

    /// Calls with more and more time, until that is enough for the handler to begin.
    private static RpcException tooLate(SlowService service, Function<Duration, ThrowingCallable> call) {
        int before = service.begun.get();
        for (Duration time = SHORT; time.compareTo(Await.PATIENCE) < 0; time = time.multipliedBy(2)) {
            RpcException failure = failure(call.apply(time));
            if (service.begun.get() > before) {
                return failure;
            }
        }
        throw new AssertionError("no handler has begun before its time was up");
    }

    private static void assertTooLate(String command, RpcException failure) {
        assertThat(failure.code()).as("the code of %s", failure).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(failure.getMessage()) // the same by the caller's clock and by the server's
                .isEqualTo(command + ": not finished before the deadline");
        assertThat(failure.mayHaveRun()).isTrue();
    }

    // ---- at the caller, and at the handler

    @Test
    void aCallThatTakesTooLongFailsAndItsHandlerIsInterrupted() {
        assertTooLate("slow.wait-for-ever", time -> within(time)::waitForEver);
        service.events.expect("interrupted, cancelled: true");
    }

    @Test
    void aVirtualThreadsCallThatTakesTooLongFails() {
        Background<RpcException> call =
                Background.startVirtual(() -> tooLate(service, time -> within(time)::waitForEver));
        assertTooLate("slow.wait-for-ever", call.value());
        service.events.expect("interrupted, cancelled: true");
    }

    @Test
    void aThreadThatHasCalledOftenIsNotKeptBeyondItsDeadline() {
        for (int i = 0; i < 200; i++) {
            within(LONG).remaining();
        }
        assertTooLate("slow.wait-for-ever", time -> within(time)::waitForEver);
        assertThat(within(LONG).remaining()).isPresent();
    }

    @Test
    void aFutureFailsWhenItsCallTakesTooLong() {
        assertTooLate(
                "slow.wait-for-ever",
                time -> () -> outcome(client.withTimeout(time).service(Futures.class).waitForEver()));
        service.events.expect("interrupted, cancelled: true");
    }

    private static void outcome(CompletableFuture<?> future) throws Throwable {
        try {
            Await.value("an answer", future);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    @Test
    void aHandlerThatComputesSeesThatItsTimeIsUp() {
        assertTooLate("slow.poll", time -> within(time)::poll);
        service.events.expect("seen");
    }

    @Test
    void aStreamThatTakesTooLongFailsAfterTheItemsBefore() {
        Iterator<String> items = within(ENOUGH).stream();
        assertThat(items.next()).isEqualTo("first");
        assertTooLate("slow.stream", failure(items::hasNext));
        service.events.expect("waits", "interrupted", "closed");
    }

    @Test
    void theStreamOfArgumentsIsStoppedAtTheDeadline() {
        Events here = new Events();
        assertTooLate("slow.load", failure(() -> within(ENOUGH).load(Endless.waiting(1, here))));
        here.expect("waits", "interrupted", "closed");
    }

    @Test
    void anAnswerJustInTimeOrTooLateIsOneOfTheTwo() {
        for (int i = 0; i < 300; i++) {
            int micros = i % 30 * 100;
            Slow slow = within(Duration.ofMillis(1 + i % 4));
            try {
                assertThat(slow.spin(micros)).isEqualTo(micros);
            } catch (RpcException e) { // perhaps of the server, which knows whether it has run
                assertThat(e).hasMessage("slow.spin: not finished before the deadline");
                assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
            }
        }
        assertThat(within(LONG).spin(1)).isEqualTo(1);
        Await.until("no handler is left", () -> service.spinning.get() == 0);
    }

    @Test
    void theShortestDeadlineIsOne() {
        RpcException failure = failure(within(Duration.ofNanos(1))::waitForEver);
        assertThat(failure.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(within(LONG).remaining()).isPresent();
    }

    // ---- who sets it

    @Test
    void theHandlerSeesHowMuchTimeIsLeft() {
        assertThat(within(LONG).remaining().orElseThrow()).isPositive().isLessThanOrEqualTo(LONG);
        assertThat(within(LONG).remaining().orElseThrow()).isGreaterThan(LONG.dividedBy(2));
        assertThat(within(Duration.ofDays(100_000)).remaining().orElseThrow()).isGreaterThan(Duration.ofDays(1000));
    }

    @Test
    void aClientMayHaveADefault() {
        assertTooLate("slow.wait-for-ever", time -> waitingAtMost(time).service(Slow.class)::waitForEver);
        assertTooLate("slow.wait-for-ever", time -> () -> waitingAtMost(time).service("slow").call("wait-for-ever"));
        assertThat(within(LONG).remaining().orElseThrow()).isGreaterThan(DEFAULT);
    }

    private Client waitingAtMost(Duration time) {
        client = connect(builder -> builder.timeout(time));
        return client;
    }

    @Test
    void callsHaveThirtySecondsUnlessSomebodySaysOtherwise() {
        Duration remaining = client.service(Slow.class).remaining().orElseThrow();
        assertThat(remaining).isLessThanOrEqualTo(DEFAULT).isGreaterThan(DEFAULT.dividedBy(2));
    }

    @Test
    void callsWithStreamsHaveAsLongAsTheyLikeUnlessSomebodySaysOtherwise() {
        assertThat(client.service(Slow.class).remainingOfStream()).containsExactly(Optional.empty());
        assertThat(within(LONG).remainingOfStream().findFirst().orElseThrow()).isPresent();
    }

    @Test
    void zeroIsAsLongAsTheyLikeAndLessIsRefused() {
        assertThat(within(Duration.ZERO).remaining()).isEmpty();
        assertThatThrownBy(() -> client.withTimeout(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout: got PT-1S (expected zero or more)");
    }

    @Test
    void aCommandOfAnInterfaceMayHaveItsOwnDeadline() {
        Marked marked = client.service(Marked.class);
        assertTooLate("slow.wait-for-ever", _ -> marked::waitForEver);
        assertThat(marked.remaining().orElseThrow()).isGreaterThan(DEFAULT);
        assertThat(marked.unlimited()).isEmpty();
        assertThat(client.withTimeout(DEFAULT).service(Marked.class).remaining().orElseThrow())
                .isLessThanOrEqualTo(DEFAULT);
    }

    @Test
    void aCommandsDeadlineHoldsForCallersThatDoNotKnowIt() {
        assertTooLate("slow.limited", _ -> () -> client.service("slow").call("limited"));
        service.events.expect("interrupted, cancelled: true");
    }

    // ---- calls that handlers make

    @Test
    void callsThatTheHandlerMakesEndWithItsOwn() {
        service.others = connect();
        RpcException failure = tooLate(inner, time -> within(time)::nested);
        assertThat(failure.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        inner.events.expect("interrupted, cancelled: true");
    }

    @Test
    void callsThatTheHandlerMakesHaveNoMoreTimeThanItsOwn() {
        service.others = connect();
        Duration remaining = within(DEFAULT).nestedRemaining(LONG);
        assertThat(remaining).isPositive().isLessThanOrEqualTo(DEFAULT);
        assertThat(within(LONG).nestedRemaining(DEFAULT)).isPositive().isLessThanOrEqualTo(DEFAULT);
        assertThat(within(DEFAULT).nestedRemaining(Duration.ZERO)).isPositive().isLessThanOrEqualTo(DEFAULT);
    }
}
