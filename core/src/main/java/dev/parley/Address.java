package dev.parley;

import dev.parley.link.Transports;
import dev.parley.wire.Protocol;
import dev.parley.wire.Protocols;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Locale;

/// Where to listen or to connect, and what to speak there.
///
/// @param protocol the one that the URL names, as in `snekrpc+tcp://…`; null for our own
/// @param at the URL without it
record Address(@Nullable Protocol protocol, URI at) {
    /// @throws IllegalArgumentException for a text that is no URL, or names what is not there
    static Address of(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int plus = scheme.indexOf('+');
        Address address;
        if (plus >= 0) {
            Protocol protocol = Protocols.of(scheme.substring(0, plus));
            address = new Address(protocol, URI.create(url.toString().substring(plus + 1)));
        } else {
            Protocol alone = Transports.isOwn(scheme) ? null : Protocols.find(scheme);
            address = alone == null ? new Address(null, url) : new Address(alone, alone.locate(url));
        }
        Transports.of(address.at);
        return address;
    }

    /// With a service's name where the URL's protocol calls its servers by names, and none is said.
    static URI named(URI url, String service) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        Protocol alone = scheme.indexOf('+') >= 0 || Transports.isOwn(scheme) ? null : Protocols.find(scheme);
        return alone == null ? url : alone.named(url, service);
    }

    /// Where something listens, as it is to be told to clients.
    URI with(URI listening) {
        return protocol == null ? listening : URI.create(protocol.name() + "+" + listening);
    }
}
