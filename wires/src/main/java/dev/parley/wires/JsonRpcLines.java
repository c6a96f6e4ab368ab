package dev.parley.wires;

import dev.parley.Code;
import dev.parley.wire.WireException;

/// Finds the messages in what is read. They may stand on several lines, or several on one; where a line makes no sense, the
/// next one may. Used by one thread at a time.
final class JsonRpcLines {
    private final JsonScanner scanner = new JsonScanner();
    private final long limit;
    private boolean begun;
    private boolean skipping; // up to the end of a line that makes no sense
    private byte skipped; // the last byte of it that is no space
    private volatile boolean senseless;

    /// Takes a message.
    interface Taker {
        /// @param at where it begins
        void take(int at) throws WireException;
    }

    /// Hears what is wrong with a message.
    interface Complaint {
        void wrong(String why) throws WireException;
    }

    /// @param limit the most bytes of a message
    JsonRpcLines(long limit) {
        this.limit = limit;
    }

    /// @return how many of the bytes are done with
    /// @throws WireException where the next message cannot be told from the rest of one that is wrong, and for one that is too
    ///     long
    int read(byte[] bytes, int from, int to, Taker messages, Complaint complaint) throws WireException {
        int pos = from;
        while (true) {
            pos = scanner.at() > 0 ? pos : afterSpace(bytes, pos, to);
            if (pos == to) {
                return pos - from;
            }
            requireBeginning(bytes[pos]);
            JsonScanner.Found found = scanner.scan(bytes, pos, to);
            int end = pos + scanner.at();
            if (end - pos > limit) {
                throw new WireException(
                        Code.RESOURCE_EXHAUSTED,
                        "a message of more than "
                                + limit
                                + " bytes (the limit maxMessage of the receiver, and some for its envelope)");
            }
            switch (found) {
                case MORE -> {
                    return pos - from;
                }
                case END -> {
                    messages.take(pos);
                    pos = end;
                }
                case WRONG -> {
                    String why = "Parse error: " + scanner.wrong() + " (at byte " + (end - pos) + " of a message)";
                    skipping = !isAnother(bytes, pos, end, why);
                    complaint.wrong(why);
                    skipped = 0;
                    pos = end;
                }
            }
            scanner.reset();
        }
    }

    /// Whether the end of the connection is that what has come is no JSON.
    boolean areSenseless() {
        return senseless;
    }

    /// Where the next message begins, without what belongs to a line that makes no sense.
    private int afterSpace(byte[] bytes, int from, int to) throws WireException {
        int at = from;
        while (at < to && (skipping || JsonScanner.isSpace(bytes[at]))) {
            if (skipping && bytes[at] == '\n') {
                skipping = false;
                if (skipped == ',' || skipped == ':' || skipped == '[') {
                    throw senseless("Parse error: a line that makes no sense seems to go on on the next");
                }
            } else if (skipping && !JsonScanner.isSpace(bytes[at])) {
                skipped = bytes[at];
            }
            at++;
        }
        return at;
    }

    private void requireBeginning(byte first) throws WireException {
        if (!begun && first != '{' && first != '[') {
            throw new WireException(
                    Code.UNIMPLEMENTED,
                    "the peer does not speak JSON-RPC: its first byte is " + (first & 0xFF) + " (expected { or [)");
        }
        begun = true;
    }

    /// After a message that went wrong, the next line is another only where none of it can belong to the one that went wrong:
    /// what stands there may be data that somebody else has chosen. So that message must stand on one line, or what is wrong
    /// be that another begins behind it.
    ///
    /// @return whether another begins at what is wrong; else it does behind the line
    private boolean isAnother(byte[] bytes, int from, int wrong, String why) throws WireException {
        int lineEnd = from;
        while (lineEnd < wrong && bytes[lineEnd] != '\n') {
            lineEnd++;
        }
        if (lineEnd == wrong) {
            return false;
        } else if (lineEnd < wrong - 1 || bytes[from] != '{' || bytes[wrong] != '{' || scanner.isDeepest()) {
            throw senseless(why);
        }
        return true;
    }

    private WireException senseless(String why) {
        senseless = true;
        return new WireException(Code.INVALID_ARGUMENT, why);
    }
}
