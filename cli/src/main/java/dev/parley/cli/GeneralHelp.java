package dev.parley.cli;

/// Help that needs no server.
final class GeneralHelp {
    static final String TEXT =
            """
            parley calls and serves plain Java classes.

              parley                                  what the server offers
              parley SERVICE [COMMAND] --help         what a service, a command can do
              parley SERVICE COMMAND [ARGUMENT…]      calls a command
              parley call SERVICE COMMAND …           the same, for services named like a word of this list
              parley serve FILE.java… | health        serves Java sources (parley serve --help)
              parley certs FOLDER                     makes certificates to try TLS with (parley certs --help)
              parley ps                               the servers that live on this machine by name
              parley demo [--stay]                    shows what there is, with servers of its own

            Examples:
              parley serve Notes.java
              parley notes add milk --priority high
              parley notes find milk | head -3
              ls | parley notes load -
              parley -u unix:///tmp/notes.sock notes
              parley -u local://notes notes list

            Required parameters are given by position, others as options: --name VALUE, --flag, --no-flag.
            A stream is read from a file, or from standard input as -. Results are text, JSON or raw bytes.

            Options, before the command's name (those with * anywhere):
              -u, --url URL       * the server (else $PARLEY_URL, else tcp://127.0.0.1:12321)
              --timeout TIME      * how long the call may take, such as 5s, 2m, none (else 30s, for streams none)
              --meta KEY=VALUE    * sent along with the call
              --token TOKEN       the secret by which the server knows who calls (else $PARLEY_TOKEN)
              --codec NAME        msgpack or json
              --tls-ca FILE       trusts servers with certificates of this authority (PEM), not the JDK's
              --tls-pin PIN       trusts the server with this key (sha256:…), whatever its certificate says
              --tls-cert FILE, --tls-key FILE   who is calling
              -v, -vv             * tells more of an error; also stack traces
              -h, --help          * help
              --version

            Errors are one line, CODE: message. The exit status is
              0  done                       5  DEADLINE_EXCEEDED
              1  any other failure          6  PERMISSION_DENIED, UNAUTHENTICATED
              2  wrong command line,        7  RESOURCE_EXHAUSTED
                 INVALID_ARGUMENT,          130  interrupted by Ctrl-C
                 OUT_OF_RANGE,              141  nobody reads the output
                 UNIMPLEMENTED              143  ended by SIGTERM
              3  UNAVAILABLE: no server
              4  NOT_FOUND
            """;

    static final String SERVE =
            """
            parley serve SOURCE… [--url URL]… [--name NAME] [--insecure]
                         [--tls-cert FILE --tls-key FILE] [--token-file FILE]

            Compiles Java sources in memory and serves every class with @Service or @Command methods; Javadoc is the
            help text. The service health is always there.

              SOURCE              a .java file, a folder of them, or health alone
              -u, --url URL       where to listen, such as tcp://127.0.0.1:12321 (the default), tcp://127.0.0.1:0,
                                  tls://localhost:12321, unix:///tmp/notes.sock; several are possible
              --name NAME         the same as --url local://NAME: parley ps lists the server
              --tls-cert FILE     the server's certificate for tls:// (PEM), and the further ones up to its authority
              --tls-key FILE      its key (PEM, PKCS#8); both files are read again when they change
              --tls-client-ca FILE   only clients with certificates of this authority may connect by tls://
              --token-file FILE   only callers with a token of this file, which has lines of TOKEN NAME [ROLE]…
              --insecure          allows a URL that other machines can reach

            Ctrl-C and SIGTERM end it in order: with exit status 130 and 143.
            """;

    static final String CERTS =
            """
            parley certs FOLDER [--host NAME]… [--days DAYS] [--force]

            Makes an authority that nobody else trusts, and certificates of it for a server and a client, to try TLS with:
            ca.pem, server.pem, server-key.pem, client.pem, client-key.pem. The authority's key is not kept.

              FOLDER              is made where it is not there
              --host NAME         a name or address of the server; several are possible (else localhost, 127.0.0.1, ::1)
              --days DAYS         for how long they are valid (else 365)
              --force             replaces files that are there
            """;

    static final String PS =
            """
            parley ps

            Lists the servers of this user that listen at local://NAME, with their processes, how long they run and what they
            serve. They live in $PARLEY_DIR, else $XDG_RUNTIME_DIR/parley, else /tmp/parley-UID; the sockets that
            dead ones left there are removed.
            """;

    static final String DEMO =
            """
            parley demo [--stay]

            Serves example services on a free TCP port and on a Unix socket, calls them, and shows each command line with
            its result. With --stay it then goes on serving, so that the command lines can be tried.
            """;

    private GeneralHelp() {}
}
