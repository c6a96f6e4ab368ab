package dev.parley.cli;

import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The items of a stream that is sent, read from a file or standard input while they are: the bytes as they come, a text
/// for each line, or a value for each line, as JSON where it is more than a word, which may go over several lines.
final class StreamSource implements Iterator<@Nullable Object>, AutoCloseable {
    /// The characters of a value in several lines; of more, the server would take none.
    private static final int LONGEST = 16 << 20;

    private final BufferedReader lines;
    private final Schema schema;
    private int number;
    private @Nullable String next;

    private StreamSource(InputStream in, Schema schema) {
        lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.schema = schema;
    }

    /// Opens a stream, in a form that a call takes.
    ///
    /// @param place a file, or `-` for standard input
    /// @param progress counts what is read of it
    static Object open(String place, Parameter parameter, String command, Console console, Progress progress) {
        boolean isInput = place.equals("-");
        InputStream source = isInput ? input(console, progress) : file(place, command + "." + parameter.name());
        InputStream in = progress.sending(source, isInput ? console.inputSize() : new File(place).length());
        return parameter.schema().is(Schema.Kind.BYTES) ? in : new StreamSource(in, parameter.schema());
    }

    /// Standard input, as long as the call goes on: what comes later is for whoever reads next.
    private static InputStream input(Console console, Progress progress) {
        return switch (console.in()) {
            case StandardInput own -> own.until(progress::isOver);
            case LineInput ofLine -> ofLine.until(progress::isOver);
            case InputStream other -> other;
        };
    }

    private static InputStream file(String place, String where) {
        try {
            Path path = Path.of(place);
            if (!Files.isDirectory(path)) {
                return Files.newInputStream(path);
            }
            throw Failures.usage(where + ": cannot read " + place + ": it is a folder");
        } catch (IOException | InvalidPathException e) {
            throw Failures.usage(where + ": cannot read " + place + ": " + Failures.why(e));
        }
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null) {
                next = lines.readLine();
                number++;
                if (next == null) {
                    return false;
                } else if (next.isBlank() && !schema.is(Schema.Kind.TEXT)) {
                    next = null;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable Object next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        int from = number;
        String text = schema.is(Schema.Kind.TEXT) ? next : whole(next.strip());
        next = null;
        try {
            return ValueText.parse(text, schema);
        } catch (ValueException e) {
            throw e.inField("line " + from);
        }
    }

    /// A value of JSON that may be laid out in several lines: as many as it takes for its brackets to be closed.
    private String whole(String first) {
        if (!first.startsWith("{") && !first.startsWith("[")) {
            return first;
        }
        Brackets brackets = new Brackets();
        StringBuilder text = new StringBuilder(first);
        boolean open = brackets.areOpenAfter(first);
        try {
            while (open && text.length() < LONGEST) {
                String line = lines.readLine();
                if (line == null) {
                    break;
                }
                number++;
                text.append('\n').append(line);
                open = brackets.areOpenAfter(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /// Counts the brackets that are open, those in texts left out.
    private static final class Brackets {
        private int depth;
        private boolean quoted;

        boolean areOpenAfter(String line) {
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (quoted) {
                    i += c == '\\' ? 1 : 0;
                    quoted = c != '"';
                } else if (c == '"') {
                    quoted = true;
                } else if (c == '{' || c == '[') {
                    depth++;
                } else if (c == '}' || c == ']') {
                    depth--;
                }
            }
            return depth > 0 && !quoted; // a text does not go over a line's end: the reader says so
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
