package dev.parley.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/// A piece of a handler's work that another thread runs, while the call's own thread waits for it. Interrupts of the latter
/// reach the former as long as the work runs, and nothing that runs there later.
final class Turn<T extends @Nullable Object> implements BooleanSupplier {
    private final Turns line;
    private final Callable<? extends T> work;

    private @Nullable Thread runner; // guarded by this, as the next four
    private boolean interrupted;
    private boolean over;
    private @Nullable T value;
    private @Nullable Throwable thrown;

    Turn(Turns line, Callable<? extends T> work) {
        this.line = line;
        this.work = work;
    }

    /// Runs it on the calling thread.
    ///
    /// @return false where it was given up before
    @Override
    public boolean getAsBoolean() {
        synchronized (this) {
            if (over) {
                return false;
            }
            runner = Thread.currentThread();
        }
        T result = null;
        Throwable failure = null;
        try {
            result = work.call();
        } catch (Throwable e) { // the call's thread answers for it
            failure = e;
        }
        synchronized (this) {
            value = result;
            thrown = failure;
            runner = null;
            over = true;
            notifyAll();
            if (interrupted) {
                Thread.interrupted(); // that was for this call only
            }
        }
        return true;
    }

    /// Nobody waits for the outcome any more: the turn does not begin, or whoever runs it is interrupted.
    ///
    /// @return whether it will never run
    synchronized boolean giveUp() {
        if (over) {
            return false;
        } else if (runner != null) {
            interrupted = true;
            runner.interrupt();
            return false;
        }
        over = true;
        line.leave().accept(this);
        return true;
    }

    /// Waits for the outcome.
    ///
    /// @throws InterruptedException where the turn was given up
    @SuppressWarnings("NullAway") // the value is a T once the work is done
    T await() throws Exception {
        synchronized (this) {
            while (!over) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    if (over) {
                        Thread.currentThread().interrupt();
                    } else if (giveUp()) {
                        throw e;
                    }
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt(); // what comes next is not wanted, either
        }
        switch (thrown) {
            case null -> {
                return value;
            }
            case Exception e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(thrown);
        }
    }
}
