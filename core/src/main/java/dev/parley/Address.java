package dev.parley;

import dev.parley.link.Transports;
import dev.parley.wire.Protocol;
import dev.parley.wire.Protocols;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Where to listen or to connect, and what to speak there.
///
/// @param protocol the one that the URL names, as in `snekrpc+tcp://…`; null for our own
/// @param at the URL without it, and without the query, which is the protocol's
record Address(@Nullable Protocol protocol, URI at) {
    /// @throws IllegalArgumentException for a text that is no URL, or names what is not there
    static Address of(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int plus = scheme.indexOf('+');
        Address address;
        if (plus >= 0) {
            Protocol protocol = Protocols.of(scheme.substring(0, plus));
            URI at = URI.create(url.toString().substring(plus + 1).replaceFirst("[?#].*", ""));
            address = new Address(configured(protocol, url), at);
        } else {
            Protocol alone = Transports.isOwn(scheme) ? null : Protocols.find(scheme);
            address = alone == null ? new Address(null, url) : new Address(alone, alone.locate(url));
        }
        Transports.of(address.at);
        return address;
    }

    private static Protocol configured(Protocol protocol, URI url) {
        Map<String, String> options = new LinkedHashMap<>();
        String query = url.getRawQuery();
        for (String option : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = option.indexOf('=');
            String value = equals < 0 ? "" : option.substring(equals + 1);
            options.put(equals < 0 ? option : option.substring(0, equals), decoded(value));
        }
        try {
            return protocol.with(options);
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
