package dev.parley.cli;

import java.util.List;

/// Serves Java sources and built-in services.
final class ServeWord extends OwnWord {
    private static final List<Option> OPTIONS =
            List.of(
                    Option.argument("SOURCE", "a .java file, a folder of them, or health alone"),
                    Option.of(
                                    "--url",
                                    "URL",
                                    "where to listen, such as tcp://127.0.0.1:12321 (the default), tcp://127.0.0.1:0,"
                                            + " tls://localhost:12321, unix:///tmp/notes.sock; several are possible")
                            .orAs("-u"),
                    Option.of("--name", "NAME", "the same as --url local://NAME: parley ps lists the server"),
                    Option.of(
                            TlsOptions.CERTIFICATE,
                            "FILE",
                            "the server's certificate for tls:// (PEM), and the further ones up to its authority"),
                    Option.of(
                            TlsOptions.KEY,
                            "FILE",
                            "its key (PEM, PKCS#8); both files are read again when they change"),
                    Option.of(
                            TlsOptions.CLIENT_AUTHORITY,
                            "FILE",
                            "only clients with certificates of this authority may connect by tls://"),
                    Option.of(
                            "--token-file",
                            "FILE",
                            "only callers with a token of this file, which has lines of TOKEN NAME [ROLE]…"),
                    Option.flag("--insecure", "allows a URL that other machines can reach"));

    ServeWord() {
        super("serve", "SOURCE… [OPTION…]", "serves Java sources");
    }

    @Override
    String doc() {
        return """
        Compiles Java sources in memory and serves every class with @Service or @Command methods; Javadoc is the help \
        text. The service health is always there.

        Ctrl-C and SIGTERM end it in order: with exit status 130 and 143.\
        """;
    }

    @Override
    List<Option> options() {
        return OPTIONS;
    }

    @Override
    boolean serves() {
        return true;
    }

    @Override
    int run(Console console, Options options) {
        return new Serving(console, options).run(options.words);
    }
}
