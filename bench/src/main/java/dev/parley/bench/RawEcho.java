package dev.parley.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/// The limit: a message of a fixed size goes over a plain socket to another thread, which sends it back when it has all
/// of it. Blocking channels, one system call per message where the socket takes it, direct buffers that are used again.
/// Nothing is encoded, dispatched or copied.
final class RawEcho implements Call, AutoCloseable {
    private final ServerSocketChannel listener;
    private final SocketChannel client;
    private final ByteBuffer out;
    private final ByteBuffer in;
    private long number;

    RawEcho(Net net, int size) throws IOException {
        SocketAddress address = net.address();
        listener =
                net == Net.UNIX
                        ? ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                        : ServerSocketChannel.open();
        listener.bind(address);
        out = ByteBuffer.allocateDirect(size);
        in = ByteBuffer.allocateDirect(size);
        Thread.ofPlatform().daemon().start(() -> serve(size));
        client = SocketChannel.open(listener.getLocalAddress());
        if (net == Net.TCP) {
            client.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        }
    }

    private void serve(int size) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size);
        try (SocketChannel channel = listener.accept()) {
            if (channel.supportedOptions().contains(java.net.StandardSocketOptions.TCP_NODELAY)) {
                channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
            }
            while (true) {
                receive(channel, buffer);
                send(channel, buffer);
            }
        } catch (EOFException | ClosedChannelException e) {
            // the client has gone
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void receive(SocketChannel channel, ByteBuffer buffer) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException();
            }
        }
        buffer.flip();
    }

    private static void send(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /// Numbers the message at both its ends, sends it, and looks for the number at both ends of what comes back.
    @Override
    public void run() throws IOException {
        int last = out.capacity() - Long.BYTES;
        number++;
        out.clear().putLong(0, number).putLong(last, number);
        send(client, out);
        receive(client, in);
        if (in.getLong(0) != number || in.getLong(last) != number) {
            throw Call.wrong("message " + number, in.getLong(0));
        }
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
