package dev.parley.cli;

import dev.parley.Client;
import dev.parley.RemoteCommand;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A call with all that was given for it, to be made once or often.
///
/// @param client with the time and the metadata of the call
/// @param line that of the command
/// @param byName whether arguments may go by name
record PreparedCall(Client client, ServiceDescriptor.Command command, CommandLine line, Given given, boolean byName) {
    /// The call, once.
    ///
    /// @param progress counts what is read of its stream, which is opened
    RemoteCommand<@Nullable Object> make(Console console, Progress progress) {
        RemoteCommand<@Nullable Object> call = client.service(line.service()).command(command.name());
        call = byName ? call.with(given.named) : byPosition(call);
        if (given.stream == null) {
            return call;
        }
        Object items = StreamSource.open(given.stream, line.stream(), line.name(), console, progress);
        return byName ? call.with(Map.of(line.stream().name(), items)) : call.with(items); // it need not stand first
    }

    /// With all arguments up to the last that was given, those between with what they are when they are left out.
    private RemoteCommand<@Nullable Object> byPosition(RemoteCommand<@Nullable Object> call) {
        Map<String, @Nullable Object> left = new LinkedHashMap<>(given.named);
        List<@Nullable Object> all = new ArrayList<>();
        for (Parameter parameter : line.parameters()) {
            if (left.isEmpty() || parameter.isStream() || parameter.isNamedRest()) {
                continue;
            }
            Object value = left.containsKey(parameter.name()) ? left.remove(parameter.name()) : parameter.absent();
            if (parameter.isRest() && value instanceof List<?> rest) {
                all.addAll(rest);
            } else {
                all.add(value);
            }
        }
        return call.with(all.toArray()).with(left);
    }

    boolean givesStream() {
        return command.result().stream();
    }
}
