package dev.parley.cli;

import dev.parley.Client;
import dev.parley.ClientBuilder;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.ServerBuilder;
import dev.parley.Tls;
import dev.parley.model.ServiceDescriptor;
import dev.parley.services.HealthService;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Services of other servers, as a command line names them, and the clients that call them.
final class RemoteServices implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Console console;
    private final Options options;
    private final Map<String, Target> targets = new LinkedHashMap<>(); // by URL, or @NAME
    private final List<String> names = new ArrayList<>();

    /// Another server.
    ///
    /// @param unreachable why it could not be reached at first; null where it could
    private record Target(Client client, @Nullable RpcException unreachable) {}

    RemoteServices(Console console, Options options) {
        this.console = console;
        this.options = options;
        if (options.words.isEmpty() || options.words.size() % 2 != 0) {
            throw Failures.usage(
                    "remote what? (expected NAME URL, such as parley remote notes unix:///tmp/notes.sock)");
        }
    }

    /// Adds all, and health where none of them has that name. Each is asked for what it is, so that one which is not there is
    /// known of now. A server that cannot be reached may still come: that is only told.
    ///
    /// @return what the first is that could be asked, by its name here
    /// @throws RpcException for one that its server does not have, or does not tell of
    ServiceDescriptor addTo(ServerBuilder builder) {
        ServiceDescriptor first = null;
        for (int i = 0; i < options.words.size(); i += 2) {
            String word = options.words.get(i);
            int colon = word.indexOf(':');
            String theirs = colon < 0 ? word : word.substring(0, colon);
            String ours = colon < 0 ? word : word.substring(colon + 1);
            String url = options.words.get(i + 1);
            try {
                Target target = target(url);
                builder.remote(ours, target.client, theirs);
                ServiceDescriptor described = describe(target, theirs, ours);
                if (first == null && described != null) {
                    first = new ServiceDescriptor(ours, described.doc(), described.commands());
                }
            } catch (IllegalArgumentException e) {
                throw Serving.refusal(e);
            }
            names.add(ours);
        }
        if (!names.contains(ServeLine.HEALTH)) {
            builder.service(new HealthService(names.toArray(String[]::new)));
            names.add(ServeLine.HEALTH);
        }
        return first == null ? ServeLine.builtIn(List.of(ServeLine.HEALTH)).getFirst().describe() : first;
    }

    /// @return null where its server cannot be reached
    private @Nullable ServiceDescriptor describe(Target target, String theirs, String ours) {
        try {
            if (target.unreachable != null) {
                throw target.unreachable;
            }
            return target.client.withTimeout(PATIENCE).describe(theirs);
        } catch (RpcException e) {
            if (e.code() != Code.UNAVAILABLE) {
                throw e;
            }
            console.error(
                    "parley: "
                            + ours
                            + ": "
                            + Failures.printable(String.valueOf(e.getMessage()))
                            + " (it is served all the same: calls look for it)");
            return null;
        }
    }

    /// All that are served, health among them.
    List<String> names() {
        return names;
    }

    private Target target(String url) {
        Target known = targets.get(url);
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
        Target fresh = connect(builder);
        targets.put(url, fresh);
        return fresh;
    }

    private static Target connect(ClientBuilder builder) {
        try {
            return new Target(builder.connect(), null);
        } catch (RpcException e) {
            if (e.code() != Code.UNAVAILABLE) {
                throw e;
            }
            return new Target(builder.build(), e); // which looks for it with each call
        }
    }

    private void inherit(Options target, String option) {
        if (options.has(option)) {
            target.putBefore(option, options.all(option));
        }
    }

    @Override
    public void close() {
        targets.values().forEach(target -> target.client.close());
    }
}
