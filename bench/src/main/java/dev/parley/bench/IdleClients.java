package dev.parley.bench;

import dev.parley.Client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The main class of the process that [IdleServer] starts: opens connections, makes one call on each, and waits until
/// it is killed or its input ends, which is when that process does.
final class IdleClients {
    static final List<String> FLAGS = List.of("-Xmx2g", "-XX:+UseSerialGC");
    static final String READY = "ready";

    private IdleClients() {}

    /// @param args the server's URL, the number of connections
    public static void main(String[] args) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 1; i <= Integer.parseInt(args[1]); i++) {
            Client client = Client.connect(args[0]);
            Object added = client.service("notes").call("add", "milk");
            Call.require(added instanceof Long, "add on connection " + i, String.valueOf(added));
            clients.add(client);
        }
        System.out.println(READY);
        System.in.read();
        System.out.println(clients.size()); // keeps them reachable
    }
}
