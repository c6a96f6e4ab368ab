package dev.parley.wire;

/// Which command a call is for.
///
/// @param service the service's name
/// @param command the command's name within it
public record CommandName(String service, String command) {
    @Override
    public String toString() {
        return service + "." + command;
    }
}
