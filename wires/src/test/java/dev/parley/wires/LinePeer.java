package dev.parley.wires;

import dev.parley.json.JsonCodec;
import dev.parley.value.Shapes;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// A plain socket that says and hears lines, as `nc` does.
final class LinePeer implements Closeable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    LinePeer(URI server) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), server.getPort()));
    }

    LinePeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /// Sends a text as it is.
    void say(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    void say(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /// The next line; null where the other end has closed.
    @Nullable String hear() throws IOException {
        return in.readLine();
    }

    /// Sends a line, and gives the next one that comes.
    @Nullable String ask(String line) throws IOException {
        say(line + "\n");
        return hear();
    }

    /// Says nothing more.
    void end() throws IOException {
        socket.shutdownOutput();
    }

    static @Nullable Object value(@Nullable String json) {
        byte[] bytes = String.valueOf(json).getBytes(StandardCharsets.UTF_8);
        return new Shapes().dynamic().read(new JsonCodec().reader(bytes, 0, bytes.length));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
