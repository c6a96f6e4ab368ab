package dev.parley;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Finds out who makes a call, before anything else happens with it: before it is known whether there is such a command,
/// and also for metadata. Runs on the handler's thread and may wait. Used by many threads at once.
///
/// ```java
/// Server.builder()
///         .service(new NotesService())
///         .authenticate(Authenticator.tokens(Map.of("s3cret", new Principal("ann", "admin"))))
///         .start();
/// ```
@FunctionalInterface
public interface Authenticator {
    /// The key of the metadata that carries a token, as `Bearer TOKEN`. On a server with an authenticator nobody else sees
    /// it, neither handlers and interceptors nor [the servers behind][ServerBuilder#remote], also of a health check that is
    /// open. A server without one asks for no tokens: there it is metadata like any other, for handlers to see and to be
    /// passed on to a server behind that does ask.
    String METADATA_KEY = "authorization";

    /// @param metadata what the caller sent along
    /// @return who it is
    /// @throws RpcException [Code#UNAUTHENTICATED] by custom, for whom nobody knows; the message goes to the caller
    Principal authenticate(Peer peer, Map<String, String> metadata);

    /// Asks another where this one does not know the caller.
    default Authenticator or(Authenticator other) {
        return (peer, metadata) -> {
            try {
                return authenticate(peer, metadata);
            } catch (RpcException e) {
                if (e.code() != Code.UNAUTHENTICATED) {
                    throw e;
                }
                try {
                    return other.authenticate(peer, metadata);
                } catch (RpcException f) {
                    throw f.code() == Code.UNAUTHENTICATED ? Authenticators.unknown(e, f) : f;
                }
            }
        };
    }

    /// Knows callers by a secret that they send along (see [ClientBuilder#token]). Compares in constant time.
    ///
    /// @throws IllegalArgumentException for an empty token
    static Authenticator tokens(Map<String, Principal> byToken) {
        return Authenticators.tokens(byToken);
    }

    /// Knows callers by the secrets in a file, a line for each: a token, a name, and roles, with white space between them.
    /// Empty lines and such that begin with `#` are skipped. The file is read at once, and never again.
    ///
    /// @throws IOException where it cannot be read
    /// @throws IllegalArgumentException for a line that is no such entry; the text tells its number, not the token
    static Authenticator tokenFile(Path file) throws IOException {
        return Authenticators.tokenFile(file);
    }

    /// Knows callers by the certificate that they have proved to own.
    ///
    /// @param roles gives those of a name in a certificate
    static Authenticator certificate(Function<String, Set<String>> roles) {
        return (peer, metadata) -> {
            if (!peer.transport().equals("tls") || peer.identity() == null) {
                throw new RpcException(Code.UNAUTHENTICATED, "no certificate of the caller (expected one over tls)");
            }
            return new Principal(peer.identity(), roles.apply(peer.identity()));
        };
    }

    /// Knows callers by the user that their process belongs to, as the system tells of a Unix socket. Takes the one that
    /// this process belongs to; calls within this process are his, too.
    ///
    /// @param roles what he has
    static Authenticator sameUser(String... roles) {
        String own = System.getProperty("user.name");
        Principal self = new Principal(own, roles);
        return (peer, metadata) -> {
            if (peer.transport().equals("memory")) {
                return self;
            }
            String user = peer.transport().equals("unix") ? peer.identity() : null;
            if (user == null || !user.equals(own)) {
                String got = user == null ? "a caller over " + peer.transport() : "user " + user;
                throw new RpcException(
                        Code.UNAUTHENTICATED, "got " + got + " (expected user " + own + ", over a Unix socket)");
            }
            return self;
        };
    }
}
