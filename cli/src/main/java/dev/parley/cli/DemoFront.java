package dev.parley.cli;

import dev.parley.Client;
import dev.parley.Server;
import dev.parley.services.FileService;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The third server of the demo, which has a name on this machine: it offers the first one's notes, and files of its own.
///
/// @param behind of the first server
/// @param files the folder that is served
record DemoFront(Server server, Client behind, Path files) implements AutoCloseable {
    static final String NAME = "demo-" + ProcessHandle.current().pid();
    private static final String FILE = "shopping.txt";

    /// @param url of the first server
    static DemoFront open(String url) throws IOException {
        Path files = Files.createTempDirectory("parley-demo");
        Files.writeString(files.resolve(FILE), "milk\nbread\n");
        Client behind = Client.connect(url);
        Server server =
                Server.builder()
                        .remote("notes", behind)
                        .service(new FileService(files))
                        .listen("local://" + NAME)
                        .start();
        return new DemoFront(server, behind, files);
    }

    @Override
    public void close() throws IOException {
        server.close();
        behind.close();
        Files.delete(files.resolve(FILE));
        Files.delete(files);
    }
}
