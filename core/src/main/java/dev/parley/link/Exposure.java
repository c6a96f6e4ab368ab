package dev.parley.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/// Refuses to listen where strangers could connect, unless what they send is encrypted and they are identified.
public final class Exposure {
    private Exposure() {}

    /// Looks at a URL of a transport that a server is to listen at.
    ///
    /// @param identifies whether callers must say who they are
    /// @throws IllegalStateException for one where that is not so
    /// @throws UncheckedIOException for a host that is not known
    public static void requireSecure(URI url, boolean identifies) {
        try {
            Transport transport = Transports.of(url);
            boolean encrypts = transport.encrypts(url);
            if (transport.exposed(url) && !(encrypts && identifies)) {
                throw new IllegalStateException(
                        "refusing to listen on "
                                + url
                                + ": "
                                + transport.strangers()
                                + " could connect, "
                                + danger(encrypts, identifies)
                                + " ("
                                + remedy(encrypts, identifies)
                                + "or listen on 127.0.0.1 or a Unix socket of mode 0600, or allow it with"
                                + " insecure(true))");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + url + ": " + e.getMessage(), e);
        }
    }

    private static String danger(boolean encrypts, boolean identifies) {
        if (encrypts) {
            return "nobody would be identified";
        }
        return identifies ? "nothing would be encrypted" : "nothing would be encrypted and nobody identified";
    }

    private static String remedy(boolean encrypts, boolean identifies) {
        String identify = "add authenticate(…), ";
        if (encrypts) {
            return identify;
        }
        return identifies ? "listen on tls://, " : "listen on tls:// and " + identify;
    }
}
