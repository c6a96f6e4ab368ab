package dev.parley.dispatch;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// Counts the calls of an object that is to be closed when another has taken its place and the last of them has returned.
final class Usage {
    /// Added to the count when no calls begin any more.
    private static final long RETIRED = Long.MIN_VALUE;

    private final AutoCloseable object;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Usage(AutoCloseable object) {
        this.object = object;
    }

    /// @return null for an object that nobody has to close
    static @Nullable Usage of(Object service) {
        return service instanceof AutoCloseable closeable ? new Usage(closeable) : null;
    }

    /// A call begins.
    ///
    /// @return whether it may; it must [#end] then
    boolean begin() {
        if (calls.incrementAndGet() > 0) {
            return true;
        }
        end();
        return false;
    }

    void end() {
        if (calls.decrementAndGet() == RETIRED) {
            close();
        }
    }

    /// No calls begin any more.
    void retire() {
        if (calls.getAndUpdate(count -> count < 0 ? count : count + RETIRED) == 0) {
            close();
        }
    }

    /// On a thread of its own, as it may take its time.
    private void close() {
        if (!closed.compareAndSet(false, true)) {
            return; // a call that came too late has been turned away
        }
        Thread.startVirtualThread(() -> {
            try {
                object.close();
            } catch (Exception e) { // of the user's; nobody is left to hear of it
                System.getLogger(Usage.class.getName()).log(Level.WARNING, "closing " + object + " failed", e);
            }
        });
    }
}
