package dev.parley.cli;

import java.util.List;

/// Makes certificates to try TLS with.
final class CertsWord extends OwnWord {
    private static final List<Option> OPTIONS =
            List.of(
                    Option.argument("FOLDER", "is made where it is not there"),
                    Option.of(
                            "--host",
                            "NAME",
                            "a name or address of the server; several are possible (else localhost, 127.0.0.1, ::1)"),
                    Option.of("--days", "DAYS", "for how long they are valid (else 365)"),
                    Option.flag("--force", "replaces files that are there"));

    CertsWord() {
        super("certs", "FOLDER [OPTION…]", "makes certificates to try TLS with");
    }

    @Override
    String doc() {
        return """
        Makes an authority that nobody else trusts, and certificates of it for a server and a client, to try TLS with: \
        ca.pem, server.pem, server-key.pem, client.pem, client-key.pem. The authority's key is not kept.\
        """;
    }

    @Override
    List<Option> options() {
        return OPTIONS;
    }

    @Override
    int run(Console console, Options options) {
        new Certs(console, options).run(options.words);
        return ExitStatus.DONE;
    }
}
