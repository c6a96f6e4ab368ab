package dev.parley.wires;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Which request was the first of its id, on any connection of a server: one that comes again is answered with that one's
/// answer, which the server keeps. Thread-safe.
final class ZrpcAnswered {
    /// The ids that are remembered in all: about 250 bytes each, 800 at the most.
    static final int MOST = 50_000;

    /// Within this time of nanoseconds a client that still waits asks again, so that others should not push its id out.
    static final long WAITING = TimeUnit.SECONDS.toNanos(10);

    /// How many of its own a connection keeps where others have more.
    static final int FEW = 16;

    private final LongSupplier clock;

    /// By id; those that were heard of last come last.
    private final SequencedMap<String, First> all = new LinkedHashMap<>(16, 0.75f, true); // guarded by this

    /// Those with more than a few.
    private final SequencedSet<Connection> busy = new LinkedHashSet<>(); // guarded by this

    private static final class First {
        final Connection connection;
        final int call;
        long heard; // guarded by the outer

        First(Connection connection, int call, long heard) {
            this.connection = connection;
            this.call = call;
            this.heard = heard;
        }
    }

    /// The requests of one connection.
    final class Connection {
        /// Names the connection to the server's answers.
        final String name = UUID.randomUUID().toString();

        private final int most;
        private final SequencedSet<String> own =
                new LinkedHashSet<>(); // those in `all` that are its; guarded by the outer

        private Connection(int most) {
            this.most = most;
        }

        /// Takes a request down.
        ///
        /// @return which call it repeats: the name of its connection, a colon, its number there; null for a first one
        @Nullable String take(String request, int call) {
            synchronized (ZrpcAnswered.this) {
                long now = clock.getAsLong();
                First first = all.get(request);
                if (first != null) {
                    first.heard = now;
                    return first.connection.name + ":" + first.call;
                }
                all.put(request, new First(this, call, now));
                own.add(request);
                if (own.size() > FEW) {
                    busy.add(this);
                }
                if (own.size() > most) {
                    forget(own.getFirst());
                } else if (all.size() > MOST) {
                    forget(least(now));
                }
                return null;
            }
        }
    }

    ZrpcAnswered() {
        this(System::nanoTime);
    }

    /// @param clock as of [System#nanoTime()]
    ZrpcAnswered(LongSupplier clock) {
        this.clock = clock;
    }

    /// The request that is forgotten for a fresh one: the oldest, unless somebody may wait for it and others have more.
    private String least(long now) {
        Map.Entry<String, First> oldest = all.firstEntry();
        boolean waiting = now - oldest.getValue().heard < WAITING;
        return waiting && !busy.isEmpty() ? busy.getFirst().own.getFirst() : oldest.getKey();
    }

    private void forget(String request) {
        Connection connection = Objects.requireNonNull(all.remove(request)).connection;
        connection.own.remove(request);
        if (connection.own.size() <= FEW) {
            busy.remove(connection);
        }
    }

    /// @param most how many of the connection's own requests are remembered
    Connection connection(int most) {
        return new Connection(most);
    }
}
