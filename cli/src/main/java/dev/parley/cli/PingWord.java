package dev.parley.cli;

import java.util.List;

/// Shows how fast a server answers.
final class PingWord extends OwnWord {
    private static final List<Option> OPTIONS =
            Connection.optionsAnd(
                    Option.of("--count", "N", "how many times it is asked; 0 for no end (else 4)"),
                    Option.of("--interval", "TIME", "from one to the next (else 1s)"));

    PingWord() {
        super("ping", "[OPTION…]", "shows how fast the server answers");
    }

    @Override
    String doc() {
        return """
        Asks the server something small, again and again, and shows how long each answer took from end to end. Ctrl-C ends \
        it and shows the sums.\
        """;
    }

    @Override
    List<Option> options() {
        return OPTIONS;
    }

    @Override
    int run(Console console, Options options) {
        options.requireNoWords();
        return new Ping(console, options).run();
    }
}
