package dev.parley.link;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.function.Consumer;

/// Makes links for URLs of certain schemes. One in a module of its own is found by [java.util.ServiceLoader].
public interface Transport {
    /// The URL schemes that this transport is for, such as `tcp`.
    List<String> schemes();

    /// Connects to a server.
    ///
    /// @param setup from the client, for all its links
    /// @throws IOException where nobody answers; the message says which address and why
    Link connect(URI url, LinkSetup setup) throws IOException;

    /// Listens for clients.
    ///
    /// @param setup from the server, for all its links
    /// @param accepted takes each new link, not started yet; must not wait
    /// @throws IOException where that is not possible; the message says which address and why
    Listener listen(URI url, LinkSetup setup, Consumer<Link> accepted) throws IOException;

    /// Whether the query of a URL says something to it, in which case it refuses what makes no sense. Else URLs with one are
    /// refused before it gets them.
    default boolean readsQuery() {
        return true;
    }

    /// Whether a server that listens at this URL could be reached by those who are [#strangers()].
    ///
    /// @throws IOException where the URL's host is not known
    default boolean exposed(URI url) throws IOException {
        return true;
    }

    /// Who could connect at a URL that is [#exposed], as the text says it that refuses to listen there.
    default String strangers() {
        return "other machines";
    }

    /// Whether what goes over links of this URL cannot be read by others.
    default boolean encrypts(URI url) {
        return false;
    }

    /// A place where clients are waited for.
    interface Listener extends AutoCloseable {
        /// Where clients can connect: with the port that was picked, if any.
        URI url();

        /// Stops listening, and removes what it left in the file system. Links stay open.
        @Override
        void close();
    }
}
