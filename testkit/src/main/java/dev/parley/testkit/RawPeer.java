package dev.parley.testkit;

import dev.parley.Limits;
import dev.parley.Tls;
import dev.parley.link.Link;
import dev.parley.link.LinkSetup;
import dev.parley.link.Reactor;
import dev.parley.link.Transport;
import dev.parley.link.Transports;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.ParleyWire;
import dev.parley.wire.WireException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/// One end of a connection that says what a test tells it to, and nothing by itself.
final class RawPeer implements Link.Receiver, AutoCloseable {
    private static final byte[] NO_ARGUMENTS = {(byte) 0x90}; // an empty list in MessagePack

    private final Link link;
    private final ParleyWire wire = new ParleyWire(Codecs::find, 4 << 20);
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final Output received = new Output();
    private final CountDownLatch closed = new CountDownLatch(1);

    RawPeer(Link link) {
        this.link = link;
    }

    static RawPeer connect(String url, @Nullable Tls tls) {
        try {
            URI parsed = Transports.url(url);
            return new RawPeer(Transports.of(parsed).connect(parsed, setup(Reactor.clients(), tls)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LinkSetup setup(Reactor threads, @Nullable Tls tls) {
        return new LinkSetup(threads, tls, Limits.DEFAULT.handshake());
    }

    /// A server of raw peers, which have begun to read.
    static Transport.Listener listen(String url, @Nullable Tls tls, BlockingQueue<RawPeer> accepted) {
        try {
            URI parsed = Transports.url(url);
            return Transports.of(parsed)
                    .listen(
                            parsed,
                            setup(new Reactor("raw-server", 1), tls),
                            link -> accepted.add(new RawPeer(link).start()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Begins to read. A peer that never does lets the other end's bytes pile up.
    RawPeer start() {
        link.start(this);
        return this;
    }

    void send(byte[] bytes) {
        try {
            link.write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(Frame frame) {
        Output out = new Output();
        wire.encode(frame, out);
        send(out.toByteArray());
    }

    void greet(String codec) {
        send(new Frame.Hello(codec, "raw", 4 << 20, 256 << 10, 10_000));
    }

    /// Calls a command without arguments; after a greeting in MessagePack.
    void call(int id, String service, String command) {
        Encoded none = new Encoded(Codecs.msgpack(), NO_ARGUMENTS, 0, NO_ARGUMENTS.length);
        send(new Frame.Call(id, new CommandName(service, command), 0, false, Map.of(), false, false, none));
    }

    Frame next() {
        return Await.next("a frame", frames);
    }

    void awaitClosed() {
        Await.opened("the other end closes the connection", closed);
    }

    @Override
    public void received(byte[] bytes, int from, int to) {
        received.bytes(bytes, from, to - from);
        try {
            int used = wire.decode(received.array(), 0, received.size(), frames::add);
            byte[] rest = received.toByteArray();
            received.clear();
            received.bytes(rest, used, rest.length - used);
        } catch (WireException e) {
            throw new AssertionError("the other end sent nonsense", e);
        }
    }

    @Override
    public void writable() {}

    @Override
    public void closed(String why) {
        closed.countDown();
    }

    @Override
    public void close() {
        link.close("the test is over");
    }
}
