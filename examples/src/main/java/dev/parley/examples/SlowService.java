package dev.parley.examples;

import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Service;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

/// Commands that take their time, to try out cancelling and deadlines.
@Service
public final class SlowService {
    private int stopped; // guarded by this

    /// Does nothing for a while.
    ///
    /// @param time how long
    @Command
    String sleep(Duration time) throws InterruptedException {
        pause(time);
        return "slept for " + time.toMillis() + " ms";
    }

    /// Counts down to 1.
    ///
    /// @param from the number to begin with
    /// @param interval the time from one number to the next
    @Command
    Iterator<Integer> countdown(int from, @Default("1s") Duration interval) {
        return new Iterator<>() {
            private int next = from;

            @Override
            public boolean hasNext() {
                return next > 0;
            }

            @Override
            public Integer next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                try {
                    if (next < from) {
                        pause(interval);
                    }
                    return next--;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new CancellationException("stopped at " + next);
                }
            }
        };
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

    /// Sleeps, and takes note of it when the caller does not want to wait any longer.
    private void pause(Duration time) throws InterruptedException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            synchronized (this) {
                stopped++;
                notifyAll();
            }
            throw e;
        }
    }
}
