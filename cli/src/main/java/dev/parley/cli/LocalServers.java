package dev.parley.cli;

import dev.parley.Client;
import dev.parley.ClientBuilder;
import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.link.LocalTransport;
import dev.parley.link.Transports;
import dev.parley.model.ServiceDescriptor;
import dev.parley.wire.Protocol;
import dev.parley.wire.Protocols;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Lists the servers that live on this machine by name, each asked for what it is: ours, or those of a protocol of others.
final class LocalServers {
    /// How long one may take to answer; one that does not is listed as such.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String OURS = "local";

    private final Console console;
    private final Options options;

    LocalServers(Console console, Options options) {
        this.console = console;
        this.options = options;
    }

    void list() {
        console.mayWait();
        boolean elsewhere = options.has("--url"); // not by a profile of the environment, as the next
        String said = options.text(Connection.TOKEN.name());
        String token = said == null ? console.environment("PARLEY_TOKEN") : said;
        Connection connection = new Connection(console, options);
        URI url = url(elsewhere ? connection.url() : OURS + "://");
        String format = options.text(Format.OPTION.name());
        Format table = Format.of(format == null ? "table" : format, console);
        if (url.getScheme().equals(OURS)) {
            show(table, ours(), name -> describe(name, token, connection).row(table.isForPeople()));
        } else {
            show(table, others(url), each -> describe(each, connection));
        }
    }

    /// @throws RpcException for one that means more than a place
    private static URI url(String text) {
        try {
            URI url = Transports.url(text);
            if (text.endsWith("://")) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw Failures.usage("--url: got \"" + text + "\" (expected a place only, such as zrpc:// or local://)");
    }

    private static <T> void show(Format table, List<T> servers, Function<T, Map<String, @Nullable Object>> describe) {
        List<CompletableFuture<Map<String, @Nullable Object>>> asked =
                servers.stream()
                        .map(each ->
                                CompletableFuture.supplyAsync(() -> describe.apply(each), Thread::startVirtualThread))
                        .toList();
        table.value(asked.stream().map(CompletableFuture::join).toList());
    }

    // ---- ours

    private static List<String> ours() {
        try {
            return new LocalTransport().names();
        } catch (IOException e) {
            throw new RpcException(Code.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    /// What is known of one.
    ///
    /// @param failure why it could not be asked for the rest; null where it could
    private record Found(
            String name,
            @Nullable Long pid,
            @Nullable Duration uptime,
            @Nullable List<String> services,
            @Nullable RpcException failure) {
        /// @param forPeople whether values are to be read at a glance
        Map<String, @Nullable Object> row(boolean forPeople) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("name", name);
            row.put("pid", forPeople ? pid == null ? "-" : pid.toString() : pid);
            row.put("uptime", forPeople ? uptime == null ? "-" : Layout.time(uptime) : text(uptime));
            row.put("services", forPeople ? servicesOrWhyNot() : services);
            row.put("url", OURS + "://" + name);
            if (!forPeople) {
                row.put("error", failure == null ? null : failure.code() + ": " + failure.getMessage());
            }
            return row;
        }

        private static @Nullable String text(@Nullable Duration time) {
            return time == null ? null : time.toString();
        }

        private String servicesOrWhyNot() {
            if (failure != null) {
                return "(" + (failure.code() == Code.DEADLINE_EXCEEDED ? "does not answer" : failure.code()) + ")";
            }
            return services == null ? "" : String.join(",", services);
        }
    }

    private static Found describe(String name, @Nullable String token, Connection connection) {
        ClientBuilder builder = Client.builder(OURS + "://" + name).name("parley").timeout(PATIENCE);
        if (token != null) {
            builder.token(token);
        }
        try (Client connected = builder.connect()) {
            Client client = connection.configured(connected);
            Map<?, ?> status = client.service("_meta").command("status").returning(Map.class).call();
            String[] services = client.service("_meta").command("service_names").returning(String[].class).call();
            Duration uptime = Duration.parse(String.valueOf(status.get("uptime")));
            Long pid = status.get("pid") instanceof Number number ? number.longValue() : null;
            return new Found(name, pid, uptime, List.of(services), null);
        } catch (RpcException e) {
            return new Found(name, null, null, null, e);
        }
    }

    // ---- those of others

    private static List<URI> others(URI url) {
        Protocol protocol = Protocols.find(url.getScheme());
        try {
            if (protocol != null) {
                return protocol.servers();
            }
        } catch (IOException e) {
            throw new RpcException(Code.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        } catch (IllegalArgumentException e) {
            throw Failures.usage("--url: " + e.getMessage());
        }
        throw Failures.usage(
                "--url: there is no place where servers of "
                        + url.getScheme()
                        + " could be looked for (expected local://, or a protocol of others such as zrpc://)");
    }

    private static Map<String, @Nullable Object> describe(URI url, Connection connection) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        String path = url.getPath();
        row.put("name", path.substring(path.lastIndexOf('/') + 1));
        Limits hasty = Limits.DEFAULT.withHandshake(PATIENCE);
        try (Client client = Client.builder(url.toString()).name("parley").limits(hasty).timeout(PATIENCE).connect()) {
            List<ServiceDescriptor> services = connection.configured(client).describe();
            row.put("commands", services.stream().mapToInt(each -> each.commands().size()).sum());
            row.put("state", "answers");
        } catch (RpcException e) {
            row.put("commands", null);
            row.put("state", state(e));
        }
        row.put("url", url.toString());
        return row;
    }

    private static String state(RpcException e) {
        if (e.code() != Code.UNAVAILABLE && e.code() != Code.DEADLINE_EXCEEDED) {
            return e.code().toString();
        }
        for (Throwable each = e.getCause(); each != null; each = each.getCause()) {
            if (each instanceof ConnectException) {
                return "nobody listens";
            } else if (each instanceof IOException && each.getCause() == null) {
                return String.valueOf(each.getMessage()); // the system's, such as that it is not permitted
            }
        }
        return "does not answer";
    }
}
