package dev.parley.cli;

import dev.parley.Client;
import dev.parley.ClientBuilder;
import dev.parley.RpcException;
import dev.parley.ServerBuilder;
import dev.parley.Tls;
import dev.parley.model.ServiceDescriptor;
import dev.parley.services.HealthService;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Services of other servers, as a command line names them, and the clients that call them.
final class RemoteServices implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Console console;
    private final Options options;
    private final Map<String, Client> clients = new LinkedHashMap<>(); // by URL, or @NAME
    private final List<String> names = new ArrayList<>();

    RemoteServices(Console console, Options options) {
        this.console = console;
        this.options = options;
        if (options.words.isEmpty() || options.words.size() % 2 != 0) {
            throw Failures.usage(
                    "remote what? (expected NAME URL, such as parley remote notes unix:///tmp/notes.sock)");
        }
    }

    /// Adds all, and health where none of them has that name. Each is asked for what it is, so that one that cannot be reached
    /// is known of now.
    ///
    /// @return what the first is, by its name here
    /// @throws RpcException for one that cannot be reached, or is not there
    ServiceDescriptor addTo(ServerBuilder builder) {
        ServiceDescriptor first = null;
        for (int i = 0; i < options.words.size(); i += 2) {
            String word = options.words.get(i);
            int colon = word.indexOf(':');
            String theirs = colon < 0 ? word : word.substring(0, colon);
            String ours = colon < 0 ? word : word.substring(colon + 1);
            String url = options.words.get(i + 1);
            try {
                Client client = client(url);
                ServiceDescriptor described = client.withTimeout(PATIENCE).describe(theirs);
                builder.remote(ours, client, theirs);
                first = first == null ? new ServiceDescriptor(ours, described.doc(), described.commands()) : first;
            } catch (IllegalArgumentException e) {
                throw Failures.usage(String.valueOf(e.getMessage()));
            }
            names.add(ours);
        }
        if (!names.contains(ServeLine.HEALTH)) {
            builder.service(new HealthService(names.toArray(String[]::new)));
            names.add(ServeLine.HEALTH);
        }
        return Objects.requireNonNull(first);
    }

    /// All that are served, health among them.
    List<String> names() {
        return names;
    }

    private Client client(String url) {
        Client known = clients.get(url);
        if (known != null) {
            return known;
        }
        Options target = Options.parse("--url", url);
        Connection connection = new Connection(console, target); // which adds what a profile says
        if (!target.has("--token")) {
            inherit(target, "--token");
        }
        if (!target.has(TlsOptions.AUTHORITY) && !target.has(TlsOptions.PIN)) {
            inherit(target, TlsOptions.AUTHORITY);
            inherit(target, TlsOptions.PIN);
        }
        ClientBuilder builder = Client.builder(connection.url()).name("parley-remote");
        String token = connection.token();
        if (token != null) {
            builder.token(token);
        }
        Tls tls = new TlsOptions(target).ofClient();
        if (tls != null) {
            builder.tls(tls);
        }
        Client client = builder.connect();
        clients.put(url, client);
        return client;
    }

    private void inherit(Options target, String option) {
        if (options.has(option)) {
            target.putBefore(option, options.all(option));
        }
    }

    @Override
    public void close() {
        clients.values().forEach(Client::close);
    }
}
