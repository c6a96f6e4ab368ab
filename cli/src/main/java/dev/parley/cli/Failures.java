package dev.parley.cli;

import dev.parley.Code;
import dev.parley.RpcException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/// How what goes wrong is told: one line, `CODE: message`.
final class Failures {
    private Failures() {}

    /// The command line is wrong.
    static RpcException usage(String message) {
        return new RpcException(Code.INVALID_ARGUMENT, "", message, null, false, "", null);
    }

    /// Why a file cannot be read, for the JDK's exceptions that only name it.
    static String why(Exception e) {
        return e instanceof NoSuchFileException
                ? "no such file"
                : e instanceof AccessDeniedException ? "no permission" : String.valueOf(e.getMessage());
    }

    /// Tells of a failure.
    ///
    /// @param verbosity 1 for all that the other end said, 2 for stack traces, too
    /// @return the exit status
    static int report(RpcException failure, int verbosity, Console console) {
        String code = console.hasErrorColours() ? Paint.ERROR.on(failure.code().name()) : failure.code().name();
        console.error(code + ": " + printable(String.valueOf(failure.getMessage())));
        if (verbosity > 0) {
            if (!failure.type().isEmpty()) {
                console.error("  type: " + printable(failure.type()));
            }
            Object details = failure.details(Object.class);
            if (details != null) {
                console.error("  details: " + JsonText.line(details));
            }
            console.error("  may have run: " + (failure.mayHaveRun() ? "yes" : "no"));
        }
        if (verbosity > 1) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            console.error(trace.toString().stripTrailing());
            if (!failure.remoteTrace().isEmpty()) {
                console.error("At the server:\n" + failure.remoteTrace().stripTrailing());
            }
        }
        return ExitStatus.of(failure.code());
    }

    /// In one line, and without what would make the terminal do something.
    static String printable(String text) {
        return printable(text, false);
    }

    /// Without what would make the terminal do something, but for new lines and tabs.
    static String harmless(String text) {
        return printable(text, true);
    }

    private static String printable(String text, boolean lines) {
        StringBuilder printable = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && !(lines && (c == '\n' || c == '\t'))) {
                printable = printable == null ? new StringBuilder(text.substring(0, i)) : printable;
                printable.append(c == '\n' ? " " : "\\u00" + hex(c));
            } else if (printable != null) {
                printable.append(c);
            }
        }
        return printable == null ? text : printable.toString();
    }

    private static String hex(char c) {
        return "" + Character.forDigit(c >> 4, 16) + Character.forDigit(c & 0xF, 16);
    }
}
