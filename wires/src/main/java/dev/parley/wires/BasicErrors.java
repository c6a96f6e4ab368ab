package dev.parley.wires;

import dev.parley.Code;
import dev.parley.value.Output;
import dev.parley.value.ValueException;
import dev.parley.wire.Frame;

import java.util.List;
import java.util.Map;

/// Failures as basic-socket-rpc says them: the name of an exception's class, and a text whose last line is `Class: message`,
/// behind a stack trace where there is one.
final class BasicErrors {
    static final int EXCEPTION = 4;

    /// What breaks the protocol, and in full, as it stands in texts.
    static final String PROTOCOL = "ProtocolError";

    static final String SHUTDOWN = "ServerShutdown";
    private static final String MODULE = "basic_socket_rpc.rpc_low_level.";
    private static final String TOO_BIG = "int too big to convert";
    private static final String NEGATIVE = "can't convert negative int to unsigned";
    private static final String UNKNOWN = "Unknown command with id: ";

    private BasicErrors() {}

    /// A number for which there is no room.
    ///
    /// @param most the largest, unsigned
    static ValueException tooBig(String value, long most) {
        return ValueException.overflow(
                TOO_BIG + ": got " + value + " (expected at most " + Long.toUnsignedString(most) + ")");
    }

    static ValueException negative(String value) {
        return ValueException.overflow(NEGATIVE + ": got " + value + " (expected at least 0)");
    }

    static String unknown(int id) {
        return UNKNOWN + id;
    }

    // ---- as messages

    static byte[] protocol(String message) {
        Output out = new Output(64);
        write(out, PROTOCOL, MODULE + PROTOCOL + ": " + message + "\n");
        return out.toByteArray();
    }

    static void shutdown(Output out, String message) {
        write(out, SHUTDOWN, MODULE + SHUTDOWN + ": " + message + "\n");
    }

    static void failure(Output out, Frame.Failure failure) {
        String name = PythonErrors.name(failure.code(), failure.type());
        String before =
                failure.trace().isEmpty() || failure.trace().endsWith("\n") ? failure.trace() : failure.trace() + "\n";
        String message = failure.message();
        for (String python : List.of(TOO_BIG, NEGATIVE)) {
            if (name.equals("OverflowError") && message.contains(python + ": ")) { // as Python says it, and as we do
                before += message + "\n";
                message = python;
            }
        }
        write(out, name, before + name + ": " + message + "\n");
    }

    private static void write(Output out, String name, String text) {
        int at = out.claim(Integer.BYTES);
        out.u8(EXCEPTION);
        BasicBytes.text(out, name);
        BasicBytes.text(out, text);
        BasicBytes.put(out, at, out.size() - at, Integer.BYTES);
    }

    /// What an exception message says.
    ///
    /// @param message the last line
    /// @param trace those before
    record Told(String name, String message, String trace) {
        Code code() {
            return switch (name) {
                case PROTOCOL -> Code.UNIMPLEMENTED;
                case SHUTDOWN -> Code.UNAVAILABLE;
                default -> PythonErrors.code(name);
            };
        }

        Frame.Failure failure(int id) {
            boolean ran = !name.equals(PROTOCOL);
            return new Frame.Failure(id, code(), name, message, ran, trace, Map.of(), null);
        }
    }

    /// @throws ValueException for what is no such message
    static Told read(byte[] bytes, int at, int length) {
        BasicType.Tuple both =
                new BasicType.Tuple(
                        List.of(new BasicType.Part("", BasicType.TEXT), new BasicType.Part("", BasicType.TEXT)));
        BasicReader in = new BasicReader(bytes, at, length, both, false);
        in.beginList();
        in.more();
        String name = in.text();
        in.more();
        String text = in.text().stripTrailing();
        if (in.more() || in.peek() != dev.parley.value.Kind.END) {
            throw ValueException.mismatch("more after an exception", "its end");
        }
        int line = lastLine(text, name);
        String last = text.substring(line);
        int colon = last.indexOf(name + ": ");
        boolean said = colon >= 0 && last.substring(0, colon).matches("[\\w.]*");
        return new Told(
                name, said ? last.substring(colon + name.length() + 2) : last, said ? text.substring(0, line) : "");
    }

    /// Where the line begins that says the class and the message, which may go on behind it.
    private static int lastLine(String text, String name) {
        int at = text.lastIndexOf(name + ": ");
        int line = at < 0 ? -1 : text.lastIndexOf('\n', at) + 1;
        return line < 0 ? 0 : line;
    }
}
