package dev.parley.cli;

import java.util.List;

/// Shows who has places that are limited, and who waits for them.
final class LocksWord extends OwnWord {
    private static final List<Option> OPTIONS = Connection.optionsAnd(Format.OPTION);

    LocksWord() {
        super("locks", "", "who has places that are limited, and who waits for them");
    }

    @Override
    String doc() {
        return """
        Lists the services that one connection at a time can use, the commands of which a number can run, and the server \
        where its sessions are limited: how many places there are, who has them and for how long, and who waits; \
        #7 is the number of a peer's connection.\
        """;
    }

    @Override
    List<Option> options() {
        return OPTIONS;
    }

    @Override
    int run(Console console, Options options) {
        options.requireNoWords();
        new ServerState(console, options).locks();
        return ExitStatus.DONE;
    }
}
