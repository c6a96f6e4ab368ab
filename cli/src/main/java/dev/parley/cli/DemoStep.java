package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;

/// One call of the demo.
///
/// @param title what it shows
/// @param place where it goes to
/// @param input what is typed into it
/// @param words the command line, without the server
/// @param interruptAfterLines after how many lines of output it is interrupted; 0 for never
/// @param status its exit status
/// @param output all that it prints; a line that ends with … may end with anything, and a line that is … stands for any
///     number of them
record DemoStep(
        String title,
        Place place,
        String input,
        List<String> words,
        int interruptAfterLines,
        int status,
        String output) {
    private static final Place UNIX = Place.UNIX;
    private static final Place TCP = Place.TCP;
    private static final Place TLS = Place.TLS;
    private static final Place LOCAL = Place.LOCAL;

    /// The first server, by its two sockets, the second, the third by its name, and none.
    enum Place {
        UNIX,
        TCP,
        TLS,
        LOCAL,
        NONE
    }

    /// All calls, in the order in which they are made.
    static List<DemoStep> all() {
        return List.of(
                step("A value; the priority is an option", UNIX, "notes add milk --priority high").gives("1"),
                step("The same by name, over TCP", TCP, "notes add --text bread --tags food,shop").gives("2"),
                step("A record, with the default of what was left out", UNIX, "notes get 2")
                        .gives(
                                "{\"id\": 2, \"text\": \"bread\", \"priority\": \"normal\", \"tags\": [\"food\","
                                        + " \"shop\"]}"),
                step("A stream that is sent", UNIX, "notes load -").with("tea\nmilk for the cat\n").gives("2"),
                step("A stream that comes", TCP, "notes find milk")
                        .gives(
                                "{\"id\": 1, \"text\": \"milk\", \"priority\": \"high\", \"tags\": []}",
                                "{\"id\": 4, \"text\": \"milk for the cat\", \"priority\": \"normal\", \"tags\": []}"),
                step("Streams in both directions", UNIX, "notes shout -").with("one\ntwo\n").gives("ONE", "TWO"),
                step(
                                "A record as argument",
                                UNIX,
                                "notes store --note.id 9 --note.text call --note.priority low --note.tags phone")
                        .gives(),
                step("An error", TCP, "notes get 7").fails(4, "NOT_FOUND: no note 7"),
                step("An error of the service's own, and all that it tells", UNIX, "-v notes add more")
                        .fails(
                                7,
                                "RESOURCE_EXHAUSTED: the notebook is full (5 notes)",
                                "  type: NotebookFull",
                                "  details: {\"limit\": 5}",
                                "  may have run: yes"),
                step("A wrong argument", UNIX, "notes add milk --priority hig")
                        .fails(
                                2,
                                "INVALID_ARGUMENT: notes.add.priority: got \"hig\" (expected one of: low, normal,"
                                        + " high)"),
                step("A deadline", TCP, "--timeout 300ms slow sleep 10s").fails(5, "DEADLINE_EXCEEDED: slow.sleep: …"),
                step("Ctrl-C after two numbers", UNIX, "slow countdown 10").interrupted(2, "10", "9"),
                step("Both have stopped the command at the server, too", UNIX, "slow stopped --expected 2").gives("2"),
                step("The same notes, by way of another server, which has a name on this machine", LOCAL, "notes get 2")
                        .gives(
                                "{\"id\": 2, \"text\": \"bread\", \"priority\": \"normal\", \"tags\": [\"food\","
                                        + " \"shop\"]}"),
                step("The files that it serves", LOCAL, "file paths").gives("shopping.txt"),
                step("What is in one", LOCAL, "file download shopping.txt").gives("milk", "bread"),
                step("Who has a name on this machine", Place.NONE, "ps")
                        .gives("name …", "…", DemoFront.NAME + " …", "…"),
                step("Any number of arguments", TCP, "notes remove 1 2 77").gives("[1, 2]"),
                step("What a service can do", UNIX, "notes")
                        .gives(
                                "Short notes, kept in memory.",
                                "",
                                "  add TEXT       Adds a note and returns its number.",
                                "  find WORDS     The notes that have all of the words, as they are found.",
                                "  get ID         Gives one note.",
                                "  list           Gives all notes, the most urgent first.",
                                "  load LINES     Adds a note for every line that is sent.",
                                "  remove [IDS…]  Removes notes.",
                                "  shout LINES    Gives every line back in upper case, as it comes.",
                                "  store NOTE     Stores a note as it is, in the place of the one with its number if"
                                        + " there is one.",
                                "",
                                "parley notes COMMAND --help tells all of a command."),
                step("All about a command", TCP, "notes add --help")
                        .gives(
                                "parley notes add TEXT [--priority low|normal|high] [--tags TAGS]",
                                "",
                                "Adds a note and returns its number.",
                                "",
                                "  TEXT                     what to remember (text)",
                                "  -p, --priority PRIORITY  how urgent it is (low|normal|high; normal if left out)",
                                "  -t, --tags TAGS          words that it belongs to (list<text>; between commas, or"
                                        + " several times;",
                                "                           empty if left out)",
                                "",
                                "Result: integer, the number of the note",
                                "",
                                "Errors:",
                                "  NotebookFull  when there are as many notes as there can be"
                                        + " (RESOURCE_EXHAUSTED)"),
                step("Encrypted, and with a token", TLS, "--token " + DemoOffice.TOKEN + " notes add milk").gives("1"),
                step("Without it", TLS, "notes list").fails(6, "UNAUTHENTICATED: _meta.service: no token …"),
                step(
                                "A service for one at a time, which somebody has",
                                TLS,
                                "--token " + DemoOffice.TOKEN + " --timeout 300ms printer print poem")
                        .fails(5, "DEADLINE_EXCEEDED: printer.print: …"),
                step("Who that is", TLS, "--token " + DemoOffice.TOKEN + " locks")
                        .gives("what …", "printer  1       ann at tls 127.0.0.1:…"));
    }

    private static DemoStep step(String title, Place place, String line) {
        return new DemoStep(title, place, "", List.of(line.split(" ")), 0, ExitStatus.DONE, "");
    }

    private DemoStep with(String stdin) {
        return new DemoStep(title, place, stdin, words, interruptAfterLines, status, output);
    }

    private DemoStep gives(String... lines) {
        return fails(ExitStatus.DONE, lines);
    }

    private DemoStep interrupted(int afterLines, String... lines) {
        String text = String.join("\n", lines) + "\n";
        return new DemoStep(title, place, input, words, afterLines, ExitStatus.INTERRUPTED, text);
    }

    private DemoStep fails(int exitStatus, String... lines) {
        String text = lines.length == 0 ? "" : String.join("\n", lines) + "\n";
        return new DemoStep(title, place, input, words, interruptAfterLines, exitStatus, text);
    }

    /// Whether a call that printed this printed what it should.
    boolean isExpected(String printed) {
        return fits(List.of(output.split("\n", -1)), List.of(printed.split("\n", -1)));
    }

    private static boolean fits(List<String> expected, List<String> lines) {
        if (expected.isEmpty()) {
            return lines.isEmpty();
        }
        List<String> rest = expected.subList(1, expected.size());
        if (expected.getFirst().equals("…")) {
            return fits(rest, lines) || (!lines.isEmpty() && fits(expected, lines.subList(1, lines.size())));
        }
        return !lines.isEmpty()
                && isLike(expected.getFirst(), lines.getFirst())
                && fits(rest, lines.subList(1, lines.size()));
    }

    private static boolean isLike(String expected, String line) {
        return expected.endsWith("…")
                ? line.startsWith(expected.substring(0, expected.length() - 1))
                : line.equals(expected);
    }

    /// @param server what says which server is meant
    String[] arguments(List<String> server) {
        List<String> all = new ArrayList<>(server);
        all.addAll(words);
        return all.toArray(String[]::new);
    }

    /// What a reader would type.
    String line(List<String> server) {
        String piped = input.isEmpty() ? "" : "printf '" + input.replace("\n", "\\n") + "' | ";
        return piped + "parley " + String.join(" ", arguments(server));
    }
}
