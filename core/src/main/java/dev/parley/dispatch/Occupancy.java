package dev.parley.dispatch;

import java.time.Duration;
import java.util.List;

/// How things stand with places that are limited.
///
/// @param what the name of a service whose sessions, or of a command whose calls are limited, or `server`
/// @param places how many there are
/// @param holders who has them
/// @param waiting the peers that wait, in order
public record Occupancy(String what, int places, List<Holder> holders, List<String> waiting) {
    /// Who has a place.
    ///
    /// @param peer who it is
    /// @param held for how long
    /// @param calls how many of its calls run
    public record Holder(String peer, Duration held, int calls) {}
}
