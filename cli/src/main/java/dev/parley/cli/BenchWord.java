package dev.parley.cli;

import java.util.List;

/// Measures a command.
final class BenchWord extends OwnWord {
    private static final List<Option> OPTIONS =
            Connection.optionsAnd(
                    Option.of("--calls", "N", "how many are measured (else " + Bench.CALLS + ")").orBehindTheCommand(),
                    Option.of("--concurrency", "N", "how many of them run at a time (else 1)").orBehindTheCommand(),
                    Option.of("--warm-up", "N", "how many come before that (else a tenth as many, 1000 at the least)")
                            .orBehindTheCommand(),
                    Option.of("--format", "FORMAT", "json, ndjson, table or yaml, not a text").orBehindTheCommand());

    BenchWord() {
        super("bench", "SERVICE COMMAND … [OPTION…]", "measures how fast a command is called");
    }

    @Override
    String doc() {
        return """
        Calls a command again and again with the same arguments over one connection, and shows how many calls there were \
        in a second, and how long each took. A stream that it takes is read from a file, anew for each call; one that it \
        gives is read to its end. Ctrl-C ends it, and shows what was measured by then. The exit status is that of the \
        first call that failed.\
        """;
    }

    @Override
    List<Option> options() {
        return OPTIONS;
    }

    @Override
    int wordsOfCommand() {
        return OwnWords.CALL.wordsOfCommand();
    }

    @Override
    int run(Console console, Options options) {
        if (options.words.isEmpty() || options.words.size() < 2 - options.unnamed()) {
            throw Failures.usage("bench what? (parley bench SERVICE COMMAND …)");
        }
        return new Calling(console, options).bench(options.words);
    }
}
