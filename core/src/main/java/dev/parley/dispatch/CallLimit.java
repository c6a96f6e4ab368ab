package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.session.InboundCall;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Calls of a command that may run at once, and how many may wait, in the order in which they came.
final class CallLimit implements Gate {
    private final int places;
    private final int queue;
    private final Semaphore free;
    private final AtomicInteger waiting = new AtomicInteger();

    CallLimit(int places, int queue) {
        this.places = places;
        this.queue = queue;
        free = new Semaphore(places, true);
    }

    @Override
    public void enter(InboundCall call) throws InterruptedException {
        if (waiting.get() == 0 && free.tryAcquire()) {
            return;
        }
        int before = waiting.getAndIncrement();
        try {
            if (before >= queue) {
                throw new RpcException(
                        Code.RESOURCE_EXHAUSTED,
                        call.name()
                                + ": "
                                + places
                                + " calls run and "
                                + before
                                + " wait (the limits of @MaxConcurrent)");
            }
            free.acquire();
        } finally {
            waiting.decrementAndGet();
        }
    }

    @Override
    public void leave(InboundCall call) {
        free.release();
    }
}
