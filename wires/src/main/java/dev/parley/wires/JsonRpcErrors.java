package dev.parley.wires;

import dev.parley.Code;
import dev.parley.value.Codec;
import dev.parley.value.Kind;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.ValueException;
import dev.parley.value.Writer;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Failures as JSON-RPC's error objects, both ways. `docs/wires.md` shows the table. What the numbers cannot say stands in
/// `data`, from which our own clients learn all of it.
final class JsonRpcErrors {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;

    /// A code of ours has the number below this that its own says.
    static final int SERVER_ERROR = -32000;

    private JsonRpcErrors() {}

    // ---- ours

    static int number(Frame.Failure failure) {
        if (failure.isUnknown()) {
            return METHOD_NOT_FOUND;
        } else if (failure.code() == Code.INVALID_ARGUMENT && !failure.ran()) {
            return INVALID_PARAMS;
        }
        return failure.code() == Code.INTERNAL ? INTERNAL_ERROR : SERVER_ERROR - failure.code().number();
    }

    static void write(Codec codec, Output out, int number, Frame.Failure failure) {
        Writer writer = codec.writer(out);
        writer.beginMap(3);
        writer.text("code");
        writer.integer(number);
        writer.text("message");
        writer.text(failure.message());
        writer.text("data");
        data(writer, failure);
        writer.endMap();
    }

    private static void data(Writer writer, Frame.Failure failure) {
        Encoded details = failure.body();
        boolean typed = !failure.type().isEmpty();
        boolean traced = !failure.trace().isEmpty();
        writer.beginMap(1 + (typed ? 1 : 0) + (failure.ran() ? 0 : 1) + (details == null ? 0 : 1) + (traced ? 1 : 0));
        writer.text("code");
        writer.text(failure.code().name());
        if (typed) {
            writer.text("type");
            writer.text(failure.type());
        }
        if (!failure.ran()) {
            writer.text("ran");
            writer.bool(false);
        }
        if (details != null) {
            writer.text("details");
            writer.raw(details.bytes(), details.offset(), details.length());
        }
        if (traced) {
            writer.text("trace");
            writer.text(failure.trace());
        }
        writer.endMap();
    }

    // ---- theirs

    /// The failure that an error object tells; of one that is none, what can be told of it.
    static Frame.Failure failure(int id, Encoded error) {
        try {
            return read(id, error.codec(), error.reader());
        } catch (ValueException e) {
            String json = new String(error.bytes(), error.offset(), error.length(), StandardCharsets.UTF_8);
            return new Frame.Failure(
                    id, Code.UNKNOWN, "", "an error " + ValueException.quote(json), true, "", Map.of(), null);
        }
    }

    /// Whether only servers of ours say that.
    static boolean isOurs(Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, UNIMPLEMENTED, INTERNAL, UNKNOWN -> false;
            default -> true;
        };
    }

    private static Frame.Failure read(int id, Codec codec, Reader in) {
        if (in.peek() == Kind.TEXT) { // as before 2.0
            return new Frame.Failure(id, Code.UNKNOWN, "", in.text(), true, "", Map.of(), null);
        }
        long number = 0;
        String message = "";
        byte[] data = null;
        for (in.beginMap(); in.more(); ) {
            switch (in.text()) {
                case "code" -> number = in.integer();
                case "message" -> message = in.text();
                case "data" -> data = in.raw();
                default -> in.skip();
            }
        }
        Frame.Failure ours = data == null ? null : ours(id, codec, message, data);
        return ours == null ? foreign(id, codec, number, message, data) : ours;
    }

    private static Frame.Failure foreign(int id, Codec codec, long number, String message, byte @Nullable [] data) {
        Code code =
                switch ((int) number) {
                    case PARSE_ERROR, INVALID_REQUEST, INVALID_PARAMS -> Code.INVALID_ARGUMENT;
                    case METHOD_NOT_FOUND -> Code.UNIMPLEMENTED;
                    case INTERNAL_ERROR -> Code.INTERNAL;
                    default -> Code.UNKNOWN;
                };
        String type = code == Code.UNKNOWN ? Long.toString(number) : code == Code.UNIMPLEMENTED ? "UnknownCommand" : "";
        boolean ran = code == Code.UNKNOWN || number == INVALID_PARAMS || code == Code.INTERNAL;
        Encoded details = data == null ? null : new Encoded(codec, data, 0, data.length);
        return new Frame.Failure(id, code, type, message, ran, "", Map.of(), details);
    }

    /// @return null where it does not come from one of ours
    private static Frame.@Nullable Failure ours(int id, Codec codec, String message, byte[] data) {
        Reader in = codec.reader(data, 0, data.length);
        if (in.peek() != Kind.MAP) {
            return null;
        }
        Code code = null;
        String type = "";
        String trace = "";
        boolean ran = true;
        byte[] details = null;
        for (in.beginMap(); in.more(); ) {
            String key = in.text();
            Kind kind = in.peek();
            if (key.equals("code") && kind == Kind.TEXT) {
                code = Code.named(in.text());
            } else if (key.equals("type") && kind == Kind.TEXT) {
                type = in.text();
            } else if (key.equals("trace") && kind == Kind.TEXT) {
                trace = in.text();
            } else if (key.equals("ran") && kind == Kind.BOOLEAN) {
                ran = in.bool();
            } else if (key.equals("details")) {
                details = in.raw();
            } else {
                in.skip();
            }
        }
        Encoded body = details == null ? null : new Encoded(codec, details, 0, details.length);
        return code == null ? null : new Frame.Failure(id, code, type, message, ran, trace, Map.of(), body);
    }
}
