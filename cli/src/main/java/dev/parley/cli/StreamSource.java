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
/// for each line, or a value for each line, as JSON where it is more than a word.
final class StreamSource implements Iterator<@Nullable Object>, AutoCloseable {
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
        InputStream source = isInput ? console.in() : file(place, command + "." + parameter.name());
        InputStream in = progress.sending(source, isInput ? console.inputSize() : new File(place).length());
        return parameter.schema().is(Schema.Kind.BYTES) ? in : new StreamSource(in, parameter.schema());
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
        String line = next;
        next = null;
        try {
            return ValueText.parse(schema.is(Schema.Kind.TEXT) ? line : line.strip(), schema);
        } catch (ValueException e) {
            throw (goesOn(line.strip()) ? unfinished(line) : e).inField("line " + number);
        }
    }

    /// Whether a line only begins a value, as JSON that is laid out in several does.
    private boolean goesOn(String line) {
        return !schema.is(Schema.Kind.TEXT)
                && (line.startsWith("{") && !line.endsWith("}") || line.startsWith("[") && !line.endsWith("]"));
    }

    private static ValueException unfinished(String line) {
        return ValueException.mismatch(ValueException.quote(line), "one value in each line, as JSON");
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
