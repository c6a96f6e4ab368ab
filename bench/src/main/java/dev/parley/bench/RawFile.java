package dev.parley.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// The limit: a large file goes over a plain Unix socket, opened, read and sent anew for each byte that asks for it.
/// Blocking channels, a direct buffer of 64 KiB at either end, nothing else.
final class RawFile implements Call, AutoCloseable {
    private static final int BUFFER = 64 << 10;

    private final Path file;
    private final ServerSocketChannel listener;
    private final SocketChannel client;
    private final ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);

    private final FileCopy copy;

    RawFile(boolean stored) throws IOException {
        copy = new FileCopy(stored);
        file = LargeFile.make().resolve(LargeFile.NAME);
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(Net.UNIX.address());
        Thread.ofPlatform().daemon().start(this::serve);
        client = SocketChannel.open(listener.getLocalAddress());
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (SocketChannel channel = listener.accept()) {
            while (channel.read(buffer.clear().limit(1)) > 0) {
                send(channel, buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(SocketChannel channel, ByteBuffer buffer) throws IOException {
        try (FileChannel from = FileChannel.open(file)) {
            while (from.read(buffer.clear()) > 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
        }
    }

    @Override
    public void run() throws IOException {
        client.write(in.clear().limit(1));
        copy.begin();
        do {
            if (client.read(in.clear()) < 0) {
                throw new EOFException();
            }
        } while (copy.add(in.flip()));
        copy.end();
    }

    @Override
    public void close() {
        try {
            client.close();
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
