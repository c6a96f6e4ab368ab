package dev.parley.wires;

import dev.parley.Code;
import dev.parley.wire.Frame;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Failures as zrpc says them: one text, `ClassName: message`.
final class ZrpcErrors {
    private static final String UNKNOWN = "Invalid RPC method name: ";
    private static final Pattern TEXT = Pattern.compile("([\\p{L}_][\\w.]*): ?(.*)", Pattern.DOTALL);

    private ZrpcErrors() {}

    /// @param method what was called
    static String text(Frame.Failure failure, String method) {
        if (failure.isUnknown()) {
            return UNKNOWN + method;
        }
        return PythonErrors.name(failure.code(), failure.type()) + ": " + failure.message();
    }

    static Frame.Failure failure(int id, String text) {
        Matcher parts = TEXT.matcher(text);
        if (text.startsWith(UNKNOWN)) {
            return new Frame.Failure(id, Code.UNIMPLEMENTED, "UnknownCommand", text, false, "", Map.of(), null);
        } else if (parts.matches()) {
            String name = parts.group(1);
            return new Frame.Failure(id, PythonErrors.code(name), name, parts.group(2), true, "", Map.of(), null);
        }
        return new Frame.Failure(id, Code.UNKNOWN, "", text, true, "", Map.of(), null);
    }
}
