package dev.parley.cli;

import dev.parley.Client;
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
        boolean elsewhere = options.has("--url"); // not by a profile of the environment
        Connection connection = new Connection(console, options);
        URI url = url(elsewhere ? connection.url() : OURS + "://");
        String format = options.text(Format.OPTION.name());
        Format table = Format.of(format == null ? "table" : format, console);
        if (url.getScheme().equals(OURS)) {
            show(table, ours(), name -> describe(name, connection));
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

    private static Map<String, @Nullable Object> describe(String name, Connection connection) {
        String url = OURS + "://" + name;
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("name", name);
        try (Client connected = Client.builder(url).name("parley").timeout(PATIENCE).connect()) {
            Client client = connection.configured(connected);
            Map<?, ?> status = client.service("_meta").command("status").returning(Map.class).call();
            String[] services = client.service("_meta").command("service_names").returning(String[].class).call();
            row.put("pid", String.valueOf(status.get("pid")));
            row.put("uptime", Layout.time(Duration.parse(String.valueOf(status.get("uptime")))));
            row.put("services", String.join(",", services));
        } catch (RpcException e) {
            String why = e.code() == Code.DEADLINE_EXCEEDED ? "does not answer" : e.code().toString();
            row.put("pid", "-");
            row.put("uptime", "-");
            row.put("services", "(" + why + ")");
        }
        row.put("url", url);
        return row;
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
