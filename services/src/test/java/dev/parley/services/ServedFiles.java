package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Interceptor;
import dev.parley.RpcException;
import dev.parley.Server;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A file service behind a Unix socket, and a client of it.
final class ServedFiles implements AutoCloseable {
    /// As somebody else would write it.
    interface Remote {
        Stream<String> paths(String pattern);

        @Command("path_info")
        Stream<PathInfo> pathInfo(String pattern);

        long size(String path);

        void touch(String path);

        @Command("create_dir")
        void createDir(String path, String mode, boolean recurse);

        void delete(String path, boolean recurse);

        String upload(InputStream src, String path);

        InputStream download(String path, long offset);
    }

    final Path root;
    private final Server server;
    final Client client;
    final Remote files;

    /// @param folder gets the socket, and the root in `root`
    ServedFiles(Path folder, boolean writable, long quota) throws IOException {
        this(folder, writable, quota, (call, next) -> next.proceed(call));
    }

    ServedFiles(Path folder, boolean writable, long quota, Interceptor interceptor) throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        server =
                Server.builder()
                        .service(new FileService(root, writable, quota))
                        .intercept(interceptor)
                        .listen("unix://" + folder.resolve("s"))
                        .start();
        client = connect();
        files = client.service(Remote.class, "file");
    }

    Client connect() {
        return Client.connect(server.urls().getFirst().toString());
    }

    Path write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    String upload(String text, String path) {
        return files.upload(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), path);
    }

    String download(String path) throws IOException {
        return download(path, 0);
    }

    /// @throws RpcException when it fails
    String download(String path, long offset) throws IOException {
        try (InputStream in = files.download(path, offset)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (e.getCause() instanceof RpcException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /// All there is below the root, whatever its name.
    List<String> all() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.skip(1).map(path -> root.relativize(path).toString()).sorted().toList();
        }
    }

    void assertFails(Code code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(RpcException.class)
                .hasMessage(message)
                .message()
                .doesNotContain(root.getParent().toString());
        assertThatThrownBy(call).extracting(e -> ((RpcException) e).code()).isEqualTo(code);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
