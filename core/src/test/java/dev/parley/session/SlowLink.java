package dev.parley.session;

import dev.parley.Peer;
import dev.parley.link.Link;

import java.nio.ByteBuffer;

/// A link that takes only as many bytes as a test lets it, and counts what it is asked for.
public final class SlowLink implements Link {
    final java.io.ByteArrayOutputStream taken = new java.io.ByteArrayOutputStream();
    int room = Integer.MAX_VALUE;
    int writes;
    int wakeUps;
    int asksForRoom;
    String closed = "no";

    /// What others do during each write.
    Runnable meanwhile = () -> {};

    @Override
    public Peer peer() {
        return new Peer("slow", "here");
    }

    @Override
    public void start(Receiver receiver) {}

    @Override
    public void write(ByteBuffer bytes) {
        writes++;
        meanwhile.run();
        int n = Math.min(room, bytes.remaining());
        byte[] some = new byte[n];
        bytes.get(some);
        taken.writeBytes(some);
        room -= n;
    }

    @Override
    public void whenWritable() {
        asksForRoom++;
    }

    @Override
    public void wakeUp() {
        wakeUps++;
    }

    @Override
    public void close(String why) {
        closed = why;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}
}
