package dev.parley.wires;

import dev.parley.value.Codecs;
import dev.parley.value.Reader;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
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
import java.util.List;
import java.util.Objects;

/// One end of a MessagePack-RPC connection, message by message.
final class MsgPackRpcPeer implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    private byte[] left = {};

    private MsgPackRpcPeer(SocketChannel channel) {
        this.channel = channel;
    }

    /// Connects to a server's URL.
    static MsgPackRpcPeer connect(URI url) throws IOException {
        SocketAddress at =
                url.getScheme().endsWith("unix")
                        ? UnixDomainSocketAddress.of(url.getPath())
                        : new InetSocketAddress(url.getHost(), url.getPort());
        return new MsgPackRpcPeer(SocketChannel.open(at));
    }

    static ServerSocketChannel listen(Path socket) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
    }

    static MsgPackRpcPeer accept(ServerSocketChannel server) throws IOException {
        return new MsgPackRpcPeer(server.accept());
    }

    static byte[] message(@Nullable Object... elements) {
        return ZmtpPeer.bytes(Arrays.asList(elements));
    }

    void send(@Nullable Object... elements) throws IOException {
        write(message(elements));
    }

    void write(byte[] bytes) throws IOException {
        for (ByteBuffer all = ByteBuffer.wrap(bytes); all.hasRemaining(); ) {
            channel.write(all);
        }
    }

    void write(String hex) throws IOException {
        write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    /// The next message, byte for byte.
    ///
    /// @throws EOFException at the end
    byte[] receiveBytes() throws IOException {
        while (true) {
            int length = length(left);
            if (length > 0) {
                byte[] message = Arrays.copyOf(left, length);
                left = Arrays.copyOfRange(left, length, left.length);
                return message;
            }
            if (!fill()) {
                throw new EOFException();
            }
        }
    }

    private boolean fill() throws IOException {
        if (channel.read(buffer.clear()) < 0) {
            return false;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(left);
        all.write(buffer.array(), 0, buffer.position());
        left = all.toByteArray();
        return true;
    }

    /// The length of the value that bytes begin with; 0 where it is not there as a whole.
    private static int length(byte[] bytes) {
        Reader in = Codecs.msgpack().reader(bytes, 0, bytes.length);
        try {
            in.skip();
            return in.position();
        } catch (ValueException e) {
            return 0;
        }
    }

    /// The next message, as a value.
    List<?> receive() throws IOException {
        byte[] message = receiveBytes();
        Reader in = Codecs.msgpack().reader(message, 0, message.length);
        return (List<?>) Objects.requireNonNull(ZmtpPeer.readable(new Shapes().dynamic().read(in)));
    }

    /// Whether nothing comes any more.
    boolean isAtEnd() throws IOException {
        return left.length == 0 && !fill();
    }

    /// Says no more.
    void shutdownOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
