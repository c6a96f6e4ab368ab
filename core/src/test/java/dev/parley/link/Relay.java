package dev.parley.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;

/// Stands between a client and a server, one connection: passes on what it gets, until it shall do otherwise.
final class Relay implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final Socket server;
    private volatile Socket client;
    private volatile boolean slow;
    private volatile boolean damage;

    Relay(URI to) throws IOException {
        server = new Socket(InetAddress.getLoopbackAddress(), to.getPort());
        server.setTcpNoDelay(true);
        Thread.ofVirtual().start(this::run);
    }

    String url() {
        return "tls://127.0.0.1:" + listening.getLocalPort();
    }

    /// Passes on one byte at a time.
    Relay slowly() {
        slow = true;
        return this;
    }

    /// Changes the last byte of what the client sends next.
    void damage() {
        damage = true;
    }

    /// Ends both connections, in order as far as TCP is concerned.
    void cut() throws IOException {
        server.shutdownOutput();
        if (!client.isOutputShutdown()) { // the server's end may have reached it already
            try {
                client.shutdownOutput();
            } catch (SocketException e) {
                // in this moment
            }
        }
    }

    private void run() {
        try {
            Socket accepted = listening.accept();
            accepted.setTcpNoDelay(true);
            client = accepted;
            Thread.ofVirtual().start(() -> pass(server, accepted));
            pass(accepted, server);
        } catch (IOException e) {
            // closed before anybody came
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[16 << 10];
        try {
            for (int n = from.getInputStream().read(buffer); n >= 0; n = from.getInputStream().read(buffer)) {
                if (damage && from == client) {
                    buffer[n - 1] ^= 1;
                }
                for (int i = 0; i < n; i += slow ? 1 : n) {
                    to.getOutputStream().write(buffer, i, slow ? 1 : n);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // one of them is gone
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        server.close();
        if (client != null) {
            client.close();
        }
    }
}
