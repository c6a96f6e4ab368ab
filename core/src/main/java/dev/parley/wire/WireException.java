package dev.parley.wire;

import dev.parley.Code;

/// The bytes of a connection make no sense; it is closed. The peer is told why where the protocol has words for it.
public final class WireException extends Exception {
    private static final long serialVersionUID = 1;

    private final Code code;

    public WireException(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
