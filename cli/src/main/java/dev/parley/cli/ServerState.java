package dev.parley.cli;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RemoteService;
import dev.parley.RpcException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Shows how a server is.
final class ServerState {
    private static final String HEALTH = "health";

    private final Console console;
    private final Options options;
    private final Connection connection;

    ServerState(Console console, Options options) {
        this.console = console;
        this.options = options;
        connection = new Connection(console, options);
    }

    /// @return the exit status: [ExitStatus#FAILED] where something is not ready
    int health() {
        List<Map<String, Object>> rows = new ArrayList<>();
        boolean ready = true;
        Format format = format();
        try (Connection.Lease lease = connection.lease()) {
            Client client = lease.client();
            Client configured = connection.configured(client);
            RemoteService health = configured.service(HEALTH);
            List<String> names = new ArrayList<>();
            names.add("");
            for (Object name : list(configured.service("_meta").call("service_names"))) {
                names.add(String.valueOf(name));
            }
            names.remove(HEALTH); // it answers
            for (String name : names) {
                String state = state(health, name);
                ready &= !state.equals("not_serving");
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("service", name.isEmpty() ? "(server)" : name);
                row.put("state", state);
                rows.add(row);
            }
        }
        format.value(rows);
        return ready ? ExitStatus.DONE : ExitStatus.FAILED;
    }

    private static String state(RemoteService health, String name) {
        try {
            return String.valueOf(health.call("check", name));
        } catch (RpcException e) {
            if (e.code() == Code.NOT_FOUND) {
                return "unknown";
            }
            throw e;
        }
    }

    void locks() {
        Format format = format();
        List<Map<?, ?>> locks = new ArrayList<>();
        try (Connection.Lease lease = connection.lease()) {
            Client client = lease.client();
            for (Object lock : list(connection.configured(client).service("_meta").call("locks"))) {
                if (lock instanceof Map<?, ?> map) {
                    locks.add(map);
                }
            }
        }
        if (locks.isEmpty() && !options.has(Format.OPTION.name())) {
            console.line("Nothing is limited here.");
        } else {
            format.value(format.isForPeople() ? locks.stream().map(ServerState::row).toList() : locks);
        }
    }

    private static Map<String, Object> row(Map<?, ?> lock) {
        List<String> holders = new ArrayList<>();
        for (Object each : list(lock.get("holders"))) {
            if (each instanceof Map<?, ?> holder) {
                Duration held = Duration.parse(String.valueOf(holder.get("held")));
                holders.add(who(holder) + " (" + Layout.time(held) + ", calls: " + holder.get("calls") + ")");
            }
        }
        List<String> waiting = new ArrayList<>();
        for (Object each :
                list(lock.get(lock.containsKey("queue") ? "queue" : "waiting"))) { // the latter of older ones
            waiting.add(each instanceof Map<?, ?> waiter ? who(waiter) : String.valueOf(each));
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("what", String.valueOf(lock.get("what")));
        row.put("places", String.valueOf(lock.get("places")));
        row.put("holders", String.join(", ", holders));
        row.put("waiting", String.join(", ", waiting));
        return row;
    }

    /// `ann at unix /tmp/s #7`, as far as the server tells.
    private static String who(Map<?, ?> peer) {
        Object principal = peer.get("principal");
        Object connection = peer.get("connection");
        return (principal == null ? "" : principal + " at ")
                + peer.get("peer")
                + (connection == null ? "" : " #" + connection);
    }

    private Format format() {
        String name = options.text(Format.OPTION.name());
        return Format.of(name == null ? "table" : name, console);
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
