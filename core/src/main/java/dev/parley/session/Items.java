package dev.parley.session;

import org.jspecify.annotations.Nullable;

import java.util.Iterator;

/// The items of a stream, taken one by one. [#hasNext()] and [#next()] wait where need be. Used by one thread at a time,
/// but closed by any.
public interface Items extends Iterator<@Nullable Object>, AutoCloseable {
    /// No more items are wanted. Does nothing after the end, or the second time.
    @Override
    void close();
}
