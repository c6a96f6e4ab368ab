package dev.parley.link;

import dev.parley.Peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.function.Consumer;

/// TCP: `tcp://host:port`. Without a host, 127.0.0.1; without a port, 12321; a server on port 0 gets a free one. IPv6
/// addresses stand in brackets: `tcp://[::1]:12321`.
public final class TcpTransport implements Transport {
    static final int DEFAULT_PORT = 12321;
    private static final int CONNECT_MILLIS = 5000;
    private static final int BACKLOG = 1024;

    @Override
    public List<String> schemes() {
        return List.of("tcp");
    }

    @Override
    public Link connect(URI url, Reactor threads) throws IOException {
        HostPort where = HostPort.of(url, DEFAULT_PORT);
        IOException failure = new UnknownHostException(where.host());
        for (InetAddress address : addresses(where)) {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.socket().connect(new InetSocketAddress(address, where.port()), CONNECT_MILLIS);
                return new SocketLink(channel, new Peer("tcp", where.toString()), threads.loop());
            } catch (IOException e) {
                channel.close();
                failure = e;
            }
        }
        throw new IOException("cannot connect to " + url + ": " + failure.getMessage(), failure);
    }

    private static InetAddress[] addresses(HostPort where) throws IOException {
        try {
            return InetAddress.getAllByName(where.host());
        } catch (UnknownHostException e) {
            throw new IOException("no host named " + where.host() + " is known", e);
        }
    }

    @Override
    public Listener listen(URI url, Reactor threads, Consumer<Link> accepted) throws IOException {
        HostPort where = HostPort.of(url, DEFAULT_PORT);
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(addresses(where)[0], where.port()), BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot listen on " + url + ": " + e.getMessage(), e);
        }
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        URI actual = URI.create("tcp://" + new HostPort(where.host(), port));
        return new SocketListener(channel, actual, threads, TcpTransport::link, accepted, () -> {});
    }

    private static Link link(SocketChannel channel, Loop loop) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        String address = new HostPort(remote.getAddress().getHostAddress(), remote.getPort()).toString();
        return new SocketLink(channel, new Peer("tcp", address), loop);
    }

    @Override
    public boolean exposed(URI url) throws IOException {
        return !addresses(HostPort.of(url, DEFAULT_PORT))[0].isLoopbackAddress();
    }
}
