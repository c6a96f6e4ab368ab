package dev.parley;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between clients and a server, and cuts their connections off.
class Cutter implements AutoCloseable {
    private static final int NEVER = Integer.MAX_VALUE;

    private final Path to;
    private final ServerSocketChannel listener;
    private final Set<SocketChannel> channels = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger(NEVER); // bytes of answers until all are cut
    private volatile boolean dropping;

    Cutter(Path at, Path to) throws IOException {
        this.to = to;
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(at));
        Thread.startVirtualThread(this::accept);
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                SocketChannel server = SocketChannel.open(StandardProtocolFamily.UNIX);
                channels.add(client);
                channels.add(server);
                server.connect(UnixDomainSocketAddress.of(to));
                Thread.ofPlatform().daemon().start(() -> move(client, server, false));
                Thread.ofPlatform().daemon().start(() -> move(server, client, true));
            } catch (IOException e) {
                // closed, or cut off before it was there
            }
        }
    }

    private void move(SocketChannel from, SocketChannel into, boolean answers) {
        ByteBuffer bytes = ByteBuffer.allocate(16 << 10);
        try (from;
                into) {
            while (from.read(bytes.clear()) >= 0) {
                bytes.flip();
                if (!answers) {
                    sent(StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString());
                }
                if (answers && dropping) {
                    continue;
                }
                int before = left.get();
                boolean last = answers && bytes.limit() >= before;
                if (last) {
                    bytes.limit(before);
                }
                if (answers && before != NEVER) { // unless somebody has just set it anew
                    left.compareAndSet(before, last ? NEVER : before - bytes.limit());
                }
                while (bytes.hasRemaining()) {
                    into.write(bytes);
                }
                if (last) { // what is left out must not be missing in the middle
                    cutAll();
                }
            }
        } catch (IOException e) {
            // cut off
        }
        channels.remove(from);
        channels.remove(into);
    }

    /// A client has sent something.
    void sent(String bytes) {}

    /// Lets answers get lost.
    void dropAnswers(boolean drop) {
        dropping = drop;
    }

    /// Cuts all connections off, after so many more bytes of answers, wherever that is.
    void cutAfter(int bytes) {
        left.set(bytes);
    }

    void cutAll() {
        cuts.incrementAndGet();
        for (SocketChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    int cuts() {
        return cuts.get();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
    }
}
