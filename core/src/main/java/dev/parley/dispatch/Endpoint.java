package dev.parley.dispatch;

import dev.parley.model.CommandModel;
import dev.parley.session.InboundCall;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Where the calls of a command, or of a whole service, end up.
interface Endpoint {
    /// The command; null where only another server knows it.
    @Nullable CommandModel command();

    /// Where calls may have to wait before, in this order.
    List<Gate> gates();

    /// Where the user's code runs; null for the thread of the call.
    default @Nullable Turns turns() {
        return null;
    }

    /// Counts the calls of the object that runs them; null where nobody needs to know.
    default @Nullable Usage usage() {
        return null;
    }

    /// Whether calls may run on the thread that reads.
    default boolean inline() {
        return false;
    }

    /// Whether a call that failed may have run its command, wholly or in part.
    default boolean ran(InboundCall call, Throwable error) {
        return call.hasBegun();
    }

    /// Whether the answer to a call can be kept for its repetition.
    boolean keepable(InboundCall call);

    /// What must be done before the thread that reads goes on.
    void prepare(InboundCall call);

    /// Runs a call, in its turn where there are any, and answers it, unless that may take longer than a turn should.
    ///
    /// @return what [#finish] then answers it with
    /// @throws Exception what the call fails with
    @Nullable Object run(InboundCall call) throws Exception;

    /// Answers a call, outside of its turn, where that is left to be done.
    ///
    /// @param returned by [#run]
    default void finish(InboundCall call, @Nullable Object returned) throws Exception {}
}
