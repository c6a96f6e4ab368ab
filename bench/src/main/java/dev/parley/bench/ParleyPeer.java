package dev.parley.bench;

import dev.parley.Client;
import dev.parley.Server;

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
        this(net, inline, false);
    }

    private ParleyPeer(Net net, boolean inline, boolean hop) throws IOException {
        Client client = clientOf(Server.builder().service(new NotesService()).listen(net.url()).start());
        if (hop) {
            client = clientOf(Server.builder().remote("notes", client).listen(net.url()).start());
        }
        notes = client.service(Notes.class);
        echo = inline ? notes::inline : notes::echo;
    }

    /// Called through a server that only passes calls on.
    static ParleyPeer throughAnother(Net net) throws IOException {
        return new ParleyPeer(net, false, true);
    }

    private Client clientOf(Server server) {
        open.push(server);
        Client client = Client.connect(server.urls().getFirst().toString());
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
