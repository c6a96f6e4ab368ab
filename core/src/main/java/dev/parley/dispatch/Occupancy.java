package dev.parley.dispatch;

import dev.parley.Principal;
import dev.parley.session.Session;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// How things stand with places that are limited.
///
/// @param what the name of a service whose sessions, or of a command whose calls are limited, or `server`
/// @param places how many there are
/// @param holders who has them
/// @param waiting the peers that wait, in order
/// @param queue the same, with more of each
public record Occupancy(String what, int places, List<Holder> holders, List<String> waiting, List<Waiter> queue) {
    Occupancy(String what, int places, List<Holder> holders, List<Waiter> queue) {
        this(what, places, holders, queue.stream().map(Waiter::peer).toList(), queue);
    }

    /// Who has a place.
    ///
    /// @param peer where he is
    /// @param held for how long
    /// @param calls how many of its calls run
    /// @param connection the number of his connection, which no other of this process has
    /// @param principal who it is; null where that is not known
    public record Holder(String peer, Duration held, int calls, long connection, @Nullable String principal) {
        static Holder of(Session session, @Nullable Principal principal, long since, int calls) {
            Duration held = Duration.ofNanos(System.nanoTime() - since);
            return new Holder(session.peer().toString(), held, calls, session.number(), name(principal));
        }
    }

    /// Who waits for one.
    ///
    /// @param peer where he is
    /// @param connection the number of his connection, which no other of this process has
    /// @param principal who it is; null where that is not known
    public record Waiter(String peer, long connection, @Nullable String principal) {
        static Waiter of(Session session, @Nullable Principal principal) {
            return new Waiter(session.peer().toString(), session.number(), name(principal));
        }
    }

    private static @Nullable String name(@Nullable Principal principal) {
        return principal == null ? null : principal.name();
    }
}
