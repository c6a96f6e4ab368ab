package dev.parley.session;

import dev.parley.Code;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The last answers of a server, for calls that a client makes again because it has lost the connection before it got them:
/// they are answered from here, without being run again. A call is known by the connection that it was first made on, as
/// that end's greeting names it, and its number there. Thread-safe.
public final class Answers {
    /// Metadata that tells which call a call repeats: the name of the connection, a colon, the number.
    public static final String REPEATS = "parley-repeats";

    private static final long COST = 256; // about what an answer takes beside its bytes
    private static final int MOST_FACTOR = 64;

    private final int most;
    private final long mostBytes;
    private final long keep;
    private final Map<String, Connection> connections = new LinkedHashMap<>(16, 0.75f, true); // guarded by this
    private long bytes; // guarded by this

    /// What is known of the calls of one connection. Guarded by the answers.
    private static final class Connection {
        final Map<Integer, Kept> calls = new LinkedHashMap<>();
        int forgotten; // the highest number of a call whose answer is not kept any more
        long bytes;
        long lastUse;
    }

    /// A call that runs, or its answer.
    final class Kept {
        private final Connection connection;
        private final int id;
        private @Nullable InboundCall call;
        private Frame.@Nullable Carrier answer;
        private long bytes;
        private @Nullable List<Consumer<Frame.Carrier>> waiting;

        private Kept(Connection connection, int id) {
            this.connection = connection;
            this.id = id;
        }

        void runs(InboundCall running) {
            call = running;
        }

        /// The call has been answered.
        void answered(Frame.Carrier frame) {
            List<Consumer<Frame.Carrier>> told;
            synchronized (Answers.this) {
                if (answer != null) {
                    return;
                }
                answer = frame.body() == null ? frame : frame.withBody(frame.body().copy());
                bytes = COST + (frame.body() == null ? 0 : frame.body().length());
                connection.bytes += bytes;
                Answers.this.bytes += bytes;
                call = null;
                told = waiting == null ? List.of() : waiting;
                waiting = null;
                trim(connection);
            }
            told.forEach(each -> each.accept(frame));
        }

        /// It has turned out to be a stream, which is not kept.
        void forget() {
            synchronized (Answers.this) {
                connection.calls.remove(id);
                connection.forgotten = Math.max(connection.forgotten, id);
            }
        }
    }

    /// @param calls the answers that are kept for each connection
    /// @param bytesEach the bytes of them
    /// @param time for how long they are kept after a connection was used last
    public Answers(int calls, long bytesEach, Duration time) {
        most = calls;
        mostBytes = bytesEach;
        keep = time.toNanos();
    }

    /// Takes a call down before it runs.
    ///
    /// @param repeated takes the answer, now or later, if the call has been taken down before; on any thread
    /// @return null for one that must not run: it repeats one that was taken down before
    synchronized @Nullable Kept take(String name, int id, Consumer<Frame.Carrier> repeated) {
        long now = System.nanoTime();
        dropOld(now);
        Connection connection = connections.computeIfAbsent(name, _ -> new Connection());
        connection.lastUse = now;
        Kept known = connection.calls.get(id);
        if (known != null && known.answer != null) {
            repeated.accept(known.answer);
            return null;
        }
        if (known != null) {
            known.waiting = known.waiting == null ? new ArrayList<>() : known.waiting;
            known.waiting.add(repeated);
            return null;
        }
        if (id <= connection.forgotten) {
            repeated.accept(
                    new Frame.Failure(
                            id,
                            Code.UNAVAILABLE,
                            "",
                            "the call may have run, its answer is not kept any more",
                            true,
                            "",
                            Map.of(),
                            null));
            return null;
        }
        Kept fresh = new Kept(connection, id);
        connection.calls.put(id, fresh);
        return fresh;
    }

    static Map<String, String> withoutRepeats(Map<String, String> metadata) {
        if (!metadata.containsKey(REPEATS)) {
            return metadata;
        }
        Map<String, String> rest = new LinkedHashMap<>(metadata);
        rest.remove(REPEATS);
        return Collections.unmodifiableMap(rest);
    }

    private void dropOld(long now) {
        Iterator<Connection> all = connections.values().iterator();
        while (all.hasNext()) {
            Connection oldest = all.next();
            boolean old = now - oldest.lastUse > keep || bytes > MOST_FACTOR * mostBytes;
            if (!old || oldest.calls.values().stream().anyMatch(kept -> kept.answer == null)) {
                return;
            }
            bytes -= oldest.bytes;
            all.remove();
        }
    }

    private void trim(Connection connection) {
        Iterator<Kept> all = connection.calls.values().iterator();
        while ((connection.calls.size() > most || connection.bytes > mostBytes) && all.hasNext()) {
            Kept oldest = all.next();
            if (oldest.answer != null) {
                all.remove();
                connection.bytes -= oldest.bytes;
                bytes -= oldest.bytes;
                connection.forgotten = Math.max(connection.forgotten, oldest.id);
            }
        }
    }

    /// Stops the handlers of calls whose connection is gone.
    public void close() {
        List<InboundCall> running = new ArrayList<>();
        synchronized (this) {
            for (Connection connection : connections.values()) {
                for (Kept kept : connection.calls.values()) {
                    if (kept.call != null) {
                        running.add(kept.call);
                    }
                }
            }
        }
        running.forEach(InboundCall::drop);
    }
}
