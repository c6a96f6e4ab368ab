package dev.parley.cli;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.model.ServiceDescriptor;

import java.time.Duration;
import java.util.ArrayList;
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
        String name = options.text(Format.OPTION.name());
        Format format = name == null ? null : Format.of(name, console);
        try (Connection.Lease lease = connection.lease()) {
            Client client = lease.client();
            List<ServiceDescriptor> services = metadata(client).services();
            if (format == null) {
                new ServiceHelp(console).services(services);
            } else {
                format.value(ServiceHelp.rows(services));
            }
        }
    }

    /// Does what the words say: calls, or helps.
    ///
    /// @param line a service, perhaps a command, and what belongs to it
    void run(List<String> line) {
        try (Connection.Lease lease = connection.lease()) {
            Client client = lease.client();
            List<String> words;
            ServiceDescriptor service;
            try {
                words = named(line, client);
                service = metadata(client).service(words.getFirst());
            } catch (RpcException e) {
                if (!e.type().equals(Metadata.NOTHING_TOLD)) {
                    throw e;
                }
                undescribed(client, line, e);
                return;
            }
            if (words.size() == 1 || options.help) {
                help(service, words);
            } else {
                run(prepared(client, service, words));
            }
        }
    }

    /// With the one service before them that a server has whose protocol knows of none, unless it is named.
    private List<String> named(List<String> words, Client client) {
        if (connection.namesServices()) {
            return words;
        }
        return named(words, metadata(client).services().getFirst());
    }

    private static List<String> named(List<String> words, ServiceDescriptor only) {
        boolean same = !words.isEmpty() && words.getFirst().equals(only.name());
        if (same && (words.size() == 1 || has(only, words.get(1)) || !has(only, words.getFirst()))) {
            return words;
        }
        List<String> all = new ArrayList<>(words);
        all.addFirst(only.name());
        return all;
    }

    private static boolean has(ServiceDescriptor service, String command) {
        return service.commands().stream().anyMatch(each -> each.name().equals(command));
    }

    /// Calls what nobody describes.
    ///
    /// @param why what there is to say of that
    private void undescribed(Client client, List<String> words, RpcException why) {
        if (options.help) {
            console.print(Layout.wrapped(String.valueOf(why.getMessage()), 0, 0, console.width()) + "\n");
            console.flush();
            return;
        }
        UndescribedCall call = new UndescribedCall(words, options);
        Object value = call.make(connection.configured(client));
        new Printer(console, options.text(Format.OPTION.name()), UndescribedCall.RESULT).value(value);
    }

    private PreparedCall prepared(Client client, ServiceDescriptor service, List<String> words) {
        ServiceDescriptor.Command command = Metadata.command(service, words.get(1));
        CommandLine line = new CommandLine(service.name(), command, options);
        Given given = line.parse(words.subList(2, words.size()), console.in());
        return new PreparedCall(connection.configured(client), command, line, given, connection.namesArguments());
    }

    private void run(PreparedCall call) {
        Printer printer = new Printer(console, options.text(Format.OPTION.name()), call.command().result());
        String source = call.given().stream;
        Object value = null;
        boolean shown =
                (source != null || call.givesStream()) && console.showsProgress("-".equals(source), call.givesStream());
        try (Progress progress = new Progress(console, shown, call.givesStream())) {
            if (call.givesStream()) {
                printer.items(call.make(console, progress).stream());
            } else {
                value = call.make(console, progress).call();
            }
        }
        if (!call.givesStream()) {
            printer.value(value);
        }
    }

    /// Measures what the words say.
    ///
    /// @return the exit status
    int bench(List<String> line) {
        try (Connection.Lease lease = connection.lease()) {
            Client client = lease.client();
            List<String> words = named(line, client);
            ServiceDescriptor service = metadata(client).service(words.getFirst());
            PreparedCall call = prepared(client, service, words);
            if ("-".equals(call.given().stream)) {
                throw Failures.usage(call.line().name() + ": its stream is read for each call (expected a file)");
            }
            return new Bench(console, options, call).run();
        }
    }

    /// Helps, from what the server said earlier where it is not there, or does not answer soon.
    ///
    /// @param line a service, and perhaps a command
    void help(List<String> line) {
        connection.hurry();
        List<ServiceDescriptor> known = connection.known();
        if (!known.isEmpty()) {
            ServiceDescriptor only = known.getFirst();
            help(only, named(line, only));
            return;
        }
        try {
            run(line);
        } catch (RpcException e) {
            boolean silent = e.code() == Code.DEADLINE_EXCEEDED;
            if (e.code() != Code.UNAVAILABLE && !silent) {
                throw e;
            }
            MetadataCache.Entry cache = MetadataCache.of(console).entry(connection.url());
            boolean unnamed = !connection.namesServices() && !cache.services().isEmpty();
            List<String> words = unnamed ? named(line, Metadata.sorted(cache.services().values()).getFirst()) : line;
            String service = words.isEmpty() ? "it" : words.getFirst();
            Object described = cache.services().get(service);
            Duration age = cache.age(service);
            String where = (silent ? "parley: no answer from " : "parley: no server at ") + connection.url();
            if (described == null || age == null) {
                console.error(where + ", and nothing is known of " + service + "; this is general help");
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
        MetadataCache.Entry cache = MetadataCache.of(console).entry(connection.url());
        return new Metadata(connection.asking(client), cache, connection.describes());
    }
}
