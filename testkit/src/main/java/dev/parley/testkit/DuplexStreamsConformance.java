package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Limits;
import dev.parley.Service;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Commands that take a stream and give one, at the same time.
abstract class DuplexStreamsConformance extends Conformance {
    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    private static <T> Stream<T> stream(Iterator<T> items) {
        Iterable<T> iterable = () -> items;
        return StreamSupport.stream(iterable.spliterator(), false);
    }

    @Service("talk")
    static class TalkService {
        @Command
        Stream<String> stream(Stream<String> lines) {
            return lines.map(DuplexStreamsConformance::upper);
        }

        @Command
        Iterator<String> iterator(Iterator<String> lines) {
            return DuplexStreamsConformance.stream(lines).map(DuplexStreamsConformance::upper).iterator();
        }

        @Command
        Iterable<String> iterable(Iterable<String> lines) {
            return () -> iterator(lines.iterator());
        }

        @Command
        Flow.Publisher<String> publisher(Flow.Publisher<String> lines) {
            return lines;
        }

        @Command
        InputStream bytes(InputStream in) {
            return new SequenceInputStream(in, new ByteArrayInputStream(new byte[] {'!'}));
        }

        @Command
        Stream<String> sorted(String prefix, Stream<String> lines) {
            return lines.sorted().map(line -> prefix + line);
        }

        @Command
        Stream<Integer> multiplied(Stream<Integer> numbers, int times) {
            return numbers.flatMap(n -> IntStream.range(0, times).mapToObj(_ -> n));
        }
    }

    interface Talk {
        Stream<String> stream(Stream<String> lines);

        Iterator<String> iterator(Iterator<String> lines);

        Iterable<String> iterable(Iterable<String> lines);

        Flow.Publisher<String> publisher(Flow.Publisher<String> lines);

        InputStream bytes(InputStream in);

        Stream<String> sorted(String prefix, Stream<String> lines);

        Stream<Integer> multiplied(Stream<Integer> numbers, int times);
    }

    DuplexStreamsConformance(ConformanceSuite suite) {
        super(suite);
    }

    private Talk talk() {
        serve(new TalkService());
        return connect().service(Talk.class);
    }

    @Test
    void streamsFlowBothWays() {
        assertThat(talk().stream(Stream.of("milk", "bread"))).containsExactly("MILK", "BREAD");
    }

    @Test
    void streamsOfEveryFormFlowBothWays() throws ExecutionException, IOException {
        Talk talk = talk();
        List<String> lines = IntStream.range(0, 500).mapToObj(i -> "line " + i).toList();
        List<String> upper = lines.stream().map(DuplexStreamsConformance::upper).toList();
        assertThat(talk.stream(lines.stream())).isEqualTo(upper);
        assertThat(stream(talk.iterator(lines.iterator()))).isEqualTo(upper);
        assertThat(talk.iterable(lines)).containsExactlyElementsOf(upper);
        Flow.Publisher<String> published = talk.publisher(Flows.publisher(lines.iterator()));
        assertThat(Await.value("the end of the stream", Flows.take(published, 7).all())).isEqualTo(lines);
        try (InputStream in = talk.bytes(new ByteArrayInputStream(new byte[100_000]))) {
            assertThat(in.readAllBytes()).hasSize(100_001).endsWith('!');
        }
    }

    @Test
    void emptyStreamsEndAtOnceBothWays() {
        Talk talk = talk();
        assertThat(talk.stream(Stream.empty())).isEmpty();
        assertThat(talk.iterator(List.<String>of().iterator()).hasNext()).isFalse();
    }

    @Test
    void theTwoSidesMayTakeTurns() {
        BlockingQueue<String> questions = new LinkedBlockingQueue<>();
        Iterator<String> answers =
                talk().iterator(
                                Stream.generate(() -> Await.next("a question", questions))
                                        .takeWhile(s -> !s.equals("end"))
                                        .iterator());
        for (int i = 0; i < 20; i++) {
            questions.add("question " + i);
            assertThat(answers.next()).isEqualTo("QUESTION " + i);
        }
        questions.add("end");
        assertThat(answers.hasNext()).isFalse();
    }

    @Test
    void resultsMayBeginWhenTheArgumentsHaveEnded() {
        assertThat(talk().sorted("- ", Stream.of("c", "a", "b"))).containsExactly("- a", "- b", "- c");
    }

    @Test
    void manyItemsFlowBothWaysInOrder() {
        Iterator<String> upper = talk().iterator(IntStream.range(0, 50_000).mapToObj(i -> "line " + i).iterator());
        for (int i = 0; i < 50_000; i++) {
            assertThat(upper.next()).isEqualTo("LINE " + i);
        }
        assertThat(upper.hasNext()).isFalse();
    }

    @Test
    void streamsFlowThroughSmallWindows() {
        Limits small = Limits.DEFAULT.withWindow(1000);
        serve(server -> server.limits(small), new TalkService());
        Client client = connect(builder -> builder.limits(small));
        Talk talk = client.service(Talk.class);
        assertThat(talk.multiplied(IntStream.range(0, 200).boxed(), 100)).hasSize(20_000);
        List<String> lines = IntStream.range(0, 50).mapToObj(i -> "x".repeat(i * 100)).toList();
        assertThat(talk.stream(lines.stream())).isEqualTo(lines.stream().map(DuplexStreamsConformance::upper).toList());
    }

    @Test
    void manyConversationsGoOnAtOnce() {
        Talk talk = talk();
        List<Background<List<String>>> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String name = "talk " + i + " line ";
            all.add(
                    Background.startVirtual(
                            () -> talk.stream(IntStream.range(0, 300).mapToObj(j -> name + j)).toList()));
        }
        for (int i = 0; i < 30; i++) {
            String name = "TALK " + i + " LINE ";
            assertThat(all.get(i).value()).isEqualTo(IntStream.range(0, 300).mapToObj(j -> name + j).toList());
        }
    }
}
