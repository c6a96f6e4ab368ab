package dev.parley.model;

import static dev.parley.model.Models.assertRefused;
import static dev.parley.model.Models.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Command;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Results: what commands give back.
class ResultRulesTest {
    record Note(String text) {}

    private record Hidden(String text) {}

    interface Results {
        @Command
        void nothing();

        @Command
        @Nullable Void nothingBoxed();

        @Command
        int number();

        @Command
        List<Note> notes();

        @Command
        Optional<Note> maybe();

        @Command
        Object anything();

        @Command
        CompletionStage<Note> later();

        @Command
        CompletableFuture<List<Note>> future();

        @Command
        CompletionStage<@Nullable Void> nothingLater();

        @Command
        Stream<Note> stream();

        @Command
        Iterator<Note> iterator();

        @Command
        Iterable<Note> iterable();

        @Command
        Flow.Publisher<Note> publisher();

        @Command
        InputStream bytes();
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, nothing, , false",
        "nothingBoxed, nothing, , false",
        "number, integer, , false",
        "notes, list<Note>, , false",
        "maybe, Note, , false",
        "anything, any, , false",
        "later, Note, , true",
        "future, list<Note>, , true",
        "nothingLater, nothing, , true",
        "stream, stream<Note>, STREAM, false",
        "iterator, stream<Note>, ITERATOR, false",
        "iterable, stream<Note>, ITERABLE, false",
        "publisher, stream<Note>, PUBLISHER, false",
        "bytes, stream<bytes>, INPUT_STREAM, false"
    })
    void resultsOfEveryKind(String command, String type, @Nullable StreamForm form, boolean later) {
        ResultModel result = command(Results.class, command).result();
        assertThat(result.type()).isEqualTo(type);
        assertThat(result.form()).isEqualTo(form);
        assertThat(result.isStream()).isEqualTo(form != null);
        assertThat(result.later()).isEqualTo(later);
        assertThat(result.shape() == null).isEqualTo(type.equals("nothing"));
    }

    interface StreamLater {
        @Command
        CompletionStage<Stream<String>> run();
    }

    interface BytesLater {
        @Command
        CompletableFuture<InputStream> run();
    }

    @ParameterizedTest
    @ValueSource(classes = {StreamLater.class, BytesLater.class})
    void aStreamThatComesLater(Class<?> type) {
        assertRefused(
                type,
                "command "
                        + ServiceModel.nameOf(type)
                        + ".run: result: a stream that comes later (return the stream itself)");
    }

    interface Numbers {
        @Command
        IntStream run();
    }

    interface Bytes {
        @Command
        ByteArrayInputStream run();
    }

    interface NumbersLater {
        @Command
        CompletionStage<IntStream> run();
    }

    @Test
    void relativesOfStreams() {
        String expected =
                " (expected Stream<T>, Iterator<T>, Iterable<T>, Flow.Publisher<T> or InputStream for a stream)";
        assertRefused(Numbers.class, "command numbers.run: result: type IntStream" + expected);
        assertRefused(NumbersLater.class, "command numbers_later.run: result: type IntStream" + expected);
        assertRefused(Bytes.class, "command bytes.run: result: type ByteArrayInputStream" + expected);
    }

    interface PrivateType {
        @Command
        List<Hidden> run();
    }

    interface JdkFuture {
        @Command
        Future<String> run();
    }

    interface NestedStream {
        @Command
        Optional<Stream<String>> run();
    }

    interface NestedLater {
        @Command
        Stream<CompletionStage<String>> run();
    }

    @Test
    void typesThatCannotBeCarried() {
        assertRefused(
                PrivateType.class,
                "command private_type.run: result: class "
                        + Hidden.class.getName()
                        + " is private (make it package-private or public)");
        assertCannotBeCarried(JdkFuture.class, Future.class);
        assertCannotBeCarried(NestedStream.class, Stream.class);
        assertCannotBeCarried(NestedLater.class, CompletionStage.class);
    }

    private static void assertCannotBeCarried(Class<?> service, Class<?> type) {
        assertThatThrownBy(() -> command(service))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "command "
                                + ServiceModel.nameOf(service)
                                + ".run: result: type "
                                + type.getName()
                                + " cannot be carried (expected ");
    }
}
