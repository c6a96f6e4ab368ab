package dev.parley.wire;

import java.nio.charset.StandardCharsets;

/// Which command a call is for.
///
/// @param service the service's name
/// @param command the command's name within it
public record CommandName(String service, String command) {
    /// The bytes that a service's or a command's name may have in UTF-8.
    public static final int LONGEST = 255;

    /// Whether neither name is longer than [#LONGEST].
    public boolean isShort() {
        return isShort(service) && isShort(command);
    }

    private static boolean isShort(String name) {
        return name.length() <= LONGEST / 3 || name.getBytes(StandardCharsets.UTF_8).length <= LONGEST;
    }

    @Override
    public String toString() {
        return service + "." + command;
    }
}
