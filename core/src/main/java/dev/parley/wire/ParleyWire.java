package dev.parley.wire;

import dev.parley.Code;
import dev.parley.value.Codec;
import dev.parley.value.Output;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/// Our own wire, as `docs/protocol.md` specifies it byte by byte. This half reads; [FrameWriter] writes.
public final class ParleyWire implements Wire {
    /// What each end sends first of all: a byte that no UTF-8 text and no MessagePack value contains, a name, a version.
    static final byte[] PREAMBLE = {(byte) 0xC1, 'P', 'R', 'L', 'Y', 1};

    static final int HEADER = 10;
    static final int LARGEST_PIECE = 64 << 10;
    static final int LARGEST_FRAME = 128 << 10;
    static final int MOST_NUMBERS = 1024;

    static final int HELLO = 1;
    static final int CALL = 2;
    static final int ITEM = 3;
    static final int END = 4;
    static final int RESULT = 5;
    static final int FAILURE = 6;
    static final int CANCEL = 7;
    static final int CREDIT = 8;
    static final int MORE_PART = 9;
    static final int PING = 10;
    static final int PONG = 11;
    static final int GO_AWAY = 12;

    static final int MORE = 0x01;
    static final int VALUE = 0x02;
    static final int DEADLINE = 0x04;
    static final int METADATA = 0x08;
    static final int STREAM = 0x10;
    static final int MIXED = 0x20;
    static final int SOFT = 0x40;
    static final int EXTENDED = 0x80;
    static final int DEFINE = VALUE;
    static final int RAN = DEADLINE;
    static final int TRACE = STREAM;
    static final int ABANDONED = VALUE;

    private static final int SMALL = 4 << 10;
    private static final int LARGE = 16 << 10;

    private final FrameWriter writer = new FrameWriter();
    private final Head head = new Head();
    private final FrameReader reader;
    private final int maxMessage;
    private boolean greeted; // the preamble has come

    /// The message whose parts are coming in; null where the last was complete.
    private @Nullable Assembly cut;

    /// The message that the bytes of the current frame go to, while `missing` of them have not come.
    private @Nullable Assembly filling;

    private int missing;

    /// The largest frame that has come in an array of its own, in bytes.
    private int seen;

    /// How long the next frame's body will be if it is like the last, a large one of items; 0 where nothing is known.
    private int nextBody;

    /// Where that frame is to be read to.
    private @Nullable Output next;

    /// A message in the making.
    private static final class Assembly {
        final int kind;
        final int flags;
        final int id;
        final Output data;
        final int start; // in `data`
        boolean tooLarge;

        Assembly(int kind, int flags, int id) {
            this(kind, flags, id, new Output(0), 0);
        }

        Assembly(int kind, int flags, int id, Output data, int start) {
            this.data = data;
            this.start = start;
            this.kind = kind;
            this.flags = flags;
            this.id = id;
        }

        Head read(Head head) {
            return head.at(data.array(), start, data.size(), data);
        }
    }

    /// @param codecs finds the codec that the peer's [Frame.Hello] names; gives null for one that is not known
    /// @param maxMessage the largest message in bytes that is taken
    public ParleyWire(Function<String, @Nullable Codec> codecs, int maxMessage) {
        reader = new FrameReader(codecs, maxMessage);
        this.maxMessage = maxMessage;
    }

    @Override
    public int largestPiece() {
        return LARGEST_PIECE;
    }

    @Override
    public boolean joinsItems() {
        return true;
    }

    @Override
    public void encode(Frame frame, Output out) {
        writer.write(frame, out);
    }

    @Override
    public int itemHead() {
        return HEADER;
    }

    @Override
    public void encodeItems(int id, Output items) {
        FrameWriter.items(id, items);
    }

    @Override
    public int decode(byte[] bytes, int from, int to, Consumer<Frame> frames) throws WireException {
        int pos = from;
        if (!greeted) {
            if (!preamble(bytes, from, to)) {
                return 0;
            }
            pos += PREAMBLE.length;
        }
        while (true) {
            if (missing > 0) {
                int some = Math.min(missing, to - pos);
                take(Objects.requireNonNull(filling), bytes, pos, some);
                pos += some;
                missing -= some;
                if (missing > 0) {
                    return pos - from;
                }
                filled(frames);
            }
            if (to - pos < HEADER) {
                return pos - from;
            }
            head.at(bytes, pos, to, null);
            int length = head.u32();
            int kind = head.u8();
            int flags = head.u8();
            int id = head.u32();
            requireFrame(kind, length, id);
            int body = length - (HEADER - 4);
            boolean foreseen = next != null && bytes == next.array() && pos == 0 && body >= nextBody;
            if (foreseen && kind == ITEM && (flags & MORE) == 0) {
                begunInPlace(kind, flags, id, body, to - HEADER, frames);
                pos = to;
            } else if (kind == MORE_PART || (flags & MORE) != 0 || (body > to - pos - HEADER && body > SMALL)) {
                pos += HEADER;
                begin(kind, flags, id, body, frames);
            } else if (body > to - pos - HEADER) {
                return pos - from;
            } else {
                pos += HEADER + body;
                message(kind, flags, id, head.at(bytes, pos - body, pos, null), frames);
            }
            foresee(kind, flags, body);
        }
    }

    private void foresee(int kind, int flags, int body) {
        nextBody = kind == ITEM && (flags & MORE) == 0 && body > LARGE ? body : 0;
        if (nextBody == 0) {
            next = null; // not kept for what may never come; and not released, as these very bytes may stand there
        }
    }

    @Override
    public void unused() {
        if (next != null) {
            next.release();
            next = null;
        }
    }

    /// Takes a frame that was foreseen: it stands where it can stay, and nothing behind it.
    ///
    /// @param length how much of its body is there
    private void begunInPlace(int kind, int flags, int id, int body, int length, Consumer<Frame> frames)
            throws WireException {
        Output place = Objects.requireNonNull(next);
        next = null;
        place.clear();
        place.claim(HEADER + length);
        filling = new Assembly(kind, flags, id, place, HEADER);
        missing = body - length;
        if (missing == 0) {
            filled(frames);
        }
    }

    private boolean preamble(byte[] bytes, int from, int to) throws WireException {
        for (int i = 0; i < PREAMBLE.length && from + i < to; i++) {
            if (bytes[from + i] != PREAMBLE[i]) {
                String got =
                        i == PREAMBLE.length - 1
                                ? "version " + (bytes[from + i] & 0xFF) + " of Parley's protocol (expected version 1)"
                                : "something else than Parley's protocol (it begins with "
                                        + LooksLike.describe(bytes, from, to)
                                        + ")";
                throw new WireException(Code.UNIMPLEMENTED, "the peer speaks " + got);
            }
        }
        greeted = to - from >= PREAMBLE.length;
        return greeted;
    }

    private void requireFrame(int kind, int length, int id) throws WireException {
        if (length < HEADER - 4 || length > LARGEST_FRAME) {
            throw new WireException(
                    length < HEADER - 4 && length >= 0 ? Code.INVALID_ARGUMENT : Code.RESOURCE_EXHAUSTED,
                    "a frame of "
                            + (length & 0xFFFFFFFFL)
                            + " bytes (expected "
                            + (HEADER - 4)
                            + " to "
                            + LARGEST_FRAME
                            + ")");
        }
        if (!reader.isGreeted() && kind != HELLO && kind <= GO_AWAY && kind != GO_AWAY) {
            throw new WireException(Code.INVALID_ARGUMENT, "a frame of kind " + kind + " before the greeting");
        }
        if (kind >= CALL && kind <= MORE_PART && id <= 0) {
            throw new WireException(
                    Code.INVALID_ARGUMENT, "call id " + (id & 0xFFFFFFFFL) + " (expected 1 to 2^31 - 1)");
        }
    }

    /// Starts to fill a message with a frame's bytes, or goes on with the one whose parts come in.
    private void begin(int kind, int flags, int id, int body, Consumer<Frame> frames) throws WireException {
        Assembly into;
        if (kind == MORE_PART) {
            if (cut == null || cut.id != id) {
                throw new WireException(
                        Code.INVALID_ARGUMENT, "a part of a message of call " + id + " that never began");
            }
            into = cut;
            boolean abandoned = (flags & ABANDONED) != 0;
            if (abandoned || (flags & MORE) == 0) {
                cut = null;
            }
            if (abandoned) {
                learn(into);
                into = new Assembly(0, 0, id); // of no known kind: forgotten when it is complete
            }
        } else {
            into = new Assembly(kind, flags, id);
            if ((flags & MORE) != 0) {
                if (cut != null) {
                    throw new WireException(
                            Code.INVALID_ARGUMENT,
                            "two messages in parts at once (of calls " + cut.id + " and " + id + ")");
                }
                cut = into;
            }
        }
        filling = into;
        missing = body;
        if (body == 0) {
            filled(frames);
        }
    }

    @Override
    public @Nullable ByteBuffer room() {
        Assembly into = filling;
        if (into == null) {
            return nextBody == 0 ? null : nextRoom();
        }
        if (missing < SMALL || isTooLarge(into, missing)) {
            return null;
        }
        // The head of a part that follows may stand behind this one until that comes to its place; behind a message
        // that is
        // complete, and handed on, nothing may.
        int some = into == cut ? missing + HEADER : missing;
        grow(into, some);
        int size = into.data.size();
        return ByteBuffer.wrap(into.data.array(), size, Math.min(some, into.data.array().length - size));
    }

    private ByteBuffer nextRoom() {
        if (next == null) {
            next = new Output(0);
        }
        next.reserve(HEADER + nextBody);
        return ByteBuffer.wrap(next.array(), 0, HEADER + nextBody);
    }

    private boolean isTooLarge(Assembly into, int more) {
        into.tooLarge |= into.data.size() + more > (long) maxMessage + LARGEST_FRAME;
        return into.tooLarge;
    }

    /// Makes room for what is to come: for all that is announced, but at most for four times what has come, or as much as
    /// a frame of this connection has had.
    private void grow(Assembly into, int more) {
        int size = into.data.size();
        if (size + more > into.data.array().length) {
            long announced = Math.min(announced(into) + (long) LARGEST_FRAME - LARGEST_PIECE, maxMessage);
            long most = Math.max(size * 4L, Math.max(SMALL, seen));
            into.data.reserve((int) Math.min(most, Math.max(size + more, announced)));
        }
    }

    private void take(Assembly into, byte[] bytes, int from, int length) {
        if (isTooLarge(into, length)) {
            return;
        }
        if (bytes == into.data.array() && from == into.data.size()) {
            into.data.claim(length); // it is there already
            return;
        }
        grow(into, length);
        into.data.bytes(bytes, from, length);
    }

    /// How long the whole value is that a message in parts brings, as its first frame says; 0 where it is not known.
    private static int announced(Assembly message) {
        boolean known = (message.flags & MORE) != 0 && message.data.size() >= 4;
        return known ? new Head().at(message.data.array(), 0, 4, null).u32() : 0;
    }

    private void filled(Consumer<Frame> frames) throws WireException {
        Assembly done = Objects.requireNonNull(filling);
        filling = null;
        seen = Math.clamp(done.data.size(), seen, LARGEST_PIECE);
        if (done == cut) {
            learn(done); // small calls pass between its parts, and may use the number
            return;
        }
        if (done.tooLarge) {
            learn(done);
            if (done.kind < CALL || done.kind > MORE_PART) {
                return;
            }
            frames.accept(reader.tooLarge(done.id));
        } else {
            message(done.kind, done.flags, done.id, done.read(head), frames);
        }
    }

    /// A call that is not complete, or is not taken, may define a number that others use.
    private void learn(Assembly lost) throws WireException {
        if (lost.kind == CALL && (lost.flags & DEFINE) != 0) {
            message(CALL, lost.flags, lost.id, lost.read(head), _ -> {});
        }
    }

    private void message(int kind, int flags, int id, Head fields, Consumer<Frame> frames) throws WireException {
        Frame frame = reader.read(kind, flags, id, fields);
        if (frame != null) {
            frames.accept(frame);
        }
    }
}
