package dev.parley.wire;

import dev.parley.value.Codecs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One wire that reads: what it has understood, in words.
final class Reading {
    final ParleyWire wire;
    final List<String> frames = new ArrayList<>();
    int apart; // frames that had an array of their own
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
            left = Arrays.copyOfRange(all, used, all.length);
        }
        return this;
    }

    /// Reads from `from` on, at most so many bytes, to where the wire wants them, as a link does. What a frame brings in an array of
    /// its own is spoilt when it has been looked at, as that may be used for something else.
    ///
    /// @return how many bytes that were
    int readToRoom(byte[] stream, int from, int most) throws WireException {
        ByteBuffer room = left.length == 0 ? wire.room() : null;
        if (room == null) {
            give(Arrays.copyOfRange(stream, from, from + most), 0, most);
            return most;
        }
        int begin = room.position();
        int some = Math.min(most, room.remaining());
        room.put(stream, from, some);
        give(room.array(), begin, begin + some);
        return some;
    }

    private void give(byte[] bytes, int from, int to) throws WireException {
        byte[] all = bytes;
        int begin = from;
        int end = to;
        if (left.length > 0) {
            all = RawFrame.join(left, Arrays.copyOfRange(bytes, from, to));
            begin = 0;
            end = all.length;
        }
        int used = wire.decode(all, begin, end, this::spoil);
        left = Arrays.copyOfRange(all, begin + used, end);
    }

    private void spoil(Frame frame) {
        frames.add(FrameText.of(frame));
        if (frame instanceof Frame.Carrier carrier && carrier.body() != null && carrier.body().home() != null) {
            apart++;
            Arrays.fill(carrier.body().bytes(), (byte) 0xAA);
        }
    }

    int leftOver() {
        return left.length;
    }
}
