package dev.parley.bench;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/// A few callers, each on a thread of its own, that call again and again: as many calls are in flight as there are
/// callers.
final class Callers {
    private final List<Call> calls;
    private final Thread.Builder threads;
    private volatile boolean stopped;

    private Callers(List<Call> calls, Thread.Builder threads) {
        this.calls = calls;
        this.threads = threads;
    }

    static Callers onVirtualThreads(Peer peer, int count) {
        return new Callers(IntStream.range(0, count).mapToObj(peer::caller).toList(), Thread.ofVirtual());
    }

    static Callers onPlatformThreads(List<Call> calls) {
        return new Callers(calls, Thread.ofPlatform());
    }

    /// What came of it.
    record Done(long calls, double seconds) {}

    /// Has them call for so long, and waits until all have their last answer.
    ///
    /// @throws IllegalStateException when one of the calls fails or has a wrong answer
    Done run(double seconds) throws InterruptedException {
        stopped = false;
        AtomicLong done = new AtomicLong();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        List<Thread> running = new ArrayList<>();
        long start = System.nanoTime();
        for (Call call : calls) {
            running.add(threads.start(() -> repeat(call, done, failure)));
        }
        Thread.sleep((long) (seconds * 1000));
        stopped = true;
        for (Thread thread : running) {
            thread.join();
        }
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("a call failed: " + first.getMessage(), first);
        }
        return new Done(done.get(), (System.nanoTime() - start) / 1e9);
    }

    private void repeat(Call call, AtomicLong done, AtomicReference<@Nullable Exception> failure) {
        long count = 0;
        try {
            do {
                call.run();
                count++;
            } while (!stopped);
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        }
        done.addAndGet(count);
    }
}
