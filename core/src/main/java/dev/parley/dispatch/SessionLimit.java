package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.session.InboundCall;
import dev.parley.session.Session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Sessions that may use something at once, a service or the whole server. A session takes a place with its first call and
/// keeps it until it ends, or until its lease does: when it has had no call for so long and others wait.
public final class SessionLimit implements Gate {
    private final String what;
    private final int places;
    private final int queue;
    private final long lease;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Session, Holder> holders = new LinkedHashMap<>(); // guarded by lock, like the next
    private final Map<Session, Integer> waiting =
            new LinkedHashMap<>(); // how many calls of each wait, first come first

    private static final class Holder {
        final long since = System.nanoTime();
        long lastUse = since;
        int calls;
    }

    /// @param lease after which an unused place is given to others; zero for never
    public SessionLimit(String what, int places, int queue, Duration lease) {
        this.what = what;
        this.places = places;
        this.queue = queue;
        this.lease = lease.toNanos();
    }

    @Override
    public void enter(InboundCall call) throws InterruptedException {
        Session session = call.session();
        lock.lockInterruptibly();
        try {
            requireThere(session);
            giveFreePlaces();
            takeFreePlace(session);
            if (!holders.containsKey(session)) {
                queue(session);
                call.waitsFor(what);
                await(session);
                call.waitsFor(null);
            }
            Holder own = holders.get(session);
            if (own != null) {
                own.calls++;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void arrive(Session session, Runnable waits) throws InterruptedException {
        lock.lock();
        try {
            requireThere(session);
            giveFreePlaces();
            takeFreePlace(session);
            if (holders.containsKey(session)) {
                return;
            }
            queue(session);
        } finally {
            lock.unlock();
        }
        boolean told = false;
        try {
            waits.run();
            told = true;
        } finally {
            lock.lock();
            try {
                if (told) {
                    await(session);
                } else {
                    leaveQueue(session, false);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void takeFreePlace(Session session) {
        if (waiting.isEmpty() && holders.size() < places) {
            holders.computeIfAbsent(session, _ -> new Holder());
        }
    }

    private void queue(Session session) {
        if (waiting.size() >= queue && !waiting.containsKey(session)) {
            throw new RpcException(
                    Code.RESOURCE_EXHAUSTED,
                    what
                            + ": in use by "
                            + holders.size()
                            + (holders.size() == 1 ? " session" : " sessions")
                            + ", and "
                            + Gate.wait(waiting.size())
                            + " (as many as may)");
        }
        waiting.merge(session, 1, Integer::sum);
    }

    private void await(Session session) throws InterruptedException {
        boolean waited = false;
        try {
            while (!holders.containsKey(session)) {
                requireThere(session); // before it sleeps: who has left meanwhile is not told again
                giveFreePlaces();
                if (!holders.containsKey(session)) {
                    changed.awaitNanos(untilLeaseEnds());
                }
            }
            waited = true;
        } finally {
            leaveQueue(session, waited);
        }
    }

    private void leaveQueue(Session session, boolean waited) {
        waiting.computeIfPresent(session, (_, calls) -> calls == 1 ? null : calls - 1); // also where it has ended
        Holder given = holders.get(session);
        if (!waited && given != null && given.calls == 0 && !waiting.containsKey(session)) {
            forget(session); // the place came when nobody wanted it any more
        }
    }

    private long untilLeaseEnds() {
        long least = Long.MAX_VALUE;
        for (Holder holder : holders.values()) {
            if (lease > 0 && holder.calls == 0) {
                least = Math.min(least, lease - (System.nanoTime() - holder.lastUse));
            }
        }
        return Math.max(least, 1);
    }

    private void giveFreePlaces() {
        waiting.keySet().removeIf(Session::hasEnded); // whoever comes now need not wait for them
        if (lease > 0 && !waiting.isEmpty()) {
            holders.values().removeIf(h -> h.calls == 0 && System.nanoTime() - h.lastUse >= lease);
        }
        Iterator<Session> next = waiting.keySet().iterator();
        while (holders.size() < places && next.hasNext()) {
            Session session = next.next();
            if (holders.putIfAbsent(session, new Holder()) == null) {
                changed.signalAll();
            }
        }
    }

    @Override
    public void leave(InboundCall call) {
        lock.lock();
        try {
            Holder own = holders.get(call.session());
            if (own != null) {
                own.calls--;
                own.lastUse = System.nanoTime();
                if (own.calls == 0 && call.session().hasEnded()) {
                    forget(call.session());
                }
                changed.signalAll(); // who waits for the end of the lease must look again
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void gone(Session session) {
        lock.lock();
        try {
            Holder own = holders.get(session);
            if (own == null || own.calls == 0) { // else its last call to return gives the place up
                forget(session);
            }
            changed.signalAll(); // its calls that wait must look
        } finally {
            lock.unlock();
        }
    }

    private void requireThere(Session session) {
        if (session.hasEnded()) {
            throw new RpcException(Code.UNAVAILABLE, what + ": the connection was lost while it waited");
        }
    }

    private void forget(Session session) {
        holders.remove(session);
        giveFreePlaces();
    }

    @Override
    public Occupancy occupancy() {
        lock.lock();
        try {
            List<Occupancy.Holder> held = new ArrayList<>();
            holders.forEach((session, holder) ->
                    held.add(Occupancy.Holder.of(session, session.principal(), holder.since, holder.calls)));
            List<Occupancy.Waiter> queued =
                    waiting.keySet().stream()
                            .filter(s -> !holders.containsKey(s))
                            .map(s -> Occupancy.Waiter.of(s, s.principal()))
                            .toList();
            return new Occupancy(what, places, held, queued);
        } finally {
            lock.unlock();
        }
    }
}
