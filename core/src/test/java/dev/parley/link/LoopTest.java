package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CompletableFuture;

/// When a loop has a thread, and what that does meanwhile.
@Timeout(30)
class LoopTest {
    private final Loop loop = new Loop("loop");

    private Thread threadOfATask() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        loop.execute(() -> thread.complete(Thread.currentThread()));
        return thread.get();
    }

    /// The JVM waits for threads in system calls when it exits, which the command would do after each call.
    @Test
    void anIdleLoopIsInNoSystemCall() throws Exception {
        Thread thread = threadOfATask();
        Thread.State state;
        do {
            state = thread.getState();
        } while (state != Thread.State.TIMED_WAITING && state != Thread.State.TERMINATED);
        assertThat(state).isEqualTo(Thread.State.TIMED_WAITING);
    }

    @Test
    void aLoopWithoutAnythingToDoEndsAndStartsAgain() throws Exception {
        Thread first = threadOfATask();
        first.join();
        assertThat(threadOfATask()).isNotSameAs(first);
    }

    @Test
    void noTaskIsLostWhileTheLoopFallsIdle() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            threadOfATask();
        }
    }
}
