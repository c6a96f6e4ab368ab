package dev.parley;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Hears what happens at one end, for logs, metrics and traces. Methods are called on whatever thread it happens, also on
/// those that read sockets: they must return at once and not throw (what they throw is logged and ignored).
public interface CallListener {
    /// A connection was opened.
    default void connected(Peer peer) {}

    /// A connection is closed.
    ///
    /// @param why in words; empty for an orderly end
    default void disconnected(Peer peer, String why) {}

    /// A call begins.
    ///
    /// @param inbound whether the peer calls us
    default void callStarted(Peer peer, String service, String command, boolean inbound) {}

    /// A call is over.
    ///
    /// @param code why it failed; null where it succeeded
    default void callEnded(
            Peer peer, String service, String command, boolean inbound, Duration took, @Nullable Code code) {}
}
