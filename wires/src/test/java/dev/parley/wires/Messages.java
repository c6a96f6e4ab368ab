package dev.parley.wires;

import dev.parley.value.Codec;
import dev.parley.value.Codecs;
import dev.parley.value.Shapes;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// Messages of snekrpc, as values.
final class Messages {
    private static final Shapes SHAPES = new Shapes();

    private Messages() {}

    /// The messages that stand in bytes one behind the other.
    static List<Object> of(byte[] bytes) {
        List<Object> all = new ArrayList<>();
        int pos = 0;
        while (pos < bytes.length) {
            int length = SnekFrames.length(bytes, pos);
            all.add(value(java.util.Arrays.copyOfRange(bytes, pos + 4, pos + 4 + length)));
            pos += 4 + length;
        }
        return all;
    }

    static Object next(DataInputStream in) throws IOException {
        byte[] message = new byte[in.readInt()];
        in.readFully(message);
        return value(message);
    }

    /// The value of a message; of a handshake, its text.
    private static Object value(byte[] message) {
        if (message[0] == 0) {
            return "handshake "
                    + new String(message, 1, message.length - 1, java.nio.charset.StandardCharsets.US_ASCII);
        }
        Codec codec = Objects.requireNonNull(Codecs.find(message[0] == '[' ? "json" : "msgpack"));
        return readable(SHAPES.dynamic().read(codec.reader(message, 0, message.length)));
    }

    /// Byte arrays as what can be compared.
    static Object readable(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(bytes);
        } else if (value instanceof List<?> list) {
            List<Object> all = new ArrayList<>();
            list.forEach(each -> all.add(readable(each)));
            return all;
        } else if (value instanceof java.util.Map<?, ?> map) {
            java.util.Map<Object, Object> all = new java.util.LinkedHashMap<>();
            map.forEach((k, v) -> all.put(k, readable(v)));
            return all;
        }
        return value == null ? "null" : value;
    }
}
