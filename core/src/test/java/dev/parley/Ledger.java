package dev.parley;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// A service that counts how often each of its calls is run.
@Service("ledger")
class Ledger {
    final Map<Long, AtomicInteger> runs = new ConcurrentHashMap<>();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final CountDownLatch go = new CountDownLatch(1);

    /// Books an entry: twice would be wrong.
    @Command
    long book(long number) {
        runs.computeIfAbsent(number, _ -> new AtomicInteger()).incrementAndGet();
        return -number;
    }

    /// Books an entry, and waits for [#go].
    @Command
    long slowly(long number) throws InterruptedException {
        book(number);
        events.add("running");
        try {
            go.await();
        } catch (InterruptedException e) {
            events.add("interrupted");
            throw e;
        }
        return -number;
    }

    /// Waits to be interrupted, and takes a while to tidy up.
    @Command
    void tidily() throws InterruptedException {
        events.add("running");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.sleep(300);
            events.add("tidy");
            throw e;
        }
    }

    @Command
    int length(byte[] bytes) {
        return bytes.length;
    }

    int runsOf(long number) {
        AtomicInteger count = runs.get(number);
        return count == null ? 0 : count.get();
    }

    @Service("ledger")
    interface Books {
        long book(long number);

        long slowly(long number);
    }

    @Service("ledger")
    interface IdempotentBooks {
        @Idempotent
        long book(long number);

        @Idempotent
        long slowly(long number);
    }
}
