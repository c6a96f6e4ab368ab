package dev.parley.session;

import dev.parley.link.Link;
import dev.parley.wire.Wire;

import java.util.concurrent.atomic.AtomicBoolean;

/// Lets a link read, unless somebody wants it to wait. Thread-safe.
final class Valve {
    private final Link link;
    private final Wire wire;
    private final AtomicBoolean waiting = new AtomicBoolean(); // the wire, for an answer, before it reads on
    private int holders; // guarded by this

    Valve(Link link, Wire wire) {
        this.link = link;
        this.wire = wire;
    }

    /// Nothing more is to come, until [#letGo()] is called once for each time that this was.
    synchronized void hold() {
        if (holders++ == 0) {
            link.pause();
        }
    }

    synchronized void letGo() {
        if (--holders == 0) {
            link.resume();
        }
    }

    synchronized boolean isHeld() {
        return holders > 0;
    }

    /// Something has been read: does not read on before an answer is given, where the wire waits for one. Called by the
    /// thread that reads, which alone begins to wait.
    void read() {
        if (wire.waits() && !waiting.get()) {
            hold();
            waiting.set(true);
            if (!wire.isBusy()) { // it was given in this moment
                answered();
            }
        }
    }

    /// A call of the peer's has been answered: the wire may go on with what has come since.
    void answered() {
        if (waiting.get() && waiting.compareAndSet(true, false)) {
            letGo();
        }
    }
}
