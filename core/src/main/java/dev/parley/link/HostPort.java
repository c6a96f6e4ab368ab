package dev.parley.link;

import java.net.URI;

/// A host and a port, as URLs name them.
///
/// @param host a name or an address; IPv6 addresses without brackets
record HostPort(String host, int port) {
    private static final String EXPECTED = " (expected scheme://host:port, an IPv6 address in brackets)";

    static HostPort of(URI url, int defaultPort) {
        String authority = url.getRawAuthority() == null ? "" : url.getRawAuthority();
        String host = authority;
        String port = "";
        int colon = authority.lastIndexOf(':');
        if (colon > authority.lastIndexOf(']')) {
            host = authority.substring(0, colon);
            port = authority.substring(colon + 1);
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":") || host.contains("@")) {
            throw new IllegalArgumentException("URL " + url + ": got host \"" + host + "\"" + EXPECTED);
        }
        return new HostPort(host.isEmpty() ? "127.0.0.1" : host, port.isEmpty() ? defaultPort : port(url, port));
    }

    private static int port(URI url, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below, as for numbers out of range
        }
        throw new IllegalArgumentException("URL " + url + ": got port \"" + text + "\" (expected 0 to 65535)");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
