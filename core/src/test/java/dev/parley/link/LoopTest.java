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
        for (Thread.State state = thread.getState(); state != Thread.State.TIMED_WAITING; state = thread.getState()) {
            if (state == Thread.State.TERMINATED) { // before it was looked at
                thread = threadOfATask();
            }
            Thread.sleep(1); // ends by the test's time limit at the latest
        }
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
