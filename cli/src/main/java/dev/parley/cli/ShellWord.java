package dev.parley.cli;

import java.util.List;

/// Takes command lines one after the other, over one connection.
final class ShellWord extends OwnWord {
    ShellWord() {
        super("shell", "[OPTION…]", "takes command lines one after the other");
    }

    @Override
    String doc() {
        return """
        Takes command lines as they would stand behind parley, and keeps the connection open. The options are those of \
        each line that does not say otherwise.

        On a terminal, Tab completes words, services, commands, options and values; the arrow keys find earlier lines, which \
        are kept in $XDG_STATE_HOME/parley/history (else ~/.local/state), but for those with --token or a space before \
        them. Ctrl-C stops the call that runs, Ctrl-D or exit ends the shell.

        Otherwise the lines are read from standard input, those with # before them left out. The exit status is that of \
        the last line that failed.\
        """;
    }

    @Override
    List<Option> options() {
        return Connection.OPTIONS;
    }

    @Override
    boolean serves() {
        return true; // a line may
    }

    @Override
    int run(Console console, Options options) {
        if (!options.words.isEmpty()) {
            throw Failures.usage("shell: got " + options.words.getFirst() + " (expected options only)");
        } else if (console.kept() != null) {
            throw Failures.usage("this is a shell already (exit or Ctrl-D ends it)");
        }
        console.mayWait();
        if (!console.isInteractive()) {
            return new Shell(console, options).run(new PipedLines(console));
        }
        try (TerminalLines lines = new TerminalLines(console, options)) {
            new Shell(console, options).run(lines);
            return ExitStatus.DONE;
        }
    }
}
