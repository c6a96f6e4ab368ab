package dev.parley.cli;

import dev.parley.Authenticator;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.ServerBuilder;
import dev.parley.Tls;
import dev.parley.model.ServiceDescriptor;
import dev.parley.model.ServiceModel;
import dev.parley.services.HealthService;
import dev.parley.value.Shapes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Serves Java sources and built-in services until it is interrupted.
final class Serving {
    private static final String HEALTH = "health";

    private final Console console;
    private final Options options;
    private final TlsOptions tls;

    /// How long calls that run may take when the server is told to end.
    private static final Duration DRAIN = Duration.ofSeconds(5);

    Serving(Console console, Options options) {
        this.console = console;
        this.options = options;
        tls = new TlsOptions(options);
    }

    /// @param what source files, folders of them, and names of built-in services
    /// @return the exit status
    int run(List<String> what) {
        console.mayWait();
        List<Object> services = services(what);
        try (Server server = start(services)) {
            announce(server, services);
            try {
                server.join();
            } catch (InterruptedException e) {
                server.drain(DRAIN); // a second one ends this, too
                throw e;
            }
            return ExitStatus.DONE;
        } catch (InterruptedException e) {
            return ExitStatus.INTERRUPTED;
        }
    }

    private List<Object> services(List<String> what) {
        if (what.isEmpty()) {
            throw Failures.usage("serve what? (parley serve FILE.java, or parley serve health)");
        }
        List<Path> sources = new ArrayList<>();
        for (String word : what) {
            Path path = Path.of(word);
            if (Files.isDirectory(path) || word.endsWith(".java") && Files.exists(path)) {
                sources.add(path);
            } else if (word.endsWith(".java")) {
                throw Failures.usage("no file " + word);
            } else if (!word.equals(HEALTH)) {
                throw Failures.usage("cannot serve " + word + " (expected a .java file, a folder of them, or health)");
            }
        }
        return sources.isEmpty() ? List.of() : new Sources(console).services(sources);
    }

    private Server start(List<Object> services) {
        try {
            ServerBuilder builder = Server.builder().insecure(options.has("--insecure"));
            Tls identity = tls.ofServer();
            if (identity != null) {
                builder.tls(identity);
            }
            String tokenFile = options.text("--token-file");
            if (tokenFile != null) {
                builder.authenticate(Authenticator.tokenFile(Path.of(tokenFile)));
            }
            options.all("--url").forEach(builder::listen);
            options.all("--name").forEach(name -> builder.listen("local://" + name));
            services.forEach(builder::service);
            List<String> names = services.stream().map(Serving::nameOf).toList();
            if (!names.contains(HEALTH)) {
                builder.service(new HealthService(names.toArray(String[]::new)));
            }
            return builder.start();
        } catch (IOException e) {
            throw Failures.usage("--token-file: cannot read " + options.text("--token-file") + ": " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw new RpcException(Code.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw Failures.usage(String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) { // a URL that other machines could reach
            throw Failures.usage(
                    String.valueOf(e.getMessage())
                            .replace("insecure(true)", "--insecure")
                            .replace("authenticate(…)", "--token-file"));
        }
    }

    private static String nameOf(Object service) {
        return ServiceModel.nameOf(service.getClass());
    }

    private void announce(Server server, List<Object> services) {
        List<String> names = new ArrayList<>(services.stream().map(Serving::nameOf).toList());
        if (!names.contains(HEALTH)) {
            names.add(HEALTH);
        }
        String urls = server.urls().stream().map(URI::toString).collect(Collectors.joining(" and "));
        console.line("Serving " + String.join(", ", names) + " at " + urls + " (Ctrl-C ends it)");
        Object first = services.isEmpty() ? new HealthService() : services.getFirst();
        ServiceDescriptor described = ServiceDescriptor.of(ServiceModel.ofClass(first.getClass(), null, new Shapes()));
        console.line("Try: parley " + urlOption(server.urls().getFirst()) + ExampleLine.of(described));
    }

    private String urlOption(URI url) {
        String configured = console.environment("PARLEY_URL");
        String otherwise = configured == null ? Connection.DEFAULT_URL : configured;
        String trust = url.getScheme().equals("tls") ? tls.forCallers() : "";
        return url.toString().equals(otherwise) ? "" : "-u " + ExampleLine.quoted(url.toString()) + " " + trust;
    }
}
