package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Doc;
import dev.parley.Server;
import dev.parley.Service;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What each format makes of each kind of result. The expected output is in `formats.txt`.
@Timeout(30)
class FormatTest {
    private static final String URL = "memory://formats";
    private static Server server;

    record Place(String city, int people) {}

    record Person(String name, List<String> tags, Place place) {}

    private static final Person ANN =
            new Person("Ann: \u001b[31mred", List.of("a", "true"), new Place("Oslo, in the far north of it", 700_000));
    private static final Person BO = new Person("Bo\nand Cy", List.of(), new Place("", -1));

    @Service("results")
    static class Results {
        @Command
        Person record() {
            return ANN;
        }

        @Command
        List<Person> list() {
            return List.of(BO, ANN);
        }

        @Command
        Stream<Person> stream() {
            return Stream.of(BO, ANN);
        }

        @Command
        Stream<String> words() {
            return Stream.of("yes", "two words", "- 5: x", "line\nline");
        }

        @Command
        Stream<Integer> none() {
            return Stream.of();
        }

        @Command
        Stream<Object> gaps() {
            return Stream.of(null, "a");
        }

        @Command
        Stream<Object> csi() {
            return Stream.of("a\u009b31m", List.of("\u009b"));
        }

        @Command
        double number() {
            return 1.5;
        }

        @Command
        byte[] bytes() {
            return new byte[] {'a', 0, 'b'};
        }

        @Command
        @Doc("Paints it \u001b[31mred.")
        void nothing() {}

        @Command
        Stream<Integer> breaks() {
            return Stream.of(1, 2, 0).map(i -> 2 / i);
        }
    }

    @BeforeAll
    static void start() {
        server = Server.builder().service(new Results()).listen(URL).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Outcome run(boolean terminal, Map<String, String> more, String... arguments) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("PARLEY_URL", URL);
        return new Outcome.Setting("", terminal, environment).run(arguments);
    }

    private static String expected(String file) throws IOException {
        try (var in = FormatTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void eachFormatPrintsEachKindOfResult() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String command : List.of("record", "list", "stream", "words", "none", "number", "bytes", "nothing")) {
            for (String format : Format.NAMES) {
                Outcome outcome = run(false, Map.of("COLUMNS", "60"), "results", command, "--format", format);
                assertThat(outcome.err()).isEmpty();
                all.append("$ parley results ").append(command).append(" --format ").append(format).append('\n');
                all.append(visible(outcome.out())).append('\n');
            }
        }
        assertThat(all.toString()).isEqualTo(expected("formats.txt"));
    }

    /// Control characters as a reader of the file sees them.
    private static String visible(String text) {
        return text.replace("\u001b", "␛").replace("\0", "␀");
    }

    @Test
    void theFormatIsChosenByItself() {
        String line = run(false, Map.of(), "results", "record", "--format", "ndjson").out();
        assertThat(run(false, Map.of(), "results", "record").out()).isEqualTo(line);
        assertThat(run(false, Map.of(), "results", "bytes").out()).isEqualTo("a\0b");
        assertThat(run(true, Map.of(), "results", "bytes").out()).isEqualTo("a\0b");
        assertThat(run(false, Map.of(), "results", "words").out()).isEqualTo("yes\ntwo words\n- 5: x\nline\nline\n");
        assertThat(run(true, Map.of("NO_COLOR", "1"), "results", "record").out())
                .isEqualTo(run(false, Map.of(), "results", "record", "--format", "pretty").out());
        assertThat(run(false, Map.of(), "--format", "json", "results", "number"))
                .isEqualTo(run(false, Map.of(), "results", "number", "--format=json"));
    }

    @Test
    void aTerminalHasColoursUnlessTheUserWantsNone() throws IOException {
        Outcome coloured = run(true, Map.of("COLUMNS", "60"), "results", "record");
        assertThat(visible(coloured.out())).isEqualTo(expected("coloured.txt"));
        assertThat(run(true, Map.of("NO_COLOR", "1"), "results", "record").out()).doesNotContain("\u001b");
        assertThat(run(true, Map.of("TERM", "dumb"), "results", "record").out()).doesNotContain("\u001b");
        assertThat(run(false, Map.of(), "results", "record").out()).doesNotContain("\u001b");
    }

    @Test
    void nothingIsAnItemToo() {
        for (String format : Format.NAMES) {
            Outcome outcome = run(false, Map.of(), "results", "gaps", "--format", format);
            assertThat(outcome.err()).as(format).isEmpty();
            assertThat(outcome.out()).as(format).contains(format.equals("table") ? "value\n\na\n" : "null");
        }
    }

    @Test
    void nothingThatAServerSaysSteersTheTerminal() {
        String painted = "Paints it \\u001b[31mred.";
        assertThat(run(true, Map.of(), "results", "nothing", "--help").out()).contains(painted);
        assertThat(run(true, Map.of(), "results").out()).contains(painted);
        assertThat(run(true, Map.of("NO_COLOR", "1"), "results", "csi").out())
                .isEqualTo("a\\u009b31m\n[\"\\u009b\"]\n");
    }

    @Test
    void aFormatThatIsNoneIsToldBeforeTheCall() {
        assertThat(run(false, Map.of(), "results", "record", "--format", "xml").err())
                .isEqualTo(
                        "INVALID_ARGUMENT: --format: got \"xml\" (expected one of: pretty, json, ndjson, table, raw,"
                                + " yaml)\n");
    }

    @Test
    void aStreamThatFailsIsNoDocument() {
        Outcome outcome = run(false, Map.of(), "results", "breaks", "--format", "json");
        assertThat(outcome.out()).isEqualTo("[\n  2,\n  1");
        assertThat(outcome.status()).isNotZero();
    }
}
