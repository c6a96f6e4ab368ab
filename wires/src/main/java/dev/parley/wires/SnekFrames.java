package dev.parley.wires;

import dev.parley.Code;
import dev.parley.value.Codec;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.ValueException;
import dev.parley.value.Writer;
import dev.parley.wire.Encoded;
import dev.parley.wire.WireException;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// What both ends of snekrpc have in common: messages behind their lengths, and the names that they begin with.
final class SnekFrames {
    static final String COMMAND = "CommandMessage";
    static final String DATA = "DataMessage";
    static final String ERROR = "ErrorMessage";
    static final String STREAM_START = "StreamStartMessage";
    static final String STREAM_END = "StreamEndMessage";
    static final String ARGUMENT = "Argument";
    static final String STREAM_ARGUMENT = "StreamArgument";

    /// What a message takes beside its value: names and lengths.
    private static final int ROOM = 4 << 10;

    /// A message of more bytes ends the connection.
    private static final int MOST_SKIPPED = 64 << 20;

    private final int maxMessage;
    private final int longest;

    /// @param maxMessage the largest value in bytes that is taken
    SnekFrames(int maxMessage) {
        this.maxMessage = maxMessage;
        longest = (int) Math.min(Integer.MAX_VALUE, (long) maxMessage + ROOM);
    }

    static int length(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | bytes[at + 3] & 0xFF;
    }

    /// The length of the message that begins at `pos`.
    ///
    /// @return -1 where not all of it is there yet
    int whole(byte[] bytes, int pos, int to) throws WireException {
        if (to - pos < 4) {
            return -1;
        }
        int length = length(bytes, pos);
        if (length == 0) {
            throw new WireException(Code.INVALID_ARGUMENT, "a message of 0 bytes (expected 1 or more)");
        } else if (isTooLarge(length)) {
            throw new WireException(Code.RESOURCE_EXHAUSTED, tooLarge(length));
        }
        return length <= to - pos - 4 ? length : -1;
    }

    boolean isTooLarge(int length) {
        return length < 0 || length > longest;
    }

    /// Whether a message of this length is not taken, but what comes behind it can be.
    boolean isSkipped(int length) {
        return isTooLarge(length) && length > 0 && length <= MOST_SKIPPED;
    }

    String tooLarge(int length) {
        return "a message of " + (length & 0xFFFFFFFFL) + " bytes (the limit maxMessage is " + maxMessage + ")";
    }

    /// A message of one byte, 0, and perhaps a codec's name.
    static byte[] handshake(String codec) {
        Output out = new Output(16);
        byte[] name = codec.getBytes(StandardCharsets.US_ASCII);
        out.u32(1 + name.length);
        out.u8(0);
        out.bytes(name);
        return out.toByteArray();
    }

    /// Appends a message.
    ///
    /// @param size how many elements it has beside its name
    static void message(Codec codec, Output out, String name, int size, Content content) {
        int start = out.claim(4);
        Writer writer = codec.writer(out);
        writer.beginList(size + 1);
        writer.text(name);
        content.write(writer);
        writer.endList();
        out.putU32(start, out.size() - start - 4);
    }

    /// Writes the elements behind a message's name.
    @FunctionalInterface
    interface Content {
        void write(Writer writer);
    }

    static void data(Codec codec, Output out, @Nullable Encoded value) {
        message(
                codec,
                out,
                DATA,
                1,
                w -> {
                    if (value == null) {
                        w.nil();
                    } else {
                        w.raw(value.bytes(), value.offset(), value.length());
                    }
                });
    }

    static void bare(Codec codec, Output out, String name) {
        message(codec, out, name, 0, _ -> {});
    }

    /// The next element of a message that has so many.
    static void requireMore(Reader in, String what) {
        if (!in.more()) {
            throw new ValueException("a message ends before its " + what);
        }
    }

    static String text(Reader in, String what) {
        requireMore(in, what);
        return in.text();
    }

    static Encoded raw(Codec codec, Reader in, String what) {
        requireMore(in, what);
        byte[] value = in.raw();
        return new Encoded(codec, value, 0, value.length);
    }
}
