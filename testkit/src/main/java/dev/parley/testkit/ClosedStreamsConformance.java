package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Service;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Streams that are closed before their end, by whoever reads them.
abstract class ClosedStreamsConformance extends Conformance {
    @Service("ending")
    static class EndingService {
        final Events events = new Events();
        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();
        final CountDownLatch gate = new CountDownLatch(1);

        @Command
        Stream<Integer> stream() {
            return Endless.stream(events);
        }

        @Command
        Iterator<Integer> iterator() {
            return new Endless.Numbers(events);
        }

        @Command
        InputStream bytes() {
            return new Endless.Bytes(events);
        }

        @Command
        Flow.Publisher<Integer> publisher() {
            return Endless.publisher(events);
        }

        @Command
        Stream<String> waiting() {
            return Endless.waiting("first", events);
        }

        @Command
        Stream<Integer> counted(int length) {
            opened.incrementAndGet();
            return IntStream.range(0, length).boxed().onClose(closed::incrementAndGet);
        }

        @Command
        Stream<Integer> few() {
            return Stream.of(1, 2, 3).onClose(() -> events.add("closed"));
        }

        @Command
        int firstThree(Stream<Integer> numbers) {
            return numbers.limit(3).mapToInt(n -> n).sum();
        }

        @Command
        int firstBytes(InputStream in) throws IOException {
            return in.readNBytes(3).length;
        }

        @Command
        String closing(Stream<Integer> numbers) {
            numbers.close();
            events.add("closed by the handler");
            Await.opened("the test lets the handler go on", gate);
            return "done";
        }

        @Command
        String waitingForTheTest(Stream<Integer> numbers) {
            Await.opened("the test lets the handler go on", gate);
            return "done";
        }
    }

    interface Ending {
        Stream<Integer> stream();

        Iterator<Integer> iterator();

        InputStream bytes();

        Flow.Publisher<Integer> publisher();

        Iterator<String> waiting();

        Stream<Integer> counted(int length);

        Stream<Integer> few();

        int firstThree(Stream<Integer> numbers);

        int firstBytes(InputStream in);

        String closing(Stream<Integer> numbers);

        String waitingForTheTest(Stream<Integer> numbers);
    }

    @Service("ending")
    interface Iterating {
        int firstThree(Iterator<Integer> numbers);
    }

    @Service("ending")
    interface Publishing {
        int firstThree(Flow.Publisher<Integer> numbers);
    }

    private final EndingService service = new EndingService();
    private final Events here = new Events();
    private Client client;
    private Ending ending;

    @SuppressWarnings("NullAway.Init") // by start()
    ClosedStreamsConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(service);
        client = connect();
        ending = client.service(Ending.class);
    }

    @Test
    void closingAStreamStopsItsProducer() {
        try (Stream<Integer> numbers = ending.stream()) {
            assertThat(numbers.limit(3)).containsExactly(0, 1, 2);
        }
        service.events.expect("closed");
    }

    @Test
    void closingAnIteratorStopsItsProducer() throws Exception {
        Iterator<Integer> numbers = ending.iterator();
        assertThat(numbers.next()).isZero();
        ((AutoCloseable) numbers).close();
        service.events.expect("closed");
    }

    @Test
    void closingAnInputStreamStopsItsProducer() throws IOException {
        try (InputStream in = ending.bytes()) {
            assertThat(in.readNBytes(100_000)).hasSize(100_000);
        }
        service.events.expect("closed");
    }

    @Test
    void cancellingASubscriptionStopsItsProducer() {
        Flows.Taken<Integer> taken = Flows.take(ending.publisher(), 0);
        taken.subscription().request(3);
        Await.until("3 items have come", () -> taken.soFar().size() == 3);
        taken.subscription().cancel();
        service.events.expect("closed");
        assertThat(taken.soFar()).containsExactly(0, 1, 2);
        assertThat(taken.all()).isNotDone();
    }

    @Test
    void closingAStreamInterruptsAProducerThatWaits() throws Exception {
        Iterator<String> items = ending.waiting();
        assertThat(items.next()).isEqualTo("first");
        service.events.expect("waits");
        ((AutoCloseable) items).close();
        service.events.expect("interrupted", "closed");
    }

    @Test
    void aStreamIsClosedAtItsProducerWhenItHasEnded() {
        try (Stream<Integer> numbers = ending.few()) {
            assertThat(numbers).containsExactly(1, 2, 3);
        }
        service.events.expect("closed");
        service.events.expectNoMore();
    }

    @Test
    void everyStreamIsClosedOnceHoweverFarItIsRead() {
        List<Background<Void>> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int length = (i % 7) * (i % 7) * (i % 7) * 20;
            int read = i % 5 == 0 ? Integer.MAX_VALUE : i * 10;
            all.add(
                    Background.<Void>startVirtual(() -> {
                        try (Stream<Integer> numbers = ending.counted(length)) {
                            assertThat(numbers.limit(read).count()).isEqualTo(Math.min(length, read));
                        }
                        return null;
                    }));
        }
        all.forEach(Background::value);
        Await.until("every stream is closed", () -> service.closed.get() == service.opened.get());
    }

    @Test
    void aHandlerThatHasEnoughStopsTheCallersStream() {
        assertThat(ending.firstThree(Endless.stream(here))).isEqualTo(3);
        here.expect("closed");
    }

    @Test
    void aHandlerThatHasEnoughStopsTheCallersIteratorInputStreamAndPublisher() {
        assertThat(client.service(Iterating.class).firstThree(new Endless.Numbers(here))).isEqualTo(3);
        here.expect("closed");
        assertThat(client.service(Publishing.class).firstThree(Endless.publisher(here))).isEqualTo(3);
        here.expect("closed");
        assertThat(ending.firstBytes(new Endless.Bytes(here))).isEqualTo(3);
        here.expect("closed");
    }

    @Test
    void aHandlerThatClosesItsStreamAndGoesOnStopsTheCallersStream() {
        Background<String> call = Background.start(() -> ending.closing(Endless.stream(here)));
        service.events.expect("closed by the handler");
        here.expect("closed");
        assertThat(call.isDone()).isFalse();
        service.gate.countDown();
        assertThat(call.value()).isEqualTo("done");
    }

    @Test
    void theEndOfACallInterruptsTheCallersStreamThatWaits() {
        Background<String> call = Background.start(() -> ending.waitingForTheTest(Endless.waiting(1, here)));
        here.expect("waits");
        service.gate.countDown();
        assertThat(call.value()).isEqualTo("done");
        here.expect("interrupted", "closed");
    }
}
