package dev.parley.cli;

import dev.parley.Client;
import dev.parley.ClientBuilder;
import dev.parley.Code;
import dev.parley.RemoteCommand;
import dev.parley.RpcException;
import dev.parley.Tls;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Calls a command, or shows what there is to call. The metadata of the one service and the call go over one connection.
final class Calling {
    private final Console console;
    private final Options options;

    Calling(Console console, Options options) {
        this.console = console;
        this.options = options;
    }

    /// Lists all services.
    void services() {
        try (Client client = connect()) {
            new ServiceHelp(console).services(Metadata.services(configured(client)));
        }
    }

    /// Does what the words say: calls, or helps.
    ///
    /// @param words a service, perhaps a command, and what belongs to it
    void run(List<String> words) {
        try (Client client = connect()) {
            ServiceDescriptor service = Metadata.service(configured(client), words.getFirst());
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
                    configured(client).service(service.name()).command(command.name()).with(given.named);
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

    /// With what the options say of each call. Some of them may stand behind the command, and are only known later.
    private Client configured(Client client) {
        Client configured = options.timeout == null ? client : client.withTimeout(options.timeout);
        for (Map.Entry<String, String> entry : options.metadata.entrySet()) {
            configured = configured.withMetadata(entry.getKey(), entry.getValue());
        }
        return configured;
    }

    private Client connect() {
        String url = options.url(console);
        console.mayWait();
        try {
            ClientBuilder builder = Client.builder(url).name("parley").retries(false).patience(Duration.ZERO);
            String token = options.token(console);
            if (token != null) {
                builder.token(token);
            }
            if (options.codec != null) {
                builder.codec(options.codec);
            }
            Tls tls = options.tls.ofClient();
            if (tls != null) {
                builder.tls(tls);
            }
            return builder.connect();
        } catch (IllegalArgumentException e) {
            throw Failures.usage(String.valueOf(e.getMessage()));
        } catch (RpcException e) {
            if (e.code() != Code.UNAVAILABLE) {
                throw e;
            }
            String message =
                    e.getMessage() + " (start a server with parley serve FILE.java, or name another with -u URL)";
            throw new RpcException(Code.UNAVAILABLE, "", message, e, false, "", null);
        }
    }
}
