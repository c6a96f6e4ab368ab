package dev.parley.cli;

import dev.parley.Client;
import dev.parley.RemoteCommand;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Calls a command, or shows what there is to call. The metadata of the one service and the call go over one connection.
final class Calling {
    private final Console console;
    private final Options options;
    private final Connection connection;

    Calling(Console console, Options options) {
        this.console = console;
        this.options = options;
        connection = new Connection(console, options);
    }

    /// Lists all services.
    void services() {
        try (Client client = connection.open()) {
            new ServiceHelp(console).services(Metadata.services(connection.configured(client)));
        }
    }

    /// Does what the words say: calls, or helps.
    ///
    /// @param words a service, perhaps a command, and what belongs to it
    void run(List<String> words) {
        try (Client client = connection.open()) {
            ServiceDescriptor service = Metadata.service(connection.configured(client), words.getFirst());
            if (words.size() == 1) {
                new ServiceHelp(console).service(service);
                return;
            }
            ServiceDescriptor.Command command = Metadata.command(service, words.get(1));
            CommandLine line = new CommandLine(service.name(), command, options);
            if (options.help) {
                new CommandHelp(console).command(service, command, line);
                return;
            }
            Given given = line.parse(words.subList(2, words.size()));
            RemoteCommand<@Nullable Object> call =
                    connection.configured(client).service(service.name()).command(command.name()).with(given.named);
            if (given.stream != null) {
                call.with(StreamSource.open(given.stream, line.stream(), line.name(), console));
            }
            Printer printer = new Printer(console, command.result());
            if (command.result().stream()) {
                printer.items(call.stream());
            } else {
                printer.value(call.call());
            }
        }
    }
}
