package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Peer;
import dev.parley.wire.RawFrame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/// What a peer has said before it went counts, also where a write fails before it is read: it may say why.
@Timeout(60)
class LastWordsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String DOT = ".";

    @TempDir Path folder;

    private final Loop loop = new Loop("parley-test");
    private final Heard heard = new Heard();
    private final List<AutoCloseable> open = new ArrayList<>();
    private ServerSocketChannel listening;

    /// Keeps what comes, but for dots; the thread that is to be held waits when it has brought something.
    private static final class Heard implements Link.Receiver {
        final BlockingQueue<String> words = new LinkedBlockingQueue<>();
        final CountDownLatch holding = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        volatile Thread hold;

        @Override
        public void received(byte[] bytes, int from, int to) {
            String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).replace(DOT, "");
            if (!text.isEmpty()) {
                words.add(text);
            }
            if (Thread.currentThread() == hold) {
                holding.countDown();
                await(go);
            }
        }

        @Override
        public void writable() {}

        @Override
        public void closed(String why) {
            words.add("closed: " + why);
        }

        String next() throws InterruptedException {
            String next = words.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("what is heard within 20 s").isNotNull();
            return next;
        }
    }

    @BeforeEach
    void listen() throws IOException {
        listening = ServerSocketChannel.open();
        open.add(listening);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() throws Exception {
        heard.go.countDown();
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(listening.getLocalAddress());
        open.add(channel);
        return channel;
    }

    private SocketChannel accept() throws IOException {
        SocketChannel channel = listening.accept();
        open.add(channel);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true); // a reset throws away what waits to be sent
        return channel;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Keeps the loop from reading, once it has begun to, until `heard.go`.
    private void holdLoop() {
        loop.execute(() -> {
            heard.holding.countDown();
            await(heard.go);
        });
        await(heard.holding);
    }

    private static void say(SocketChannel peer, byte[] bytes) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        while (all.hasRemaining()) {
            peer.write(all);
        }
    }

    private static void sayAndLeave(SocketChannel peer, byte[] bytes) throws IOException {
        say(peer, bytes);
        peer.setOption(StandardSocketOptions.SO_LINGER, 0); // a reset, so that writing fails at once
        peer.close();
    }

    /// As whoever writes does it.
    private static void writeUntilItFails(Link link) {
        try {
            while (true) {
                link.write(ByteBuffer.allocate(1));
            }
        } catch (IOException e) {
            link.fail("writing failed: " + e.getMessage());
        }
    }

    /// The alert of an engine that has met what is no record of its peer's.
    private static byte[] alert(SSLEngine engine) throws SSLException {
        byte[] wrong = HexFormat.of().parseHex("1703030020" + "00".repeat(32));
        assertThatThrownBy(() -> engine.unwrap(ByteBuffer.wrap(wrong), ByteBuffer.allocate(64 << 10)))
                .isInstanceOf(SSLException.class);
        return wrapped(engine, new byte[0]);
    }

    private static byte[] wrapped(SSLEngine engine, byte[] plain) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(64 << 10);
        engine.wrap(ByteBuffer.wrap(plain), out);
        byte[] record = new byte[out.flip().remaining()];
        out.get(record);
        return record;
    }

    /// Reads until a call of the probe has come.
    ///
    /// @param first what has come already
    private static void awaitCall(SocketChannel peer, SSLEngine engine, byte[] first) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(64 << 10).put(first);
        StringBuilder heard = new StringBuilder();
        for (int n = first.length; heard.indexOf("probe") < 0; n = peer.read(in)) {
            if (n < 0) {
                throw new EOFException("the client has left before it called");
            }
            in.flip();
            ByteBuffer plain = ByteBuffer.allocate(64 << 10);
            while (engine.unwrap(in, plain).bytesConsumed() > 0) {
                // there may be another record
            }
            heard.append(StandardCharsets.ISO_8859_1.decode(plain.flip()));
            in.compact();
        }
    }

    /// @return what has come behind it
    private static byte[] handshake(SocketChannel peer, SSLEngine engine) throws IOException {
        byte[] rest = new TlsHandshake(peer, engine, LIMIT).run();
        peer.configureBlocking(true);
        return rest;
    }

    @Test
    void whatAPeerHasSentIsReadAlthoughAWriteFails() throws Exception {
        SocketLink link = new SocketLink(connect(), new Peer("tcp", "far"), loop);
        SocketChannel peer = accept();
        link.start(heard);
        holdLoop();
        sayAndLeave(peer, "bye".getBytes(StandardCharsets.ISO_8859_1));
        writeUntilItFails(link);
        heard.go.countDown();
        assertThat(heard.next()).isEqualTo("bye");
        assertThat(heard.next()).startsWith("closed: writing failed: ");
    }

    @Test
    void soItIsWhereACallerReads() throws Exception {
        SocketLink link = new SocketLink(connect(), new Peer("tcp", "far"), loop);
        SocketChannel peer = accept();
        link.start(heard);
        Thread caller =
                Thread.ofPlatform()
                        .start(() -> {
                            heard.hold = Thread.currentThread();
                            long until = System.nanoTime() + LIMIT.toNanos();
                            while (heard.holding.getCount() > 0 && System.nanoTime() < until) {
                                link.readWhile(() -> false, until, true);
                            }
                        });
        while (!heard.holding.await(1, TimeUnit.MILLISECONDS)) {
            say(peer, DOT.getBytes(StandardCharsets.ISO_8859_1)); // it is let read when something has come
        }
        sayAndLeave(peer, "bye".getBytes(StandardCharsets.ISO_8859_1));
        writeUntilItFails(link);
        heard.go.countDown();
        assertThat(heard.next()).isEqualTo("bye");
        assertThat(heard.next()).startsWith("closed: writing failed: ");
        caller.join();
    }

    @Test
    void anAlertIsReadAlthoughAWriteFails() throws Exception {
        TlsFiles files = new TlsFiles(folder);
        SSLEngine client = files.trusting("ca").clientEngine("127.0.0.1", 1);
        SSLEngine server = files.own("server").serverEngine();
        TlsLink link = new TlsLink(connect(), new Peer("tls", "far"), loop, () -> client, LIMIT);
        SocketChannel peer = accept();
        CompletableFuture<Void> welcome =
                CompletableFuture.runAsync(() -> {
                    try {
                        handshake(peer, server);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
        link.handshake();
        welcome.join();
        link.start(heard);
        holdLoop();
        sayAndLeave(peer, alert(server));
        writeUntilItFails(link);
        heard.go.countDown();
        assertThat(heard.next()).isEqualTo("closed: TLS: (bad_record_mac) Received fatal alert: bad_record_mac");
    }

    /// An alert ends what can be written the moment it is read, which is before the link is closed: here, what came with it is
    /// answered between the two.
    @Test
    void anAlertIsTheReasonAlsoForWhoWritesWhileItIsRead() throws Exception {
        TlsFiles files = new TlsFiles(folder);
        CompletableFuture<Void> peer =
                CompletableFuture.runAsync(() -> {
                    try {
                        SocketChannel channel = accept();
                        SSLEngine engine = files.own("server").serverEngine();
                        byte[] first = handshake(channel, engine);
                        say(channel, wrapped(engine, RawFrame.greeting()));
                        awaitCall(channel, engine, first);
                        byte[] ping = RawFrame.of(RawFrame.PING, 0, 0).hex("0000000000000007").end();
                        byte[] data = wrapped(engine, ping);
                        say(channel, RawFrame.join(data, alert(engine)));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
        String url = "tls://127.0.0.1:" + listening.socket().getLocalPort();
        try (Client client = Client.builder(url).tls(files.trusting("ca")).retries(false).build()) {
            CompletableFuture<?> call = client.service("probe").command("add").with(1, 2).future();
            assertThatThrownBy(call::join)
                    .hasMessageEndingWith(" is lost: TLS: (bad_record_mac) Received fatal alert: bad_record_mac");
        }
        peer.join();
    }
}
