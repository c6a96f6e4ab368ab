package dev.parley;

import org.jspecify.annotations.Nullable;

/// Who is at the other end of a connection.
///
/// @param transport how it is connected: `tcp`, `unix`, `memory`, …
/// @param address where it is, in the transport's terms; for logs, not to be parsed
/// @param identity who it is, as the transport vouches for: the name in the certificate that it has proved to own, or the
///     user that the process at the other end of a Unix socket belongs to; null where the transport does not know
public record Peer(String transport, String address, @Nullable String identity) {
    public Peer(String transport, String address) {
        this(transport, address, null);
    }

    @Override
    public String toString() {
        return transport + " " + address + (identity == null ? "" : " (" + identity + ")");
    }
}
