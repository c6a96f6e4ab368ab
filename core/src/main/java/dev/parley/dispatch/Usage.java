package dev.parley.dispatch;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;

/// Counts the calls of an object that is to be closed when another has taken its place and the last of them has returned.
final class Usage {
    private final AutoCloseable object;
    private int calls; // guarded by this, like the next
    private boolean retired;

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
    synchronized boolean begin() {
        if (retired) {
            return false;
        }
        calls++;
        return true;
    }

    void end() {
        synchronized (this) {
            if (--calls > 0 || !retired) {
                return;
            }
        }
        close();
    }

    /// No calls begin any more.
    void retire() {
        synchronized (this) {
            boolean already = retired;
            retired = true;
            if (already || calls > 0) {
                return;
            }
        }
        close();
    }

    /// On a thread of its own, as it may take its time.
    private void close() {
        Thread.startVirtualThread(() -> {
            try {
                object.close();
            } catch (Exception e) { // of the user's; nobody is left to hear of it
                System.getLogger(Usage.class.getName()).log(Level.WARNING, "closing " + object + " failed", e);
            }
        });
    }
}
