package dev.parley.session;

/// Takes the calls that the peer makes.
@FunctionalInterface
public interface CallHandler {
    /// A call has come, on the thread that reads, which must not be made to wait. The handler sees to it that the call is
    /// ended, now or later, on any thread.
    void handle(InboundCall call);
}
