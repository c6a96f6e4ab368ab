package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.session.InboundCall;

import java.util.ArrayList;
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
                                + (places == 1 ? " call runs and " : " calls run and ")
                                + Gate.wait(waiting.size())
                                + " (the limits of @MaxConcurrent)");
            }
            waiting.add(call);
        }
        call.waitsFor(command);
        try {
            free.acquire();
            call.waitsFor(null);
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
        synchronized (running) {
            running.forEach((call, since) ->
                    holders.add(Occupancy.Holder.of(call.session(), call.principal().orElse(null), since, 1)));
        }
        synchronized (waiting) {
            return new Occupancy(
                    command,
                    places,
                    holders,
                    waiting.stream()
                            .map(call -> Occupancy.Waiter.of(call.session(), call.principal().orElse(null)))
                            .toList());
        }
    }
}
