package dev.parley.cli;

import dev.parley.Code;
import dev.parley.RpcException;

import java.util.List;

/// Calls a command of a service. What a line means that begins with no word of ours.
final class CallWord extends OwnWord {
    private static final int SERVICE_AND_COMMAND = 2;
    private static final List<Option> OPTIONS = Connection.optionsAnd(Format.OPTION);

    CallWord() {
        super(
                "call",
                "SERVICE COMMAND …",
                "calls a command of a service, also of one that is named like a word of this list");
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
    int wordsOfCommand() {
        return SERVICE_AND_COMMAND;
    }

    @Override
    int run(Console console, Options options) {
        if (options.words.isEmpty()) {
            throw Failures.usage("call what? (parley call SERVICE COMMAND …; parley alone lists what there is)");
        }
        try {
            new Calling(console, options).run(options.words);
        } catch (RpcException e) {
            String nearest = Nearest.of(options.words.getFirst(), OwnWords.names());
            if (e.code() == Code.UNAVAILABLE
                    && !e.mayHaveRun()
                    && !nearest.isEmpty()) { // what there is nobody can tell
                String message = e.getMessage() + "; did you mean parley " + nearest + "?";
                throw new RpcException(Code.UNAVAILABLE, "", message, e, false, "", null);
            }
            throw e;
        }
        return ExitStatus.DONE;
    }

    @Override
    void help(Console console, Options options) {
        if (options.words.isEmpty()) {
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
