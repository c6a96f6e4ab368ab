package dev.parley.cli;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.link.LocalTransport;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// Lists the servers that live on this machine by name, each asked for what it is.
final class LocalServers {
    /// How long one may take to answer; one that does not is listed as such.
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Console console;
    private final Options options;

    LocalServers(Console console, Options options) {
        this.console = console;
        this.options = options;
    }

    void list() {
        console.mayWait();
        String format = options.text(Format.OPTION.name());
        Format table = Format.of(format == null ? "table" : format, console);
        List<CompletableFuture<Map<String, Object>>> asked =
                names().stream()
                        .map(name -> CompletableFuture.supplyAsync(() -> describe(name), Thread::startVirtualThread))
                        .toList();
        table.value(asked.stream().map(CompletableFuture::join).toList());
    }

    private static List<String> names() {
        try {
            return new LocalTransport().names();
        } catch (IOException e) {
            throw new RpcException(Code.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private Map<String, Object> describe(String name) {
        String url = "local://" + name;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        try (Client connected = Client.builder(url).name("parley").timeout(PATIENCE).connect()) {
            Client client = new Connection(console, options).configured(connected);
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
}
