package dev.parley.wires;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// Which request was the first of its id, on any connection of a server: one that comes again is answered with that one's
/// answer, which the server keeps. Thread-safe.
final class ZrpcAnswered {
    /// The ids that are remembered in all, about 200 bytes each; a busy connection pushes out its own first.
    private static final int MOST = 250_000;

    private final Map<String, First> all = new LinkedHashMap<>(); // guarded by this

    private record First(Connection connection, int call) {}

    /// The requests of one connection.
    final class Connection {
        /// Names the connection to the server's answers.
        final String name = UUID.randomUUID().toString();

        private final int most;
        private final Deque<String> recent = new ArrayDeque<>(); // guarded by the outer

        private Connection(int most) {
            this.most = most;
        }

        /// Takes a request down.
        ///
        /// @return which call it repeats: the name of its connection, a colon, its number there; null for a first one
        @Nullable String take(String request, int call) {
            synchronized (ZrpcAnswered.this) {
                First first = all.putIfAbsent(request, new First(this, call));
                if (first != null) {
                    return first.connection.name + ":" + first.call;
                }
                recent.add(request);
                if (recent.size() > most) {
                    all.computeIfPresent(recent.remove(), (_, known) -> known.connection == this ? null : known);
                }
                if (all.size() > MOST) {
                    Iterator<String> oldest = all.keySet().iterator();
                    oldest.next();
                    oldest.remove();
                }
                return null;
            }
        }
    }

    /// @param most how many of the connection's own requests are remembered
    Connection connection(int most) {
        return new Connection(most);
    }
}
