package dev.parley.dispatch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What is still to be done of a user's where a session has ended, on threads of its own.
final class Farewells {
    private final Set<Thread> all = ConcurrentHashMap.newKeySet();

    void add(Runnable work) {
        Thread thread =
                Thread.ofVirtual()
                        .unstarted(() -> {
                            try {
                                work.run();
                            } finally {
                                all.remove(Thread.currentThread());
                            }
                        });
        all.add(thread);
        thread.start();
    }

    /// Who waits for the others is not waited for: it may be one of these.
    void waitFor() {
        all.remove(Thread.currentThread());
    }

    boolean areDone() {
        return all.isEmpty();
    }
}
