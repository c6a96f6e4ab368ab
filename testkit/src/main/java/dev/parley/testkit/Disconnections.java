package dev.parley.testkit;

import dev.parley.CallListener;
import dev.parley.Peer;

/// Tells of connections that were opened and lost.
record Disconnections(Events events) implements CallListener {
    @Override
    public void disconnected(Peer peer, String why) {
        events.add("disconnected: " + why);
    }
}
