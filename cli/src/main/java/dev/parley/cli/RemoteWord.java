package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;

/// Serves services of other servers.
final class RemoteWord extends OwnWord {
    private static final List<Option> OPTIONS = new ArrayList<>();

    static {
        OPTIONS.add(
                Option.argument(
                        "NAME URL",
                        "a service, and the server that it is called at, or @NAME for a profile; several are"
                                + " possible"));
        OPTIONS.add(Option.argument("NAME:OTHER URL", "the same, served here under another name"));
        OPTIONS.addAll(ServeWord.LISTENING);
        OPTIONS.add(
                Option.of(
                        "--token",
                        "TOKEN",
                        "the secret by which the other servers know this one (else $PARLEY_TOKEN), but those whose"
                                + " profile has one"));
        OPTIONS.add(
                Option.of(TlsOptions.AUTHORITY, "FILE", "trusts other servers with certificates of this authority"));
        OPTIONS.add(Option.of(TlsOptions.PIN, "PIN", "trusts other servers with this key"));
    }

    RemoteWord() {
        super("remote", "NAME URL… [OPTION…]", "serves services of other servers, and passes their calls on");
    }

    @Override
    String doc() {
        return """
        Serves services of other servers as if they were its own: calls are made there, with their streams, deadlines and \
        metadata, and what comes back is passed on. A call passes \
        through at most eight servers, and through none twice.\
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
    boolean serves() {
        return true;
    }

    @Override
    int run(Console console, Options options) {
        return new Serving(console, options).runRemote();
    }
}
