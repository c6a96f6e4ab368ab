package dev.parley.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Looks after the time: every few milliseconds at the sessions that have calls in flight, for their deadlines; twice a
/// second at all, for their keepalive, and at answers that are kept. So a call costs no timer of its own. One thread for the
/// whole process.
final class Sweeper {
    private static final long TICK = 10_000_000;
    private static final long SLOW_TICK = 500_000_000;

    /// At most so many nanoseconds lie between one look at a session and the next, while the machine keeps up.
    static final long SLOWEST = SLOW_TICK + 2 * TICK;

    private static final Set<Session> ALL = ConcurrentHashMap.newKeySet();
    private static final Set<Session> BUSY = ConcurrentHashMap.newKeySet();
    private static final Set<Answers> KEPT = ConcurrentHashMap.newKeySet();
    private static final Thread THREAD = new Thread(Sweeper::run, "parley-clock");

    static {
        THREAD.setDaemon(true);
        THREAD.start();
    }

    private Sweeper() {}

    static void add(Session session) {
        ALL.add(session);
        LockSupport.unpark(THREAD);
    }

    /// The session has calls in flight.
    static void busy(Session session) {
        BUSY.add(session);
        LockSupport.unpark(THREAD);
    }

    /// The session has ended; its deadlines are still watched as long as handlers run.
    static void remove(Session session) {
        ALL.remove(session);
    }

    /// There are answers of connections that have ended.
    static void add(Answers answers) {
        KEPT.add(answers);
        LockSupport.unpark(THREAD);
    }

    static void remove(Answers answers) {
        KEPT.remove(answers);
    }

    private static void run() {
        long slow = System.nanoTime();
        while (true) {
            if (!BUSY.isEmpty()) {
                LockSupport.parkNanos(TICK);
            } else if (!ALL.isEmpty() || !KEPT.isEmpty()) {
                LockSupport.parkNanos(slow + SLOW_TICK - System.nanoTime()); // also after it was woken in between
            } else {
                LockSupport.park();
            }
            long now = System.nanoTime();
            for (Session session : BUSY) {
                guarded(() -> {
                    if (!session.sweepCalls(now)) {
                        BUSY.remove(session);
                        session.idle();
                    }
                });
            }
            if (now - slow >= SLOW_TICK) {
                slow = now;
                for (Session session : ALL) {
                    guarded(() -> session.keepAlive(now));
                }
                for (Answers answers : KEPT) {
                    guarded(answers::sweep);
                }
            }
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) { // one session's trouble must not stop the clock
            log().log(Level.ERROR, "failed in the thread parley-clock, which goes on", e);
        }
    }

    private static Logger log() {
        return System.getLogger(Sweeper.class.getName());
    }
}
