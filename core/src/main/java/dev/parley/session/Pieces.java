package dev.parley.session;

import dev.parley.value.Output;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;

import java.util.ArrayDeque;
import java.util.Deque;

/// Values that are too large for one frame, on their way out in pieces, and the frames that must not overtake them. Guarded by
/// the lock of its [Outbox].
final class Pieces {
    private final Wire wire;
    private final Deque<Queued> queue = new ArrayDeque<>();
    private long bytes;

    Pieces(Wire wire) {
        this.wire = wire;
    }

    /// Takes a frame that cannot go out at once.
    ///
    /// @return false for one that can
    boolean take(Frame.OfCall frame) {
        Encoded body = frame instanceof Frame.Carrier carrier ? carrier.body() : null;
        if (body != null && body.length() > wire.largestPiece()) {
            add(new Queued(frame, body));
            return true;
        }
        if (!queue.isEmpty() && keepsOrder(frame) && follows(frame.id())) {
            add(new Queued(frame, body == null ? null : body.copy()));
            return true;
        }
        return false;
    }

    private void add(Queued frame) {
        queue.add(frame);
        bytes += frame.left();
    }

    private static boolean keepsOrder(Frame.OfCall frame) {
        return !(frame instanceof Frame.Cancel) && !(frame instanceof Frame.Credit);
    }

    private boolean follows(int id) {
        for (Queued before : queue) {
            if (before.id() == id && !before.isAbandoned()) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /// How many are still to go out.
    long bytes() {
        return bytes;
    }

    /// Writes the next piece into a buffer. To be called where there is one.
    void next(Output out) {
        Queued next = queue.element();
        int before = next.left();
        wire.encode(next.piece(wire.largestPiece()), out);
        bytes -= before - next.left();
        if (next.isDone()) {
            queue.remove();
            next.release();
        }
    }

    /// Gives up what has not gone out yet of a call that is over.
    void abandon(int id) {
        queue.removeIf(queued -> {
            boolean remove = queued.id() == id && queued.abandon();
            if (remove) {
                bytes -= queued.left();
                queued.release();
            }
            return remove;
        });
    }

    void clear() {
        queue.clear();
        bytes = 0;
    }
}
