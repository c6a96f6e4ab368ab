package dev.parley.session;

import dev.parley.value.Codec;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.wire.Encoded;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/// Frames of items, as bytes, in the order in which they came: small ones stand one behind the other in one buffer; large
/// ones that came in an array of their own stay there. Not thread-safe.
final class ItemFrames {
    private static final int LARGEST_KEPT = 64 << 10;
    private static final int LARGE = 16 << 10;

    /// Stands for the length of a frame that is not in the buffer.
    private static final int APART = -1;

    private final Output together = new Output(); // each frame behind its length
    private final Deque<Encoded> apart = new ArrayDeque<>(1);
    private int position; // where the next length stands
    private int length; // of the frame that was taken last
    private @Nullable Encoded taken; // that frame, where it stood apart

    /// Adds a frame, and takes over the array that it stands in.
    ///
    /// @param most about as many bytes will come in all, before some are taken
    void add(Encoded items, int most) {
        int size = items.length();
        if (size > LARGE && items.home() != null && size >= items.bytes().length / 2) {
            together.u32(APART);
            apart.add(items);
            return;
        }
        if (size > LARGE) { // more of them will come: room at once, but at most for four times what has come
            together.reserve(Math.min(most, 4 * (together.size() + size)));
        }
        together.u32(size);
        together.bytes(items.bytes(), items.offset(), size);
        items.release();
    }

    boolean isEmpty() {
        return position == together.size();
    }

    /// Goes on to the next frame; the one before is gone, with its bytes.
    Reader next(Codec codec) {
        letGo();
        byte[] bytes = together.array();
        int at = position + 4;
        length =
                (bytes[at - 4] & 0xFF) << 24
                        | (bytes[at - 3] & 0xFF) << 16
                        | (bytes[at - 2] & 0xFF) << 8
                        | bytes[at - 1] & 0xFF;
        position = at;
        if (length == APART) {
            taken = apart.remove();
            length = taken.length();
            return taken.reader();
        }
        position += length;
        return codec.reader(bytes, at, length);
    }

    /// The length of the frame that was taken last.
    int length() {
        return length;
    }

    private void letGo() {
        if (taken != null) {
            taken.release();
            taken = null;
        }
    }

    /// Empties it when all has been taken.
    void clear() {
        letGo();
        position = 0;
        together.clear();
        if (together.array().length > LARGEST_KEPT) {
            together.release();
        }
    }
}
