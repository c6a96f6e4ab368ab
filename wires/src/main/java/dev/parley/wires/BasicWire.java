package dev.parley.wires;

import dev.parley.Code;
import dev.parley.value.Output;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// What both ends of basic-socket-rpc have in common: messages behind their size and type. Large ones are put together in a
/// buffer of their own as they come, which the value then stays in.
abstract class BasicWire implements Wire {
    /// The size, in four bytes, which counts itself, and the type.
    static final int HEADER = Integer.BYTES + 1;

    static final int INIT = 0;
    static final int REQUEST = 1;
    static final int RESPONSE = 1;

    /// Larger messages do not wait elsewhere until they are whole.
    private static final int SMALL = 32 << 10;

    private final int maxMessage;
    private @Nullable Output filling; // used by the thread that reads, as the next two
    private int missing;
    private int fillingType;

    BasicWire(int maxMessage) {
        this.maxMessage = maxMessage;
    }

    /// Whether the next message may be looked at; else it waits.
    abstract boolean mayRead();

    /// A message is there.
    ///
    /// @param at where it begins, behind its type
    /// @param home the buffer that the bytes belong to alone; null for bytes that are only lent
    abstract void message(int type, byte[] bytes, int at, int length, @Nullable Output home, Consumer<Frame> out)
            throws WireException;

    /// The size of a message is less than any can have.
    abstract void tooShort(long size, Consumer<Frame> out) throws WireException;

    /// The size of a message is more than is taken.
    WireException tooLarge(long size) {
        return new WireException(
                Code.RESOURCE_EXHAUSTED,
                "a message of " + size + " bytes (the limit maxMessage of the receiver is " + maxMessage + ")");
    }

    @Override
    public int largestCopied() {
        return Output.MOST_COPIED;
    }

    @Override
    public int decode(byte[] bytes, int from, int to, Consumer<Frame> out) throws WireException {
        int pos = from;
        while (true) {
            if (filling != null) {
                pos += fill(filling, bytes, pos, to);
                if (missing > 0) {
                    return pos - from;
                }
                Output whole = filling;
                filling = null;
                message(fillingType, whole.array(), 0, whole.size(), whole, out);
            }
            if (to - pos < Integer.BYTES || !mayRead()) {
                return pos - from;
            }
            long size = BasicBytes.get(bytes, pos, Integer.BYTES);
            if (size < HEADER) {
                pos += Integer.BYTES;
                tooShort(size, out);
                continue;
            } else if (size > (long) maxMessage + HEADER + Short.BYTES) {
                throw tooLarge(size);
            } else if (to - pos < HEADER) {
                return pos - from;
            }
            int type = bytes[pos + Integer.BYTES] & 0xFF;
            int length = (int) size - HEADER;
            int there = to - pos - HEADER;
            if (length <= there) {
                pos += HEADER + length;
                message(type, bytes, pos - length, length, null, out);
            } else if (length <= SMALL) {
                return pos - from;
            } else {
                filling = new Output(0);
                missing = length;
                fillingType = type;
                pos += HEADER;
            }
        }
    }

    /// Takes what is there of a large message; makes room for all of it, but for no more than four times what has come.
    ///
    /// @return how many bytes that were
    private int fill(Output into, byte[] bytes, int from, int to) {
        int some = Math.min(missing, to - from);
        int size = into.size() + some;
        if (size > into.array().length) {
            into.reserve((int) Math.min((long) into.size() + missing, Math.max(SMALL, 4L * size)));
        }
        into.bytes(bytes, from, some);
        missing -= some;
        return some;
    }

    /// Begins a message with so many bytes of content.
    static void head(Output out, int type, int length) {
        BasicBytes.put(out, HEADER + (long) length, Integer.BYTES);
        out.u8(type);
    }

    /// A message of one part.
    static byte[] message(int type, byte... content) {
        Output out = new Output(HEADER + content.length);
        head(out, type, content.length);
        out.bytes(content);
        return out.toByteArray();
    }
}
