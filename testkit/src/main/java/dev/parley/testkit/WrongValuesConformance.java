package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// Values that do not fit: the error names the place, what was found and what is expected, and the command does not run.
abstract class WrongValuesConformance extends Conformance {
    enum Priority {
        LOW,
        NORMAL,
        HIGH
    }

    record Note(String text, List<Integer> tags, @Nullable Note answer) {
        Note {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("a note needs a text");
            }
        }
    }

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Square(int width) implements Shape {}

    static class Settings {
        private int width;

        public int getWidth() {
            return width;
        }

        public void setWidth(int newWidth) {
            if (newWidth < 0) {
                throw new IllegalArgumentException("a width of " + newWidth);
            }
            width = newWidth;
        }
    }

    @Service("notes")
    static class NotesService {
        private final AtomicInteger runs = new AtomicInteger();

        private void run() {
            runs.incrementAndGet();
        }

        @Command
        void add(Note note) {
            run();
        }

        @Command
        void all(List<Note> notes) {
            run();
        }

        @Command
        void rank(Priority priority) {
            run();
        }

        @Command
        void numbers(byte int8, int int32, long int64, float real, char letter, boolean yes) {
            run();
        }

        @Command
        void texts(String text, UUID uuid, URI uri, LocalDate date, Duration duration, byte[] bytes) {
            run();
        }

        @Command
        void shape(Shape shape) {
            run();
        }

        @Command
        void counts(Map<String, Integer> counts) {
            run();
        }

        @Command
        void settings(Settings settings) {
            run();
        }

        @Command
        Map<String, Object> draft() {
            return Map.of("text", "milk", "tags", List.of(1, true));
        }

        @Command
        @Nullable Boolean urgent(boolean known) {
            return known ? true : null;
        }
    }

    interface Notes {
        Note draft();

        int urgent(boolean known);
    }

    private final NotesService service = new NotesService();
    private Client client;
    private int expectedRuns;

    @SuppressWarnings("NullAway.Init") // by start()
    WrongValuesConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(service);
        client = connect();
    }

    @AfterEach
    void noneHasRun() {
        assertThat(service.runs).hasValue(expectedRuns);
    }

    private void assertRefused(String message, String command, @Nullable Object... arguments) {
        assertRefused(Code.INVALID_ARGUMENT, message, () -> client.service("notes").call(command, arguments));
    }

    private void assertRefused(String message, String command, Map<String, ?> arguments) {
        assertRefused(Code.INVALID_ARGUMENT, message, () -> client.service("notes").call(command, arguments));
    }

    @Test
    void aWrongKindNamesThePlace() {
        assertRefused(
                "notes.add.note.tags[2]: got boolean (expected integer)",
                "add",
                Map.of("note", Map.of("text", "milk", "tags", List.of(1, 2, true))));
        assertRefused(
                "notes.all.notes[1].answer.tags: got integer (expected list)",
                "all",
                List.of(
                        Map.of("text", "a", "tags", List.of()),
                        Map.of("text", "b", "tags", List.of(), "answer", Map.of("text", "c", "tags", 5))));
        assertRefused("notes.add.note: got list (expected map)", "add", List.of());
        assertRefused("notes.counts.counts.b: got map (expected integer)", "counts", (Object) Map.of("b", Map.of()));
    }

    /// Codecs that write large integers as text say which text they got.
    @Test
    void textInThePlaceOfANumberNamesThePlace() {
        RpcException failure =
                failure(() ->
                        client.service("notes")
                                .call("add", Map.of("note", Map.of("text", "milk", "tags", List.of(1, 2, "three")))));
        assertThat(failure.getMessage())
                .matches("notes\\.add\\.note\\.tags\\[2]: got (text|\"three\") \\(expected integer\\)");
        assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertHasNotRun(failure);
    }

    @Test
    void everyKindIsCalledByItsName() {
        assertRefused("notes.numbers.int8: got number (expected integer)", "numbers", 1.5);
        assertRefused("notes.numbers.int8: got boolean (expected integer)", "numbers", true);
        assertRefused("notes.numbers.int8: got list (expected integer)", "numbers", List.of());
        assertRefused("notes.numbers.int8: got map (expected integer)", "numbers", (Object) Map.of());
        assertRefused("notes.numbers.int8: got null (expected integer)", "numbers", new @Nullable Object[] {null});
        assertRefused("notes.numbers.yes: got integer (expected boolean)", "numbers", 1, 2, 3, 4, "x", 5);
        assertRefused("notes.texts.text: got integer (expected text)", "texts", 1);
        assertThat(failure(() -> client.service("notes").call("texts", Map.of("bytes", 1))).getMessage())
                .startsWith("notes.texts.bytes: got integer (expected bytes");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertRefused("notes.numbers.int8: got 300 (expected integer from -128 to 127)", "numbers", 300);
        assertRefused(
                "notes.numbers.int32: got 2147483648 (expected integer from -2147483648 to 2147483647)",
                "numbers",
                1,
                1L << 31);
        BigInteger beyond = BigInteger.ONE.shiftLeft(63);
        RpcException failure = failure(() -> client.service("notes").call("numbers", 1, 2, beyond));
        assertThat(failure.getMessage()).startsWith("notes.numbers.int64: got 9223372036854775808 (expected integer");
        assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertRefused(
                "notes.numbers.real: got 1.0E300 (expected number of at most 3.4028235E38)", "numbers", 1, 2, 3, 1e300);
    }

    @Test
    void textsThatStandForSomethingElseAreRefused() {
        UUID uuid = new UUID(1, 2);
        assertRefused("notes.numbers.letter: got \"ab\" (expected one character)", "numbers", 1, 2, 3, 4, "ab");
        assertRefused("notes.texts.uuid: got \"1-2\" (expected uuid)", "texts", "", "1-2");
        assertRefused("notes.texts.uri: got \"a b\" (expected uri)", "texts", "", uuid, "a b");
        assertRefused("notes.texts.date: got \"2030-02-30\" (expected date)", "texts", "", uuid, "a:b", "2030-02-30");
        assertRefused(
                "notes.texts.duration: got \"soon\" (expected duration such as 1m30s, 250ms or PT5S)",
                "texts",
                "",
                uuid,
                "a:b",
                "2030-01-31",
                "soon");
    }

    @Test
    void anUnknownConstantIsRefusedWithThoseThatAreThere() {
        assertRefused("notes.rank.priority: got \"hig\" (expected one of: low, normal, high)", "rank", "hig");
    }

    @Test
    void longTextsAreCutInErrors() {
        assertRefused(
                "notes.rank.priority: got \""
                        + "x".repeat(60)
                        + "…\" (1000000 characters) (expected one of: low, normal, high)",
                "rank",
                "x".repeat(1_000_000));
    }

    @Test
    void aMissingFieldThatIsRequiredIsNamed() {
        assertRefused("notes.add.note.text: missing (expected text)", "add", Map.of("note", Map.of("tags", List.of())));
        assertRefused(
                "notes.add.note.tags: missing (expected list<integer>)", "add", new Object[] {Map.of("text", "a")});
    }

    @Test
    void aMissingFieldThatMayBeNullIsNull() {
        expectedRuns = 1;
        client.service("notes").call("add", Map.of("note", Map.of("text", "a", "tags", List.of())));
    }

    @Test
    void whatAConstructorThrowsSaysWhatIsWrong() {
        assertRefused(
                "notes.add.note: a note needs a text", "add", Map.of("note", Map.of("text", "", "tags", List.of())));
        assertRefused(
                "notes.all.notes[0].answer: a note needs a text",
                "all",
                List.of(Map.of("text", "a", "tags", List.of(), "answer", Map.of("text", "", "tags", List.of()))));
    }

    @Test
    void whatASetterThrowsSaysWhatIsWrong() {
        assertRefused(
                "notes.settings.settings.width: a width of -1", "settings", Map.of("settings", Map.of("width", -1)));
    }

    @Test
    void aRecordThatASealedTypeDoesNotHaveIsRefused() {
        assertRefused(
                "notes.shape.shape.type: got \"triangle\" (expected one of: circle, square)",
                "shape",
                Map.of("shape", Map.of("type", "triangle")));
        assertRefused(
                "notes.shape.shape.type: got nothing (expected one of: circle, square)",
                "shape",
                Map.of("shape", Map.of("radius", 1)));
        assertRefused(
                "notes.shape.shape.radius: missing (expected number)",
                "shape",
                Map.of("shape", Map.of("type", "circle")));
    }

    @Test
    void aResultThatIsNotWhatTheInterfaceExpectsNamesThePlace() {
        Notes notes = client.service(Notes.class);
        assertFails(
                Code.INTERNAL,
                "notes.urgent: the result is not what is expected: got boolean (expected integer)",
                () -> notes.urgent(true));
        assertFails(
                Code.INTERNAL,
                "notes.urgent: the result is not what is expected: got null (expected integer)",
                () -> notes.urgent(false));
        assertFails(
                Code.INTERNAL,
                "notes.draft: the result is not what is expected: tags[1]: got boolean (expected integer)",
                notes::draft);
    }

    @Test
    void argumentsThatCannotBeCarriedFailBeforeAnythingIsSent() {
        RpcException failure = failure(() -> client.service("notes").call("add", new Thread()));
        assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure).hasMessageContaining("java.lang.Thread").hasMessageStartingWith("notes.add[0]: ");
        assertThat(failure.mayHaveRun()).isFalse();
    }
}
