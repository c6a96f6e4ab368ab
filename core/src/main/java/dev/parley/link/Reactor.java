package dev.parley.link;

import java.util.concurrent.atomic.AtomicInteger;

/// A few threads that read all connections of a server, or of all clients. Each starts when it gets something to do and
/// ends by itself when it has nothing left. They run no user code and never wait for anything but their sockets.
public final class Reactor {
    private static final Reactor CLIENTS = new Reactor("parley-client", threadsFor(4));

    private final Loop[] loops;
    private final AtomicInteger next = new AtomicInteger();

    /// @param name begins the threads' names
    public Reactor(String name, int threads) {
        loops = new Loop[threads];
        for (int i = 0; i < threads; i++) {
            loops[i] = new Loop(name + "-" + i);
        }
    }

    /// The threads that all clients of this process share.
    public static Reactor clients() {
        return CLIENTS;
    }

    /// As many threads as do some good: one for so many processors.
    public static int threadsFor(int processorsEach) {
        return Math.clamp(Runtime.getRuntime().availableProcessors() / processorsEach, 1, 8);
    }

    /// The thread that a new connection shall belong to.
    Loop loop() {
        return loops[Math.floorMod(next.getAndIncrement(), loops.length)];
    }
}
