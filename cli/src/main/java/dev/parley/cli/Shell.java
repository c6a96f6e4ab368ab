package dev.parley.cli;

import dev.parley.Client;
import dev.parley.RpcException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// Runs lines as if each stood behind `parley`, over connections that are kept.
final class Shell {
    /// Where lines come from.
    interface Lines {
        /// The next one; null at the end.
        @Nullable String next();

        /// What the command of a line reads, which is closed when that has run.
        InputStream in();
    }

    private final Console console;
    private final Options options;

    /// @param options are those of each line that does not say otherwise
    Shell(Console console, Options options) {
        this.console = console;
        this.options = options;
    }

    /// @return the status of the last line that failed
    int run(Lines lines) {
        console.keepConnections();
        int status = ExitStatus.DONE;
        try {
            for (String line = lines.next(); line != null; line = lines.next()) {
                List<String> words = words(line);
                if (words.equals(List.of("exit")) || words.equals(List.of("quit"))) {
                    break;
                }
                int last = words.isEmpty() ? ExitStatus.DONE : run(words, lines);
                if (last == ExitStatus.BROKEN_PIPE || EndOfProcess.isUnderWay()) {
                    return last;
                }
                status = last == ExitStatus.DONE ? status : last;
            }
        } finally {
            console.keptConnections().forEach(Client::close);
        }
        return status;
    }

    private List<String> words(String line) {
        String text = line.strip();
        if (text.startsWith("#")) {
            return List.of();
        }
        try {
            List<String> words = CommandWords.of(text);
            return !words.isEmpty() && words.getFirst().equals("parley") ? words.subList(1, words.size()) : words;
        } catch (RpcException e) {
            Failures.report(e, options.verbosity, console);
            return List.of();
        }
    }

    private int run(List<String> words, Lines lines) {
        try (InputStream in = lines.in()) {
            console.readFrom(in);
            return new Cli(console, options).run(words.toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of a close
        } finally {
            Thread.interrupted(); // was about that line
        }
    }
}
