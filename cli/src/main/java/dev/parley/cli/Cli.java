package dev.parley.cli;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.Version;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Runs one command line.
final class Cli {
    private final Console console;
    private final @Nullable Options around;
    private boolean served;

    Cli(Console console) {
        this(console, null);
    }

    /// @param around options that are those of the line where it does not say otherwise; null for none
    Cli(Console console, @Nullable Options around) {
        this.console = console;
        this.around = around;
    }

    /// Whether services ran in this process, so that more may be left in it than a call leaves.
    boolean hasServed() {
        return served;
    }

    /// @return the exit status
    int run(String... arguments) {
        int verbosity = 0;
        try {
            if (around == null && arguments.length > 0 && arguments[0].startsWith("--train")) {
                return train(List.of(arguments));
            }
            Options options = Options.parse(line -> Connection.url(line, around, console), arguments);
            if (around != null) {
                options.inherit(around);
            }
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
        } catch (RuntimeException | Error e) { // a fault of ours
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
        OwnWord own = options.own();
        if (options.version) {
            console.line("parley " + Version.TEXT);
        } else if (options.help) {
            own.help(console, options);
        } else {
            served = own.serves();
            return own.run(console, options);
        }
        return ExitStatus.DONE;
    }
}
