package dev.parley.dispatch;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Where handlers run that do not run on the threads of their calls: one after the other. What the user wrote takes turns
/// there, while all that waits (for admission, futures, credit) stays on the threads of the calls.
///
/// @param enter puts a turn at the end of the line; it says false where it was not wanted any more
/// @param leave takes it out of the line
public record Turns(Consumer<BooleanSupplier> enter, Consumer<BooleanSupplier> leave) {
    /// Has a turn and waits for it. Being interrupted gives it up before it has begun, and from then on is handed to whoever
    /// runs it.
    <T extends @Nullable Object> T take(Callable<? extends T> work) throws Exception {
        Turn<T> turn = new Turn<>(this, work);
        enter.accept(turn);
        return turn.await();
    }

    /// The same for what must be done whatever happens.
    void takeSurely(Runnable work) {
        boolean interrupted = false;
        for (boolean done = false; !done; ) {
            try {
                take(() -> {
                    work.run();
                    return true;
                });
                done = true;
            } catch (InterruptedException e) { // before it has begun, as a Runnable throws none
                interrupted = true;
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) { // cannot be
                throw new IllegalStateException(e);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
