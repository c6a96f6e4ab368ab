package dev.parley.cli;

import java.util.List;

/// Lists the servers that live on this machine by name.
final class PsWord extends OwnWord {
    private static final List<Option> OPTIONS =
            List.of(
                    Option.of("--url", "URL", "where to look, such as zrpc:// (else local://)").orAs("-u"),
                    Connection.META,
                    Connection.TOKEN,
                    Format.OPTION);

    PsWord() {
        super("ps", "", "the servers that live on this machine by name");
    }

    @Override
    String doc() {
        return """
        Lists the servers of this user that listen at local://NAME, with their processes, how long they run and what they \
        serve. They live in $PARLEY_DIR, else $XDG_RUNTIME_DIR/parley, else /tmp/parley-UID; the sockets that dead ones \
        left there are removed.

        With the URL of a protocol of others that has a place for its servers, such as zrpc://, lists who is there and how many \
        commands each has; nothing is removed there.\
        """;
    }

    @Override
    List<Option> options() {
        return OPTIONS;
    }

    @Override
    boolean callsServer() {
        return false;
    }

    @Override
    int run(Console console, Options options) {
        options.requireNoWords();
        new LocalServers(console, options).list();
        return ExitStatus.DONE;
    }
}
