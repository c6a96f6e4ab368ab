package dev.parley.wire;

import dev.parley.model.ServiceModel;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    /// All names by which it can be asked for.
    default Set<String> names() {
        return Set.of(name());
    }

    /// What the query of a URL may say to it, as in `…?retry=1s`. All else is for the transport.
    default Set<String> options() {
        return Set.of();
    }

    /// The same protocol with what the query of a URL says.
    ///
    /// @param options some of [#options()]; at least one
    /// @throws IllegalArgumentException for what makes no sense
    default Protocol with(Map<String, String> options) {
        return this;
    }

    /// Looks at the bytes from `from` to before `to`, at least one.
    Likeness looksLike(byte[] bytes, int from, int to);

    /// One connection's wire, for the end that was connected to.
    Wire server(WireSetup setup);

    /// One connection's wire, for the end that has connected.
    Wire client(WireSetup setup);

    /// Where a server is found whose URL names this protocol alone, such as `zrpc:///notes`.
    ///
    /// @return a URL of a transport
    /// @throws IllegalArgumentException where such URLs mean nothing
    default URI locate(URI url) {
        throw new IllegalArgumentException(
                "URL " + url + ": no transport (expected one such as " + name() + "+tcp://127.0.0.1:12321)");
    }

    /// Gives a URL that names this protocol alone, and no server, the name of one: `zrpc://` becomes `zrpc:///notes`.
    ///
    /// @param name a service's
    /// @return the URL as it is where it names a server, or where servers of this protocol have no names
    default URI named(URI url, String name) {
        return url;
    }

    /// Where there are servers of this protocol on this machine, or seem to be: in the order of their names, as URLs that
    /// [#locate] knows.
    ///
    /// @throws IOException where they cannot be looked for; the message says why
    /// @throws IllegalArgumentException where there is no place to look
    default List<URI> servers() throws IOException {
        throw new IllegalArgumentException(name() + ": there is no place where its servers could be looked for");
    }

    /// Whether its calls name a service, of which a server has several. Else a server has commands, and is described as one
    /// service.
    default boolean namesServices() {
        return true;
    }

    /// Whether arguments may go by name. Else who has them by name, and knows what the command takes, must give them by
    /// position.
    default boolean namesArguments() {
        return true;
    }

    /// Whether servers of it tell what they offer. Else ours do, and others may not even answer when they are asked.
    default boolean describes() {
        return true;
    }

    /// The names of the codecs without which it cannot be spoken.
    default List<String> codecs() {
        return List.of();
    }

    /// Called before a server listens at a URL that names this protocol: makes what must be there, such as a folder.
    ///
    /// @param at a URL of a transport
    /// @throws IOException where that is not possible
    default void listening(URI at) throws IOException {}

    /// Called before a server that speaks it takes calls of services: when it starts, and before one of them is replaced.
    ///
    /// @throws IllegalArgumentException where they cannot be served; the text says why and what would do
    default void serving(List<ServiceModel> services) {}

    /// Whether its clients make a call again that was not answered in time. A server that speaks it keeps its answers, so
    /// that no call runs twice.
    default boolean repeats() {
        return false;
    }
}
