package dev.parley.examples;

import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Service;

import java.time.Duration;
import java.util.Iterator;

/// Commands that take their time, to try out cancelling and deadlines.
@Service
public final class SlowService {
    private int stopped; // guarded by this

    /// Does nothing for a while.
    ///
    /// @param time how long
    @Command
    String sleep(Duration time) throws InterruptedException {
        try {
            Thread.sleep(time);
            return "slept for " + time.toMillis() + " ms";
        } catch (InterruptedException e) {
            countStopped();
            throw e;
        }
    }

    /// Counts down to 1.
    ///
    /// @param from the number to begin with
    /// @param interval the time from one number to the next
    @Command
    Iterator<Integer> countdown(int from, @Default("1s") Duration interval) {
        return new Countdown(from, interval, this::countStopped);
    }

    /// Says how many commands were stopped before they came to their end. It waits for a moment until there are as many
    /// as expected.
    ///
    /// @param expected how many to wait for
    @Command
    synchronized int stopped(@Default("0") int expected) throws InterruptedException {
        long until = System.nanoTime() + 1_000_000_000;
        for (long left = until - System.nanoTime(); stopped < expected && left > 0; left = until - System.nanoTime()) {
            wait(1 + left / 1_000_000);
        }
        return stopped;
    }

    private synchronized void countStopped() {
        stopped++;
        notifyAll();
    }
}
