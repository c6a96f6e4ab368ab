package dev.parley;

import dev.parley.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// One connection of a client. When it is lost and somebody wants it, a thread of its own opens it again, as long as somebody
/// waits: at once, then after [Pauses] that are not quite as long as those of other clients, so that all that have lost the
/// same server do not come back in step.
final class Line {
    private static final long JUST_NOW = 100_000_000;

    private final Opener opener;
    private final BooleanSupplier closed;
    private final ReentrantLock single = new ReentrantLock(); // held by who connects in a single attempt
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile @Nullable Session session;

    private final Pauses pauses; // guarded by lock, as all that follows
    private int waiting;
    private @Nullable Thread connecting;
    private long opened; // when the last session was
    private @Nullable RpcException failure;

    /// Opens connections.
    interface Opener {
        /// @param greeted whether the server must have greeted: until then, a call that is sent may get lost without a trace
        /// @throws RpcException where none can be had
        Session open(boolean greeted) throws InterruptedException;
    }

    Line(Opener opener, BooleanSupplier closed, Pauses pauses) {
        this.opener = opener;
        this.closed = closed;
        this.pauses = pauses;
    }

    /// The session; null where there is none that takes calls.
    @Nullable Session session() {
        Session known = session;
        return known == null || known.isOver() ? null : known;
    }

    /// Opens the connection, if there is none, on the calling thread, in a single attempt.
    Session connectNow() throws InterruptedException {
        single.lockInterruptibly();
        try {
            Session known = session();
            if (known == null) {
                known = opened(opener.open(false));
            }
            return known;
        } finally {
            single.unlock();
        }
    }

    /// Waits for the session.
    ///
    /// @param end until when, as of [System#nanoTime()]
    /// @throws RpcException [Code#UNAVAILABLE] where there is none by then; at once with another code where a server is there
    ///     and refuses
    Session await(long end) throws InterruptedException {
        lock.lockInterruptibly();
        waiting++;
        failure = connecting != null ? failure : null;
        try {
            while (true) {
                Session known = session();
                long left = end - System.nanoTime();
                if (closed.getAsBoolean()) {
                    throw Connections.unavailable("the client is closed", null);
                } else if (known != null) {
                    return known;
                } else if (failure != null && failure.code() != Code.UNAVAILABLE) { // waiting would not help
                    throw failed(failure);
                } else if (left <= 0) {
                    throw failure == null ? Connections.unavailable("no connection in time", null) : failed(failure);
                }
                if (connecting == null) {
                    connecting = Thread.ofVirtual().name("parley-connect").start(this::connect);
                }
                changed.awaitNanos(left);
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /// For each who waits an exception of his own.
    private static RpcException failed(RpcException e) {
        return new RpcException(e.code(), e.type(), String.valueOf(e.getMessage()), e, false, "", null);
    }

    private void connect() {
        long next = firstAttempt();
        while (true) {
            lock.lock();
            try {
                while (waiting > 0 && !closed.getAsBoolean() && next - System.nanoTime() > 0) {
                    changed.awaitNanos(next - System.nanoTime());
                }
                if (waiting == 0 || session() != null || closed.getAsBoolean()) {
                    connecting = null;
                    return;
                }
            } catch (InterruptedException e) {
                connecting = null; // the client is closed
                return;
            } finally {
                lock.unlock();
            }
            RpcException wrong = tryOnce();
            lock.lock();
            try {
                failure = wrong;
                changed.signalAll();
                if (wrong == null) {
                    pauses.reset();
                } else {
                    next = System.nanoTime() + pauses.next();
                }
                if (wrong == null || wrong.code() != Code.UNAVAILABLE) { // if it is lost again, that is another story
                    connecting = null;
                    return;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /// When to try first: at once, unless the peer has ended the last session as soon as it was there.
    private long firstAttempt() {
        lock.lock();
        try {
            long now = System.nanoTime();
            Session last = session;
            boolean dropped = last != null && !last.isClosedHere() && now - opened < JUST_NOW;
            return dropped ? opened + pauses.next() : now;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable RpcException tryOnce() {
        try {
            opened(opener.open(true));
            return null;
        } catch (RpcException e) {
            return e;
        } catch (InterruptedException | RuntimeException | Error e) { // whatever it is, who waits must hear of it
            return Connections.unavailable("connecting failed: " + e, null);
        }
    }

    private Session opened(Session fresh) {
        lock.lock();
        try {
            opened = System.nanoTime();
            session = fresh;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            changed.signalAll();
            if (connecting != null) {
                connecting.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
