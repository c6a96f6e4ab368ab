package dev.parley.bench;

import dev.parley.Client;

import java.util.ArrayList;
import java.util.List;

/// The main class of the process that [IdleServer] starts: opens connections, makes one call on each, and waits until
/// it is killed.
final class IdleClients {
    static final List<String> FLAGS = List.of("-Xmx2g", "-XX:+UseSerialGC");
    static final String READY = "ready";

    private IdleClients() {}

    /// @param args the server's URL, the number of connections
    public static void main(String[] args) throws InterruptedException {
        List<Client> clients = new ArrayList<>();
        for (int i = 1; i <= Integer.parseInt(args[1]); i++) {
            Client client = Client.connect(args[0]);
            Object added = client.service("notes").call("add", "milk");
            Call.require(added instanceof Long, "add on connection " + i, String.valueOf(added));
            clients.add(client);
        }
        System.out.println(READY);
        Thread.sleep(Long.MAX_VALUE);
        System.out.println(clients.size()); // keeps them reachable
    }
}
