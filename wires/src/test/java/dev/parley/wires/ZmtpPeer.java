package dev.parley.wires;

import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Shapes;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One end of a ZeroMQ connection, byte by byte.
final class ZmtpPeer implements AutoCloseable {
    static final byte[] GREETING = HexFormat.of().parseHex("ff00000000000000017f03014e554c4c" + "00".repeat(48));

    private final SocketChannel channel;
    final DataInputStream in;

    ZmtpPeer(SocketChannel channel) {
        this.channel = channel;
        in = new DataInputStream(Channels.newInputStream(channel));
    }

    static ZmtpPeer connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new ZmtpPeer(channel);
    }

    /// Connects as a socket of a type, and reads what the other end says of itself.
    static ZmtpPeer connect(Path socket, String type) throws IOException {
        ZmtpPeer peer = connect(socket);
        peer.write(GREETING);
        peer.write(ready(type));
        greeting(peer.in);
        item(peer.in);
        return peer;
    }

    void write(byte[] bytes) throws IOException {
        for (ByteBuffer all = ByteBuffer.wrap(bytes); all.hasRemaining(); ) {
            channel.write(all);
        }
    }

    /// Sends a message of an empty frame and a body.
    void send(byte[] body) throws IOException {
        write(message(body));
    }

    static byte[] message(byte[] body) {
        Output out = new Output();
        out.u8(1);
        out.u8(0);
        Zmtp.head(out, body.length);
        out.bytes(body);
        return out.toByteArray();
    }

    /// The next message's body, as a value.
    List<?> receive() throws IOException {
        Object item = item(in);
        return (List<?>) Objects.requireNonNull(item);
    }

    static byte[] ready(String type) {
        byte[] text = type.getBytes(StandardCharsets.US_ASCII);
        Output out = new Output();
        out.u8(4);
        out.u8(6 + 12 + 4 + text.length);
        out.bytes("\5READY\13Socket-Type".getBytes(StandardCharsets.US_ASCII));
        out.u32(text.length);
        out.bytes(text);
        return out.toByteArray();
    }

    // ---- reading

    static DataInputStream of(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    /// A greeting: what of it has a meaning.
    static String greeting(InputStream in) throws IOException {
        byte[] all = in.readNBytes(64);
        if (all.length < 64) {
            throw new EOFException();
        }
        String mechanism = new String(all, 12, 20, StandardCharsets.US_ASCII).trim();
        return "greeting " + (all[0] & 0xFF) + " " + all[9] + " version " + all[10] + " " + mechanism;
    }

    /// A command as text, or a message's body as a value: null for an empty one.
    static @Nullable Object item(DataInputStream in) throws IOException {
        int flags = in.readUnsignedByte();
        List<byte[]> frames = new ArrayList<>();
        while (true) {
            long length = (flags & 2) != 0 ? in.readLong() : in.readUnsignedByte();
            byte[] frame = new byte[Math.toIntExact(length)];
            in.readFully(frame);
            if ((flags & 4) != 0) {
                return command(frame);
            }
            frames.add(frame);
            if ((flags & 1) == 0) {
                break;
            }
            flags = in.readUnsignedByte();
        }
        if (frames.size() < 2 || frames.get(frames.size() - 2).length != 0) { // perhaps behind a proxy's envelope
            throw new IOException("a message of " + frames.size() + " frames");
        }
        return frames.getLast().length == 0 ? null : value(frames.getLast());
    }

    private static String command(byte[] frame) {
        String text = new String(frame, StandardCharsets.ISO_8859_1);
        int type = text.indexOf("Socket-Type");
        return type < 0 ? text.substring(1) : "READY " + text.substring(type + 15, type + 15 + frame[type + 14]);
    }

    static Object value(byte[] bytes) {
        Object value =
                new Shapes()
                        .dynamic()
                        .read(Objects.requireNonNull(Codecs.find("msgpack")).reader(bytes, 0, bytes.length));
        return Objects.requireNonNull(readable(value));
    }

    static byte[] bytes(Object value) {
        Output out = new Output();
        new Shapes().dynamic().write(Codecs.msgpack().writer(out), value);
        return out.toByteArray();
    }

    /// Byte arrays as what can be compared.
    static @Nullable Object readable(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(bytes);
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>();
            list.forEach(each -> all.add(readable(each)));
            return all;
        } else if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> all = new LinkedHashMap<>();
            map.forEach((k, v) -> all.put(k, readable(v)));
            return all;
        }
        return value;
    }

    static List<Object> list(@Nullable Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
