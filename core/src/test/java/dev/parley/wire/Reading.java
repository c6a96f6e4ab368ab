package dev.parley.wire;

import dev.parley.value.Codecs;

import java.util.ArrayList;
import java.util.List;

/// One wire that reads: what it has understood, in words.
final class Reading {
    final ParleyWire wire;
    final List<String> frames = new ArrayList<>();
    private byte[] left = {};

    Reading(int maxMessage) {
        wire = new ParleyWire(name -> name.equals("msgpack") ? Codecs.msgpack() : null, maxMessage);
    }

    /// A wire that has been greeted.
    static Reading greeted() throws WireException {
        return greeted(1 << 20);
    }

    static Reading greeted(int maxMessage) throws WireException {
        Reading reading = new Reading(maxMessage);
        reading.read(RawFrame.greeting());
        reading.frames.clear();
        return reading;
    }

    /// Reads on, as a session does: what the wire has not used is given to it again.
    Reading read(byte[]... more) throws WireException {
        for (byte[] some : more) {
            byte[] all = RawFrame.join(left, some);
            int used = wire.decode(all, 0, all.length, frame -> frames.add(FrameText.of(frame)));
            left = java.util.Arrays.copyOfRange(all, used, all.length);
        }
        return this;
    }

    int leftOver() {
        return left.length;
    }
}
