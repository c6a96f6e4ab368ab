package dev.parley.cli;

import java.io.IOException;

/// The output cannot be written any more.
final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutputException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /// Whether the program that read it has ended, which is no error: `parley notes find x | head -1`.
    boolean isBrokenPipe() {
        return String.valueOf(getMessage()).contains("Broken pipe");
    }
}
