package dev.parley.cli;

import dev.parley.Client;

import org.jspecify.annotations.Nullable;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What a command reads and writes, and what it knows of its surroundings. All text is UTF-8. Belongs to one thread.
final class Console {
    private static final int WIDTH = 100;

    private InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private final Function<String, @Nullable String> environment;
    private final @Nullable Runnable onFirstWait;
    private @Nullable Boolean terminal;
    private volatile long written;
    private final boolean ofProcess;
    private boolean waits;
    private final Set<String> warnings = new HashSet<>();
    private @Nullable Map<String, Client> kept;

    Console(
            InputStream in,
            OutputStream out,
            OutputStream err,
            Function<String, @Nullable String> environment,
            @Nullable Boolean terminal,
            @Nullable Runnable onFirstWait) {
        this.in = in;
        this.out = new BufferedOutputStream(out);
        this.err = err;
        this.environment = environment;
        this.terminal = terminal;
        ofProcess = terminal == null;
        this.onFirstWait = onFirstWait;
    }

    /// That of this process.
    ///
    /// @param onFirstWait is run before anything is done that a signal must be able to interrupt
    static Console ofProcess(Runnable onFirstWait) {
        return new Console(
                new StandardInput(),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                System::getenv,
                null,
                onFirstWait);
    }

    /// Has connections kept open, for the lines of a shell.
    void keepConnections() {
        kept = new LinkedHashMap<>();
    }

    /// Has input read from elsewhere.
    void readFrom(InputStream other) {
        in = other;
    }

    /// Connections that are kept open; null where none are.
    @Nullable Map<String, Client> kept() {
        return kept;
    }

    Collection<Client> keptConnections() {
        return kept == null ? List.of() : kept.values();
    }

    /// To be called before something is done that may take long.
    void mayWait() {
        if (onFirstWait != null && !waits) {
            waits = true;
            onFirstWait.run();
        }
    }

    InputStream in() {
        return in;
    }

    @Nullable String environment(String name) {
        String value = environment.apply(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /// Whether a person reads the output.
    boolean isTerminal() {
        if (terminal == null) {
            terminal = isTerminal(Path.of("/proc/self/fd/1"));
        }
        return terminal;
    }

    /// Whether a person sees standard error, while standard output, where it is to be written, and standard input, where it
    /// is to be read, go elsewhere.
    boolean showsProgress(boolean reads, boolean writes) {
        return isErrorTerminal() && !(writes && isTerminal()) && !(reads && isTerminal(Path.of("/proc/self/fd/0")));
    }

    /// How many bytes there are to be read from standard input, where it is a file; else 0.
    long inputSize() {
        try {
            return ofProcess ? Files.size(Path.of("/proc/self/fd/0")) : 0; // follows the link; 0 for a pipe
        } catch (IOException e) { // no Linux
            return 0;
        }
    }

    /// Whether somebody types the input, and reads the output.
    boolean isInteractive() {
        return ofProcess && isTerminal() && isTerminal(Path.of("/proc/self/fd/0"));
    }

    /// Whether output is coloured: on a terminal, unless the user says `NO_COLOR` (https://no-color.org).
    boolean hasColours() {
        return isTerminal() && wantsColours();
    }

    /// The same for standard error.
    boolean hasErrorColours() {
        return isErrorTerminal() && wantsColours();
    }

    private boolean wantsColours() {
        return environment("NO_COLOR") == null && !"dumb".equals(environment("TERM"));
    }

    /// Whether a person reads standard error.
    boolean isErrorTerminal() {
        return ofProcess && isTerminal(Path.of("/proc/self/fd/2"));
    }

    /// The JDK only tells whether input and output both are one.
    private static boolean isTerminal(Path descriptor) {
        try {
            String device = Files.readSymbolicLink(descriptor).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) { // no Linux
            java.io.Console both = System.console();
            return both != null && both.isTerminal();
        }
    }

    /// How many characters there are in a line of output.
    int width() {
        String columns = environment("COLUMNS");
        try {
            int width = columns == null ? 0 : Integer.parseInt(columns);
            return width <= 0
                    ? WIDTH
                    : Math.clamp(width, 40, 200); // 0 is that of a terminal which does not know its own
        } catch (NumberFormatException e) {
            return WIDTH;
        }
    }

    /// Writes a line, which is read at once.
    void line(String text) {
        print(text);
        write(new byte[] {'\n'});
        flush();
    }

    /// Writes text that is read when it is [#flush]ed, or when a line follows.
    void print(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread, the one that this belongs to
    void write(byte[] bytes) {
        try {
            out.write(bytes);
            written += bytes.length;
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }

    /// How many bytes have been written to standard output. For any thread.
    long written() {
        return written;
    }

    /// Writes a line to standard error.
    void error(String text) {
        errorText(text + "\n");
    }

    /// Writes a line to standard error, unless it has been written before.
    void warnOnce(String text) {
        if (warnings.add(text)) {
            error(text);
        }
    }

    /// Writes to standard error. That it cannot be written is nothing that could be told to anybody. For any thread.
    void errorText(String text) {
        try {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            // see above
        }
    }
}
