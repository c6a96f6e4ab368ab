package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.session.Await;
import dev.parley.session.Probe;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;

/// Addresses and ports: what a server may listen on, and what is said where it cannot.
@Timeout(60)
class TcpTransportTest {
    @Service("who")
    static class Who {
        @Command
        String calls() {
            return Call.current().peer().toString();
        }
    }

    private static Server serve(String url) {
        return Server.builder().service(new Probe()).service(new Who()).listen(url).start();
    }

    private static void requireServed(URI url) {
        try (Client client = Client.connect(url.toString())) {
            assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
    }

    @Test
    void port0PicksOneAndTellsIt() {
        try (Server server = serve("tcp://127.0.0.1:0");
                Client client = Client.connect(server.urls().getFirst().toString())) {
            URI url = server.urls().getFirst();
            assertThat(url.getPort()).isPositive();
            assertThat(url).hasScheme("tcp").hasHost("127.0.0.1");
            assertThat(client.service("who").call("calls")).asString().matches("tcp 127\\.0\\.0\\.1:\\d+");
        }
    }

    @Test
    void severalServersListenAtPort0() {
        try (Server one = serve("tcp://localhost:0");
                Server two = serve("tcp://localhost:0")) {
            requireServed(one.urls().getFirst());
            requireServed(two.urls().getFirst());
            assertThat(one.urls()).doesNotContainAnyElementsOf(two.urls());
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        try (Server server = serve("tcp://127.0.0.1:0")) {
            URI url = server.urls().getFirst();
            assertThatThrownBy(() -> serve(url.toString()))
                    .isInstanceOf(java.io.UncheckedIOException.class)
                    .hasMessage("cannot listen on " + url + ": Address already in use");
            requireServed(url);
        }
    }

    @Test
    void aPortIsFreeOnceItsServerIsClosed() {
        URI url;
        try (Server server = serve("tcp://127.0.0.1:0")) {
            url = server.urls().getFirst();
            requireServed(url);
        }
        try (Server _ = serve(url.toString())) {
            requireServed(url);
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String url = "tcp://127.0.0.1:" + port;
        assertThatThrownBy(() -> Client.connect(url))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.UNAVAILABLE);
                            assertThat(e.mayHaveRun()).isFalse();
                        })
                .hasMessage("cannot connect to " + url + ": Connection refused");
    }

    @Test
    void aHostThatIsNotKnownIsNamed() {
        assertThatThrownBy(() -> Client.connect("tcp://no.such.host.invalid:1"))
                .isInstanceOf(RpcException.class)
                .hasMessage("no host named no.such.host.invalid is known");
        assertThatThrownBy(() -> serve("tcp://no.such.host.invalid:1"))
                .hasMessageContaining("no host named no.such.host.invalid is known");
    }

    @Test
    void ipv6AddressesStandInBrackets() throws IOException {
        if (!hasIpv6()) {
            System.err.println("*** this machine has no IPv6 loopback: only the text of the failure was tested ***");
            assertThatThrownBy(() -> serve("tcp://[::1]:0")).hasMessageStartingWith("cannot listen on tcp://[::1]:0: ");
            return;
        }
        try (Server server = serve("tcp://[::1]:0");
                Client client = Client.connect(server.urls().getFirst().toString())) {
            assertThat(server.urls().getFirst().toString()).matches("tcp://\\[::1]:\\d+");
            assertThat(client.service("who").call("calls")).asString().matches("tcp \\[0:0:0:0:0:0:0:1(%\\w+)?]:\\d+");
        }
    }

    private static boolean hasIpv6() throws IOException {
        InetAddress loopback = InetAddress.getByName("::1");
        return NetworkInterface.getByInetAddress(loopback) != null;
    }

    @Test
    void otherMachinesAreKeptOutUnlessTheyAreLetInByIntent() {
        for (String url : new String[] {"tcp://0.0.0.0:0", "tcp://[::]:0"}) {
            assertThatThrownBy(() -> serve(url))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "refusing to listen on "
                                    + url
                                    + ": other machines could connect, nothing would be encrypted and nobody identified"
                                    + " (listen on tls:// and add authenticate(…), or listen on 127.0.0.1 or a Unix"
                                    + " socket of mode 0600, or allow it with insecure(true))");
        }
        try (Server server = Server.builder().service(new Probe()).insecure(true).listen("tcp://0.0.0.0:0").start()) {
            requireServed(URI.create("tcp://127.0.0.1:" + server.urls().getFirst().getPort()));
        }
    }

    @Test
    void aServerListensAtSeveralUrls() throws Exception {
        try (Server server =
                Server.builder()
                        .service(new Probe())
                        .listen("tcp://127.0.0.1:0")
                        .listen("tcp://127.0.0.1:0")
                        .listen("memory://several")
                        .start()) {
            assertThat(server.urls()).hasSize(3);
            server.urls().forEach(TcpTransportTest::requireServed);
            Await.until("all have left", () -> server.connections() == 0);
        }
    }
}
