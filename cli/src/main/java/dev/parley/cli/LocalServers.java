package dev.parley.cli;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.link.LocalTransport;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
        List<CompletableFuture<String[]>> asked =
                names().stream()
                        .map(name -> CompletableFuture.supplyAsync(() -> describe(name), Thread::startVirtualThread))
                        .toList();
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"NAME", "PID", "UPTIME", "SERVICES", "URL"});
        asked.forEach(each -> rows.add(each.join()));
        console.print(table(rows));
        console.flush();
    }

    private static List<String> names() {
        try {
            return new LocalTransport().names();
        } catch (IOException e) {
            throw new RpcException(Code.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    private String[] describe(String name) {
        String url = "local://" + name;
        try (Client connected = Client.builder(url).name("parley").timeout(PATIENCE).connect()) {
            Client client = new Connection(console, options).configured(connected);
            Map<?, ?> status = client.service("_meta").command("status").returning(Map.class).call();
            String[] services = client.service("_meta").command("service_names").returning(String[].class).call();
            return new String[] {
                name,
                String.valueOf(status.get("pid")),
                Layout.time(Duration.parse(String.valueOf(status.get("uptime")))),
                String.join(",", services),
                url
            };
        } catch (RpcException e) {
            String why = e.code() == Code.DEADLINE_EXCEEDED ? "does not answer" : e.code().toString();
            return new String[] {name, "-", "-", "(" + why + ")", url};
        }
    }

    private static String table(List<String[]> rows) {
        StringBuilder out = new StringBuilder();
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                int column = i;
                int width = rows.stream().mapToInt(each -> each[column].length()).max().orElse(0);
                boolean last = i == row.length - 1;
                out.append(row[i]).append(last ? "\n" : " ".repeat(width + 2 - row[i].length()));
            }
        }
        return out.toString();
    }
}
