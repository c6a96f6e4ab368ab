package dev.parley.wires;

import dev.parley.Code;
import dev.parley.value.Output;
import dev.parley.value.ValueException;
import dev.parley.wire.Frame;
import dev.parley.wire.WireException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// One end of a connection of ZeroMQ's transport protocol (ZMTP 3.0 and 3.1, its RFCs 23 and 37) with the mechanism `NULL`:
/// greets, says what kind of socket it is, and cuts what comes into messages. Pings of the other end are answered here.
final class Zmtp {
    private static final int SIGNATURE = 10;
    private static final int GREETING = 64;
    private static final int MAJOR_AT = 10;
    private static final int MECHANISM_AT = 12;
    private static final byte[] MECHANISM = "NULL".getBytes(StandardCharsets.US_ASCII);
    private static final int MAJOR = 3;
    private static final int MINOR = 1;

    private static final int MORE = 1;
    private static final int LONG = 2;
    private static final int COMMAND = 4;

    /// The longest command that makes sense, and the most frames of a message: an envelope that has passed through proxies.
    private static final int LONGEST_COMMAND = 8 << 10;

    private static final int MOST_PARTS = 16;
    private static final int LONGEST_CONTEXT = 16;

    /// What a message takes beside its value: ids, names and envelopes.
    private static final int ROOM = 4 << 10;

    private final int longest;
    private final boolean opens;
    private final List<String> expected;
    private boolean said; // used by the thread that reads, as the next
    private boolean ready;
    private volatile int minor = -1; // of the other end; -1 until it has greeted

    /// Takes what the other end says.
    interface Peer {
        /// It is a socket of this type, one of those expected.
        void ready(String socketType, Consumer<Frame> out);

        /// A message: frames up to an empty one, which are the envelope, and the body.
        ///
        /// @param start where the envelope begins, to before `body`'s header at `end`
        /// @param length of the body; -1 where more than one frame stands in its place
        /// @return false where it cannot be taken before something has been answered; it will be given again
        boolean message(byte[] bytes, int start, int end, int body, int length, Consumer<Frame> out)
                throws WireException;
    }

    /// @param opens whether this end has connected
    /// @param expected the types of sockets that the other end may be
    Zmtp(boolean opens, List<String> expected, int maxMessage) {
        this.opens = opens;
        this.expected = expected;
        longest = (int) Math.min(Integer.MAX_VALUE, (long) maxMessage + ROOM);
    }

    /// Whether bytes begin with the signature of a greeting, as far as they go.
    static boolean isSignature(byte[] bytes, int from, int to) {
        return bytes[from] == (byte) 0xFF && (to - from < SIGNATURE || bytes[from + SIGNATURE - 1] == 0x7F);
    }

    /// Whether that many bytes are enough to be sure.
    static boolean isWhole(int signature) {
        return signature >= SIGNATURE;
    }

    /// Whether the other end answers pings.
    boolean pings() {
        return minor >= 1;
    }

    // ---- reading

    /// @return how many bytes were used up
    int decode(byte[] bytes, int from, int to, Consumer<Frame> out, Peer peer) throws WireException {
        int pos = from;
        if (minor < 0) {
            if (!said && !opens) {
                said = true;
                out.accept(new Frame.Said(greeting(), 0));
            }
            if (from == to || !greeted(bytes, from, to)) {
                return 0;
            }
            pos += GREETING;
        }
        for (int next = take(bytes, pos, to, out, peer); next > pos; next = take(bytes, pos, to, out, peer)) {
            pos = next;
        }
        return pos - from;
    }

    private boolean greeted(byte[] bytes, int from, int to) throws WireException {
        if (!isSignature(bytes, from, to)) {
            throw new WireException(
                    Code.UNIMPLEMENTED, "the peer does not greet as ZeroMQ does (expected ff, 8 bytes, 7f)");
        }
        if (to - from > MAJOR_AT && (bytes[from + MAJOR_AT] & 0xFF) < MAJOR) {
            throw new WireException(
                    Code.UNIMPLEMENTED, "ZMTP of version " + (bytes[from + MAJOR_AT] & 0xFF) + " (expected 3)");
        }
        if (to - from < GREETING) {
            return false;
        }
        String mechanism = new String(bytes, from + MECHANISM_AT, 20, StandardCharsets.ISO_8859_1).replace("\0", "");
        if (!mechanism.equals("NULL")) {
            throw new WireException(
                    Code.UNIMPLEMENTED, "the mechanism " + ValueException.quote(mechanism) + " (expected NULL)");
        }
        minor = bytes[from + MAJOR_AT] == MAJOR ? bytes[from + MAJOR_AT + 1] & 0xFF : MINOR;
        return true;
    }

    /// Takes a command or a message, if it is all there.
    ///
    /// @return behind it; else `pos`
    private int take(byte[] bytes, int pos, int to, Consumer<Frame> out, Peer peer) throws WireException {
        int delimiter = -1; // where the body's header begins
        int body = pos;
        int length = 0;
        long total = 0;
        int at = pos;
        boolean more = true;
        for (int parts = 1; more; parts++) {
            int head = at < to && (bytes[at] & LONG) != 0 ? 9 : 2;
            if (to - at < head) {
                return pos;
            }
            int flags = flags(bytes[at], parts);
            long size = head == 2 ? bytes[at + 1] & 0xFF : u64(bytes, at + 1);
            total += size;
            requireShort(flags, size, total);
            body = at + head;
            if (to - body < size) {
                return pos;
            }
            length = (int) size;
            if ((flags & COMMAND) != 0) {
                command(bytes, body, length, out, peer);
                return body + length;
            }
            more = (flags & MORE) != 0;
            if (delimiter < 0 && more && length == 0) {
                delimiter = body;
            } else if (delimiter >= 0 && at > delimiter) {
                length = -1; // a second frame behind the delimiter
            }
            at = body + (int) size;
        }
        if (!ready) {
            throw new WireException(Code.INVALID_ARGUMENT, "a message before the command READY");
        }
        if (delimiter < 0) {
            return at; // no request, and nothing that could be answered: dropped, as ZeroMQ does
        }
        return peer.message(bytes, pos, delimiter, body, length, out) ? at : pos;
    }

    private static int flags(byte flags, int parts) throws WireException {
        boolean command = (flags & COMMAND) != 0;
        if ((flags & ~(MORE | LONG | COMMAND)) != 0 || (command && ((flags & MORE) != 0 || parts > 1))) {
            throw new WireException(
                    Code.INVALID_ARGUMENT,
                    "a frame with flags " + Integer.toHexString(flags & 0xFF) + " where there can be no such");
        }
        if (parts > MOST_PARTS) {
            throw new WireException(Code.RESOURCE_EXHAUSTED, "a message of more than " + MOST_PARTS + " frames");
        }
        return flags;
    }

    private void requireShort(int flags, long size, long total) throws WireException {
        int most = (flags & COMMAND) != 0 ? LONGEST_COMMAND : longest;
        if (size < 0 || size > most || total > most) {
            throw new WireException(
                    Code.RESOURCE_EXHAUSTED,
                    "a message of "
                            + Long.toUnsignedString(size < 0 ? size : total)
                            + " bytes (expected at most "
                            + most
                            + ((flags & COMMAND) != 0 ? ")" : ", the limit maxMessage and some for its envelope)"));
        }
    }

    private static long u64(byte[] bytes, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }

    private void command(byte[] bytes, int at, int length, Consumer<Frame> out, Peer peer) throws WireException {
        int name = length == 0 ? 0 : Math.min(bytes[at] & 0xFF, length - 1);
        String what = new String(bytes, at + Math.min(1, length), name, StandardCharsets.ISO_8859_1);
        int data = at + Math.min(length, 1 + name);
        int end = at + length;
        switch (what) {
            case "READY" -> {
                if (!ready) {
                    ready = true;
                    ready(bytes, data, end, out, peer);
                }
            }
            case "ERROR" ->
                    throw new WireException(
                            Code.UNAVAILABLE,
                            "the peer refuses: "
                                    + ValueException.quote(
                                            new String(
                                                    bytes,
                                                    Math.min(end, data + 1),
                                                    Math.max(0, end - data - 1),
                                                    StandardCharsets.ISO_8859_1)));
            case "PING" -> {
                int context = Math.min(end, data + 2); // behind the time to live
                out.accept(new Frame.Said(pong(bytes, context, Math.min(LONGEST_CONTEXT, end - context)), 0));
            }
            case "PONG" -> out.accept(new Frame.Pong(0));
            default -> {} // that is of no meaning here
        }
    }

    private void ready(byte[] bytes, int from, int to, Consumer<Frame> out, Peer peer) throws WireException {
        String type = property("socket-type", bytes, from, to);
        if (type == null || !expected.contains(type)) {
            throw new WireException(
                    Code.UNIMPLEMENTED,
                    "a ZeroMQ socket of type "
                            + (type == null ? "none" : ValueException.quote(type))
                            + " (expected "
                            + String.join(" or ", expected)
                            + ")");
        }
        if (!opens) {
            out.accept(new Frame.Said(ready(type.equals("REQ") ? "REP" : "ROUTER", type.equals("DEALER")), 0));
        }
        peer.ready(type, out);
    }

    private static @Nullable String property(String name, byte[] bytes, int from, int to) throws WireException {
        String found = null;
        int pos = from;
        while (pos < to) {
            int key = bytes[pos] & 0xFF;
            int value = pos + 1 + key;
            long length = value + 4 > to ? -1 : u64(bytes, value - 4) & 0xFFFFFFFFL;
            if (length < 0 || length > to - value - 4) {
                throw new WireException(Code.INVALID_ARGUMENT, "a command READY that ends within a property");
            }
            if (new String(bytes, pos + 1, key, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT).equals(name)) {
                found = new String(bytes, value + 4, (int) length, StandardCharsets.ISO_8859_1);
            }
            pos = value + 4 + (int) length;
        }
        return found;
    }

    // ---- writing

    /// The 64 bytes that either end begins with.
    static byte[] greeting() {
        byte[] greeting = new byte[GREETING];
        greeting[0] = (byte) 0xFF;
        greeting[8] = 1;
        greeting[9] = 0x7F;
        greeting[MAJOR_AT] = MAJOR;
        greeting[MAJOR_AT + 1] = MINOR;
        System.arraycopy(MECHANISM, 0, greeting, MECHANISM_AT, MECHANISM.length);
        return greeting;
    }

    /// What the end that connects begins with, without waiting for the other.
    static void open(Output out) {
        out.bytes(greeting());
        out.bytes(ready("DEALER", true));
    }

    private static byte[] ready(String socketType, boolean identity) {
        Output out = new Output(64);
        property(out, "Socket-Type", socketType);
        if (identity) {
            property(out, "Identity", "");
        }
        return command("READY", out);
    }

    private static void property(Output out, String name, String value) {
        out.u8(name.length());
        out.bytes(name.getBytes(StandardCharsets.US_ASCII));
        out.u32(value.length());
        out.bytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    /// Asks whether the other end lives.
    static void ping(Output out) {
        Output data = new Output(8);
        data.u16(0); // no time to live: we close by ourselves
        out.bytes(command("PING", data));
    }

    private static byte[] pong(byte[] context, int at, int length) {
        Output data = new Output(LONGEST_CONTEXT);
        data.bytes(context, at, length);
        return command("PONG", data);
    }

    private static byte[] command(String name, Output data) {
        Output out = new Output(64);
        out.u8(COMMAND);
        out.u8(1 + name.length() + data.size());
        out.u8(name.length());
        out.bytes(name.getBytes(StandardCharsets.US_ASCII));
        out.bytes(data.array(), 0, data.size());
        return out.toByteArray();
    }

    /// What stands before the last frame of a message.
    static void head(Output out, int length) {
        if (length <= 0xFF) {
            out.u8(0);
            out.u8(length);
        } else {
            out.u8(LONG);
            out.u64(length);
        }
    }
}
