package dev.parley.wires;

import dev.parley.Code;
import dev.parley.value.Codec;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.wire.CommandName;
import dev.parley.wire.Frame;

import java.util.Map;

/// Failures as snekrpc says them: the exception's class, its text, and the traceback if there is one.
final class SnekErrors {
    private SnekErrors() {}

    static void write(Codec codec, Output out, Frame.Failure failure, SnekAnswer call) {
        String name = PythonErrors.name(failure.code(), failure.type());
        String message = failure.message();
        CommandName called = call.name();
        String missing = call.missing(failure);
        if (missing != null) {
            name = "KeyError";
            message = "'" + missing + "'";
        } else if (failure.type().equals("UnknownCommand") && !failure.ran()) { // else one that the command has called
            name = "AttributeError";
            message = "'" + called.service() + "' object has no attribute '" + called.command() + "'";
        }
        write(codec, out, name, message, failure.trace());
    }

    static void write(Codec codec, Output out, String name, String message, String trace) {
        SnekFrames.message(
                codec,
                out,
                SnekFrames.ERROR,
                3,
                w -> {
                    w.text(name);
                    w.text(message);
                    w.text(trace);
                });
    }

    /// Reads what stands behind the message's name.
    static Frame.Failure failure(int id, Reader in) {
        String name = SnekFrames.text(in, "error's name");
        String message = SnekFrames.text(in, "error's text");
        String trace = SnekFrames.text(in, "traceback");
        Code code = PythonErrors.code(name);
        return new Frame.Failure(id, code, name, message, true, trace, Map.of(), null);
    }
}
