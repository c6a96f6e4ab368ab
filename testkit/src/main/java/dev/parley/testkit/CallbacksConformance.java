package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Calls the other way: a client offers services on its own connection, and the server's handlers call them.
abstract class CallbacksConformance extends Conformance {
    @Service("shown")
    static class ShownService {
        final Events events = new Events();
        volatile @Nullable Client client;

        @Command
        void report(int done) {
            events.add("done " + done);
        }

        @Command
        Stream<Long> numbers(long count) {
            return LongStream.rangeClosed(1, count).boxed();
        }

        @Command
        long sum(Stream<Long> numbers) {
            return numbers.mapToLong(n -> n).sum();
        }

        @Command
        int down(int n) {
            return n == 0 ? 0 : 1 + Objects.requireNonNull(client).service(Builder.class).down(n - 1);
        }

        @Command
        void waitForEver() throws InterruptedException {
            events.add("waiting");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                events.add("interrupted");
                throw e;
            }
        }

        @Command
        void fail() {
            throw new IllegalArgumentException("not like this");
        }
    }

    @Service("shown")
    interface Shown {
        void report(int done);

        Stream<Long> numbers(long count);

        long sum(Stream<Long> numbers);

        int down(int n);

        void waitForEver();

        void fail();
    }

    @Service("builder")
    static class BuilderService {
        volatile @Nullable Shown kept;

        @Command
        String build(int steps) {
            Shown shown = Call.current().caller(Shown.class);
            for (int i = 1; i <= steps; i++) {
                shown.report(i);
            }
            kept = shown;
            return "built";
        }

        @Command
        long both(long count) {
            Shown shown = Call.current().caller(Shown.class);
            try (Stream<Long> numbers = shown.numbers(count)) {
                return shown.sum(numbers);
            }
        }

        @Command
        int down(int n) {
            return n == 0 ? 0 : 1 + Call.current().caller(Shown.class).down(n - 1);
        }

        @Command
        void hold() {
            Call.current().caller(Shown.class).waitForEver();
        }

        @Command
        String failure() {
            try {
                Call.current().caller(Shown.class).fail();
                return "none";
            } catch (RpcException e) {
                return e.code() + ": " + e.getMessage();
            }
        }
    }

    @Service("builder")
    interface Builder {
        String build(int steps);

        long both(long count);

        int down(int n);

        void hold();

        String failure();
    }

    private final BuilderService service = new BuilderService();
    private final ShownService shown = new ShownService();

    CallbacksConformance(ConformanceSuite suite) {
        super(suite);
    }

    private Client connectAndOffer() {
        Client client = connect();
        shown.client = client;
        return client.offer(shown);
    }

    @Test
    void aHandlerCallsWhoeverCallsIt() {
        serve(service);
        assertThat(connectAndOffer().service(Builder.class).build(2)).isEqualTo("built");
        shown.events.expect("done 1", "done 2");
    }

    @Test
    void theWayBackStaysOpenUntilTheCallerLeaves() {
        serve(service);
        Client client = connectAndOffer();
        client.service(Builder.class).build(0);
        Shown kept = Objects.requireNonNull(service.kept);
        kept.report(7);
        shown.events.expect("done 7");
        client.close();
        assertThat(failure(() -> kept.report(8)).code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void streamsRunThatWayToo() {
        serve(service);
        assertThat(connectAndOffer().service(Builder.class).both(10_000)).isEqualTo(50_005_000);
    }

    @Test
    void bothEndsMayCallEachOtherInTurns() {
        serve(service);
        assertThat(connectAndOffer().service(Builder.class).down(30)).isEqualTo(30);
    }

    @Test
    void bothEndsMayCallEachOtherAtOnce() {
        serve(service);
        Client client = connectAndOffer();
        client.service(Builder.class).build(0);
        Shown kept = Objects.requireNonNull(service.kept);
        Background<Integer> back = Background.start(() -> kept.down(20));
        assertThat(client.service(Builder.class).down(20)).isEqualTo(20);
        assertThat(back.value()).isEqualTo(20);
    }

    @Test
    void failuresComeBackAsTheyDoTheOtherWay() {
        serve(service);
        assertThat(connectAndOffer().service(Builder.class).failure()).isEqualTo("INVALID_ARGUMENT: not like this");
    }

    @Test
    void aClientThatOffersNothingSaysSo() {
        serve(service);
        Client client = connect();
        assertThat(client.service(Builder.class).failure()).isEqualTo("UNIMPLEMENTED: this client offers no services");
    }

    @Test
    void cancellingACallCancelsWhatItsHandlerCalls() {
        serve(service);
        Client client = connectAndOffer();
        Background<@Nullable Void> call =
                Background.start(() -> {
                    client.service(Builder.class).hold();
                    return null;
                });
        shown.events.expect("waiting");
        call.interrupt();
        assertThat(call.failure().code()).isEqualTo(Code.CANCELLED);
        shown.events.expect("interrupted");
    }
}
