package dev.parley.cli;

import java.util.List;

/// Shows what there is.
final class DemoWord extends OwnWord {
    private static final List<Option> OPTIONS =
            List.of(Option.flag("--stay", "goes on serving then, so that the command lines can be tried"));

    DemoWord() {
        super("demo", "[--stay]", "shows what there is, with servers of its own");
    }

    @Override
    String doc() {
        return """
        Serves example services on a free TCP port and on a Unix socket, calls them, and shows each command line with its \
        result.\
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
        return new Demo(console).run(options.has("--stay"));
    }
}
