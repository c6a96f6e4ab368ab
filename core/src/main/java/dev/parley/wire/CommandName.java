package dev.parley.wire;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Which command a call is for.
///
/// @param service the service's name; empty for the one that is meant by callers that name none
/// @param command the command's name within it
public record CommandName(String service, String command) {
    /// The bytes that a service's or a command's name may have in UTF-8.
    public static final int LONGEST = 255;

    /// The command that a single text names: `service.command`, or without a dot one of the service that need not be named.
    public static CommandName of(String method) {
        int dot = method.lastIndexOf('.');
        return dot < 0
                ? new CommandName("", method)
                : new CommandName(method.substring(0, dot), method.substring(dot + 1));
    }

    /// Whether neither name is longer than [#LONGEST].
    public boolean isShort() {
        return isShort(service) && isShort(command);
    }

    private static boolean isShort(String name) {
        return name.length() <= LONGEST / 3 || name.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    // By hand: a call from the command uses these two, and making a record's own costs a fresh JVM milliseconds.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CommandName name && service.equals(name.service) && command.equals(name.command);
    }

    @Override
    public int hashCode() {
        return 31 * service.hashCode() + command.hashCode();
    }

    /// What [#of] understands, unless there is no service and the command has a dot of its own.
    @Override
    public String toString() {
        return service.isEmpty() ? command : service + "." + command;
    }
}
