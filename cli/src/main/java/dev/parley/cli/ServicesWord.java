package dev.parley.cli;

import java.util.List;

/// Lists what a server offers.
final class ServicesWord extends OwnWord {
    private static final List<Option> OPTIONS = Connection.optionsAnd(Format.OPTION);

    ServicesWord() {
        super("services", "", "what the server offers; the same as parley alone");
    }

    @Override
    String doc() {
        return "";
    }

    @Override
    List<Option> options() {
        return OPTIONS;
    }

    @Override
    int run(Console console, Options options) {
        options.requireNoWords();
        new Calling(console, options).services();
        return ExitStatus.DONE;
    }

    /// Of the server that is named, where its commands are all there is to call.
    @Override
    void help(Console console, Options options) {
        boolean named = options.has("--url") || options.has("--name");
        if (!named || Connection.namesServices(Connection.url(options, null, console))) {
            super.help(console, options);
        } else {
            new Calling(console, options).help(options.words);
        }
    }

    @Override
    String page(int width) {
        return GeneralHelp.page(width);
    }
}
