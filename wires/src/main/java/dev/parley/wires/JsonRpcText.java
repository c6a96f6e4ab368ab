package dev.parley.wires;

import dev.parley.value.Codec;
import dev.parley.value.Output;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// What this end says in JSON-RPC, each message on one line, without its end.
final class JsonRpcText {
    static final byte[] NULL = ascii("null");
    private static final byte[] BEGIN = ascii("{\"jsonrpc\":\"2.0\",");
    private static final byte[] METHOD = ascii("\"method\":");
    private static final byte[] PARAMS = ascii(",\"params\":");
    private static final byte[] RESULT = ascii("\"result\":");
    private static final byte[] ERROR = ascii("\"error\":");
    private static final byte[] ID = ascii(",\"id\":");

    private JsonRpcText() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// A request, or where it is told a notification.
    static void call(Codec codec, Frame.Call call, Output out) {
        out.bytes(BEGIN);
        out.bytes(METHOD);
        codec.writer(out).text(call.command().toString());
        out.bytes(PARAMS);
        value(call.body(), out);
        if (!call.told()) {
            out.bytes(ID);
            codec.writer(out).integer(call.id());
        }
        out.u8('}');
    }

    /// @param id as JSON, like the next
    static void result(@Nullable Encoded value, byte[] id, Output out) {
        out.bytes(BEGIN);
        out.bytes(RESULT);
        if (value == null) {
            out.bytes(NULL);
        } else {
            value(value, out);
        }
        end(id, out);
    }

    static void error(Codec codec, Frame.Failure failure, int number, byte[] id, Output out) {
        out.bytes(BEGIN);
        out.bytes(ERROR);
        int from = out.size();
        JsonRpcErrors.write(codec, out, number, failure);
        oneLine(out, from);
        end(id, out);
    }

    private static void end(byte[] id, Output out) {
        out.bytes(ID);
        out.bytes(id);
        out.u8('}');
    }

    private static void value(Encoded value, Output out) {
        int from = out.size();
        out.bytes(value.bytes(), value.offset(), value.length());
        oneLine(out, from);
    }

    /// Values that others have written may stand on several lines.
    private static void oneLine(Output out, int from) {
        byte[] bytes = out.array();
        for (int i = from; i < out.size(); i++) {
            if (bytes[i] == '\n') {
                bytes[i] = ' ';
            }
        }
    }
}
