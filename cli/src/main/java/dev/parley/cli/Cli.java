package dev.parley.cli;

import dev.parley.RpcException;
import dev.parley.Version;
import java.util.List;

/// Runs one command line.
final class Cli {
    private final Console console;

    Cli(Console console) {
        this.console = console;
    }

    /// @return the exit status
    int run(String... arguments) {
        int verbosity = 0;
        try {
            Options options = Options.parse(arguments);
            verbosity = options.verbosity;
            return run(options);
        } catch (OutputException e) {
            if (e.isBrokenPipe()) {
                return ExitStatus.BROKEN_PIPE;
            }
            console.error("cannot write the output: " + e.getMessage());
            return ExitStatus.FAILED;
        } catch (RpcException e) {
            return Thread.interrupted() ? ExitStatus.INTERRUPTED : Failures.report(e, verbosity, console);
        }
    }

    private int run(Options options) {
        if (options.version) {
            console.line("parley " + Version.TEXT);
            return ExitStatus.DONE;
        } else if (options.train) {
            return new Training().run();
        }
        List<String> words = options.words;
        String first = words.isEmpty() ? "" : words.getFirst();
        switch (first) {
            case "serve" -> {
                return new Serving(console, options).run(words.subList(1, words.size()));
            }
            case "demo" -> {
                return new Demo(console).run(options);
            }
            case "call" -> call(options, words.subList(1, words.size()));
            case "help" -> {
                options.help = true;
                call(options, words.subList(1, words.size()));
            }
            default -> call(options, words);
        }
        return ExitStatus.DONE;
    }

    private void call(Options options, List<String> words) {
        boolean list = words.isEmpty() || options.words.getFirst().equals("services");
        if (list && options.help) {
            console.print(GeneralHelp.TEXT);
            console.flush();
        } else if (list) {
            new Calling(console, options).services();
        } else {
            new Calling(console, options).run(words);
        }
    }
}
