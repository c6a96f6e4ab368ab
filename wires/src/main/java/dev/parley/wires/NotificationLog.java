package dev.parley.wires;

import dev.parley.wire.Frame;

import java.lang.System.Logger.Level;

/// Tells the log of notifications of one connection that have failed, which their sender is not told. To be used under one
/// lock.
final class NotificationLog {
    private final String name;
    private boolean told;

    /// @param wire whose log it is
    NotificationLog(Class<?> wire) {
        name = wire.getName();
    }

    /// A notification was dropped or has failed.
    void failed(Frame.Failure failure) {
        boolean first = !failure.ran() && !told;
        told |= first;
        System.getLogger(name)
                .log(
                        first ? Level.INFO : Level.DEBUG, // once, as it may go on
                        "a notification was not carried out: " + failure.code() + ": " + failure.message());
    }
}
