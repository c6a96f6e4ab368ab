package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.session.InboundCall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// Calls of a command that may run at once, and how many may wait, in the order in which they came.
final class CallLimit implements Gate {
    private final String command;
    private final int places;
    private final int queue;
    private final Semaphore free;
    private final Set<InboundCall> waiting = new LinkedHashSet<>(); // guarded by itself
    private final Map<InboundCall, Long> running = Collections.synchronizedMap(new LinkedHashMap<>()); // since when

    CallLimit(String command, int places, int queue) {
        this.command = command;
        this.places = places;
        this.queue = queue;
        free = new Semaphore(places, true);
    }

    @Override
    public void enter(InboundCall call) throws InterruptedException {
        if (!free.tryAcquire(
                0, java.util.concurrent.TimeUnit.SECONDS)) { // unlike the other tryAcquire, not before others
            await(call);
        }
        running.put(call, System.nanoTime());
    }

    private void await(InboundCall call) throws InterruptedException {
        synchronized (waiting) {
            if (waiting.size() >= queue) {
                throw new RpcException(
                        Code.RESOURCE_EXHAUSTED,
                        command
                                + ": "
                                + places
                                + " calls run and "
                                + waiting.size()
                                + " wait (the limits of @MaxConcurrent)");
            }
            waiting.add(call);
        }
        try {
            free.acquire();
        } finally {
            synchronized (waiting) {
                waiting.remove(call);
            }
        }
    }

    @Override
    public void leave(InboundCall call) {
        running.remove(call);
        free.release();
    }

    @Override
    public Occupancy occupancy() {
        List<Occupancy.Holder> holders = new ArrayList<>();
        long now = System.nanoTime();
        synchronized (running) {
            running.forEach((call, since) ->
                    holders.add(new Occupancy.Holder(call.peer().toString(), Duration.ofNanos(now - since), 1)));
        }
        synchronized (waiting) {
            return new Occupancy(command, places, holders, peers(waiting));
        }
    }

    private static List<String> peers(Collection<InboundCall> calls) {
        return calls.stream().map(call -> call.peer().toString()).toList();
    }
}
