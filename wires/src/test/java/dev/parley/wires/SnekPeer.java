package dev.parley.wires;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// One end of snekrpc on a Unix socket that says exactly what a test wants it to, in JSON.
final class SnekPeer implements AutoCloseable {
    /// What a peer does.
    interface Script {
        void run(SnekPeer peer) throws Exception;
    }

    private final SocketChannel channel;
    private final DataInputStream in;

    private SnekPeer(SocketChannel channel) {
        this.channel = channel;
        in = new DataInputStream(Channels.newInputStream(channel));
    }

    /// A client.
    static SnekPeer connect(Path at) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(at));
        return new SnekPeer(channel);
    }

    /// A server of one client, which it tells its codec.
    ///
    /// @return what becomes of the script
    static CompletableFuture<Void> serve(Path at, Script script) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(at));
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try (listener;
                    SnekPeer peer = new SnekPeer(listener.accept())) {
                peer.next(); // the question for the codec
                peer.say("\0json");
                script.run(peer);
                end.complete(null);
            } catch (Throwable e) { // a failed assertion, perhaps
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    /// The next message.
    Object next() throws IOException {
        return Messages.next(in);
    }

    /// All messages up to one that begins with a name.
    List<Object> upTo(String name) throws IOException {
        List<Object> all = new ArrayList<>();
        do {
            all.add(next());
        } while (!((List<?>) all.getLast()).getFirst().equals(name));
        return all;
    }

    /// Sends messages.
    void say(String... messages) throws IOException {
        for (String message : messages) {
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            send(ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array());
        }
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.hasRemaining()) {
            channel.write(all);
        }
    }

    /// Calls and takes the one message that comes back.
    Object call(String name, String positional, String named) throws IOException {
        int dot = name.indexOf('.');
        say(command(name.substring(0, dot), name.substring(dot + 1), positional, named));
        return next();
    }

    static String command(String service, String command, String positional, String named) {
        return "[\"CommandMessage\",\"" + service + "\",\"" + command + "\"," + positional + "," + named + "]";
    }

    /// Whether the other end has closed the connection.
    boolean isAtEnd() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
