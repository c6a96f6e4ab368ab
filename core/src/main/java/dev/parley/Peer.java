package dev.parley;

/// Who is at the other end of a connection.
///
/// @param transport how it is connected: `tcp`, `unix`, `memory`, …
/// @param address where it is, in the transport's terms; for logs, not to be parsed
public record Peer(String transport, String address) {
    @Override
    public String toString() {
        return transport + " " + address;
    }
}
