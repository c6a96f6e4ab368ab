package dev.parley.bench;

import dev.parley.Client;
import dev.parley.ClientBuilder;
import dev.parley.Server;
import dev.parley.ServerBuilder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Parley as it comes: no setting is changed.
final class ParleyPeer implements Peer {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Notes notes;
    private final UnaryOperator<Note> echo;

    /// @param inline whether the command that is called runs on the thread that reads; else on a virtual thread per
    ///     call
    ParleyPeer(Net net, boolean inline) throws IOException {
        this(net.url(), null, inline, false);
    }

    private ParleyPeer(String url, @Nullable Certificates tls, boolean inline, boolean hop) throws IOException {
        Client client = clientOf(Server.builder().service(new NotesService()), url, tls);
        if (hop) {
            client = clientOf(Server.builder().remote("notes", client), Net.UNIX.url(), null);
        }
        notes = client.service(Notes.class);
        echo = inline ? notes::inline : notes::echo;
    }

    /// Called through a server that only passes calls on.
    static ParleyPeer throughAnother() throws IOException {
        return new ParleyPeer(Net.UNIX.url(), null, false, true);
    }

    /// Called by a protocol of others.
    static ParleyPeer speaking(String wire) throws IOException {
        return new ParleyPeer(wire + "+" + Net.UNIX.url(), null, false, false);
    }

    /// Called over TLS.
    static ParleyPeer encrypted() throws IOException {
        return new ParleyPeer("tls://127.0.0.1:0", Certificates.create(), false, false);
    }

    private Client clientOf(ServerBuilder builder, String url, @Nullable Certificates tls) {
        if (tls != null) {
            builder.tls(tls.server());
        }
        Server server = builder.listen(url).start();
        open.push(server);
        ClientBuilder connecting = Client.builder(server.urls().getFirst().toString());
        Client client = (tls == null ? connecting : connecting.tls(tls.client())).connect();
        open.push(client);
        return client;
    }

    Notes notes() {
        return notes;
    }

    @Override
    public Note echo(Note note) {
        return echo.apply(note);
    }

    @Override
    public void list(int count, Consumer<Note> arrived) {
        try (Stream<Note> all = notes.list(count)) {
            all.forEach(arrived);
        }
    }

    @Override
    public void close() {
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception e) { // they throw none
                throw new IllegalStateException(e);
            }
        }
    }
}
