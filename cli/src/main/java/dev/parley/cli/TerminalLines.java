package dev.parley.cli;

import dev.parley.Code;
import dev.parley.RpcException;

import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Lines that somebody types, with history and completion. The only class that uses JLine, so that it is not loaded for
/// anything else.
final class TerminalLines implements Shell.Lines, AutoCloseable {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Console console;
    private final Options around;
    private final Terminal terminal;
    private final LineReader reader;

    /// @param around the options of each line that does not say otherwise
    TerminalLines(Console console, Options around) {
        this.console = console;
        this.around = around;
        Thread caller = Thread.currentThread();
        try {
            // Its other providers need native access, which the JVM would warn of.
            terminal =
                    TerminalBuilder.builder()
                            .name("parley")
                            .system(true)
                            .provider("exec")
                            .nativeSignals(true)
                            .graphemeCluster(false)
                            .build();
        } catch (IOException | IllegalStateException e) {
            throw new RpcException(Code.FAILED_PRECONDITION, "cannot use the terminal: " + e.getMessage(), e);
        }
        terminal.handle(Terminal.Signal.INT, _ -> caller.interrupt()); // while a line runs
        LineReaderBuilder builder =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .appName("parley")
                        .completer((_, line, candidates) -> complete(line, candidates))
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                        .variable(LineReader.HISTORY_IGNORE, "*--token*");
        Path history = history(console);
        if (history != null) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        reader = builder.build();
    }

    /// The file where earlier lines are; null where there can be none.
    private static @Nullable Path history(Console console) {
        String state = console.environment("XDG_STATE_HOME");
        String home = console.environment("HOME");
        if (state == null && home == null) {
            return null;
        }
        Path folder = state != null ? Path.of(state, "parley") : Path.of(home, ".local", "state", "parley");
        Path file = folder.resolve("history");
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            return Files.isWritable(file) ? file : null;
        } catch (IOException | UnsupportedOperationException e) {
            console.error("parley: lines are not kept, as " + file + " cannot be written: " + Failures.why(e));
            return null;
        }
    }

    /// The terminal's lines, as it gives them to any program.
    @Override
    public InputStream in() {
        return new TypedInput();
    }

    @Override
    public @Nullable String next() {
        while (true) {
            try {
                return reader.readLine("parley> ");
            } catch (UserInterruptException e) {
                if (EndOfProcess.isUnderWay()) {
                    return null;
                } // otherwise Ctrl-C empties the line
            } catch (EndOfFileException e) {
                return null;
            } catch (IllegalStateException | IOError e) { // the process ends, and the terminal is closed already
                return null;
            }
        }
    }

    // ---- completion

    private void complete(ParsedLine line, List<Candidate> candidates) {
        List<String> words = new ArrayList<>(line.words().subList(0, line.wordIndex()));
        words.add(line.word().substring(0, line.wordCursor()));
        if (words.size() > 1 && words.getFirst().equals("parley")) {
            words.removeFirst();
        }
        Completion completion = Completion.of(console, words, around, new KnownServices(console, FRESH));
        for (Completion.Candidate each : completion.candidates()) {
            String doc = each.doc().isEmpty() ? null : each.doc();
            candidates.add(new Candidate(each.value(), each.value(), null, doc, null, null, true));
        }
        if (completion.files()) {
            files(words.getLast(), candidates);
        }
    }

    private static void files(String typed, List<Candidate> candidates) {
        int slash = typed.lastIndexOf('/') + 1;
        Path folder = Path.of(slash == 0 ? "." : typed.substring(0, slash));
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path each : all) {
                String name = typed.substring(0, slash) + each.getFileName();
                boolean more = Files.isDirectory(each);
                if (name.startsWith(typed)) {
                    String value = more ? name + "/" : name;
                    candidates.add(new Candidate(value, value, null, null, null, null, !more));
                }
            }
        } catch (IOException e) {
            // there is no such folder
        }
    }

    @Override
    public void close() {
        try {
            terminal.close();
            if (EndOfProcess.isUnderWay()) {
                reset();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes back what the editing of a line asked of the terminal, which JLine, as it has closed it already when a signal
    /// ends the process, cannot any more.
    private void reset() throws IOException {
        if (!terminal.getType().equals(Terminal.TYPE_DUMB)) {
            FileOutputStream out = new FileOutputStream(FileDescriptor.out);
            out.write("\033[?2004l\033[?1l\033>".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
