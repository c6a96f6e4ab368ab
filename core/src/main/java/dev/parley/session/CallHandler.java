package dev.parley.session;

import dev.parley.wire.CommandName;

/// Takes the calls that the peer makes.
public interface CallHandler {
    /// What is called, for a caller that has not said it all.
    CommandName whole(CommandName said);

    /// A call has come, on the thread that reads, which must not be made to wait. The handler sees to it that the call is
    /// ended, now or later, on any thread.
    void handle(InboundCall call);
}
