package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;

/// Shows whether a server and its services are ready; with more behind it, calls the service `health`, which is the usual
/// name of the one that is asked.
final class HealthWord extends OwnWord {
    private static final List<Option> OPTIONS = Connection.optionsAnd(Format.OPTION);

    HealthWord() {
        super("health", "[COMMAND …]", "whether the server and its services are ready for calls");
    }

    @Override
    String doc() {
        return """
        Lists the server and its services with what the service health says of them: serving, not_serving, or unknown. The \
        exit status is 1 where one of them is not serving. With a command, such as parley health watch, calls that command \
        of the service health.\
        """;
    }

    @Override
    List<Option> options() {
        return OPTIONS;
    }

    @Override
    int wordsOfCommand() {
        return 1;
    }

    @Override
    boolean hidesService() {
        return false;
    }

    @Override
    int run(Console console, Options options) {
        if (options.words.isEmpty()) {
            return new ServerState(console, options).health();
        }
        new Calling(console, options).run(called(options));
        return ExitStatus.DONE;
    }

    @Override
    void help(Console console, Options options) {
        if (options.words.isEmpty()) {
            super.help(console, options);
        } else {
            new Calling(console, options).help(called(options));
        }
    }

    @Override
    List<String> called(Options options) {
        List<String> words = new ArrayList<>();
        words.add(name());
        words.addAll(options.words);
        return words;
    }
}
