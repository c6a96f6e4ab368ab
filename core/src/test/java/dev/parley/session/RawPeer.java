package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.FrameText;
import dev.parley.wire.ParleyWire;
import dev.parley.wire.WireException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A peer made of nothing but a socket and a wire: says what it likes, hears only when it is told to.
public final class RawPeer implements AutoCloseable {
    private static final String CLOSED = "closed";

    public final SocketChannel channel;
    private final ParleyWire wire = new ParleyWire(Codecs::find, 64 << 20);
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    private RawPeer(SocketChannel channel) {
        this.channel = channel;
    }

    public static RawPeer connect(URI url) throws IOException {
        return new RawPeer(SocketChannel.open(address(url)));
    }

    /// The next client of a server that is nothing but a socket.
    public static RawPeer accept(ServerSocketChannel server) throws IOException {
        return new RawPeer(server.accept());
    }

    /// Listens on a Unix socket.
    public static ServerSocketChannel listen(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path), 1024);
        return server;
    }

    private static SocketAddress address(URI url) {
        return url.getScheme().equals("unix")
                ? UnixDomainSocketAddress.of(url.getPath())
                : new InetSocketAddress(url.getHost(), url.getPort());
    }

    // ---- saying

    public RawPeer bytes(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        return this;
    }

    public RawPeer say(Frame... frames) throws IOException {
        return bytes(encoded(frames));
    }

    /// What is to be said next, for who says it in pieces.
    public byte[] encoded(Frame... frames) {
        Output out = new Output();
        for (Frame frame : frames) {
            encode(frame, out);
        }
        return out.toByteArray();
    }

    /// Cuts large values, as a peer must.
    private void encode(Frame frame, Output out) {
        int piece = wire.largestPiece();
        if (!(frame instanceof Frame.Carrier carrier) || carrier.body() == null || carrier.body().length() <= piece) {
            wire.encode(frame, out);
            return;
        }
        Encoded body = carrier.body();
        wire.encode(carrier.withBody(body.part(0, piece)), out);
        for (int at = piece; at < body.length(); at += piece) {
            wire.encode(new Frame.More(carrier.id(), body.part(at, piece)), out);
        }
    }

    public RawPeer greet() throws IOException {
        return say(new Frame.Hello("msgpack", "raw", 4 << 20, 256 << 10, 10_000));
    }

    /// A call with arguments in hex.
    public static Frame.Call call(int id, String command, String arguments) {
        return call(id, command, arguments, 0, false, false);
    }

    /// A call with a stream of arguments.
    public static Frame.Call streaming(int id, String command, String arguments) {
        return call(id, command, arguments, 0, true, false);
    }

    public static Frame.Call call(
            int id, String command, String arguments, long remaining, boolean streams, boolean mixed) {
        CommandName name = new CommandName("probe", command);
        return new Frame.Call(id, name, remaining, false, Map.of(), streams, mixed, value(arguments));
    }

    public static Encoded value(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new Encoded(Codecs.msgpack(), bytes, 0, bytes.length);
    }

    public static Encoded value(byte[] bytes) {
        return new Encoded(Codecs.msgpack(), bytes, 0, bytes.length);
    }

    // ---- hearing

    /// Begins to read.
    public RawPeer listen() {
        Thread.ofPlatform().daemon().start(this::read);
        return this;
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(128 << 10);
        try {
            while (channel.read(buffer) >= 0) {
                int used = wire.decode(buffer.array(), 0, buffer.position(), frame -> heard.add(keep(frame)));
                buffer.flip().position(used);
                buffer.compact();
            }
        } catch (IOException e) {
            // closed, which is said below
        } catch (WireException | RuntimeException e) {
            heard.add(new AssertionError("not understood: " + e.getMessage(), e));
        }
        heard.add(CLOSED);
    }

    private static Frame keep(Frame frame) {
        return frame instanceof Frame.Carrier carrier && carrier.body() != null
                ? carrier.withBody(carrier.body().keep())
                : frame;
    }

    private Object next() throws InterruptedException {
        Object next = heard.poll(20, TimeUnit.SECONDS);
        if (next instanceof AssertionError e) {
            throw e;
        }
        assertThat(next).as("something from the peer within 20 s").isNotNull();
        return next;
    }

    /// The next frame of a kind; others before it are skipped.
    public <T extends Frame> T hear(Class<T> kind) throws InterruptedException {
        while (true) {
            Object next = next();
            assertThat(next).as("while waiting for " + kind.getSimpleName()).isNotEqualTo(CLOSED);
            if (kind.isInstance(next)) {
                return kind.cast(next);
            }
        }
    }

    /// The next frame in words, except greetings and credits.
    public String hear() throws InterruptedException {
        while (true) {
            Object next = next();
            if (next instanceof Frame frame) {
                if (!(frame instanceof Frame.Hello) && !(frame instanceof Frame.Credit)) {
                    return FrameText.of(frame);
                }
            } else {
                return CLOSED;
            }
        }
    }

    /// Waits until the peer closes.
    ///
    /// @return the last frame in words
    public String untilClosed() throws InterruptedException {
        String last = "nothing";
        for (String next = hear(); !next.equals(CLOSED); next = hear()) {
            last = next;
        }
        return last;
    }

    /// Whether the peer still answers.
    public void requireAlive() throws IOException, InterruptedException {
        long number = System.nanoTime();
        say(new Frame.Ping(number));
        assertThat(hear(Frame.Pong.class).number()).isEqualTo(number);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return "raw peer, heard " + Arrays.toString(heard.toArray());
    }
}
