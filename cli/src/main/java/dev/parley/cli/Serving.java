package dev.parley.cli;

import dev.parley.Authenticator;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.ServerBuilder;
import dev.parley.Tls;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Serves sources, classes and built-in services until it is interrupted.
final class Serving {
    /// How long calls that run may take when the server is told to end.
    private static final Duration DRAIN = Duration.ofSeconds(5);

    private static final int MOST_SESSIONS = 1_000_000;

    private final Console console;
    private final Options options;
    private final TlsOptions tls;

    Serving(Console console, Options options) {
        this.console = console;
        this.options = options;
        tls = new TlsOptions(options);
    }

    /// @return the exit status
    int run() {
        console.mayWait();
        ServeLine line = new ServeLine(console, options);
        ServerBuilder builder = builder();
        Instant started = Instant.now();
        List<ServedService> services = line.read();
        boolean watch = options.has("--watch");
        if (watch && line.sources().isEmpty()) {
            throw Failures.usage("--watch: there is no source to watch (expected a .java file, or a folder of them)");
        }
        try (Watching watching = watch ? new Watching(line.sources(), started) : null;
                ServedObjects objects = new ServedObjects(services);
                Server server = start(objects.addTo(builder))) {
            List<String> names = objects.services().stream().map(ServedService::name).toList();
            announce(server, names, objects.services().getFirst().describe());
            return watching == null
                    ? until(server, server::join)
                    : until(server, new Reloading(console, options, line, watching, objects, server)::run);
        }
    }

    /// Serves services of other servers.
    ///
    /// @return the exit status
    int runRemote() {
        console.mayWait();
        ServerBuilder builder = builder();
        try (RemoteServices remotes = new RemoteServices(console, options)) {
            ServiceDescriptor first = remotes.addTo(builder);
            try (Server server = start(builder)) {
                announce(server, remotes.names(), first);
                return until(server, server::join);
            }
        }
    }

    private interface Running {
        void run() throws InterruptedException;
    }

    private static int until(Server server, Running end) {
        try {
            try {
                end.run();
                return ExitStatus.DONE;
            } catch (InterruptedException e) {
                server.drain(DRAIN); // a second one ends this, too
                return ExitStatus.INTERRUPTED;
            }
        } catch (InterruptedException e) {
            return ExitStatus.INTERRUPTED;
        }
    }

    private ServerBuilder builder() {
        ServerBuilder builder = Server.builder().insecure(options.has("--insecure"));
        builder.remoteTraces(options.has("--traces"));
        Tls identity = tls.ofServer();
        if (identity != null) {
            builder.tls(identity);
        }
        Authenticator known = authenticator();
        if (known != null) {
            builder.authenticate(known);
        }
        if (options.has("--max-sessions")) {
            builder.maxSessions(options.number("--max-sessions", 1, MOST_SESSIONS, 1));
        }
        if (options.has("--codec")) {
            builder.onlyCodecs(options.all("--codec").toArray(String[]::new));
        }
        try {
            for (String wire : options.all("--wire")) {
                if (wire.equals("all")) {
                    builder.allWires();
                } else {
                    builder.wires(wire);
                }
            }
            options.all("--url").forEach(builder::listen);
            options.all("--name").forEach(name -> builder.listen("local://" + name));
        } catch (IllegalArgumentException e) {
            throw refusal(e);
        }
        return builder;
    }

    /// Knows callers by a token of the file, and else by the certificate without which they cannot connect by `tls://`.
    private @Nullable Authenticator authenticator() {
        Authenticator byCertificate =
                options.has(TlsOptions.CLIENT_AUTHORITY) ? Authenticator.certificate(_ -> Set.of()) : null;
        String tokenFile = options.text("--token-file");
        if (tokenFile == null) {
            return byCertificate;
        }
        try {
            Authenticator byToken = Authenticator.tokenFile(Path.of(tokenFile));
            return byCertificate == null ? byToken : byToken.or(byCertificate);
        } catch (IOException e) {
            throw Failures.usage("--token-file: cannot read " + tokenFile + ": " + Failures.why(e));
        } catch (IllegalArgumentException e) {
            throw Failures.usage(String.valueOf(e.getMessage()));
        }
    }

    private static Server start(ServerBuilder builder) {
        try {
            return builder.start();
        } catch (UncheckedIOException e) {
            throw new RpcException(Code.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw refusal(e);
        }
    }

    /// What the server has refused, in the words of the command line.
    static RpcException refusal(RuntimeException e) {
        return Failures.usage(
                String.valueOf(e.getMessage())
                        .replace("insecure(true)", "--insecure")
                        .replace("authenticate(…)", "--token-file")
                        .replace("as Tls.of(certificate, key)", "by --tls-cert and --tls-key")
                        .replace("service(\"name\", object)", "NAME:OTHER"));
    }

    /// @param first what is tried
    private void announce(Server server, List<String> names, ServiceDescriptor first) {
        String urls = server.urls().stream().map(URI::toString).collect(Collectors.joining(" and "));
        console.line("Serving " + String.join(", ", names) + " at " + urls + " (Ctrl-C ends it)");
        URI url = server.urls().getFirst();
        console.line("Try: parley " + optionsFor(url) + ExampleLine.of(first));
    }

    /// What callers have to say before they name the command, with a space behind it.
    private String optionsFor(URI url) {
        String configured = console.environment("PARLEY_URL");
        String otherwise = configured == null ? Connection.DEFAULT_URL : configured;
        StringBuilder line = new StringBuilder();
        if (!url.toString().equals(otherwise)) {
            line.append("-u ").append(ExampleLine.quoted(url.toString())).append(' ');
        }
        if (url.getScheme().equals("tls")) {
            line.append(tls.forCallers());
        }
        if (options.has("--codec") && !options.all("--codec").contains("msgpack")) {
            line.append("--codec ").append(options.all("--codec").getFirst()).append(' ');
        }
        return line.append(options.has("--token-file") ? "--token TOKEN " : "").toString();
    }
}
