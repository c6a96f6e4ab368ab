package dev.parley.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the scripts of [CompletionWord] ask: how a line that has been begun may go on. A line for each possibility, of the
/// word and what it is, with a tab between; one that is empty but for a colon where the name of a file may follow.
final class CompleteWord extends OwnWord {
    private static final Duration FRESH = Duration.ofMinutes(1);

    CompleteWord() {
        super("complete", "bash|zsh|fish LINE [WORD]", "asked by the scripts of parley completion");
    }

    @Override
    boolean isHidden() {
        return true;
    }

    @Override
    String doc() {
        return "";
    }

    @Override
    List<Option> options() {
        return List.of();
    }

    @Override
    boolean keeps(String option) {
        return true;
    }

    @Override
    int run(Console console, Options options) {
        if (options.words.size() < 2) {
            throw Failures.usage("complete what? (parley completion prints scripts that know)");
        }
        console.mayWait();
        List<String> words = new ArrayList<>(CommandWords.begun(options.words.get(1)));
        words.removeFirst(); // parley itself, however it is called
        if (words.isEmpty()) {
            return ExitStatus.DONE;
        }
        Completion completion = Completion.of(console, words, Options.parse(), new KnownServices(console, FRESH));
        int cut = options.words.size() > 2 ? cut(words.getLast(), options.words.get(2)) : 0;
        boolean bash = options.words.getFirst().equals("bash");
        for (Completion.Candidate each : completion.candidates()) {
            if (!bash || isPlain(each.value())) {
                String doc = each.doc().isEmpty() ? "" : "\t" + each.doc();
                console.print(each.value().substring(cut) + doc + "\n");
            }
        }
        console.print(completion.files() ? ":\n" : "");
        console.flush();
        return ExitStatus.DONE;
    }

    /// Whether bash takes it for a word and nothing else: it puts candidates into the line as they are, where the other
    /// shells quote them, and a server may call its services whatever it likes.
    private static boolean isPlain(String value) {
        return value.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_-./:@=+,%".indexOf(c) >= 0);
    }

    /// How much of the word stands before what bash takes for the word, which it ends at `=` and `:` as well.
    private static int cut(String word, String quoted) {
        String part = quoted.startsWith("\"") || quoted.startsWith("'") ? quoted.substring(1) : quoted;
        boolean only = part.equals("=") || part.equals(":");
        return only || !word.endsWith(part) ? word.length() : word.length() - part.length();
    }
}
