package dev.parley.cli;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RemoteCommand;
import dev.parley.RpcException;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
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
        try (Connection.Lease lease = connection.lease()) {
            Client client = lease.client();
            new ServiceHelp(console).services(metadata(client).services());
        }
    }

    /// Does what the words say: calls, or helps.
    ///
    /// @param words a service, perhaps a command, and what belongs to it
    void run(List<String> words) {
        try (Connection.Lease lease = connection.lease()) {
            Client client = lease.client();
            ServiceDescriptor service = metadata(client).service(words.getFirst());
            if (words.size() == 1 || options.help) {
                help(service, words);
                return;
            }
            ServiceDescriptor.Command command = Metadata.command(service, words.get(1));
            CommandLine line = new CommandLine(service.name(), command, options);
            Given given = line.parse(words.subList(2, words.size()), console.in());
            Printer printer = new Printer(console, options.text(Format.OPTION.name()), command.result());
            RemoteCommand<@Nullable Object> call =
                    connection.configured(client).service(service.name()).command(command.name()).with(given.named);
            run(call, given.stream, line, command.result().stream(), printer);
        }
    }

    private void run(
            RemoteCommand<@Nullable Object> call,
            @Nullable String source,
            CommandLine line,
            boolean givesStream,
            Printer printer) {
        if (source == null && !givesStream) {
            printer.value(call.call());
            return;
        }
        Object value = null;
        boolean shown = console.showsProgress("-".equals(source), givesStream);
        try (Progress progress = new Progress(console, shown, givesStream)) {
            if (source != null) {
                call.with(StreamSource.open(source, line.stream(), line.name(), console, progress));
            }
            if (givesStream) {
                printer.items(call.stream());
            } else {
                value = call.call();
            }
        }
        if (!givesStream) {
            printer.value(value);
        }
    }

    /// Helps, from what the server said earlier where it is not there.
    ///
    /// @param words a service, and perhaps a command
    void help(List<String> words) {
        try {
            run(words);
        } catch (RpcException e) {
            if (e.code() != Code.UNAVAILABLE) {
                throw e;
            }
            MetadataCache.Entry cache = MetadataCache.of(console).entry(connection.url());
            Object described = cache.services().get(words.getFirst());
            Duration age = cache.age();
            String where = "parley: no server at " + connection.url();
            if (described == null || age == null) {
                console.error(where + ", and nothing is known of " + words.getFirst() + "; this is general help");
                console.print(GeneralHelp.page(console.width()));
                console.flush();
            } else {
                console.error(where + "; this is what it said " + Layout.time(age) + " ago");
                help(Descriptors.service(described), words);
            }
        }
    }

    private void help(ServiceDescriptor service, List<String> words) {
        if (words.size() == 1) {
            new ServiceHelp(console).service(service);
        } else {
            ServiceDescriptor.Command command = Metadata.command(service, words.get(1));
            new CommandHelp(console).command(service, command, new CommandLine(service.name(), command, options));
        }
    }

    private Metadata metadata(Client client) {
        return new Metadata(connection.configured(client), MetadataCache.of(console).entry(connection.url()));
    }
}
