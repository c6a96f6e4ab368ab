package dev.parley.session;

import dev.parley.Code;
import dev.parley.Principal;
import dev.parley.RpcException;
import dev.parley.value.ValueException;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The last answers of a server, for calls that a client makes again because it has lost the connection before it got them:
/// they are answered from here, without being run again. A call is known by the connection that it was first made on, as
/// that end's greeting names it, and its number there. A connection is known from its greeting until a while after its end.
/// Thread-safe.
public final class Answers {
    /// As of [Frame.Call#REPEATS].
    public static final String REPEATS = Frame.Call.REPEATS;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{16,64}");
    private static final long COST = 256; // about what an answer takes beside its bytes
    private static final int MOST_LEFT = 10_000;

    private final int most;
    private final long mostBytes;
    private final long mostBytesLeft;
    private final Duration keep;
    private final LongSupplier clock;
    private final Map<String, Connection> connections = new LinkedHashMap<>(); // guarded by this
    private final Map<String, Connection> left = new LinkedHashMap<>(); // those that have ended, oldest first; likewise
    private long leftBytes; // guarded by this
    private boolean closed; // guarded by this

    /// What is known of the calls of one connection. Guarded by the answers.
    private static final class Connection {
        final Map<Integer, Kept> calls = new LinkedHashMap<>();
        int forgotten; // the highest number of a call whose answer is not kept any more
        int running;
        long bytes;
        long leftAt;
    }

    /// A call that runs, or its answer.
    public final class Kept {
        private final Connection connection;
        private final int id;
        private volatile @Nullable InboundCall call; // until it is answered: it holds its arguments
        private final @Nullable Principal caller;
        private final CompletableFuture<Frame.Carrier> answer = new CompletableFuture<>();
        private long bytes; // guarded by the answers

        private Kept(Connection connection, int id, InboundCall call) {
            this.connection = connection;
            this.id = id;
            this.call = call;
            caller = call.principal().orElse(null);
        }

        /// Whether this is the call that runs, and not one that repeats it.
        public boolean isFirst(InboundCall one) {
            return call == one;
        }

        /// Waits for the answer.
        public Frame.Carrier await() throws InterruptedException {
            try {
                return answer.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e); // it never ends so
            }
        }

        /// The call has been answered. What says that it has not run is not kept: a repetition may run.
        void answered(Frame.Carrier frame) {
            Frame.Carrier copy = frame.body() == null ? frame : frame.withBody(frame.body().copy());
            synchronized (Answers.this) {
                if (answer.isDone()) {
                    return;
                }
                connection.running--;
                call = null;
                if (frame instanceof Frame.Failure failure && !failure.ran()) {
                    connection.calls.remove(id);
                } else {
                    bytes = COST + size(frame);
                    add(connection, bytes);
                    trim(connection, this);
                }
                answer.complete(copy);
            }
        }

        /// The caller of a repetition has given it up: nobody is left who waits for the call.
        public void giveUp() {
            boolean gone;
            synchronized (Answers.this) {
                gone = connection.leftAt != 0;
            }
            InboundCall running = call;
            if (gone && running != null) {
                running.drop();
            }
        }
    }

    /// @param calls the answers that are kept for each connection
    /// @param bytesEach the bytes of them; the last answer of each is kept in any case
    /// @param bytesLeft the bytes for all connections that have ended, of which the last that has any is kept in any case
    /// @param time for how long they are kept after the connection has ended
    /// @param clock tells the time, as [System#nanoTime()] does
    public Answers(int calls, long bytesEach, long bytesLeft, Duration time, LongSupplier clock) {
        most = calls;
        mostBytes = bytesEach;
        mostBytesLeft = bytesLeft;
        keep = time;
        this.clock = clock;
    }

    Duration keep() {
        return keep;
    }

    /// A peer has greeted. One whose name is none is not known here.
    synchronized void greeted(String name) {
        if (NAME.matcher(name).matches() && !left.containsKey(name)) {
            connections.putIfAbsent(name, new Connection());
        }
    }

    /// A connection has ended.
    synchronized void left(String name) {
        Connection connection = connections.remove(name);
        if (connection != null) {
            connection.leftAt = clock.getAsLong() | 1; // 0 is for those that have not
            left.put(name, connection);
            leftBytes += connection.bytes;
            Sweeper.add(this);
        }
        dropOld();
    }

    /// Forgets what is too old; called every now and then while there is anything of connections that have ended.
    synchronized void sweep() {
        dropOld();
        if (left.isEmpty() || closed) {
            Sweeper.remove(this);
        }
    }

    /// Takes a call down before it runs, or finds the one that it repeats.
    ///
    /// @return null for a call that cannot be repeated
    /// @throws RpcException for one that must not run
    public @Nullable Kept take(InboundCall call) throws InterruptedException {
        String repeats = call.metadata().get(REPEATS);
        String name = Objects.requireNonNull(call.session().remote()).id();
        int id = call.id();
        if (repeats != null) {
            int colon = repeats.lastIndexOf(':');
            name = repeats.substring(0, Math.max(colon, 0));
            try {
                id = Integer.parseInt(repeats, colon + 1, repeats.length(), 10);
            } catch (NumberFormatException e) {
                name = "";
            }
            if (!NAME.matcher(name).matches()) {
                throw refused(
                        Code.INVALID_ARGUMENT,
                        "metadata "
                                + REPEATS
                                + ": got "
                                + ValueException.quote(repeats)
                                + " (expected the id of a connection, a colon, a number)",
                        false);
            }
        }
        synchronized (this) {
            Connection connection = find(name);
            if (connection == null) {
                if (repeats == null) {
                    return null;
                }
                throw forgotten();
            }
            Kept known = connection.calls.get(id);
            if (known != null) {
                return repeated(call, known);
            }
            if (repeats != null && id <= connection.forgotten) {
                throw forgotten();
            }
            Kept fresh = new Kept(connection, id, call);
            if (closed || !call.keep(fresh)) { // closed or dropped in this moment
                throw new InterruptedException();
            }
            connection.calls.put(id, fresh);
            connection.running++;
            return fresh;
        }
    }

    /// Takes a call whose answer cannot be kept.
    ///
    /// @return null
    /// @throws RpcException for a repetition
    public static @Nullable Kept takeOnce(InboundCall call) {
        if (call.metadata().containsKey(REPEATS)) {
            throw forgotten();
        }
        return null;
    }

    private @Nullable Connection find(String name) {
        Connection connection = connections.containsKey(name) ? connections.get(name) : left.get(name);
        if (connection == null || !isOld(connection)) {
            return connection;
        }
        forgetAnswers(connection);
        return connection.running == 0 ? null : connection;
    }

    private boolean isOld(Connection connection) {
        return connection.leftAt != 0 && clock.getAsLong() - connection.leftAt > keep.toNanos();
    }

    private static Kept repeated(InboundCall call, Kept known) {
        if (!Objects.equals(known.caller, call.principal().orElse(null))) {
            throw refused(Code.PERMISSION_DENIED, "the call that is repeated was somebody else's", true);
        }
        return known;
    }

    private static RpcException forgotten() {
        return refused(Code.UNAVAILABLE, "the call may have run, its answer is not kept any more", true);
    }

    private static RpcException refused(Code code, String message, boolean ran) {
        return new RpcException(code, "", message, null, ran, "", null);
    }

    private void add(Connection connection, long change) {
        connection.bytes += change;
        leftBytes += connection.leftAt == 0 ? 0 : change;
    }

    private static long size(Frame.Carrier frame) {
        long size = frame.body() == null ? 0 : frame.body().length();
        Map<String, String> metadata = Map.of();
        if (frame instanceof Frame.Failure failure) {
            size += 2L * (failure.message().length() + failure.trace().length() + failure.type().length());
            metadata = failure.metadata();
        } else if (frame instanceof Frame.Result result) {
            metadata = result.metadata();
        }
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            size += COST + 2L * (entry.getKey().length() + entry.getValue().length());
        }
        return size;
    }

    /// Keeps the answers of a connection within their bounds; the oldest go first, and never the one that has just come.
    private void trim(Connection connection, Kept newest) {
        Iterator<Kept> all = connection.calls.values().iterator();
        while ((connection.calls.size() - connection.running > most || connection.bytes > mostBytes) && all.hasNext()) {
            Kept oldest = all.next();
            if (oldest.bytes > 0 && oldest != newest) {
                all.remove();
                forget(connection, oldest);
            }
        }
    }

    /// Forgets connections that ended long ago, or are too many; of those whose calls run, the answers that are there.
    private void dropOld() {
        Iterator<Connection> all = left.values().iterator();
        while (all.hasNext()) {
            Connection oldest = all.next();
            boolean tooMany = left.size() > MOST_LEFT || leftBytes > mostBytesLeft && leftBytes > oldest.bytes;
            if (!tooMany && !isOld(oldest)) {
                return;
            }
            if (oldest.running == 0) {
                all.remove();
                leftBytes -= oldest.bytes;
            } else if (oldest.bytes > 0) {
                forgetAnswers(oldest);
            }
        }
    }

    private void forgetAnswers(Connection connection) {
        for (Iterator<Kept> all = connection.calls.values().iterator(); all.hasNext(); ) {
            Kept kept = all.next();
            if (kept.bytes > 0) {
                all.remove();
                forget(connection, kept);
            }
        }
    }

    private void forget(Connection connection, Kept kept) {
        add(connection, -kept.bytes);
        connection.forgotten = Math.max(connection.forgotten, kept.id);
    }

    /// The server is closed: stops the handlers of all calls that it would keep the answers of, whether their connection has
    /// ended or is about to.
    public void close() {
        List<InboundCall> all;
        synchronized (this) {
            closed = true;
            all =
                    Stream.concat(connections.values().stream(), left.values().stream())
                            .flatMap(connection -> connection.calls.values().stream())
                            .map(kept -> kept.call)
                            .filter(Objects::nonNull)
                            .map(Objects::requireNonNull)
                            .toList();
        }
        all.forEach(InboundCall::drop);
    }
}
