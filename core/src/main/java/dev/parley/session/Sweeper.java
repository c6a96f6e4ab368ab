package dev.parley.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Looks after the time: every few milliseconds at the sessions that have calls in flight, for their deadlines; twice a
/// second at all, for their keepalive. So a call costs no timer of its own. One thread for the whole process.
final class Sweeper {
    private static final long TICK = 10_000_000;
    private static final long SLOW_TICK = 500_000_000;

    private static final Set<Session> ALL = ConcurrentHashMap.newKeySet();
    private static final Set<Session> BUSY = ConcurrentHashMap.newKeySet();
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

    static void remove(Session session) {
        ALL.remove(session);
        BUSY.remove(session);
    }

    private static void run() {
        long slow = System.nanoTime();
        while (true) {
            if (ALL.isEmpty()) {
                LockSupport.park();
            } else {
                LockSupport.parkNanos(BUSY.isEmpty() ? SLOW_TICK : TICK);
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
