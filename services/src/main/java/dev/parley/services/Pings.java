package dev.parley.services;

import dev.parley.Code;
import dev.parley.RpcException;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The numbers from 1 on, with a pause before each but the first. Interrupting the thread that waits for the next one ends
/// it with [Code#CANCELLED].
final class Pings implements Iterator<Long> {
    /// Longer ones do not fit into nanoseconds.
    private static final double LONGEST_SECONDS = 1e9;

    private final long count;
    private final Duration interval;
    private long last;

    /// @param count how many; zero or less for no end
    /// @param seconds how long the pauses are
    Pings(int count, double seconds) {
        if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
            throw new IllegalArgumentException("interval: got " + seconds + " (expected seconds, from 0 to 1e9)");
        }
        this.count = count;
        interval = Duration.ofNanos((long) (seconds * 1e9));
    }

    @Override
    public boolean hasNext() {
        return count <= 0 || last < count;
    }

    @Override
    public Long next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            if (last > 0) {
                Thread.sleep(interval);
            }
            return ++last;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RpcException(Code.CANCELLED, "nobody waits for pings any more", e);
        }
    }
}
