package dev.parley;

import dev.parley.model.ServiceModel;
import dev.parley.wire.Protocol;
import dev.parley.wire.Protocols;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Where a server listens, and which protocols of others it speaks there. Thread-safe.
final class Spoken {
    private final List<Address> addresses;
    private final List<Protocol> asked;
    private final List<Protocol> perhaps;
    private volatile List<Protocol> wires;

    /// @param asked those that are asked for by name
    /// @param perhaps those that are spoken beside them as long as they can serve what there is
    Spoken(List<URI> urls, List<Protocol> asked, List<Protocol> perhaps) {
        addresses = urls.stream().map(Address::of).toList();
        this.asked = List.copyOf(asked);
        this.perhaps = List.copyOf(perhaps);
        wires = this.asked;
    }

    /// All that are there and not asked for by name.
    static List<Protocol> others(List<Protocol> asked) {
        return Protocols.names().stream()
                .filter(name -> asked.stream().noneMatch(each -> each.name().equals(name)))
                .map(Protocols::of)
                .toList();
    }

    /// Where, and what the URL says to its protocol: read once, as that may be a file.
    List<Address> addresses() {
        return addresses;
    }

    /// Those at URLs that name none.
    List<Protocol> wires() {
        return wires;
    }

    /// Those that must be spoken: they are asked for, or named by a URL.
    List<Protocol> required() {
        Stream<Protocol> named = addresses.stream().map(Address::protocol).filter(Objects::nonNull);
        return Stream.concat(asked.stream(), named).toList();
    }

    /// Whether their clients make calls again.
    boolean repeats() {
        return Stream.concat(wires.stream(), required().stream()).anyMatch(Protocol::repeats);
    }

    /// What is served from now on. Of those that nobody has asked for, the ones that cannot serve it are left out.
    ///
    /// @throws IllegalArgumentException where one that must be spoken cannot serve it
    void serving(List<ServiceModel> services) {
        required().forEach(protocol -> protocol.serving(services));
        List<Protocol> able = new ArrayList<>(asked);
        for (Protocol each : perhaps) {
            try {
                each.serving(services);
                able.add(each);
            } catch (IllegalArgumentException e) {
                Level level =
                        wires.contains(each) ? Level.WARNING : Level.DEBUG; // when the server starts, few can tell
                System.getLogger(Server.class.getName())
                        .log(level, "{0} is not spoken: {1}", each.name(), e.getMessage());
            }
        }
        wires = List.copyOf(able);
    }
}
