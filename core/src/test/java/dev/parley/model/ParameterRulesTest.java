package dev.parley.model;

import static dev.parley.model.Models.assertRefused;
import static dev.parley.model.Models.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Rest;
import dev.parley.model.ParameterModel.Kind;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Parameters: how they are given, and those that cannot be.
@SuppressWarnings("unused")
class ParameterRulesTest {
    record Note(String text) {}

    private record Hidden(String text) {}

    enum Priority {
        LOW,
        HIGH
    }

    static class Everything {
        @Command
        void run(
                int count,
                @Nullable String word,
                Optional<Note> note,
                OptionalInt size,
                @Default("high") Priority priority,
                @Default("1,2") List<Integer> numbers,
                Object anything,
                byte @Nullable [] bytes,
                Stream<Note> notes,
                @Rest Map<String, Integer> named,
                String... further) {}
    }

    private static ParameterModel parameter(String name) {
        return command(Everything.class).parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void parametersOfEveryKind() {
        CommandModel run = command(Everything.class);
        assertThat(Models.parameters(run))
                .containsExactly(
                        "count",
                        "word",
                        "note",
                        "size",
                        "priority",
                        "numbers",
                        "anything",
                        "bytes",
                        "notes",
                        "named",
                        "further");
        assertThat(run.positional()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(run.indexOf(Kind.STREAM)).isEqualTo(8);
        assertThat(run.indexOf(Kind.NAMED_REST)).isEqualTo(9);
        assertThat(run.indexOf(Kind.REST)).isEqualTo(10);
        assertThat(run.names().find("notes")).isEqualTo(8);
        assertThat(run.parameters().stream().map(ParameterModel::type))
                .containsExactly(
                        "integer",
                        "text",
                        "Note",
                        "integer",
                        "low|high",
                        "list<integer>",
                        "any",
                        "bytes",
                        "Note",
                        "integer",
                        "text");
    }

    @Test
    void whatMustBeGiven() {
        CommandModel run = command(Everything.class);
        assertThat(run.parameters().stream().filter(ParameterModel::required).map(ParameterModel::name))
                .containsExactly("count");
        assertThat(run.parameters().stream().filter(ParameterModel::nullable).map(ParameterModel::name))
                .containsExactly("word", "anything", "bytes");
        assertThat(parameter("priority").defaultText()).isEqualTo("high");
        assertThat(parameter("count").defaultText()).isNull();
        assertThat(run.indexOf(Kind.NORMAL)).isZero();
    }

    static class Streams {
        @Command
        void stream(Stream<Note> in, int more) {}

        @Command
        void iterator(Iterator<Note> in) {}

        @Command
        void iterable(int first, Iterable<Note> in) {}

        @Command
        void publisher(Flow.Publisher<Note> in) {}

        @Command
        void bytes(InputStream in) {}

        @Command
        void raw(@SuppressWarnings("rawtypes") Stream in) {}

        @Command
        void none(List<Note> in) {}
    }

    @Test
    void streamsOfEveryForm() {
        assertThat(stream("stream").form()).isEqualTo(StreamForm.STREAM);
        assertThat(stream("iterator").form()).isEqualTo(StreamForm.ITERATOR);
        assertThat(stream("iterable").form()).isEqualTo(StreamForm.ITERABLE);
        assertThat(stream("publisher").form()).isEqualTo(StreamForm.PUBLISHER);
        assertThat(stream("bytes").form()).isEqualTo(StreamForm.INPUT_STREAM);
        assertThat(stream("bytes").type()).isEqualTo("bytes");
        assertThat(stream("stream").type()).isEqualTo("Note");
        assertThat(stream("stream").raw()).isEqualTo(Stream.class);
        assertThat(stream("stream").required()).isFalse();
        assertThat(stream("raw").type()).isEqualTo("any");
        assertThat(command(Streams.class, "none").indexOf(Kind.STREAM)).isEqualTo(-1);
        assertThat(command(Streams.class, "none").parameters().getFirst().type()).isEqualTo("list<Note>");
    }

    private static ParameterModel stream(String command) {
        CommandModel model = command(Streams.class, command);
        return model.parameters().get(model.indexOf(Kind.STREAM));
    }

    static class TwoStreams {
        @Command
        void run(Stream<String> one, InputStream other) {}
    }

    static class ThreeStreams {
        @Command
        void run(Stream<String> one, Iterator<String> two, Iterable<String> three) {}
    }

    @Test
    void twoStreams() {
        assertRefused(
                TwoStreams.class,
                "command two_streams.run: 2 stream parameters (expected at most one; make the others lists)");
        assertRefused(
                ThreeStreams.class,
                "command three_streams.run: 3 stream parameters (expected at most one; make the others lists)");
    }

    static class Numbers {
        @Command
        void run(IntStream numbers) {}
    }

    static class File {
        @Command
        void run(FileInputStream bytes) {}
    }

    static class Nested {
        @Command
        void run(Stream<Stream<String>> streams) {}
    }

    @Test
    void relativesOfStreams() {
        String expected =
                " (expected Stream<T>, Iterator<T>, Iterable<T>, Flow.Publisher<T> or InputStream for a stream)";
        assertRefused(Numbers.class, "command numbers.run: parameter \"numbers\": type IntStream" + expected);
        assertRefused(File.class, "command file.run: parameter \"bytes\": type FileInputStream" + expected);
        assertThatThrownBy(() -> command(Nested.class))
                .hasMessageStartingWith(
                        "command nested.run: parameter \"streams\": type java.util.stream.Stream cannot be carried ");
    }

    static class PrivateType {
        @Command
        void run(Hidden hidden) {}
    }

    static class JdkType {
        @Command
        void run(List<Thread> threads) {}
    }

    @Test
    void typesThatCannotBeCarried() {
        assertRefused(
                PrivateType.class,
                "command private_type.run: parameter \"hidden\": class "
                        + Hidden.class.getName()
                        + " is private (make it package-private or public)");
        assertThatThrownBy(() -> command(JdkType.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "command jdk_type.run: parameter \"threads\": type java.lang.Thread cannot be carried (expected"
                                + " ");
    }
}
