package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Default;
import dev.parley.RemoteService;
import dev.parley.Rest;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// How arguments are given: by position, by name or mixed, left out, too many, twice.
abstract class ArgumentsConformance extends Conformance {
    enum Priority {
        LOW,
        NORMAL,
        HIGH
    }

    record Note(String text, int count) {}

    @Service("args")
    static class ArgsService {
        @Command
        String add(String text, @Default("normal") Priority priority, Optional<String> note, @Nullable Integer count) {
            return text + " " + priority + " " + note.orElse("-") + " " + count;
        }

        @Command
        String defaults(
                @Default("42") int integer,
                @Default("0.5") double real,
                @Default("true") boolean yes,
                @Default("milk") String text,
                @Default("1m30s") Duration duration,
                @Default("1, 2,3") List<Integer> list,
                @Default("a=1,b=2") Map<String, Integer> map,
                @Default("7") @Nullable Integer maybe) {
            return integer + " " + real + " " + yes + " " + text + " " + duration + " " + list + " " + map + " "
                    + maybe;
        }

        @Command
        String nothing() {
            return "nothing";
        }

        @Command
        String sum(String name, int... numbers) {
            return name + " " + Arrays.stream(numbers).sum() + " of " + numbers.length;
        }

        @Command
        String notes(Note... notes) {
            return Arrays.toString(notes);
        }

        @Command
        String fields(String name, @Rest Map<String, Integer> others) {
            return name + " " + new TreeMap<>(others);
        }

        @Command
        String everything(String name, @Rest Map<String, Object> others, String... words) {
            return name + " " + List.of(words) + " " + new TreeMap<>(others);
        }

        @Command
        String lines(String name, Stream<String> lines, @Default("!") String end) {
            return name + " " + lines.toList() + end;
        }
    }

    interface Args {
        String add(String text);

        String sum(String name, int... numbers);

        String notes(Note... notes);

        String fields(String name, @Rest Map<String, Integer> others);

        String everything(String name, @Rest Map<String, Object> others, String... words);
    }

    private Client client;
    private RemoteService args;

    @SuppressWarnings("NullAway.Init") // by start()
    ArgumentsConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(new ArgsService());
        client = connect();
        args = client.service("args");
    }

    @Test
    void argumentsAreGivenByPosition() {
        assertThat(args.call("add", "milk", "high", "now", 2)).isEqualTo("milk HIGH now 2");
        assertThat(args.call("add", "milk", "low")).isEqualTo("milk LOW - null");
    }

    @Test
    void argumentsAreGivenByNameInAnyOrder() {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("count", 2);
        named.put("note", "now");
        named.put("priority", "high");
        named.put("text", "milk");
        assertThat(args.call("add", named)).isEqualTo("milk HIGH now 2");
        assertThat(args.call("add", Map.of("text", "milk", "count", 3))).isEqualTo("milk NORMAL - 3");
    }

    @Test
    void argumentsAreGivenByPositionAndByName() {
        assertThat(args.command("add").with("milk", "low").with(Map.of("count", 5)).call()).isEqualTo("milk LOW - 5");
        assertThat(args.command("add").with(Map.of("note", "now")).with("milk").call())
                .isEqualTo("milk NORMAL now null");
    }

    @Test
    void aCommandThatTakesNothingIsGivenNothing() {
        assertThat(args.call("nothing")).isEqualTo("nothing");
        assertThat(args.call("nothing", Map.of())).isEqualTo("nothing");
        assertRefused(
                Code.INVALID_ARGUMENT,
                "args.nothing: got 1 arguments (expected at most 0)",
                () -> args.call("nothing", 1));
        assertRefused(
                Code.INVALID_ARGUMENT,
                "args.nothing.text: no such parameter (there are: none)",
                () -> args.call("nothing", Map.of("text", "milk")));
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        assertThat(args.call("defaults")).isEqualTo("42 0.5 true milk PT1M30S [1, 2, 3] {a=1, b=2} 7");
        assertThat(args.call("defaults", Map.of("text", "", "list", List.of())))
                .isEqualTo("42 0.5 true  PT1M30S [] {a=1, b=2} 7");
        assertThat(args.call("defaults", 1, 2)).isEqualTo("1 2.0 true milk PT1M30S [1, 2, 3] {a=1, b=2} 7");
    }

    @Test
    void nullIsNotTheSameAsLeftOut() {
        Map<String, @Nullable Object> maybe = new LinkedHashMap<>();
        maybe.put("maybe", null);
        assertThat(args.call("defaults", maybe)).isEqualTo("42 0.5 true milk PT1M30S [1, 2, 3] {a=1, b=2} null");
        Map<String, @Nullable Object> text = new LinkedHashMap<>();
        text.put("text", null);
        assertRefused(
                Code.INVALID_ARGUMENT,
                "args.defaults.text: got null (expected text)",
                () -> args.call("defaults", text));
    }

    @Test
    void anInterfaceMayLeaveOutTheLastParameters() {
        assertThat(client.service(Args.class).add("milk")).isEqualTo("milk NORMAL - null");
    }

    @Test
    void tooManyArgumentsAreRefused() {
        assertRefused(
                Code.INVALID_ARGUMENT,
                "args.add: got 5 arguments (expected at most 4)",
                () -> args.call("add", "milk", "low", "now", 1, 2));
    }

    @Test
    void unknownArgumentsAreRefusedWithThoseThatAreThere() {
        assertRefused(
                Code.INVALID_ARGUMENT,
                "args.add.color: no such parameter (there are: text, priority, note, count)",
                () -> args.call("add", Map.of("text", "milk", "color", "red")));
    }

    @Test
    void argumentsGivenTwiceAreRefused() {
        assertRefused(
                Code.INVALID_ARGUMENT,
                "args.add.text: given twice, by position and by name",
                () -> args.command("add").with("milk").with(Map.of("text", "bread")).call());
    }

    @Test
    void missingArgumentsAreRefused() {
        assertRefused(Code.INVALID_ARGUMENT, "args.add.text: missing (expected text)", () -> args.call("add"));
        assertRefused(
                Code.INVALID_ARGUMENT,
                "args.add.text: missing (expected text)",
                () -> args.call("add", Map.of("priority", "low")));
    }

    @Test
    void theRestByPositionIsCollected() {
        assertThat(args.call("sum", "a", 1, 2, 3)).isEqualTo("a 6 of 3");
        assertThat(args.call("sum", "a")).isEqualTo("a 0 of 0");
        assertThat(args.call("sum", Map.of("name", "a"))).isEqualTo("a 0 of 0");
        assertThat(args.call("sum", Map.of("name", "a", "numbers", List.of(4, 5)))).isEqualTo("a 9 of 2");
        assertThat(args.call("notes", new Note("milk", 1), Map.of("text", "bread", "count", 2)))
                .isEqualTo("[Note[text=milk, count=1], Note[text=bread, count=2]]");
        assertRefused(
                Code.INVALID_ARGUMENT,
                "args.sum.numbers[1]: got boolean (expected integer)",
                () -> args.call("sum", "a", 1, true));
    }

    @Test
    void theRestByNameIsCollected() {
        assertThat(args.call("fields", Map.of("name", "a", "x", 1, "y", 2))).isEqualTo("a {x=1, y=2}");
        assertThat(args.call("fields", "a")).isEqualTo("a {}");
        assertThat(args.command("fields").with("a").with(Map.of("x", 1)).call()).isEqualTo("a {x=1}");
        assertRefused(
                Code.INVALID_ARGUMENT,
                "args.fields.y: got boolean (expected integer)",
                () -> args.call("fields", Map.of("name", "a", "x", 1, "y", true)));
    }

    @Test
    void interfacesGiveTheRestAsTheyDeclareIt() {
        Args typed = client.service(Args.class);
        assertThat(typed.sum("a", 1, 2, 3)).isEqualTo("a 6 of 3");
        assertThat(typed.sum("a")).isEqualTo("a 0 of 0");
        assertThat(typed.notes(new Note("milk", 1))).isEqualTo("[Note[text=milk, count=1]]");
        assertThat(typed.fields("a", Map.of("x", 1))).isEqualTo("a {x=1}");
        assertThat(typed.everything("a", Map.of("x", List.of(1L)), "b", "c")).isEqualTo("a [b, c] {x=[1]}");
        assertThat(typed.everything("a", Map.of())).isEqualTo("a [] {}");
    }

    @Test
    void aStreamIsNoArgumentByNameOrPosition() {
        assertThat(args.call("lines", "a", Stream.of("b", "c"))).isEqualTo("a [b, c]!");
        assertThat(args.call("lines", Stream.of("b"), "a", "?")).isEqualTo("a [b]?");
        assertThat(args.command("lines").with(Stream.of("b")).with(Map.of("name", "a", "end", ".")).call())
                .isEqualTo("a [b].");
        assertRefused(
                Code.INVALID_ARGUMENT,
                "args.lines.lines: got a value (expected a stream)",
                () -> args.call("lines", Map.of("name", "a", "lines", List.of())));
    }

    @Test
    void aStreamThatIsNotGivenIsEmpty() {
        assertThat(args.call("lines", "a")).isEqualTo("a []!");
    }

    @Test
    void aStreamThatNobodyTakesIsRefused() {
        assertRefused(
                Code.INVALID_ARGUMENT,
                "args.add: got a stream (it takes none)",
                () -> args.call("add", "milk", Stream.of("a")));
    }
}
