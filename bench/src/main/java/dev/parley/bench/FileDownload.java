package dev.parley.bench;

import dev.parley.Client;
import dev.parley.Limits;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.services.FileService;

import java.io.IOException;
import java.io.InputStream;

/// Downloads a large file from our file service, again and again.
final class FileDownload implements Call, AutoCloseable {
    @Service("file")
    interface Files {
        InputStream download(String path, long offset);
    }

    private final Server server;
    private final Client client;
    private final Files files;
    private final FileCopy copy;

    /// @param window the client's, in bytes
    FileDownload(boolean stored, int window) throws IOException {
        copy = new FileCopy(stored);
        server = Server.builder().service(new FileService(LargeFile.make())).listen(Net.UNIX.url()).start();
        client =
                Client.builder(server.urls().getFirst().toString()).limits(Limits.DEFAULT.withWindow(window)).connect();
        files = client.service(Files.class);
    }

    @Override
    public void run() throws IOException {
        copy.begin();
        try (InputStream bytes = files.download(LargeFile.NAME, 0)) {
            bytes.transferTo(copy);
        }
        copy.end();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
