package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.CallListener;
import dev.parley.Client;
import dev.parley.Limits;
import dev.parley.Peer;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.session.Await;
import dev.parley.session.Probe;
import dev.parley.session.RawPeer;
import dev.parley.wire.RawFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// What goes over the socket: what peers do that are no Parley, or break off, or send what they must not; and much.
@Timeout(60)
class TlsLinkTest {
    private static final HexFormat HEX = HexFormat.of();

    @TempDir private Path folder;

    private final Probe probe = new Probe();
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
    private TlsFiles files;
    private Server server;
    private URI url;

    @BeforeEach
    void start() throws Exception {
        files = new TlsFiles(folder);
        serve(Limits.DEFAULT.withMaxMessage(32 << 20));
    }

    private void serve(Limits limits) {
        CallListener listener =
                new CallListener() {
                    @Override
                    public void disconnected(Peer peer, String reason) {
                        ends.add(reason);
                    }
                };
        server =
                Server.builder()
                        .service(probe)
                        .intercept(probe.counting())
                        .limits(limits)
                        .listener(listener)
                        .tls(files.own("server"))
                        .listen("tls://127.0.0.1:0")
                        .listen("tcp://127.0.0.1:0")
                        .start();
        url = server.urls().getFirst();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Client connect() {
        return Client.builder(url.toString())
                .limits(Limits.DEFAULT.withMaxMessage(32 << 20))
                .tls(files.trusting("ca"))
                .connect();
    }

    private String end() throws InterruptedException {
        String end = ends.poll(20, TimeUnit.SECONDS);
        assertThat(end).as("the end of a connection within 20 s").isNotNull();
        return end;
    }

    private void requireServed() throws InterruptedException {
        try (Client client = connect()) {
            assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
        Await.until("no connection is left", () -> server.connections() == 0);
    }

    private static Socket plain(URI where) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), where.getPort());
    }

    /// A client that is nothing but the JDK's.
    private SSLSocket secure(String protocol) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", files.authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", url.getPort());
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    /// A greeting and a call.
    private static byte[] call(String command) {
        return RawFrame.join(
                RawFrame.greeting(),
                RawFrame.of(RawFrame.CALL, RawFrame.DEFINE, 1).varint(1).text("probe").text(command).hex("90").end());
    }

    // ---- those who speak something else

    @Test
    void aPlainClientIsToldThatItMeetsTls() {
        String plain = "tcp://127.0.0.1:" + url.getPort();
        RpcException failure =
                catchThrowableOfType(
                        RpcException.class,
                        () -> {
                            try (Client client = Client.connect(plain)) {
                                client.service("probe").call("add", 1, 2);
                            }
                        });
        assertThat(failure)
                .hasMessageContaining("the peer speaks something else than Parley's protocol")
                .hasMessageEndingWith(": TLS)");
    }

    @Test
    void theServerSaysWhatAPlainClientBeganWith() throws Exception {
        try (RawPeer _ = RawPeer.connect(url).greet()) {
            assertThat(end()).isEqualTo("the peer does not speak TLS (it begins with c1 50 52 4c: Parley without TLS)");
        }
        requireServed();
    }

    @Test
    void aTlsClientIsToldThatItMeetsAPlainServer() {
        String text = "tls://127.0.0.1:" + server.urls().getLast().getPort();
        assertThatThrownBy(() -> Client.connect(text))
                .hasMessage(
                        "cannot connect to "
                                + text
                                + ": the peer does not speak TLS (it begins with c1 50 52 4c: Parley without TLS)");
    }

    @Test
    void garbageEndsAHandshake() throws Exception {
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            try (Socket socket = plain(url)) {
                byte[] garbage = new byte[random.nextInt(1, 500)];
                random.nextBytes(garbage);
                if (i % 2 == 0 && garbage.length > 5) { // of a record that looks right
                    byte[] header = {22, 3, 1, 0, (byte) (garbage.length - 5)};
                    System.arraycopy(header, 0, garbage, 0, 5);
                }
                socket.getOutputStream().write(garbage);
                socket.shutdownOutput();
                readAll(socket);
            }
            end();
        }
        requireServed();
    }

    private static byte[] readAll(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) { // a reset will do, too
            return new byte[0];
        }
    }

    @Test
    void tls11IsRefused() throws Exception {
        String random = "00".repeat(32);
        String hello = "0302" + random + "00" + "0008c013c014002f00ff" + "0100";
        String message = "01" + "%06x".formatted(hello.length() / 2) + hello;
        try (Socket socket = plain(url)) {
            socket.getOutputStream().write(HEX.parseHex("160302" + "%04x".formatted(message.length() / 2) + message));
            byte[] alert = socket.getInputStream().readNBytes(7);
            assertThat(HEX.formatHex(alert, 5, 7)).as("fatal, protocol_version").isEqualTo("0246");
        }
        assertThat(end()).startsWith("TLS: ").contains("TLSv1.1");
    }

    @Test
    void tls12WillDo() throws Exception {
        try (SSLSocket socket = secure("TLSv1.2")) {
            socket.getOutputStream().write(call("inline"));
            assertThat(socket.getInputStream().read()).isEqualTo(0xC1);
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
        assertThat(end()).isEmpty();
    }

    @Test
    void aClientThatStopsMidwayIsCutOff() throws Exception {
        server.close();
        serve(Limits.DEFAULT.withHandshake(Duration.ofMillis(200)));
        try (Socket silent = plain(url);
                Socket midway = plain(url)) {
            midway.getOutputStream().write(new byte[] {22, 3, 1, 1, 0, 1, 0});
            assertThat(silent.getInputStream().readAllBytes()).isEmpty();
            readAll(midway);
            assertThat(end()).contains("200 ms (the limit handshake)");
            assertThat(end()).contains("200 ms (the limit handshake)");
        }
        Await.until("no connection is left", () -> server.connections() == 0);
    }

    @Test
    void aServerThatSaysNothingFailsTheClient() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String text = "tls://127.0.0.1:" + silent.getLocalPort();
            Limits limits = Limits.DEFAULT.withHandshake(Duration.ofMillis(100));
            assertThatThrownBy(() -> Client.builder(text).limits(limits).connect())
                    .hasMessage("cannot connect to " + text + ": no TLS handshake within 100 ms (the limit handshake)");
        }
    }

    @Test
    void renegotiationIsRefused() throws Exception {
        try (SSLSocket socket = secure("TLSv1.2")) {
            socket.getOutputStream().write(call("block"));
            probe.blocked.acquire();
            socket.startHandshake();
            probe.interrupted.acquire();
            assertThat(end()).isEqualTo("TLS: renegotiation is refused");
        }
        requireServed();
    }

    // ---- ends

    @Test
    void aCloseNotifyIsAnOrderlyEnd() throws Exception {
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            try (SSLSocket socket = secure(protocol)) {
                socket.getOutputStream().write(call("block"));
                probe.blocked.acquire();
                socket.shutdownOutput();
                probe.interrupted.acquire();
                InputStream in = socket.getInputStream();
                while (in.read() >= 0) {
                    // its greeting; a close_notify comes back, or this fails
                }
            }
            assertThat(end()).as(protocol).isEmpty();
        }
    }

    @Test
    void anEndWithoutCloseNotifyIsNotOrderly() throws Exception {
        try (Relay relay = new Relay(url);
                Client client = Client.builder(relay.url()).tls(files.trusting("ca")).connect()) {
            CompletableFuture<?> call = client.service("probe").command("block").future();
            probe.blocked.acquire();
            relay.cut();
            assertThatThrownBy(call::join)
                    .hasMessageContaining("it ended without a TLS close_notify: what came may not be all");
            assertThat(end()).isEqualTo("it ended without a TLS close_notify: what came may not be all");
        }
    }

    @Test
    void aChangedByteEndsTheConnection() throws Exception {
        try (Relay relay = new Relay(url);
                Client client = Client.builder(relay.url()).tls(files.trusting("ca")).connect()) {
            assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
            relay.damage();
            assertThatThrownBy(() -> client.service("probe").call("add", 1, 2)).hasMessageContaining("is lost");
            assertThat(end()).startsWith("TLS: ");
        }
        requireServed();
    }

    @Test
    void theServersOrderlyEndIsNoTruncation() throws Exception {
        try (Client client = connect()) {
            CompletableFuture<?> call = client.service("probe").command("block").future();
            probe.blocked.acquire();
            server.close();
            assertThatThrownBy(call::join)
                    .hasMessageEndingWith("(the server) is lost"); // in order: nothing more is to be said
        }
    }

    // ---- much

    @Test
    void largeValuesGoBothWays() {
        Random random = new Random(7);
        try (Client client = connect()) {
            for (int size : new int[] {0, 1, 16_383, 16_384, 16_385, 100_000, 1 << 20, 16 << 20}) {
                byte[] bytes = new byte[size];
                random.nextBytes(bytes);
                assertThat((byte[]) client.service("probe").call("echo", bytes)).as("%d bytes", size).isEqualTo(bytes);
            }
        }
    }

    @Test
    void manyThreadsShareAConnection() throws Exception {
        try (Client client = connect()) {
            Thread[] threads = new Thread[16];
            BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
            for (int t = 0; t < threads.length; t++) {
                Random random = new Random(t);
                threads[t] =
                        (t % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform())
                                .start(() -> {
                                    try {
                                        for (int i = 0; i < 100; i++) {
                                            byte[] bytes = new byte[random.nextInt(i % 10 == 0 ? 300_000 : 300)];
                                            random.nextBytes(bytes);
                                            byte[] back = (byte[]) client.service("probe").call("echo", bytes);
                                            assertThat(Arrays.equals(back, bytes)).isTrue();
                                        }
                                    } catch (Throwable e) {
                                        failures.add(e);
                                    }
                                });
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void aLonelyCallerReadsForItself() {
        try (Client client = connect()) {
            for (int i = 0; i < 500; i++) {
                assertThat(client.service("probe").call("add", i, 1)).isEqualTo(i + 1L);
            }
            assertThat((byte[]) client.service("probe").call("blob", 5 << 20)).hasSize(5 << 20);
        }
    }

    @Test
    void streamsGoBothWaysAtOnce() {
        try (Client client = connect()) {
            byte[] piece = new byte[50_000];
            Object lengths =
                    client.service("probe").call("lengths", new byte[1], Stream.generate(() -> piece).limit(500));
            assertThat(lengths).isEqualTo(25_000_001L);
            try (Stream<Object> flood = client.service("probe").stream("flood", 20_000)) {
                assertThat(flood.limit(2_000).mapToLong(b -> ((byte[]) b).length).sum()).isEqualTo(40_000_000L);
            }
        }
    }

    @Test
    void recordsMayComeByteByByte() throws Exception {
        try (Relay relay = new Relay(url).slowly();
                Client client = Client.builder(relay.url()).tls(files.trusting("ca")).connect()) {
            assertThat((byte[]) client.service("probe").call("echo", new byte[3_000])).hasSize(3_000);
        }
    }

    // ---- keys

    @Test
    void keysMayChangeWhileDataFlows() throws Exception {
        try (SSLSocket socket = secure("TLSv1.3")) {
            socket.getOutputStream().write(call("block"));
            probe.blocked.acquire();
            for (int i = 0; i < 10; i++) {
                socket.startHandshake(); // in TLS 1.3, a KeyUpdate that wants an answer
                socket.getOutputStream().write(RawFrame.of(RawFrame.PING, 0, 0).hex("0000000000000007").end());
            }
            InputStream in = socket.getInputStream();
            byte[] pong = RawFrame.of(RawFrame.PONG, 0, 0).hex("0000000000000007").end();
            String heard = "";
            while (heard.split(HEX.formatHex(pong), -1).length < 11) {
                heard += "%02x".formatted(in.read());
            }
        }
        assertThat(end()).isEmpty();
    }
}
