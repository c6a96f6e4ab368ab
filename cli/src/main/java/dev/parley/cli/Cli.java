package dev.parley.cli;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.Version;

import java.util.List;

/// Runs one command line.
final class Cli {
    private final Console console;
    private boolean served;

    Cli(Console console) {
        this.console = console;
    }

    /// Whether services ran in this process, so that more may be left in it than a call leaves.
    boolean hasServed() {
        return served;
    }

    /// @return the exit status
    int run(String... arguments) {
        int verbosity = 0;
        try {
            if (arguments.length > 0 && arguments[0].startsWith("--train")) {
                return train(List.of(arguments));
            }
            Options options = Options.parse(arguments);
            verbosity = options.verbosity;
            return run(options);
        } catch (OutputException e) {
            if (e.isBrokenPipe()) {
                return ExitStatus.BROKEN_PIPE;
            }
            String message = "cannot write the output: " + e.getMessage();
            return Failures.report(new RpcException(Code.DATA_LOSS, message, e), verbosity, console);
        } catch (RpcException e) {
            return Thread.interrupted() ? ExitStatus.INTERRUPTED : Failures.report(e, verbosity, console);
        } catch (RuntimeException e) { // a fault of ours
            return Failures.report(new RpcException(Code.INTERNAL, e.toString(), e), verbosity, console);
        }
    }

    /// Only used by the launcher.
    private int train(List<String> arguments) {
        served = true;
        List<String> rest = arguments.subList(1, arguments.size());
        return arguments.getFirst().equals("--train") ? Training.serve(rest) : Training.call(rest);
    }

    private int run(Options options) {
        if (options.version) {
            console.line("parley " + Version.TEXT);
            return ExitStatus.DONE;
        }
        List<String> words = options.words;
        List<String> behind = words.isEmpty() ? words : words.subList(1, words.size());
        switch (words.isEmpty() ? "services" : words.getFirst()) {
            case "serve" -> {
                served = true;
                return new Serving(console, options).run(behind);
            }
            case "demo" -> {
                served = true;
                return new Demo(console).run(options);
            }
            case "certs" -> new Certs(console, options).run(behind);
            case "ps" -> new LocalServers(console, options).list();
            case "help" -> help(options, behind);
            case "services" -> list(options);
            case "call" -> call(options, behind);
            default -> call(options, words);
        }
        return ExitStatus.DONE;
    }

    private void help(Options options, List<String> words) {
        options.help = true;
        String topic = words.isEmpty() ? "" : words.getFirst();
        switch (topic) {
            case "serve" -> print(GeneralHelp.SERVE);
            case "demo" -> print(GeneralHelp.DEMO);
            case "certs" -> print(GeneralHelp.CERTS);
            case "ps" -> print(GeneralHelp.PS);
            default -> {
                if (topic.isEmpty() || Options.OWN_WORDS.contains(topic)) {
                    print(GeneralHelp.TEXT);
                } else {
                    call(options, words);
                }
            }
        }
    }

    private void list(Options options) {
        if (options.help) {
            print(GeneralHelp.TEXT);
        } else {
            new Calling(console, options).services();
        }
    }

    private void call(Options options, List<String> words) {
        if (options.help && words.isEmpty()) {
            print(GeneralHelp.TEXT);
        } else if (words.isEmpty()) {
            throw Failures.usage("call what? (parley call SERVICE COMMAND …; parley alone lists what there is)");
        } else {
            new Calling(console, options).run(words);
        }
    }

    private void print(String help) {
        console.print(help);
        console.flush();
    }
}
