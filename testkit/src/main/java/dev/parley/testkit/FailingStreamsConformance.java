package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Service;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Streams that fail where they are produced: what came before arrives, then the failure.
abstract class FailingStreamsConformance extends Conformance {
    @Service("ending")
    static class EndingService {
        final Events events = new Events();

        @Command
        Stream<Integer> few() {
            return Stream.of(1, 2, 3);
        }

        @Command
        Stream<Integer> failing(int after) {
            return failingStream(after, new IllegalStateException("out of numbers"));
        }

        @Command
        Stream<Integer> crashing(int after) {
            return failingStream(after, new IndexOutOfBoundsException("out of numbers"));
        }

        @Command
        Flow.Publisher<Integer> failingPublisher(int after) {
            return Flows.publisher(failing(after).iterator());
        }

        @Command
        InputStream failingBytes(int after) {
            return new Endless.Bytes(events).failingAfter(after);
        }

        @Command
        Stream<Object> unwritable() {
            List<Object> cyclic = new ArrayList<>();
            cyclic.add(cyclic);
            return Stream.of("good", cyclic, "never seen");
        }

        @Command
        int firstBytes(InputStream in) throws IOException {
            return in.readNBytes(3).length;
        }

        @Command
        int sum(Stream<Integer> numbers) {
            try {
                return numbers.peek(n -> events.add("got " + n)).mapToInt(n -> n).sum();
            } catch (RpcException e) {
                events.add("handler: " + e.code());
                throw e;
            }
        }

        @Command
        Stream<Integer> failingBoth(Stream<Integer> numbers) {
            return Stream.concat(numbers.limit(3), failing(0));
        }

        private static Stream<Integer> failingStream(int after, RuntimeException failure) {
            return IntStream.rangeClosed(0, after)
                    .boxed()
                    .peek(n -> {
                        if (n == after) {
                            throw failure;
                        }
                    });
        }
    }

    interface Ending {
        Stream<Integer> few();

        Iterator<Integer> failing(int after);

        Iterator<Integer> crashing(int after);

        Flow.Publisher<Integer> failingPublisher(int after);

        InputStream failingBytes(int after);

        Iterator<Object> unwritable();

        int firstBytes(InputStream in);

        int sum(Stream<Integer> numbers);

        Iterator<Integer> failingBoth(Stream<Integer> numbers);
    }

    @Service("ending")
    interface Publishing {
        int sum(Flow.Publisher<Integer> numbers);
    }

    private final EndingService service = new EndingService();
    private final Events here = new Events();
    private Client client;
    private Ending ending;

    @SuppressWarnings("NullAway.Init") // by start()
    FailingStreamsConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(service);
        client = connect();
        ending = client.service(Ending.class);
    }

    @Test
    void itemsBeforeAFailureArriveAndThenTheFailure() {
        Iterator<Integer> numbers = ending.failing(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(numbers.next()).isEqualTo(i);
        }
        RpcException failure = assertFails(Code.FAILED_PRECONDITION, "out of numbers", numbers::next);
        assertThat(failure.type()).isEqualTo("IllegalStateException");
        assertThat(failure.mayHaveRun()).isTrue();
    }

    @Test
    void aStreamThatFailsBeforeItsFirstItemFails() {
        assertFails(Code.FAILED_PRECONDITION, "out of numbers", ending.failing(0)::hasNext);
        assertFails(Code.OUT_OF_RANGE, "out of numbers", ending.crashing(0)::hasNext);
    }

    @Test
    void aSubscriberIsToldOfTheFailureAfterTheItems() {
        Flows.Taken<Integer> taken = Flows.take(ending.failingPublisher(100), 7);
        assertThatThrownBy(() -> Await.value("the end of the stream", taken.all()))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(RpcException.class)
                .hasMessage("out of numbers");
        assertThat(taken.soFar()).hasSize(100);
    }

    @Test
    void anInputStreamGivesTheBytesBeforeAFailureAndThenThrows() throws IOException {
        try (InputStream in = ending.failingBytes(100_000)) {
            assertThat(in.readNBytes(100_000)).hasSize(100_000);
            Throwable failure = catchThrowable(in::read);
            assertThat(failure).isInstanceOf(IOException.class).hasCauseInstanceOf(RpcException.class);
        }
        service.events.expect("closed");
    }

    @Test
    void anItemThatCannotBeWrittenFailsAfterThoseBeforeIt() {
        Iterator<Object> items = ending.unwritable();
        assertThat(items.next()).isEqualTo("good");
        RpcException failure = failure(items::next);
        assertThat(failure.code()).isEqualTo(Code.INTERNAL);
        assertThat(failure)
                .hasMessageStartingWith("ending.unwritable: an item cannot be written: ")
                .hasMessageContaining("nested deeper than 100");
    }

    @Test
    void aStreamThatFailsAtTheCallerFailsTheCallAndStopsTheHandler() {
        IllegalStateException cause = new IllegalStateException("no more");
        Stream<Integer> numbers =
                Stream.iterate(0, i -> i + 1)
                        .peek(i -> {
                            if (i == 2) {
                                service.events.expect("got 0", "got 1");
                                throw cause;
                            }
                        })
                        .onClose(() -> here.add("closed"));
        RpcException failure =
                assertFails(
                        Code.ABORTED,
                        "ending.sum: the stream of arguments failed at the caller: java.lang.IllegalStateException: no"
                                + " more",
                        () -> ending.sum(numbers));
        assertThat(failure).hasCause(cause);
        here.expect("closed");
        service.events.expect("handler: CANCELLED");
    }

    @Test
    void aPublisherOrInputStreamThatFailsAtTheCallerFailsTheCall() {
        IllegalStateException cause = new IllegalStateException("no more");
        Publishing publishing = client.service(Publishing.class);
        assertThat(failure(() -> publishing.sum(Flows.publisher(EndingService.failingStream(2, cause).iterator()))))
                .hasCause(cause)
                .extracting("code")
                .isEqualTo(Code.ABORTED);
        assertThat(failure(() -> ending.firstBytes(new Endless.Bytes(here).failingAfter(2))))
                .hasRootCauseMessage("no more bytes")
                .extracting("code")
                .isEqualTo(Code.ABORTED);
    }

    @Test
    void anItemOfTheCallerThatCannotBeWrittenFailsTheCall() {
        List<Object> cyclic = new ArrayList<>();
        cyclic.add(cyclic);
        RpcException failure = failure(() -> client.service("ending").call("sum", Stream.of(1, cyclic)));
        assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure)
                .hasMessageStartingWith("ending.sum: an item of the stream cannot be written: ")
                .hasMessageContaining("nested deeper than 100");
    }

    @Test
    void aHandlerThatFailsStopsTheCallersStreamAndGivesWhatItHad() {
        Iterator<Integer> numbers = ending.failingBoth(Endless.stream(here));
        assertThat(List.of(numbers.next(), numbers.next(), numbers.next())).containsExactly(0, 1, 2);
        assertFails(Code.FAILED_PRECONDITION, "out of numbers", numbers::next);
        here.expect("closed");
    }

    @Test
    void theConnectionIsUsableAfterStreamsThatFailed() {
        failure(() -> ending.failing(5).forEachRemaining(_ -> {}));
        failure(() -> ending.sum(EndingService.failingStream(2, new IllegalStateException("no more"))));
        assertThat(ending.few()).hasSize(3);
    }
}
