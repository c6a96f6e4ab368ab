package dev.parley.session;

import dev.parley.link.Link;

/// Lets a link read, unless somebody wants it to wait. Thread-safe.
final class Valve {
    private final Link link;
    private int holders; // guarded by this

    Valve(Link link) {
        this.link = link;
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
}
