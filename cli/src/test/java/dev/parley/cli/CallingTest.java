package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Whole command lines, in this process, against a server in memory.
@Timeout(30)
class CallingTest {
    private static final String URL = "memory://cli";
    private static final Map<String, String> ENVIRONMENT = Map.of("PARLEY_URL", URL);
    private static final String OUTER =
            "{\"name\":\"n\",\"inner\":{\"data\":\"Cgs=\",\"day\":\"2024-01-02\"},\"counts\":{\"a\":1}}";
    private static final String OUTER_PRINTED =
            "{\"name\": \"n\", \"inner\": {\"data\": \"Cgs=\", \"day\": \"2024-01-02\"}, \"counts\": {\"a\": 1}}\n";

    /// A service with the name of one of our own words.
    @Service("serve")
    static class Serve {
        @Command
        String greet() {
            return "hello";
        }
    }

    private static Server server;

    @TempDir private Path folder;

    private static final Logger SERVER_LOG =
            Logger.getLogger("dev.parley.dispatch.Failures"); // kept, or its level is lost

    @BeforeAll
    static void start() {
        SERVER_LOG.setLevel(Level.OFF); // a fault is provoked
        server =
                Server.builder()
                        .service(new Everything())
                        .service(new HealthService("everything"))
                        .service(new Serve())
                        .listen(URL)
                        .start();
    }

    @AfterAll
    static void stop() {
        server.close();
        SERVER_LOG.setLevel(null);
    }

    private static Outcome run(String... arguments) {
        return new Outcome.Setting("", false, ENVIRONMENT).run(arguments);
    }

    /// One of the service [Everything].
    private static Outcome call(String... arguments) {
        return piped("", arguments);
    }

    private static Outcome piped(String input, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "everything";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Outcome.Setting(input, false, ENVIRONMENT).run(all);
    }

    private static Outcome prints(String out) {
        return new Outcome(0, out, "");
    }

    private static Outcome fails(int status, String err) {
        return new Outcome(status, "", err + "\n");
    }

    private static Outcome isWrong(String err) {
        return fails(2, "INVALID_ARGUMENT: everything." + err);
    }

    private static String expected(String file) throws IOException {
        try (var in = CallingTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    // ---- arguments

    @Test
    void requiredParametersAreGivenByPosition() {
        String id = "00000000-0000-4000-8000-000000000001";
        String at = "2030-01-31T12:00:00+01:00";

        assertThat(
                        call(
                                "scalars",
                                "true",
                                "-7",
                                "12345678901",
                                "1.5e3",
                                "1.250",
                                "123456789012345678901234567890",
                                "2024-02-29",
                                "1m30s",
                                at,
                                id,
                                "very-large"))
                .isEqualTo(
                        prints(
                                "true -7 12345678901 1500.0 1.250 123456789012345678901234567890 2024-02-29 PT1M30S"
                                        + " 2030-01-31T11:00:00Z "
                                        + id
                                        + " VERY_LARGE\n"));
    }

    @Test
    void optionalParametersAreOptions() {
        assertThat(call("options")).isEqualTo(prints("true false 1 none\n"));
        assertThat(call("options", "--no-up", "--down-hill", "--max-count", "7", "--size=small"))
                .isEqualTo(prints("false true 7 SMALL\n"));
        assertThat(call("options", "--up=false", "--downHill", "--max_count=-7"))
                .isEqualTo(prints("false true -7 none\n"));
    }

    @Test
    void requiredParametersMayBeNamed() {
        assertThat(call("grep", "--word", "b", "nowhere"))
                .isEqualTo(isWrong("grep.lines: cannot read nowhere: no such file"));
        assertThat(piped("a\nb\n", "grep", "--word", "b", "-")).isEqualTo(prints("b\n"));
        assertThat(piped("a\nb\n", "grep", "--lines", "-", "a")).isEqualTo(prints("a\n"));
    }

    @Test
    void listsAndMapsRepeatOrHaveCommas() {
        assertThat(call("numbers", "1,2")).isEqualTo(prints("[1, 2]\n"));
        assertThat(call("numbers", "--list", "1", "--list=2,3", "--map", "a=4", "--map=b=5,c=6"))
                .isEqualTo(prints("[1, 2, 3, 4, 5, 6]\n"));
        assertThat(call("numbers", "[7, 8]", "--map", "{\"k\": 9}")).isEqualTo(prints("[7, 8, 9]\n"));
        assertThat(call("numbers", "")).isEqualTo(prints("[]\n"));
    }

    @Test
    void recordsAreGivenByFieldsAsJsonOrInAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("outer.json"), OUTER);

        assertThat(call("outer", OUTER)).isEqualTo(prints(OUTER_PRINTED));
        assertThat(call("outer", "@" + file)).isEqualTo(prints(OUTER_PRINTED));
        assertThat(
                        call(
                                "outer",
                                "--outer.name",
                                "n",
                                "--outer.inner.data",
                                "hex:0a0b",
                                "--outer.inner.day=2024-01-02",
                                "--outer.counts",
                                "a=1"))
                .isEqualTo(prints(OUTER_PRINTED));
        assertThat(
                        call(
                                "outer",
                                "--outer.name",
                                "n",
                                "--outer.inner",
                                "{\"data\": \"Cgs=\", \"day\": \"2024-01-02\"}",
                                "--outer.counts.a",
                                "1"))
                .isEqualTo(prints(OUTER_PRINTED));
        assertThat(call("area", "{\"type\": \"circle\", \"radius\": 2}")).isEqualTo(prints("12.0\n"));
        assertThat(call("area", "--figure.type", "square", "--figure.side", "3", "--figure.names", "a,b"))
                .isEqualTo(prints("9.0\n"));
    }

    @Test
    void theRestComesLast() {
        assertThat(call("rest", "one", "k=1", "two", "--", "-x", "l=2")).isEqualTo(prints("one{k=1, l=2}[two, -x]\n"));
    }

    @Test
    void bytesAreTextHexBase64OrAFile() throws IOException {
        Path file = Files.write(folder.resolve("bytes"), new byte[] {'x', 'y'});

        assertThat(call("bytes", "ä")).isEqualTo(prints("ä"));
        assertThat(call("bytes", "hex:4142")).isEqualTo(prints("AB"));
        assertThat(call("bytes", "base64:QUI=")).isEqualTo(prints("AB"));
        assertThat(call("bytes", "@" + file)).isEqualTo(prints("xy"));
        assertThat(piped("p\0q", "bytes", "-")).isEqualTo(prints("p\0q"));
    }

    @Test
    void aLetterWillDoWhereItIsClear() {
        assertThat(call("options", "-m", "3", "-d", "-s=small")).isEqualTo(prints("true true 3 SMALL\n"));
        assertThat(call("options", "-x", "3"))
                .isEqualTo(isWrong("options: no option -x (there are: --up, --down-hill, --max-count, --size)"));
        assertThat(call("letters", "-p", "1")).isEqualTo(isWrong("letters: -p can be --page or --past"));
        assertThat(call("letters", "-u", URL, "-o", "1")).isEqualTo(prints("0 0 1\n"));
    }

    /// By the types that the server has, too.
    @Test
    void wrongTextsAreToldBeforeTheCallAsTheServerWouldTell() {
        String id = "00000000-0000-4000-8000-000000000001";
        Object[] right = {
            true, 1, 2, 3.5, new BigDecimal(4), 5, "2024-02-29", "1s", "2030-01-31T12:00:00Z", id, "small"
        };
        assertThat(wrong(right, 6, "2024-02-30")).isEqualTo("day: got \"2024-02-30\" (expected date)");
        assertThat(wrong(right, 7, "soon"))
                .isEqualTo("time: got \"soon\" (expected duration such as 1m30s, 250ms or PT5S)");
        assertThat(wrong(right, 8, "now"))
                .isEqualTo("at: got \"now\" (expected date and time such as 2030-01-31T12:00:00Z)");
        assertThat(wrong(right, 9, "1-2")).isEqualTo("id: got \"1-2\" (expected uuid)");
    }

    private static String wrong(Object[] right, int place, String value) {
        Object[] arguments = right.clone();
        arguments[place] = value;
        String[] line =
                Stream.concat(Stream.of("scalars"), Stream.of(arguments)).map(String::valueOf).toArray(String[]::new);
        Outcome here = call(line);
        assertThat(here.status()).isEqualTo(ExitStatus.USAGE);
        String start = "INVALID_ARGUMENT: everything.scalars.";
        String[] verbose = Stream.concat(Stream.of(line), Stream.of("-vv")).toArray(String[]::new);
        assertThat(call(verbose).err()).contains("\tat dev.parley.cli.CommandLine.parse("); // there was no call
        assertThat(here.err()).startsWith(start);
        try (Client client = Client.connect(URL)) {
            assertThatThrownBy(() -> client.service("everything").call("scalars", arguments))
                    .hasMessage(here.err().strip().substring("INVALID_ARGUMENT: ".length()));
        }
        return here.err().strip().substring(start.length());
    }

    @Test
    void anythingIsJsonWhereItLooksLikeIt() {
        assertThat(call("any", "--value", "{\"a\": [1, 2.5, null, true, \"x\"]}"))
                .isEqualTo(prints("{\"a\": [1, 2.5, null, true, \"x\"]}\n"));
        assertThat(call("any", "--value", "-5")).isEqualTo(prints("-5\n"));
        assertThat(call("any", "--value", "null")).isEqualTo(prints("null\n"));
        assertThat(call("any", "--value", "\"5\"")).isEqualTo(prints("5\n"));
        assertThat(call("any", "--value", "5-6")).isEqualTo(prints("5-6\n"));
    }

    // ---- streams

    @Test
    void aStreamIsReadFromAFileOrFromStandardInput() throws IOException {
        Path file = Files.writeString(folder.resolve("lines"), "an a\nb\nca\n");

        assertThat(call("grep", file.toString(), "a")).isEqualTo(prints("an a\nca\n"));
        assertThat(piped("1\n\n 2 \n", "sum", "-")).isEqualTo(prints("3\n"));
        assertThat(piped(OUTER + "\n", "outers", "-")).isEqualTo(prints(OUTER_PRINTED));
        assertThat(piped("a\0b", "cat", "-")).isEqualTo(prints("a\0b"));
    }

    @Test
    void anItemMayBeLaidOutInSeveralLines() {
        String laidOut = OUTER.replace("{", "{\n  ").replace(",", ",\n  ").replace("}", "\n}");
        assertThat(piped(laidOut + "\n\n" + OUTER + "\n" + laidOut, "outers", "-").out())
                .isEqualTo(OUTER_PRINTED + OUTER_PRINTED + OUTER_PRINTED);
    }

    @Test
    void aWrongItemEndsTheCall() {
        assertThat(piped("1\nx\n", "sum", "-").err())
                .startsWith("INVALID_ARGUMENT: everything.sum: ")
                .endsWith("line 2: got \"x\" (expected integer)\n");
        assertThat(piped("{\n  \"inner\": {\n", "outers", "-").err()).contains("line 1", "expected JSON");
    }

    @Test
    void itemsBeforeAFailureArePrinted() {
        assertThat(call("breaks"))
                .isEqualTo(new Outcome(1, "0\n1\n2\n", "FAILED_PRECONDITION: three is \\u001b[31mbad\n"));
    }

    // ---- results

    @Test
    void resultsArePrintedPlainly() {
        assertThat(call("nothing")).isEqualTo(prints(""));
        assertThat(call("nil")).isEqualTo(prints("null\n"));
        assertThat(call("nan")).isEqualTo(prints("NaN\n"));
        assertThat(call("when")).isEqualTo(prints("1970-01-01T00:00:00Z\n"));
        assertThat(call("wide", "2")).isEqualTo(prints("{\"list\": [\"number 0\", \"number 1\"]}\n"));
    }

    @Test
    void onATerminalLongValuesGetSeveralLines() {
        Outcome.Setting terminal =
                new Outcome.Setting("", true, Map.of("PARLEY_URL", URL, "COLUMNS", "40", "NO_COLOR", "1"));

        assertThat(terminal.run("everything", "wide", "1")).isEqualTo(prints("{\"list\": [\"number 0\"]}\n"));
        assertThat(terminal.run("everything", "wide", "3"))
                .isEqualTo(
                        prints(
                                """
                                {
                                  "list": [
                                    "number 0",
                                    "number 1",
                                    "number 2"
                                  ]
                                }
                                """));
    }

    // ---- what is wrong

    @Test
    void wrongValuesAreToldBeforeTheCall() {
        assertThat(call("options", "--size", "larg"))
                .isEqualTo(isWrong("options.size: got \"larg\" (expected one of: small, very_large)"));
        assertThat(call("options", "--max-count", "3000000000"))
                .isEqualTo(
                        isWrong("options.maxCount: got 3000000000 (expected integer from -2147483648 to 2147483647)"));
        assertThat(call("options", "--max-count", "x"))
                .isEqualTo(isWrong("options.maxCount: got \"x\" (expected integer)"));
        assertThat(call("options", "--up=yes")).isEqualTo(isWrong("options.up: got \"yes\" (expected true or false)"));
        assertThat(call("options", "--max-count", "1", "--max-count", "2"))
                .isEqualTo(isWrong("options.maxCount: given twice"));
        assertThat(call("numbers", "1,x")).isEqualTo(isWrong("numbers.list[1]: got \"x\" (expected integer)"));
        assertThat(call("numbers", "1", "--map", "x"))
                .isEqualTo(isWrong("numbers.map: got \"x\" (expected key=value)"));
        assertThat(call("bytes", "hex:4"))
                .isEqualTo(isWrong("bytes.data: got \"hex:4\" (expected @FILE, -, hex:…, base64:… or text)"));
        assertThat(call("bytes", "@nowhere")).isEqualTo(isWrong("bytes.data: cannot read nowhere: no such file"));
        assertThat(call("rest", "a", "k=x")).isEqualTo(isWrong("rest.k: got \"x\" (expected integer)"));
    }

    @Test
    void wrongRecordsAreTold() {
        assertThat(call("outer", "n"))
                .isEqualTo(
                        isWrong(
                                "outer.outer: got \"n\" (expected Outer as JSON, @FILE with JSON, or --outer.name …"
                                        + " --outer.inner JSON --outer.counts …)"));
        assertThat(call("outer", "--outer.nam", "n"))
                .isEqualTo(isWrong("outer.outer.nam: no such field (did you mean name?)"));
        assertThat(call("outer", "{\"name\"").err())
                .startsWith("INVALID_ARGUMENT: everything.outer.outer: got \"{\"name\"\" (expected JSON: ");
        assertThat(call("outer", "--outer.name", "n"))
                .isEqualTo(isWrong("outer.outer.inner: missing (expected Inner)")); // said by the server
    }

    @Test
    void wrongCommandLinesAreTold() {
        assertThat(call("grep", "-"))
                .isEqualTo(isWrong("grep: WORD is missing (expected text; usage: everything grep LINES WORD)"));
        assertThat(call("sum"))
                .isEqualTo(
                        isWrong(
                                "sum: NUMBERS is missing (expected a file, or - for standard input; usage:"
                                        + " everything sum NUMBERS)"));
        assertThat(call("url", "a", "5 s"))
                .isEqualTo(
                        isWrong(
                                "url: got \"5 s\" (expected an option, such as --timeout '5 s'; usage:"
                                        + " everything url URL [--timeout TIMEOUT])"));
        assertThat(call("nil", "x"))
                .isEqualTo(isWrong("nil: got \"x\" (expected no further argument; usage: everything nil)"));
        assertThat(call("options", "--maxcont", "1"))
                .isEqualTo(isWrong("options: no option --maxcont (did you mean --max-count?)"));
        assertThat(call("options", "--max-count")).isEqualTo(isWrong("options: --max-count needs a value (integer)"));
        assertThat(call("nil", "-x")).isEqualTo(isWrong("nil: no option -x (there are none)"));
        assertThat(call("nil", "--codec", "json"))
                .isEqualTo(isWrong("nil: no option --codec (that of parley stands before the service's name)"));
        assertThat(run("--timeout", "5x", "everything"))
                .isEqualTo(
                        fails(
                                2,
                                "INVALID_ARGUMENT: --timeout: got \"5x\" (expected duration such as 1m30s, 250ms or"
                                        + " PT5S)"));
        assertThat(run("--meta", "x", "everything"))
                .isEqualTo(fails(2, "INVALID_ARGUMENT: --meta: got \"x\" (expected key=value)"));
        assertThat(run("--tiemout", "5s", "everything"))
                .isEqualTo(fails(2, "INVALID_ARGUMENT: no option --tiemout (did you mean --timeout?)"));
        assertThat(run("everything", "-u")).isEqualTo(fails(2, "INVALID_ARGUMENT: -u needs a value"));
    }

    @Test
    void unknownNamesGetASuggestion() {
        assertThat(run("everthing", "nil"))
                .isEqualTo(fails(2, "UNIMPLEMENTED: no service \"everthing\" (did you mean everything?)"));
        assertThat(run("dmeo")).isEqualTo(fails(2, "UNIMPLEMENTED: no service \"dmeo\" (did you mean demo?)"));
        assertThat(run("everything.nil"))
                .isEqualTo(fails(2, "UNIMPLEMENTED: no service \"everything.nil\" (did you mean everything nil?)"));
        assertThat(run("xyz"))
                .isEqualTo(fails(2, "UNIMPLEMENTED: no service \"xyz\" (there are: everything, health, serve)"));
        assertThat(call("nill"))
                .isEqualTo(fails(2, "UNIMPLEMENTED: no command \"nill\" in service everything (did you mean nil?)"));
    }

    @Test
    void aMissingServerIsToldWithWhatToDo() {
        assertThat(run("-u", "memory://nobody", "everything"))
                .isEqualTo(
                        fails(
                                3,
                                "UNAVAILABLE: cannot connect to memory://nobody: no server of that name in this process"
                                    + " (start a server with parley serve FILE.java, or name another with -u URL)"));
        assertThat(run("-u", "memory://nobody", "serv", "Notes.java").err())
                .endsWith("); did you mean parley serve?\n");
        assertThat(run("-u", "nowhere", "everything").err())
                .isEqualTo(
                        "INVALID_ARGUMENT: URL: got \"nowhere\" (expected one such as tcp://127.0.0.1:12321 or"
                                + " unix:///tmp/notes.sock)\n");
    }

    @Test
    void verboseTellsMoreAndVeryVerboseTheStack() {
        assertThat(call("fault").err()).matches("INTERNAL: unexpected error \\w+, see the server's log\n");
        assertThat(call("fault", "-v").err())
                .endsWith("\n  type: NullPointerException\n  may have run: yes\n")
                .doesNotContain("\tat ");
        assertThat(call("fault", "-vv").err()).contains("\tat dev.parley.cli.Calling.run(");
    }

    // ---- options of the tool

    @Test
    void metadataIsSentAlong() {
        assertThat(run("--meta", "a=b", "everything", "metadata", "--meta=c=d"))
                .isEqualTo(prints("{\"a\": \"b\", \"c\": \"d\"}\n"));
    }

    @Test
    void theCommandsOwnOptionsComeFirst() {
        assertThat(call("url", "x", "--timeout", "2s")).isEqualTo(prints("x PT2S\n"));
        assertThat(call("url", "--url", "y", "-u", URL)).isEqualTo(prints("y PT1S\n"));
    }

    @Test
    void aTimeoutEndsTheCall() {
        assertThat(run("--timeout", "100ms", "health", "watch"))
                .satisfies(late -> {
                    assertThat(late.status()).isEqualTo(5);
                    assertThat(late.out()).isEqualTo("serving\n");
                    assertThat(late.err()).startsWith("DEADLINE_EXCEEDED: health.watch: ");
                });
        assertThat(run("health", "watch", "--timeout", "100ms").status()).isEqualTo(5);
    }

    @Test
    void jsonWillDoAsWell() {
        assertThat(run("--codec", "json", "everything", "outer", OUTER)).isEqualTo(prints(OUTER_PRINTED));
        assertThat(run("--codec=json", "everything", "bytes", "hex:4142")).isEqualTo(prints("AB"));
        assertThat(run("--codec", "xml", "everything").err()).startsWith("INVALID_ARGUMENT: codec: got \"xml\"");
    }

    @Test
    void servicesNamedLikeOurWordsAreCalledByCall() {
        assertThat(run("call", "serve", "greet")).isEqualTo(prints("hello\n"));
        assertThat(run("call", "serve").out()).endsWith("parley call serve COMMAND --help tells all of a command.\n");
        assertThat(run("call").err()).startsWith("INVALID_ARGUMENT: call what?");
    }

    // ---- help

    @Test
    void theListHasAllServices() throws IOException {
        assertThat(run()).isEqualTo(prints(expected("services.txt")));
        assertThat(run("services")).isEqualTo(run());
        assertThat(run("--format", "table").out())
                .startsWith("service     command   summary\neverything  any\neverything  area\n");
        assertThat(run("--formt", "table").err())
                .isEqualTo("INVALID_ARGUMENT: no option --formt (did you mean --format?)\n");
    }

    @Test
    void aServiceListsItsCommands() throws IOException {
        assertThat(run("everything")).isEqualTo(prints(expected("everything.txt")));
        assertThat(run("help", "everything")).isEqualTo(run("everything", "--help"));
    }

    @Test
    void aCommandHasAllThatIsKnownOfIt() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String command : new String[] {"scalars", "options", "outer", "grep", "numbers", "rest", "bytes"}) {
            all.append("$ parley everything ").append(command).append(" --help\n");
            all.append(call(command, "--help").out()).append('\n');
        }

        assertThat(all.toString()).isEqualTo(expected("commands.txt"));
        assertThat(run("help", "everything", "grep")).isEqualTo(call("grep", "--help"));
    }

    @Test
    void generalHelpNeedsNoServer() throws IOException {
        assertThat(Outcome.of("--help")).isEqualTo(prints(expected("help.txt")));
        assertThat(Outcome.of("help")).isEqualTo(Outcome.of("--help"));
        assertThat(Outcome.of("--version").out()).matches("parley \\d.*\n");
    }

    @Test
    void eachWordOfOurOwnHasHelp() throws IOException {
        StringBuilder all = new StringBuilder();
        for (OwnWord word : OwnWords.all()) {
            Outcome help = Outcome.of("help", word.name());
            assertThat(Outcome.of(word.name(), "--help")).isEqualTo(help);
            if (!help.equals(Outcome.of("--help"))) {
                all.append("$ parley help ").append(word.name()).append('\n').append(help.out()).append('\n');
            }
        }

        assertThat(all.toString()).isEqualTo(expected("words.txt"));
    }

    @Test
    void anOptionOfAnotherWordIsRefused() {
        assertThat(Outcome.of("certs", "folder", "--stay"))
                .isEqualTo(fails(2, "INVALID_ARGUMENT: no option --stay in parley certs (that of parley demo)"));
        assertThat(Outcome.of("--stay", "certs", "folder")).isEqualTo(Outcome.of("certs", "folder", "--stay"));
        assertThat(Outcome.of("certs", "--forse"))
                .isEqualTo(fails(2, "INVALID_ARGUMENT: no option --forse (did you mean --force?)"));
        assertThat(Outcome.of("certs", "--force=yes")).isEqualTo(fails(2, "INVALID_ARGUMENT: --force takes no value"));
    }

    /// It is read before the word is known.
    @Test
    void anOptionHasAValueInAllWordsOrInNone() {
        for (OwnWord word : OwnWords.all()) {
            for (Option option : word.options()) {
                assertThat(option.isFlag()).as(option.name()).isEqualTo(OwnWords.option(option.name()).isFlag());
            }
        }
    }
}
