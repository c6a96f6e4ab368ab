package dev.parley.link;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.TreeSet;

/// Finds the transport for a URL.
public final class Transports {
    private static final List<Transport> OWN =
            List.of(new TcpTransport(), new UnixTransport(), new LocalTransport(), new MemoryTransport());

    private Transports() {}

    /// Reads a URL. In the path of a Unix socket spaces may stand as they are.
    ///
    /// @throws IllegalArgumentException for a text that is none
    public static URI url(String text) {
        try {
            String whole = text.endsWith("://") ? text + "/" : text;
            URI url = new URI(whole.startsWith("unix://") ? whole.replace(" ", "%20") : whole);
            if (url.getScheme() != null && text.contains("://")) {
                return url;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "URL: got \"" + text + "\" (expected one such as tcp://127.0.0.1:12321 or unix:///tmp/notes.sock)");
    }

    /// Whether a scheme is that of a transport of the core.
    public static boolean isOwn(String scheme) {
        for (Transport transport : OWN) {
            if (transport.schemes().contains(scheme)) {
                return true;
            }
        }
        return false;
    }

    /// The transport for a URL's scheme.
    ///
    /// @throws IllegalArgumentException for a scheme that no transport is for
    public static Transport of(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        TreeSet<String> known = new TreeSet<>();
        for (Transport transport : OWN) {
            if (transport.schemes().contains(scheme)) {
                return transport;
            }
            known.addAll(transport.schemes());
        }
        for (Transport transport : ServiceLoader.load(Transport.class, Transports.class.getClassLoader())) {
            if (transport.schemes().contains(scheme)) {
                return transport;
            }
            known.addAll(transport.schemes());
        }
        throw new IllegalArgumentException(
                "URL " + url + ": no transport for " + scheme + " (there are: " + String.join(", ", known) + ")");
    }
}
