package dev.parley.session;

import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

/// A frame with a large value on its way out in pieces, or one that follows such a frame of the same call. Guarded by the
/// lock of its [Outbox].
final class Queued {
    private final Frame.OfCall frame;
    private final @Nullable Encoded body;
    private final int length;
    private int sent;
    private boolean abandoned;
    private boolean done;

    Queued(Frame.OfCall frame, @Nullable Encoded body) {
        this.frame = frame;
        this.body = body;
        length = body == null ? 0 : body.length();
    }

    int id() {
        return frame.id();
    }

    /// How many bytes are still to go out.
    int left() {
        return length - sent;
    }

    boolean isDone() {
        return done;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    /// Nobody wants the rest.
    ///
    /// @return whether nothing of it has gone out, so that it can be forgotten
    boolean abandon() {
        abandoned = true;
        return sent == 0;
    }

    /// What goes out next.
    Frame piece(int largest) {
        if (abandoned) {
            sent = length;
            done = true;
            return new Frame.More(frame.id(), null);
        }
        if (body == null || !(frame instanceof Frame.Carrier carrier)) {
            done = true;
            return frame;
        }
        Encoded part = body.part(sent, largest);
        Frame piece = sent == 0 ? carrier.withBody(part) : new Frame.More(frame.id(), part);
        sent += part.length();
        done = !part.more();
        return piece;
    }

    /// The value's memory may be used for something else.
    void release() {
        if (body != null) {
            body.release();
        }
    }
}
