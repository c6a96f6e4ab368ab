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
              --codec NAME        msgpack or json
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

            Compiles Java sources in memory and serves every class with @Service or @Command methods; Javadoc is the
            help text. The service health is always there.

              SOURCE              a .java file, a folder of them, or health alone
              -u, --url URL       where to listen, such as tcp://127.0.0.1:12321 (the default), tcp://127.0.0.1:0,
                                  unix:///tmp/notes.sock; several are possible
              --name NAME         the same as --url local://NAME: parley ps lists the server
              --insecure          allows a URL that other machines can reach

            Ctrl-C and SIGTERM end it in order: with exit status 130 and 143.
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
