package dev.parley.cli;

import dev.parley.Code;
import dev.parley.RpcException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Lines from standard input, of which not more is taken than the line, as what follows may be a command's.
final class PipedLines implements Shell.Lines {
    private static final int MOST_BYTES = 1 << 20;

    private final InputStream in;

    PipedLines(Console console) {
        in = console.in();
    }

    @Override
    public InputStream in() {
        return new LineInput(in);
    }

    @Override
    public @Nullable String next() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b != '\n'; b = in.read()) {
                if (b < 0) {
                    return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8);
                } else if (line.size() == MOST_BYTES) {
                    throw Failures.usage("a line of more than " + MOST_BYTES + " bytes");
                }
                line.write(b);
            }
        } catch (IOException e) {
            throw new RpcException(Code.DATA_LOSS, "cannot read standard input: " + e.getMessage(), e);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
