package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;

/// Help that needs no server, made of the table of [OwnWords].
final class GeneralHelp {
    static final String EXAMPLES =
            """

            Examples:
              parley serve Notes.java
              parley notes add milk --priority high
              parley notes find milk | head -3
              ls | parley notes load -
              parley -u unix:///tmp/notes.sock notes
              parley -u local://notes notes list

            Required parameters are given by position, others as options: --name VALUE, --flag, --no-flag; or behind them,
            as NAME=VALUE.
            A stream is read from a file, or from standard input as -.

            Options, before the command's name (those with * behind it, too; -u and -v by their letters):
            """;

    static final String STATUS =
            """

            A profile is a set of these options in $XDG_CONFIG_HOME/parley/config.json, else ~/.config/parley/config.json:
              {"profiles": {"staging": {"url": "tls://notes.example.org:12321", "token": "s3cret"}}}

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

    private GeneralHelp() {}

    static String page(int width) {
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {"parley", "what the server offers"});
        lines.add(new String[] {"parley SERVICE [COMMAND] --help", "what a service, a command can do"});
        lines.add(new String[] {"parley SERVICE COMMAND [ARGUMENT…]", "calls a command"});
        for (OwnWord word : OwnWords.all()) {
            lines.add(new String[] {"parley " + word.usage(), word.summary()});
        }
        List<String[]> options = new ArrayList<>();
        for (Option option : OwnWords.CALL.options()) {
            options.add(
                    new String[] {
                        option.synopsis(), mark(option.anywhere() || !option.letter().isEmpty()) + option.doc()
                    });
        }
        for (Option option : Options.ALWAYS) {
            options.add(new String[] {option.synopsis(), mark(!option.letter().isEmpty()) + option.doc()});
        }
        return "parley calls and serves plain Java classes.\n\n"
                + Layout.columns(lines, 2, width)
                + "\nparley help WORD tells more of each.\n"
                + EXAMPLES
                + Layout.columns(options, 2, width)
                + STATUS;
    }

    private static String mark(boolean anywhere) {
        return anywhere ? "* " : "";
    }
}
