package dev.parley.link;

import dev.parley.Peer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/// A connection over TLS: what goes through a [SocketLink], encrypted. Whoever reads decrypts, whoever writes encrypts;
/// only the handshake has a thread of its own.
final class TlsLink implements Link, Link.Receiver {
    private static final Logger LOG = System.getLogger(TlsLink.class.getName());
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte[] NONE = {};

    /// Takes the largest record twice over.
    private static final int BUFFER = 128 << 10;

    private static final int ROOM = BUFFER / 2;

    /// Buffers that are not in use; a connection has one only while it reads or has something to write.
    private static final Queue<ByteBuffer> SPARES = new ArrayBlockingQueue<>(16);

    /// One part of a name as RFC 2253 writes it; a backslash takes the meaning from the character behind it.
    private static final Pattern PART = Pattern.compile("\\G[,+]?([^=]+)=((?:[^\\\\,+]|\\\\.)*)");

    private final SocketChannel channel;
    private final SocketLink socket;
    private final Supplier<SSLEngine> engines;
    private final Duration limit;
    private volatile Peer peer;
    private volatile @Nullable Receiver receiver;
    private volatile @Nullable SSLEngine engine; // there when the handshake is over
    private byte[] rest = NONE; // of a record that has not come whole; used by the thread that reads
    private volatile boolean closing;

    private @Nullable ByteBuffer out; // guarded by this: encrypted, not written yet
    private int owed; // guarded by this: so many bytes are encrypted in `out`, and not taken yet

    /// @param limit how long the handshake may take
    TlsLink(SocketChannel channel, Peer peer, Loop loop, Supplier<SSLEngine> engines, Duration limit)
            throws IOException {
        this.channel = channel;
        this.peer = peer;
        this.engines = engines;
        this.limit = limit;
        socket = new SocketLink(channel, peer, loop);
    }

    // ---- the beginning

    /// Does the handshake, on the calling thread.
    void handshake() throws IOException {
        SSLEngine own = engines.get();
        rest = new TlsHandshake(channel, own, limit).run();
        peer = new Peer(peer.transport(), peer.address(), identity(own));
        synchronized (this) {
            engine = own;
        }
    }

    private static @Nullable String identity(SSLEngine engine) {
        String name;
        try {
            name = engine.getSession().getPeerPrincipal().getName(); // RFC 2253
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
        for (Matcher part = PART.matcher(name); part.find(); ) {
            if (part.group(1).equals("CN")) {
                return part.group(2).replaceAll("\\\\(.)", "$1");
            }
        }
        return name;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public void start(Receiver to) {
        receiver = to;
        socket.expect(this);
        if (engine != null) {
            socket.onLoop(this::begin);
        } else {
            Thread.ofVirtual().name("parley-tls").start(this::handshakeAndBegin);
        }
    }

    private void handshakeAndBegin() {
        try {
            handshake();
            socket.onLoop(this::begin);
        } catch (IOException | RuntimeException e) {
            String why = String.valueOf(e.getMessage());
            if (!closing) {
                LOG.log(Level.INFO, "the connection with {0} is closed: {1}", peer, why);
            }
            socket.close(why);
        }
    }

    /// On the loop, as all reading.
    private void begin() {
        byte[] first = rest;
        rest = NONE;
        if (first.length > 0) {
            received(first, 0, first.length);
        }
        socket.read();
        socket.wakeUp(); // what was to be written meanwhile
    }

    // ---- reading

    @Override
    public void received(byte[] bytes, int from, int to) {
        if (from == to) { // reading goes on
            Objects.requireNonNull(receiver).received(bytes, from, to);
            return;
        }
        ByteBuffer plain = take();
        try {
            if (decrypt(ByteBuffer.wrap(bytes, from, to - from), plain)) {
                handOn(plain);
            } else {
                handOn(plain);
                close("");
            }
        } catch (IOException e) {
            handOn(plain);
            close("TLS: " + e.getMessage());
        } finally {
            give(plain);
        }
    }

    /// @return false where the peer has ended the connection in order
    private boolean decrypt(ByteBuffer source, ByteBuffer plain) throws IOException {
        SSLEngine own = Objects.requireNonNull(engine);
        while (source.hasRemaining() && !closing) {
            if (plain.remaining() < ROOM) {
                handOn(plain);
            }
            ByteBuffer record = rest.length == 0 ? source : join(source, own.getSession().getPacketBufferSize());
            SSLEngineResult result = own.unwrap(record, plain);
            if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                rest = new byte[record.remaining()];
                record.get(rest);
                continue;
            }
            if (record != source) { // what came behind the record is still to be read
                source.position(source.position() - record.remaining());
                rest = NONE;
            }
            if (result.getStatus() == Status.CLOSED) {
                return false;
            }
            follow(own, result);
        }
        return true;
    }

    /// What is there of a record, with what has come now.
    private ByteBuffer join(ByteBuffer source, int most) {
        byte[] joined = Arrays.copyOf(rest, Math.min(rest.length + source.remaining(), most));
        source.get(joined, rest.length, joined.length - rest.length);
        return ByteBuffer.wrap(joined);
    }

    /// Records that are not data: TLS 1.3 may change keys, which has to be answered; in TLS 1.2 nothing is to come.
    private void follow(SSLEngine own, SSLEngineResult result) throws IOException {
        HandshakeStatus status = result.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_WRAP && own.getSession().getProtocol().equals("TLSv1.3")) {
            synchronized (this) {
                encrypt(own, NOTHING);
                if (!flush()) {
                    socket.whenWritable();
                }
            }
        } else if (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
            throw new SSLException("renegotiation is refused");
        }
    }

    private void handOn(ByteBuffer plain) {
        if (plain.position() > 0 && !closing) {
            Objects.requireNonNull(receiver).received(plain.array(), 0, plain.position());
        }
        plain.clear();
    }

    // ---- writing

    /// Bytes count as taken when the socket has taken all of their records: the caller comes with them again until then.
    @Override
    public synchronized void write(ByteBuffer bytes) throws IOException {
        SSLEngine own = engine;
        if (closing) {
            throw new IOException("the connection is closed");
        }
        while (own != null && flush()) {
            bytes.position(bytes.position() + owed);
            owed = 0;
            if (!bytes.hasRemaining()) {
                return;
            }
            ByteBuffer some = bytes.duplicate();
            encrypt(own, some);
            owed = some.position() - bytes.position();
        }
    }

    /// Makes records of the bytes as far as there is room for them. To be called with the lock.
    private void encrypt(SSLEngine own, ByteBuffer bytes) throws IOException {
        ByteBuffer into = out == null ? take() : out;
        out = into;
        int most = own.getSession().getPacketBufferSize();
        if (into.remaining() < most) {
            throw new IOException("the peer does not read what it is sent");
        }
        do {
            if (own.wrap(bytes, into).bytesProduced() == 0 && bytes.hasRemaining()) {
                throw new IOException("the connection is closed");
            }
        } while (bytes.hasRemaining() && into.remaining() >= most);
    }

    /// Writes what is encrypted. To be called with the lock.
    ///
    /// @return whether nothing is left
    private boolean flush() throws IOException {
        ByteBuffer all = out;
        if (all != null) {
            socket.write(all.flip());
            boolean left = all.hasRemaining();
            all.compact();
            if (left) {
                return false;
            }
            out = null;
            give(all);
        }
        return true;
    }

    @Override
    public void writable() {
        try {
            synchronized (this) {
                if (engine != null && !closing && !flush()) {
                    socket.whenWritable();
                    return;
                }
            }
        } catch (IOException e) {
            fail("writing failed: " + e.getMessage());
        }
        Objects.requireNonNull(receiver).writable();
    }

    @Override
    public void whenWritable() {
        if (engine != null) { // else the end of the handshake wakes
            socket.whenWritable();
        }
    }

    @Override
    public void wakeUp() {
        socket.wakeUp();
    }

    @Override
    public void pause() {
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
    }

    private static ByteBuffer take() {
        ByteBuffer spare = SPARES.poll();
        return spare == null ? ByteBuffer.allocate(BUFFER) : spare;
    }

    private static void give(ByteBuffer buffer) {
        SPARES.offer(buffer.clear());
    }

    // ---- callers that read

    @Override
    public boolean readWhile(BooleanSupplier done, long until, boolean again) {
        return socket.readWhile(done, until, again);
    }

    @Override
    public void wakeReader() {
        socket.wakeReader();
    }

    @Override
    public void readAgain() {
        socket.readAgain();
    }

    // ---- the end

    /// Says goodbye as far as the socket takes it now.
    @Override
    public void close(String why) {
        synchronized (this) {
            SSLEngine own = closing ? null : engine;
            closing = true;
            if (own != null) {
                own.closeOutbound();
                try {
                    if (flush()) {
                        encrypt(own, NOTHING);
                        flush();
                    }
                } catch (IOException e) {
                    LOG.log(Level.DEBUG, "closing the connection to {0}: {1}", peer, e.toString());
                }
            }
        }
        socket.close(why);
    }

    /// Where the peer has ended the connection by an alert, the thread that reads knows it first, and closes.
    @Override
    public void fail(String why) {
        if (!closing) {
            socket.fail(why);
        }
    }

    @Override
    public void closed(String why) {
        boolean cut = why.isEmpty() && !closing;
        Objects.requireNonNull(receiver)
                .closed(cut ? "it ended without a TLS close_notify: what came may not be all" : why);
    }
}
