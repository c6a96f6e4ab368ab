package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RemoteService;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Commands that take a stream, in each of its forms.
abstract class ArgumentStreamsConformance extends Conformance {
    record Note(String text, int number) {}

    private static Stream<Note> notes(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Note("note " + i, i));
    }

    /// What handlers say they got: the number of items, and whether they came in order.
    private static String summary(Iterator<Note> items) {
        int count = 0;
        boolean inOrder = true;
        while (items.hasNext()) {
            inOrder &= items.next().number == count++;
        }
        return count + (inOrder ? " in order" : " in disorder");
    }

    @Service("sinks")
    static class SinksService {
        final Events events = new Events();
        final AtomicInteger waiting = new AtomicInteger();

        @Command
        String stream(Stream<Note> items) {
            return summary(items.iterator());
        }

        @Command
        String iterator(Iterator<Note> items) {
            return summary(items);
        }

        @Command
        String iterable(Iterable<Note> items) {
            return summary(items.iterator());
        }

        @Command
        String publisher(Flow.Publisher<Note> items) throws ExecutionException {
            return summary(Await.value("the end of the stream", Flows.take(items, 10).all()).iterator());
        }

        @Command
        String bytes(InputStream in) throws IOException {
            byte[] all = in.readAllBytes();
            return all.length + " " + Arrays.hashCode(all);
        }

        @Command
        String between(String first, Stream<Note> items, int last) {
            return first + " " + summary(items.iterator()) + " " + last;
        }

        @Command
        List<Integer> sizes(String first, Stream<byte[]> items) {
            return Stream.concat(Stream.of(first.length()), items.map(piece -> piece.length)).toList();
        }

        @Command
        List<@Nullable String> nulls(Stream<@Nullable String> items) {
            return items.toList();
        }

        @Command
        int live(Stream<String> items) {
            return (int) items.peek(events::add).count();
        }

        @Command
        CompletableFuture<Integer> elsewhere(Stream<Note> items) {
            return CompletableFuture.supplyAsync(() -> (int) items.count());
        }

        @Command
        long waiting(Stream<Note> items) {
            waiting.incrementAndGet();
            try {
                return items.count();
            } finally {
                waiting.decrementAndGet();
            }
        }

        @Command
        String ignoring(Stream<Note> items) {
            return "not read";
        }
    }

    interface Sinks {
        String stream(Stream<Note> items);

        String iterator(Iterator<Note> items);

        String iterable(Iterable<Note> items);

        String publisher(Flow.Publisher<Note> items);

        String bytes(InputStream in);

        String between(String first, Stream<Note> items, int last);

        List<Integer> sizes(String first, Stream<byte[]> items);

        List<@Nullable String> nulls(Iterator<@Nullable String> items);

        CompletableFuture<Integer> live(Stream<String> items);

        int elsewhere(Stream<Note> items);

        long waiting(Stream<Note> items);

        String ignoring(Stream<Note> items);
    }

    /// The same commands, each in another form.
    @Service("sinks")
    interface Others {
        String stream(Iterator<Note> items);

        String iterator(Flow.Publisher<Note> items);

        String iterable(Stream<Note> items);

        String publisher(Iterable<Note> items);

        String bytes(Stream<byte[]> items);
    }

    private final SinksService service = new SinksService();
    private Client client;
    private Sinks sinks;

    @SuppressWarnings("NullAway.Init") // by start()
    ArgumentStreamsConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(service);
        client = connect();
        sinks = client.service(Sinks.class);
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return bytes;
    }

    private static String summary(byte[] bytes) {
        return bytes.length + " " + Arrays.hashCode(bytes);
    }

    @Test
    void anArgumentMayBeAStream() {
        assertThat(sinks.stream(notes(1000))).isEqualTo("1000 in order");
    }

    @Test
    void anArgumentMayBeAnIterator() {
        assertThat(sinks.iterator(notes(1000).iterator())).isEqualTo("1000 in order");
    }

    @Test
    void anArgumentMayBeAnIterable() {
        assertThat(sinks.iterable(notes(1000).toList())).isEqualTo("1000 in order");
    }

    @Test
    void anArgumentMayBeAPublisher() {
        assertThat(sinks.publisher(Flows.publisher(notes(1000).iterator()))).isEqualTo("1000 in order");
    }

    @Test
    void anArgumentMayBeAnInputStream() {
        byte[] bytes = pattern(1_000_000);
        assertThat(sinks.bytes(new ByteArrayInputStream(bytes))).isEqualTo(summary(bytes));
    }

    @Test
    void emptyStreamsOfEveryFormEndAtOnce() {
        assertThat(sinks.stream(Stream.empty())).isEqualTo("0 in order");
        assertThat(sinks.iterator(Collections.emptyIterator())).isEqualTo("0 in order");
        assertThat(sinks.iterable(List.of())).isEqualTo("0 in order");
        assertThat(sinks.publisher(Flows.publisher(Collections.emptyIterator()))).isEqualTo("0 in order");
        assertThat(sinks.bytes(InputStream.nullInputStream())).isEqualTo(summary(new byte[0]));
    }

    @Test
    void theTwoEndsMayUseDifferentForms() {
        Others others = client.service(Others.class);
        assertThat(others.stream(notes(100).iterator())).isEqualTo("100 in order");
        assertThat(others.iterator(Flows.publisher(notes(100).iterator()))).isEqualTo("100 in order");
        assertThat(others.iterable(notes(100))).isEqualTo("100 in order");
        assertThat(others.publisher(notes(100).toList())).isEqualTo("100 in order");
        assertThat(others.bytes(Stream.of(new byte[] {1}, new byte[0], new byte[] {2, 3})))
                .isEqualTo(summary(new byte[] {1, 2, 3}));
    }

    @Test
    void aStreamMayStandBetweenOtherArguments() {
        assertThat(sinks.between("first", notes(5), 7)).isEqualTo("first 5 in order 7");
    }

    @Test
    void manyItemsArriveInOrder() {
        assertThat(sinks.stream(notes(100_000))).isEqualTo("100000 in order");
    }

    @Test
    void nullMayBeAnItem() {
        List<@Nullable String> items = Arrays.asList("a", null, null, "b", null);
        assertThat(sinks.nulls(items.iterator())).isEqualTo(items);
    }

    @Test
    void itemsMayBeLarge() {
        assertThat(sinks.sizes("", Stream.of(1 << 20, 2 << 20).map(ArgumentStreamsConformance::pattern)))
                .containsExactly(0, 1 << 20, 2 << 20);
    }

    @Test
    void smallItemsDoNotOvertakeLargeOnes() {
        List<Integer> sizes = List.of(1 << 20, 1, 300_000, 2, 70_000, 3, 0);
        assertThat(sinks.sizes("", sizes.stream().map(ArgumentStreamsConformance::pattern)))
                .startsWith(0)
                .endsWith(sizes.toArray(new Integer[0]));
    }

    @Test
    void itemsDoNotOvertakeALargeArgument() {
        assertThat(sinks.sizes("x".repeat(3 << 20), Stream.of(1, 2, 3).map(ArgumentStreamsConformance::pattern)))
                .containsExactly(3 << 20, 1, 2, 3);
    }

    @Test
    void anItemArrivesBeforeTheNextIsProduced() throws ExecutionException {
        BlockingQueue<String> source = new LinkedBlockingQueue<>();
        Stream<String> items =
                Stream.generate(() -> Await.next("what the test puts in", source)).takeWhile(s -> !s.equals("end"));
        CompletableFuture<Integer> count = sinks.live(items);
        for (int i = 0; i < 20; i++) {
            source.add("item " + i);
            service.events.expect("item " + i);
        }
        assertThat(count).isNotDone();
        source.add("end");
        assertThat(Await.value("the answer", count)).isEqualTo(20);
    }

    @Test
    void callersWithoutTypesGiveStreamsOfEveryForm() {
        RemoteService dynamic = client.service("sinks");
        assertThat(dynamic.call("stream", notes(10))).isEqualTo("10 in order");
        assertThat(dynamic.call("stream", notes(10).iterator())).isEqualTo("10 in order");
        assertThat(dynamic.call("stream", Flows.publisher(notes(10).iterator()))).isEqualTo("10 in order");
        assertThat(dynamic.call("bytes", new ByteArrayInputStream(pattern(10)))).isEqualTo(summary(pattern(10)));
        assertThatThrownBy(() -> dynamic.call("stream", notes(1), notes(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sinks.stream: two streams (expected at most one)");
    }

    @Test
    void anItemOfTheWrongKindFailsTheCall() {
        assertFails(
                Code.INVALID_ARGUMENT,
                "sinks.stream.items: got integer (expected map)",
                () -> client.service("sinks").call("stream", Stream.of(new Note("a", 0), 5)));
        assertFails(
                Code.INVALID_ARGUMENT,
                "sinks.stream.items: number: got boolean (expected integer)",
                () -> client.service("sinks").call("stream", Stream.of(java.util.Map.of("text", "a", "number", true))));
    }

    @Test
    void aHandlerNeedNotReadItsStream() {
        assertThat(sinks.ignoring(notes(10))).isEqualTo("not read");
        assertThat(sinks.ignoring(Stream.generate(() -> new Note("more", 0)))).isEqualTo("not read");
    }

    @Test
    void aHandlerMayReadItsStreamInAnotherThread() {
        assertThat(sinks.elsewhere(notes(10_000))).isEqualTo(10_000);
    }

    @Test
    void aStreamThatCannotBeReadAtAllLeavesNoHandlerWaiting() {
        Stream<Note> used = notes(3);
        assertThat(used.count()).isEqualTo(3);
        assertThat(catchThrowable(() -> sinks.waiting(used))).isInstanceOf(RuntimeException.class);
        for (int i = 0; i < 20; i++) { // time enough for the first handler to begin, if there is one
            assertThat(sinks.waiting(notes(3))).isEqualTo(3);
        }
        Await.until("no handler waits", () -> service.waiting.get() == 0);
    }

    @Test
    void manyStreamsFlowAtOnce() {
        List<Background<String>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int count = i * 20;
            all.add(Background.startVirtual(() -> sinks.stream(notes(count))));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(all.get(i).value()).isEqualTo(i * 20 + " in order");
        }
    }
}
