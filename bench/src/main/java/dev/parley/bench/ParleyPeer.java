package dev.parley.bench;

import dev.parley.Client;
import dev.parley.Server;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Parley as it comes: no setting is changed.
final class ParleyPeer implements Peer {
    private final Server server;
    private final Client client;
    private final Notes notes;
    private final UnaryOperator<Note> echo;

    /// @param inline whether the command that is called runs on the thread that reads; else on a virtual thread per
    ///     call
    ParleyPeer(Net net, boolean inline) throws IOException {
        server = Server.builder().service(new NotesService()).listen(net.url()).start();
        client = Client.connect(server.urls().getFirst().toString());
        notes = client.service(Notes.class);
        echo = inline ? notes::inline : notes::echo;
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
        client.close();
        server.close();
    }
}
