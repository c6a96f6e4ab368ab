package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Limits;
import dev.parley.Service;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// A producer gets no further than a window ahead of its consumer, which is measured by counting, and who is slow holds
/// up nobody but himself.
abstract class BackPressureConformance extends Conformance {
    private static final int ITEM = 1000;
    private static final int WINDOW = Limits.DEFAULT.window();

    /// An item that was produced and is being written, and one that an iterator has taken ahead.
    private static final int SLACK = 3;

    /// What publishers are asked for ahead of the window.
    private static final int REQUESTED = 64;

    private static Stream<byte[]> source(AtomicLong produced, int size) {
        return Stream.generate(() -> {
            produced.incrementAndGet();
            return new byte[size];
        });
    }

    private static final class Zeros extends InputStream {
        private final AtomicLong produced;

        Zeros(AtomicLong produced) {
            this.produced = produced;
        }

        @Override
        public int read() {
            produced.incrementAndGet();
            return 0;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            produced.addAndGet(length);
            return length;
        }
    }

    @Service("flow")
    static class FlowService {
        final AtomicLong produced = new AtomicLong();
        final CountDownLatch gate = new CountDownLatch(1);

        private void awaitGate() {
            Await.opened("the test lets the consumer begin", gate);
        }

        @Command
        Stream<byte[]> stream(int size) {
            return source(produced, size);
        }

        @Command
        Flow.Publisher<byte[]> publisher(int size) {
            return Flows.publisher(source(produced, size).iterator());
        }

        @Command
        InputStream bytes() {
            return new Zeros(produced);
        }

        @Command
        Stream<Long> numbers() {
            return Stream.generate(produced::getAndIncrement);
        }

        @Command
        long consume(int count, Stream<byte[]> items) {
            awaitGate();
            return items.limit(count).count();
        }

        @Command
        long consumeBytes(int count, InputStream in) throws IOException {
            awaitGate();
            return in.readNBytes(count).length;
        }

        @Command
        String echo(String text) {
            return text;
        }
    }

    interface FlowCommands {
        Stream<byte[]> stream(int size);

        Flow.Publisher<byte[]> publisher(int size);

        InputStream bytes();

        Iterator<Long> numbers();

        long consume(int count, Stream<byte[]> items);

        long consumeBytes(int count, InputStream in);

        String echo(String text);
    }

    @Service("flow")
    interface Published {
        long consume(int count, Flow.Publisher<byte[]> items);
    }

    private final FlowService service = new FlowService();
    private final AtomicLong produced = new AtomicLong();

    BackPressureConformance(ConformanceSuite suite) {
        super(suite);
    }

    @AfterEach
    void letConsumersEnd() {
        service.gate.countDown();
    }

    private Client start() {
        serve(service);
        return connect();
    }

    private static FlowCommands flow(Client client) {
        return client.service(FlowCommands.class, "flow");
    }

    /// Waits until a producer has come as far as it must, then gives it every opportunity to go too far.
    ///
    /// @param cost bytes of an item, at least
    private static void assertStops(AtomicLong count, int window, int cost, int slack, FlowCommands flow) {
        long most = (long) window / cost + slack;
        // a codec may take more bytes than an item has, but not twice as many
        Await.until("most of the window is used", () -> count.get() >= window / cost / 2);
        for (int i = 0; i < 300; i++) {
            assertThat(flow.echo("to and fro")).isEqualTo("to and fro");
            assertThat(count.get()).as("how far the producer has got").isLessThanOrEqualTo(most);
        }
    }

    // ---- from the server to the client

    @Test
    void aHandlersStreamStopsWhenNobodyReads() {
        FlowCommands flow = flow(start());
        try (Stream<byte[]> items = flow.stream(ITEM)) {
            assertStops(service.produced, WINDOW, ITEM, SLACK, flow);
            assertThat(items.limit(5 * WINDOW / ITEM)).allMatch(item -> item.length == ITEM);
        }
    }

    @Test
    void aHandlersPublisherStopsWhenNobodyReads() {
        FlowCommands flow = flow(start());
        Flows.Taken<byte[]> taken = Flows.take(flow.publisher(ITEM), 0);
        assertStops(service.produced, WINDOW, ITEM, SLACK + REQUESTED, flow);
        taken.subscription().request(1000);
        Await.until("1000 items have come", () -> taken.soFar().size() == 1000);
        taken.subscription().cancel();
    }

    @Test
    void aHandlersInputStreamStopsWhenNobodyReads() throws IOException {
        FlowCommands flow = flow(start());
        try (InputStream in = flow.bytes()) {
            assertStops(service.produced, WINDOW, 1, 128 << 10, flow);
            assertThat(in.readNBytes(5 * WINDOW)).hasSize(5 * WINDOW);
        }
    }

    @Test
    void smallItemsTakeTheWindowUpToo() throws Exception {
        FlowCommands flow = flow(start());
        Iterator<Long> numbers = flow.numbers();
        Await.until("thousands are on the way", () -> service.produced.get() > 5000);
        for (int i = 0; i < 300; i++) {
            flow.echo("to and fro");
            assertThat(service.produced.get()).isLessThanOrEqualTo(WINDOW + SLACK); // each takes a byte or more
        }
        for (long i = 0; i < 100_000; i++) {
            assertThat(numbers.next()).isEqualTo(i);
            assertThat(service.produced.get()).isLessThanOrEqualTo(i + WINDOW + SLACK);
        }
        ((AutoCloseable) numbers).close();
    }

    // ---- from the client to the server

    @Test
    void aCallersStreamStopsWhenNobodyReads() {
        FlowCommands flow = flow(start());
        Background<Long> call = Background.start(() -> flow.consume(5 * WINDOW / ITEM, source(produced, ITEM)));
        assertStops(produced, WINDOW, ITEM, SLACK, flow);
        service.gate.countDown();
        assertThat(call.value()).isEqualTo(5 * WINDOW / ITEM);
    }

    @Test
    void aCallersPublisherStopsWhenNobodyReads() {
        Client client = start();
        Published published = client.service(Published.class);
        Background<Long> call =
                Background.start(() -> published.consume(1000, Flows.publisher(source(produced, ITEM).iterator())));
        assertStops(produced, WINDOW, ITEM, SLACK + REQUESTED, flow(client));
        service.gate.countDown();
        assertThat(call.value()).isEqualTo(1000);
    }

    @Test
    void aCallersInputStreamStopsWhenNobodyReads() {
        FlowCommands flow = flow(start());
        Background<Long> call = Background.start(() -> flow.consumeBytes(5 * WINDOW, new Zeros(produced)));
        assertStops(produced, WINDOW, 1, 128 << 10, flow);
        service.gate.countDown();
        assertThat(call.value()).isEqualTo(5 * WINDOW);
    }

    // ---- other windows

    @Test
    void theWindowIsTheReaders() {
        serve(server -> server.limits(Limits.DEFAULT.withWindow(50_000)), service);
        Client client = connect(builder -> builder.limits(Limits.DEFAULT.withWindow(20_000)));
        FlowCommands flow = flow(client);
        assertThat(flow.echo("so that each end knows the other's limits")).isNotEmpty();
        try (Stream<byte[]> items = flow.stream(ITEM)) {
            assertStops(service.produced, 20_000, ITEM, SLACK, flow);
            assertThat(items.limit(200)).hasSize(200);
        }
        Background<Long> call = Background.start(() -> flow.consume(200, source(produced, ITEM)));
        assertStops(produced, 50_000, ITEM, SLACK, flow);
        service.gate.countDown();
        assertThat(call.value()).isEqualTo(200);
    }

    @Test
    void aLargerWindowLetsTheProducerGetFurther() {
        serve(service);
        FlowCommands flow = flow(connect(builder -> builder.limits(Limits.DEFAULT.withWindow(2 << 20))));
        try (Stream<byte[]> items = flow.stream(ITEM)) {
            Await.until("more than the usual window", () -> service.produced.get() > 2 * WINDOW / ITEM);
            assertStops(service.produced, 2 << 20, ITEM, SLACK, flow);
            assertThat(items.limit(5000)).hasSize(5000);
        }
    }

    @Test
    void anItemLargerThanTheWindowPasses() {
        serve(service);
        FlowCommands flow = flow(connect(builder -> builder.limits(Limits.DEFAULT.withWindow(1000))));
        try (Stream<byte[]> items = flow.stream(100_000)) {
            assertThat(items.limit(5).mapToInt(item -> item.length)).containsOnly(100_000);
        }
        assertThat(service.produced.get()).isLessThanOrEqualTo(5 + SLACK);
    }

    // ---- nobody else is held up

    @Test
    void aSlowReaderDoesNotHoldUpOtherCalls() {
        FlowCommands flow = flow(start());
        try (Stream<byte[]> unread = flow.stream(ITEM)) {
            Await.until("the window is used", () -> service.produced.get() >= WINDOW / ITEM / 2);
            for (int i = 0; i < 1000; i++) {
                assertThat(flow.echo("call " + i)).isEqualTo("call " + i);
            }
            assertThat(unread.limit(1000)).hasSize(1000);
        }
    }

    @Test
    void aSlowReaderDoesNotHoldUpOtherStreams() {
        FlowCommands flow = flow(start());
        List<Stream<byte[]>> unread = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            unread.add(flow.stream(ITEM));
        }
        try (Stream<byte[]> read = flow.stream(ITEM)) {
            assertThat(read.limit(5 * WINDOW / ITEM)).hasSize(5 * WINDOW / ITEM);
        }
        service.gate.countDown();
        assertThat(flow.consume(1000, source(produced, ITEM))).isEqualTo(1000);
        unread.forEach(Stream::close);
    }

    @Test
    void aSlowHandlerDoesNotHoldUpOtherCalls() {
        FlowCommands flow = flow(start());
        Background<Long> call = Background.start(() -> flow.consume(1000, source(produced, ITEM)));
        Await.until("the window is used", () -> produced.get() >= WINDOW / ITEM / 2);
        for (int i = 0; i < 1000; i++) {
            assertThat(flow.echo("call " + i)).isEqualTo("call " + i);
        }
        assertThat(call.isDone()).isFalse();
        service.gate.countDown();
        assertThat(call.value()).isEqualTo(1000);
    }
}
