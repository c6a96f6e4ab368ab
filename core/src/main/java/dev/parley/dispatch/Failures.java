package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.model.CommandModel;
import dev.parley.session.InboundCall;
import dev.parley.session.Scratch;
import dev.parley.value.Output;
import dev.parley.value.Shapes;
import dev.parley.wire.Encoded;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

/// Tells callers what their calls have failed with.
///
/// @param remoteTraces whether they are told stack traces, and the texts of failures that nobody expects
record Failures(Shapes shapes, boolean remoteTraces) {
    private static final Class<?>[] NONE = {};

    /// @param endpoint what was called; null for what there is not
    void fail(InboundCall call, @Nullable Endpoint endpoint, Throwable error) {
        if (call.cancelled()) {
            return; // it was told to stop, and nobody listens
        }
        CommandModel command = endpoint == null ? null : endpoint.command();
        boolean ran = call.hasBegun();
        Code code = Errors.codeOf(error, command == null ? NONE : command.method().getExceptionTypes());
        String trace = remoteTraces ? traceOf(error) : "";
        if (code == null) {
            String id = UUID.randomUUID().toString().substring(0, 8);
            log().log(
                            Level.ERROR,
                            "call of " + call.name() + " by " + call.peer() + " failed (error " + id + ")",
                            error);
            String message = remoteTraces ? error.toString() : "unexpected error " + id + ", see the server's log";
            call.reply().fail(Code.INTERNAL, Errors.nameOf(error), message, ran, trace, null);
            return;
        }
        String message = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        Output out = Scratch.take();
        Encoded details = null;
        try {
            Object value = Errors.detailsOf(error);
            if (value != null) {
                shapes.dynamic().write(call.session().codec().writer(out), value);
                details = call.session().values().encoded(call.session().codec(), out);
            }
        } catch (RuntimeException e) {
            log().log(Level.WARNING, "the details of " + error + " cannot be sent", e);
        }
        call.reply().fail(code, Errors.nameOf(error), message, ran, trace, details);
        if (details != null) {
            call.session().values().recycle(out, details);
        }
    }

    private static String traceOf(Throwable error) {
        if (error instanceof RpcException rpc && !rpc.remoteTrace().isEmpty()) {
            return rpc.remoteTrace(); // where it happened
        }
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static Logger log() {
        return System.getLogger(Failures.class.getName());
    }
}
