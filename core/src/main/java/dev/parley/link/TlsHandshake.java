package dev.parley.link;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// The beginning of a TLS connection, on a thread that may wait: a caller's, or a virtual one.
final class TlsHandshake {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int RECORD = 22; // a record with a handshake message begins with this, see RFC 8446, 5.1
    private static final int ALERT = 21;
    private static final int PARLEY = 0xC1;
    private static final int SMALL = 1 << 10;
    private static final long LINGER_NANOS = 500_000_000;

    private final SocketChannel channel;
    private final SSLEngine engine;
    private final Duration limit;
    private long until;
    private ByteBuffer in = ByteBuffer.allocate(SMALL).limit(0); // grows up to a record; many may be open, and silent
    private final byte[] beginning = new byte[4];

    TlsHandshake(SocketChannel channel, SSLEngine engine, Duration limit) {
        this.channel = channel;
        this.engine = engine;
        this.limit = limit;
        until = System.nanoTime() + limit.toNanos();
    }

    /// Runs it. The channel does not block afterwards.
    ///
    /// @return what has been read and belongs to what follows
    /// @throws IOException where it fails; the peer has been told
    byte[] run() throws IOException {
        channel.configureBlocking(true);
        try {
            engine.beginHandshake();
            while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                step();
            }
        } catch (SSLException e) {
            refuse();
            throw new SSLException(reason(e), e);
        } catch (SocketTimeoutException e) {
            throw new IOException("no TLS handshake within " + limit.toMillis() + " ms (the limit handshake)", e);
        }
        channel.socket().setSoTimeout(0);
        channel.configureBlocking(false);
        return Arrays.copyOfRange(in.array(), in.position(), in.limit());
    }

    private void step() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> wrap();
            default -> unwrap();
        }
    }

    private void wrap() throws IOException {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(NOTHING, out);
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    private void unwrap() throws IOException {
        SSLEngineResult result = engine.unwrap(in, NOTHING);
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> read();
            case CLOSED -> throw new SSLException("the peer ended the connection");
            case BUFFER_OVERFLOW -> throw new SSLException("data before the end of the handshake");
            case OK -> {}
        }
    }

    private void read() throws IOException {
        in.compact();
        if (!in.hasRemaining()) {
            in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
        }
        int n = readSome();
        if (n < 0) {
            throw new EOFException("the peer ended the connection during the TLS handshake");
        }
        if (beginning[0] == 0) {
            System.arraycopy(in.array(), 0, beginning, 0, Math.min(in.position() + n, beginning.length));
        }
        in.position(in.position() + n).flip();
    }

    private int readSome() throws IOException {
        long millis = (until - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        channel.socket().setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
        return channel.socket().getInputStream().read(in.array(), in.position(), in.remaining());
    }

    /// Tells the peer by an alert. A server then gives the peer a moment to leave, since closing a socket with bytes unread
    /// would throw the alert away.
    private void refuse() {
        try {
            for (int i = 0; i < 2 && !engine.isOutboundDone(); i++) {
                try {
                    wrap();
                } catch (SSLException e) {
                    // says again what has failed, and the alert comes next
                }
            }
            channel.shutdownOutput();
            until = Math.min(until, System.nanoTime() + LINGER_NANOS);
            while (!engine.getUseClientMode() && readSome() >= 0) {
                in.clear();
            }
        } catch (IOException e) {
            // gone, or it takes too long
        }
    }

    private String reason(SSLException failure) {
        if (beginning[0] != 0 && beginning[0] != RECORD && beginning[0] != ALERT) {
            String hex = HexFormat.ofDelimiter(" ").formatHex(beginning);
            String guess = (beginning[0] & 0xFF) == PARLEY ? ": Parley without TLS" : "";
            return "the peer does not speak TLS (it begins with " + hex + guess + ")";
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return switch (root) {
            case CertPathBuilderException _ -> "the peer's certificate is of an authority that is not trusted";
            case CertificateExpiredException _ -> "the peer's certificate has expired (" + root.getMessage() + ")";
            default -> "TLS: " + root.getMessage();
        };
    }
}
