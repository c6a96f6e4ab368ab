package dev.parley.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/// What one line of a shell reads of its input. It stays open for the lines that follow, and at an end, which a terminal
/// tells only once for each Ctrl-D, it stays for this one.
final class LineInput extends FilterInputStream {
    private boolean ended;

    LineInput(InputStream in) {
        super(in);
    }

    /// The same for somebody who takes nothing any more when `over`: what comes then is for the next line.
    InputStream until(BooleanSupplier over) {
        return switch (in) {
            case StandardInput own -> new LineInput(own.until(over));
            case LineInput outer -> new LineInput(outer.until(over));
            default -> this;
        };
    }

    @Override
    public int read() throws IOException {
        int b = ended ? -1 : in.read();
        ended |= b < 0;
        return b;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int n = ended ? -1 : in.read(bytes, from, length);
        ended |= n < 0;
        return n;
    }

    @Override
    public int available() throws IOException {
        return ended ? 0 : in.available();
    }

    @Override
    public void close() {
        // further lines read it, too
    }
}
