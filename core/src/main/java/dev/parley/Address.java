package dev.parley;

import dev.parley.link.Transports;
import dev.parley.value.ValueException;
import dev.parley.wire.Protocol;
import dev.parley.wire.Protocols;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;

/// Where to listen or to connect, and what to speak there.
///
/// @param protocol the one that the URL names, as in `snekrpc+tcp://…`; null for our own
/// @param at the URL without it, and without what its query says to the protocol
record Address(@Nullable Protocol protocol, URI at) {
    /// @throws IllegalArgumentException for a text that is no URL, or names what is not there
    static Address of(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int plus = scheme.indexOf('+');
        Address address;
        if (plus >= 0) {
            address = configured(Protocols.of(scheme.substring(0, plus)), url, url.toString().substring(plus + 1));
        } else {
            Protocol alone = Transports.isOwn(scheme) ? null : Protocols.find(scheme);
            address = alone == null ? new Address(null, url) : new Address(alone, alone.locate(url));
        }
        boolean reads = Transports.of(address.at).readsQuery();
        String query = address.at.getRawQuery();
        if (query != null && !reads) {
            String expected =
                    address.protocol == null || address.protocol.options().isEmpty()
                            ? "no query"
                            : String.join("=…, ", new TreeSet<>(address.protocol.options())) + "=…";
            throw new IllegalArgumentException(
                    "URL " + url + ": got " + ValueException.quote(query) + " (expected " + expected + ")");
        }
        return address;
    }

    /// With a service's name where the URL's protocol calls its servers by names, and none is said.
    static URI named(URI url, String service) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        Protocol alone = scheme.indexOf('+') >= 0 || Transports.isOwn(scheme) ? null : Protocols.find(scheme);
        return alone == null ? url : alone.named(url, service);
    }

    /// Gives the protocol what is its own in the query of a URL; the rest is the transport's.
    private static Address configured(Protocol protocol, URI url, String rest) {
        String query = url.getRawQuery();
        if (query == null) {
            return new Address(protocol, URI.create(rest));
        }
        Map<String, String> own = new LinkedHashMap<>();
        StringJoiner others = new StringJoiner("&", "?", "").setEmptyValue("");
        for (String option : query.split("&", -1)) {
            int equals = option.indexOf('=');
            String key = equals < 0 ? option : option.substring(0, equals);
            if (protocol.options().contains(key)) {
                own.put(key, equals < 0 ? "" : decoded(option.substring(equals + 1)));
            } else {
                others.add(option);
            }
        }
        try {
            URI at = URI.create(rest.substring(0, rest.indexOf('?')) + others);
            return new Address(own.isEmpty() ? protocol : protocol.with(own), at);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("URL " + url + ": " + e.getMessage(), e);
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /// Where something listens, as it is to be told to clients.
    URI with(URI listening) {
        return protocol == null ? listening : URI.create(protocol.name() + "+" + listening);
    }
}
