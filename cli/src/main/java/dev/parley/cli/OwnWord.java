package dev.parley.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A word of the tool's own, with which a command line may begin: `serve` in `parley serve Notes.java`. To add one, extend
/// this, and put it into the table of [OwnWords]: parsing, help, hints and completion read it there.
abstract class OwnWord {
    private final String name;
    private final String arguments;
    private final String summary;

    /// @param arguments how the line goes on, such as `FOLDER [--days DAYS]`; empty for not at all
    /// @param summary what it does, in a few words that complete "parley serve …"
    OwnWord(String name, String arguments, String summary) {
        this.name = name;
        this.arguments = arguments;
        this.summary = summary;
    }

    final String name() {
        return name;
    }

    final String summary() {
        return summary;
    }

    /// `serve SOURCE…`.
    final String usage() {
        return arguments.isEmpty() ? name : name + " " + arguments;
    }

    /// What help says of it, in paragraphs.
    abstract String doc();

    /// The arguments and options that it has, in the order of help. An option has a value in all words or in none.
    abstract List<Option> options();

    /// How many words behind it name a command of a service, whose own options then follow; 0 where it calls none.
    int wordsOfCommand() {
        return 0;
    }

    /// Whether an option that it does not have is left among the words, for it to read.
    boolean keeps(String option) {
        return false;
    }

    /// Whether people need not know of it.
    boolean isHidden() {
        return false;
    }

    /// Whether a service of its name is only reached by `parley call`.
    boolean hidesService() {
        return true;
    }

    /// Whether services run in this process, so that more may be left in it than a call leaves.
    boolean serves() {
        return false;
    }

    /// Whether its `--url`, and what belongs to that, is about a server that is called.
    boolean callsServer() {
        return true;
    }

    /// The option of a name; null for none.
    final @Nullable Option option(String name) {
        for (Option option : options()) {
            if (option.name().equals(name)) {
                return option;
            }
        }
        return null;
    }

    /// The service, the command and what is behind it, as far as the words name them.
    List<String> called(Options options) {
        return options.words;
    }

    /// Says what may follow the words so far, beside options, services and commands.
    ///
    /// @param options with the words behind this one
    void complete(Completion completion, Options options) {
        if (option("FILE") != null || option("FOLDER") != null) {
            completion.addFiles();
        }
    }

    /// @param options with the words behind this one
    /// @return the exit status
    abstract int run(Console console, Options options);

    /// Runs it with `--help`.
    void help(Console console, Options options) {
        console.print(page(console.width()));
        console.flush();
    }

    /// All that there is to say of it.
    String page(int width) {
        List<String[]> rows = new ArrayList<>();
        for (Option option : options()) {
            rows.add(new String[] {option.synopsis(), option.doc()});
        }
        return Layout.wrapped("parley " + usage(), 0, 4, width)
                + "\n\n"
                + Layout.wrapped(doc(), 0, 0, width)
                + "\n"
                + (rows.isEmpty() ? "" : "\n" + Layout.columns(rows, 2, width));
    }
}
