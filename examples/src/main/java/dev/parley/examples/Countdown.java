package dev.parley.examples;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;

/// The numbers down to 1, with a pause before each but the first. A stream that is an [AutoCloseable], too, is closed at
/// its end, or when the caller does not want any more of it.
final class Countdown implements Iterator<Integer>, AutoCloseable {
    private final int from;
    private final Duration interval;
    private final Runnable stopped;
    private int next;

    /// @param stopped is run when it is closed before its end
    Countdown(int from, Duration interval, Runnable stopped) {
        this.from = from;
        this.interval = interval;
        this.stopped = stopped;
        next = from;
    }

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
                Thread.sleep(interval);
            }
            return next--;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped at " + next);
        }
    }

    @Override
    public void close() {
        if (hasNext()) {
            stopped.run();
        }
    }
}
