package dev.parley.cli;

import dev.parley.Client;
import dev.parley.RemoteCommand;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

/// A call with all that was given for it, to be made once or often.
///
/// @param client with the time and the metadata of the call
/// @param line that of the command
record PreparedCall(Client client, ServiceDescriptor.Command command, CommandLine line, Given given) {
    /// The call, once.
    ///
    /// @param progress counts what is read of its stream, which is opened
    RemoteCommand<@Nullable Object> make(Console console, Progress progress) {
        RemoteCommand<@Nullable Object> call = client.service(line.service()).command(command.name()).with(given.named);
        return given.stream == null
                ? call
                : call.with(StreamSource.open(given.stream, line.stream(), line.name(), console, progress));
    }

    boolean givesStream() {
        return command.result().stream();
    }
}
