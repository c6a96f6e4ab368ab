package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Commands that give a stream, in each of its forms.
abstract class ResultStreamsConformance extends Conformance {
    record Note(String text, int number) {}

    private static Note note(int number) {
        return new Note("note " + number, number);
    }

    private static Stream<Note> notes(int count) {
        return IntStream.range(0, count).mapToObj(ResultStreamsConformance::note);
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return bytes;
    }

    @Service("streams")
    static class StreamsService {
        final BlockingQueue<String> source = new LinkedBlockingQueue<>();

        @Command
        Stream<Note> stream(int count) {
            return notes(count);
        }

        @Command
        Iterator<Note> iterator(int count) {
            return notes(count).iterator();
        }

        @Command
        Iterable<Note> iterable(int count) {
            return notes(count).toList();
        }

        @Command
        Flow.Publisher<Note> publisher(int count) {
            return Flows.publisher(notes(count).iterator());
        }

        @Command
        InputStream bytes(int count) {
            return new ByteArrayInputStream(pattern(count));
        }

        @Command
        Stream<byte[]> pieces(int count, int size) {
            return IntStream.range(0, count).mapToObj(_ -> pattern(size));
        }

        @Command
        Stream<byte[]> sized(List<Integer> sizes) {
            return sizes.stream().map(ResultStreamsConformance::pattern);
        }

        @Command
        Stream<@Nullable String> nulls() {
            return Arrays.asList("a", null, null, "b", null).stream();
        }

        @Command
        Stream<String> live() {
            return Stream.generate(() -> Await.next("what the test puts in", source)).takeWhile(s -> !s.equals("end"));
        }

        @Command
        Stream<String> whoCalls() {
            return Stream.generate(() -> Call.current().command()).limit(3);
        }

        @Command
        @SuppressWarnings("NullAway") // the mistake that is tested
        Stream<String> missing() {
            return null;
        }

        @Command
        String single() {
            return "one";
        }
    }

    interface Streams {
        Stream<Note> stream(int count);

        Iterator<Note> iterator(int count);

        Iterable<Note> iterable(int count);

        Flow.Publisher<Note> publisher(int count);

        InputStream bytes(int count);

        Stream<byte[]> pieces(int count, int size);

        Stream<byte[]> sized(List<Integer> sizes);

        Stream<@Nullable String> nulls();

        Iterator<String> live();

        Stream<String> whoCalls();

        Stream<String> missing();

        Stream<String> single();
    }

    /// The same commands, each in another form.
    @Service("streams")
    interface Others {
        Iterator<Note> stream(int count);

        Flow.Publisher<Note> iterator(int count);

        Stream<Note> iterable(int count);

        Iterable<Note> publisher(int count);

        Stream<byte[]> bytes(int count);

        InputStream pieces(int count, int size);

        @Command("whoCalls")
        List<String> asList();
    }

    private final StreamsService service = new StreamsService();
    private Client client;
    private Streams streams;

    @SuppressWarnings("NullAway.Init") // by start()
    ResultStreamsConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(service);
        client = connect();
        streams = client.service(Streams.class);
    }

    private static <T> List<T> rest(Iterator<T> items) {
        List<T> all = new ArrayList<>();
        items.forEachRemaining(all::add);
        return all;
    }

    private static byte[] rest(InputStream in) {
        try (in) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> rest(Flow.Publisher<T> publisher) throws ExecutionException {
        return Await.value("the end of the stream", Flows.take(publisher, 10).all());
    }

    @Test
    void aResultMayBeAStream() {
        assertThat(streams.stream(1000)).containsExactlyElementsOf(notes(1000).toList());
    }

    @Test
    void aResultMayBeAnIterator() {
        Iterator<Note> items = streams.iterator(1000);
        assertThat(rest(items)).containsExactlyElementsOf(notes(1000).toList());
        assertThat(items.hasNext()).isFalse();
        assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aResultMayBeAnIterable() {
        assertThat(streams.iterable(1000)).containsExactlyElementsOf(notes(1000).toList());
    }

    @Test
    void aResultMayBeAPublisher() throws ExecutionException {
        assertThat(rest(streams.publisher(1000))).containsExactlyElementsOf(notes(1000).toList());
    }

    @Test
    void aResultMayBeAnInputStream() throws IOException {
        assertThat(rest(streams.bytes(1_000_000))).isEqualTo(pattern(1_000_000));
        try (InputStream in = streams.bytes(3)) {
            assertThat(in.read()).isEqualTo(pattern(3)[0] & 0xFF);
            assertThat(in.readNBytes(10)).hasSize(2);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void emptyStreamsOfEveryFormEndAtOnce() throws ExecutionException {
        assertThat(streams.stream(0)).isEmpty();
        assertThat(streams.iterator(0).hasNext()).isFalse();
        assertThat(streams.iterable(0)).isEmpty();
        assertThat(rest(streams.publisher(0))).isEmpty();
        assertThat(rest(streams.bytes(0))).isEmpty();
    }

    @Test
    void theTwoEndsMayUseDifferentForms() throws ExecutionException {
        Others others = client.service(Others.class);
        List<Note> expected = notes(100).toList();
        assertThat(rest(others.stream(100))).isEqualTo(expected);
        assertThat(rest(others.iterator(100))).isEqualTo(expected);
        assertThat(others.iterable(100)).isEqualTo(expected);
        assertThat(others.publisher(100)).containsExactlyElementsOf(expected);
        assertThat(others.bytes(100_000).mapToInt(piece -> piece.length).sum()).isEqualTo(100_000);
        assertThat(rest(others.pieces(2, 10))).hasSize(20).startsWith(pattern(10)).endsWith(pattern(10));
    }

    @Test
    void manyItemsArriveInOrder() {
        try (Stream<Note> items = streams.stream(100_000)) {
            Iterator<Note> each = items.iterator();
            for (int i = 0; i < 100_000; i++) {
                assertThat(each.next()).isEqualTo(note(i));
            }
            assertThat(each.hasNext()).isFalse();
        }
    }

    @Test
    void aStreamMayBeReadInParallel() {
        assertThat(streams.stream(20_000).parallel().mapToInt(Note::number).asLongStream().sum())
                .isEqualTo(199_990_000);
    }

    @Test
    void nullMayBeAnItem() {
        assertThat(streams.nulls()).containsExactly("a", null, null, "b", null);
    }

    @Test
    void itemsMayBeLarge() {
        assertThat(streams.pieces(5, 1 << 20).map(Arrays::hashCode))
                .containsExactlyElementsOf(Collections.nCopies(5, Arrays.hashCode(pattern(1 << 20))));
    }

    @Test
    void smallItemsDoNotOvertakeLargeOnes() {
        List<Integer> sizes = List.of(1 << 20, 1, 300_000, 2, 70_000, 3, 0);
        assertThat(streams.sized(sizes).map(piece -> piece.length)).isEqualTo(sizes);
    }

    @Test
    void itemsOfAnySizeArriveAsTheyWere() {
        List<Integer> sizes = new Random(1).ints(60, 0, 200_000).mapToObj(n -> n % 3 == 0 ? 65_472 : n).toList();
        assertThat(streams.sized(sizes).map(Arrays::hashCode))
                .isEqualTo(sizes.stream().map(size -> Arrays.hashCode(pattern(size))).toList());
    }

    @Test
    void anInputStreamMayBeTransferred() throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (InputStream in = streams.bytes(1_000_000)) {
            int first = in.read();
            assertThat(in.transferTo(target)).isEqualTo(999_999);
            assertThat(first).isEqualTo(pattern(1)[0] & 0xFF);
            assertThat(in.transferTo(target)).isZero();
        }
        byte[] all = pattern(1_000_000);
        assertThat(target.toByteArray()).isEqualTo(Arrays.copyOfRange(all, 1, all.length));
    }

    @Test
    void anItemArrivesBeforeTheNextIsProduced() {
        Iterator<String> items = streams.live();
        for (int i = 0; i < 20; i++) {
            service.source.add("item " + i);
            assertThat(items.next()).isEqualTo("item " + i);
        }
        service.source.add("end");
        assertThat(items.hasNext()).isFalse();
    }

    @Test
    void theCallIsKnownWhereItemsAreProduced() {
        assertThat(streams.whoCalls()).containsExactly("whoCalls", "whoCalls", "whoCalls");
    }

    @Test
    void callersWithoutTypesGetStreams() {
        assertThat(client.service("streams").stream("nulls")).containsExactly("a", null, null, "b", null);
        assertThat(client.service("streams").command("stream").with(3).returning(Note.class).stream())
                .containsExactly(note(0), note(1), note(2));
    }

    @Test
    void aSubscriberGetsNoMoreThanItHasRequested() throws ExecutionException {
        Flows.Taken<Note> taken = Flows.take(streams.publisher(10), 0);
        taken.subscription().request(3);
        Await.until("3 items have come", () -> taken.soFar().size() >= 3);
        assertThat(streams.stream(1000)).hasSize(1000);
        assertThat(taken.soFar()).hasSize(3);
        taken.subscription().request(Long.MAX_VALUE);
        assertThat(Await.value("the end of the stream", taken.all())).isEqualTo(notes(10).toList());
    }

    @Test
    void aSecondSubscriberIsRefused() throws ExecutionException {
        Flow.Publisher<Note> publisher = streams.publisher(10);
        Flows.Taken<Note> first = Flows.take(publisher, 5);
        assertThatThrownBy(() -> rest(publisher))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a stream of a call can be subscribed to once");
        assertThat(Await.value("the end of the stream", first.all())).hasSize(10);
    }

    @Test
    void manyStreamsFlowAtOnce() {
        List<Iterator<Note>> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(streams.iterator(200));
        }
        for (int i = 0; i < 200; i++) {
            for (Iterator<Note> items : all) {
                assertThat(items.next()).isEqualTo(note(i));
            }
        }
        assertThat(all).noneMatch(Iterator::hasNext);
    }

    @Test
    void aStreamWhereAValueIsExpectedFails() {
        assertFails(
                Code.FAILED_PRECONDITION,
                "streams.stream: gives a stream (expected a single value)",
                () -> client.service("streams").call("stream", 3));
        assertFails(
                Code.FAILED_PRECONDITION,
                "streams.stream: gives a stream (expected a single value)",
                () -> client.service("streams").call("stream", 0));
        assertFails(
                Code.FAILED_PRECONDITION,
                "streams.whoCalls: gives a stream (expected a single value)",
                client.service(Others.class)::asList);
    }

    @Test
    void aValueWhereAStreamIsExpectedFails() {
        assertFails(
                Code.FAILED_PRECONDITION,
                "streams.single: gives a single value (expected a stream)",
                () -> streams.single().toList());
    }

    @Test
    void noStreamWhereOneIsPromisedFails() {
        assertFails(
                Code.INTERNAL, "streams.missing returned null (expected a stream)", () -> streams.missing().toList());
    }
}
