package dev.parley.link;

import dev.parley.Peer;
import dev.parley.Tls;

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

/// TCP: `tcp://host:port`, or encrypted `tls://host:port`. Without a host, 127.0.0.1; without a port, 12321; a server on
/// port 0 gets a free one. IPv6 addresses stand in brackets: `tcp://[::1]:12321`.
public final class TcpTransport implements Transport {
    static final int DEFAULT_PORT = 12321;
    private static final String TLS = "tls";
    private static final int CONNECT_MILLIS = 5000;
    private static final int BACKLOG = 1024;

    /// What clients use that have said nothing; made when the first one does.
    private static final class SystemTrust {
        static final Tls TLS = Tls.system();
    }

    @Override
    public boolean readsQuery() {
        return false;
    }

    @Override
    public List<String> schemes() {
        return List.of("tcp", TLS);
    }

    private static boolean isTls(URI url) {
        return TLS.equalsIgnoreCase(url.getScheme());
    }

    @Override
    public Link connect(URI url, LinkSetup setup) throws IOException {
        if (!isTls(url) && setup.tls() != null) {
            throw new IllegalArgumentException(
                    "URL " + url + ": not encrypted, although TLS is set (expected tls://…)");
        }
        HostPort where = HostPort.of(url, DEFAULT_PORT);
        IOException failure = new UnknownHostException(where.host());
        for (InetAddress address : addresses(where)) {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true); // for protocols without pings
                channel.socket().connect(new InetSocketAddress(address, where.port()), CONNECT_MILLIS);
                return isTls(url)
                        ? tlsLink(channel, where, setup)
                        : new SocketLink(channel, new Peer("tcp", where.toString()), setup.threads().loop());
            } catch (IOException e) {
                channel.close();
                failure = e;
            } catch (RuntimeException e) { // a fault of the TLS engine's
                channel.close();
                throw e;
            }
        }
        throw new IOException("cannot connect to " + url + ": " + failure.getMessage(), failure);
    }

    private static Link tlsLink(SocketChannel channel, HostPort where, LinkSetup setup) throws IOException {
        Tls tls = setup.tls() == null ? SystemTrust.TLS : setup.tls();
        TlsLink link =
                new TlsLink(
                        channel,
                        new Peer(TLS, where.toString()),
                        setup.threads().loop(),
                        () -> tls.clientEngine(where.host(), where.port()),
                        setup.handshake());
        link.handshake();
        return link;
    }

    private static InetAddress[] addresses(HostPort where) throws IOException {
        try {
            return InetAddress.getAllByName(where.host());
        } catch (UnknownHostException e) {
            throw new IOException("no host named " + where.host() + " is known", e);
        }
    }

    @Override
    public Listener listen(URI url, LinkSetup setup, Consumer<Link> accepted) throws IOException {
        SocketListener.Maker maker = isTls(url) ? tlsMaker(url, setup) : TcpTransport::link;
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
        URI actual = URI.create((isTls(url) ? "tls://" : "tcp://") + new HostPort(where.host(), port));
        return new SocketListener(channel, actual, setup.threads(), maker, accepted, () -> {});
    }

    private static SocketListener.Maker tlsMaker(URI url, LinkSetup setup) {
        Tls tls = setup.tls();
        if (tls == null || !tls.hasIdentity()) {
            throw new IllegalArgumentException(
                    "URL " + url + ": no certificate (expected the server's, as Tls.of(certificate, key))");
        }
        return (channel, loop) -> new TlsLink(channel, peer(channel, TLS), loop, tls::serverEngine, setup.handshake());
    }

    private static Link link(SocketChannel channel, Loop loop) throws IOException {
        return new SocketLink(channel, peer(channel, "tcp"), loop);
    }

    /// Who has connected.
    private static Peer peer(SocketChannel channel, String scheme) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true); // for protocols without pings
        InetSocketAddress remote = (InetSocketAddress) channel.getRemoteAddress();
        return new Peer(scheme, new HostPort(remote.getAddress().getHostAddress(), remote.getPort()).toString());
    }

    @Override
    public boolean encrypts(URI url) {
        return isTls(url);
    }

    @Override
    public boolean exposed(URI url) throws IOException {
        return !addresses(HostPort.of(url, DEFAULT_PORT))[0].isLoopbackAddress();
    }
}
