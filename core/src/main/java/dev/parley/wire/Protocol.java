package dev.parley.wire;

import java.io.IOException;
import java.net.URI;

/// A protocol of others that can be spoken in the place of our own. Found by [java.util.ServiceLoader].
public interface Protocol {
    /// Whether bytes could be the first that a client of this protocol sends.
    enum Likeness {
        NO,
        /// More bytes are needed to tell.
        PERHAPS,
        YES
    }

    /// The name by which it is asked for, such as `snekrpc`: by `ServerBuilder.wires`, and in URLs, `snekrpc+tcp://…`.
    String name();

    /// Looks at the bytes from `from` to before `to`, at least one.
    Likeness looksLike(byte[] bytes, int from, int to);

    /// One connection's wire, for the end that was connected to.
    ///
    /// @throws IllegalStateException where something that it needs is not there; also asked for when a server starts
    Wire server(WireSetup setup);

    /// One connection's wire, for the end that has connected.
    ///
    /// @throws IllegalStateException where something that it needs is not there
    Wire client(WireSetup setup);

    /// Where a server is found whose URL names this protocol alone, such as `zrpc:///notes`.
    ///
    /// @return a URL of a transport
    /// @throws IllegalArgumentException where such URLs mean nothing
    default URI locate(URI url) {
        throw new IllegalArgumentException(
                "URL " + url + ": no transport (expected one such as " + name() + "+tcp://127.0.0.1:12321)");
    }

    /// Called before a server listens at a URL that names this protocol: makes what must be there, such as a folder.
    ///
    /// @param at a URL of a transport
    /// @throws IOException where that is not possible
    default void listening(URI at) throws IOException {}

    /// Whether its clients make a call again that was not answered in time. A server that speaks it keeps its answers, so
    /// that no call runs twice.
    default boolean repeats() {
        return false;
    }
}
