package dev.parley.session;

import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.value.Kind;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Shape;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What goes over a session's connection as bytes of its codec: values, the details of failures, and metadata, each within
/// the limits of who takes it.
public final class Values {
    /// What an entry of metadata takes beside its texts.
    private static final int ENTRY_COST = 2;

    private final Session session;
    private final Wire wire;

    Values(Session session, Wire wire) {
        this.session = session;
        this.wire = wire;
    }

    /// Writes a value into a buffer of the caller's.
    ///
    /// @throws RpcException for one that is larger than the peer takes
    /// @throws ValueException for one that cannot be written
    Encoded encode(Shape shape, @Nullable Object value, Output out) {
        shape.write(session.codec().writer(out), value);
        return encoded(out);
    }

    /// The value that stands in a buffer.
    ///
    /// @throws RpcException for one that is larger than the peer takes
    public Encoded encoded(Output out) {
        requireSendable(out.size());
        return Encoded.of(session.codec(), out);
    }

    /// @throws RpcException for more bytes than the peer takes for a value
    public void requireSendable(int bytes) {
        Frame.Hello hello = session.remote();
        int most = hello == null ? Limits.DEFAULT.maxMessage() : hello.maxMessage();
        if (bytes > most) {
            throw new RpcException(
                    Code.RESOURCE_EXHAUSTED,
                    "",
                    "a message of " + bytes + " bytes (the limit maxMessage of the receiver is " + most + ")",
                    null,
                    false,
                    "",
                    null);
        }
    }

    /// Puts a buffer back into use whose value was sent, unless that is so large that the outbox has kept it.
    public void recycle(Output out, Encoded sent) {
        if (sent.length() <= wire.largestPiece()) {
            Scratch.give(out);
        }
    }

    /// Reads the one value that the bytes hold.
    ///
    /// @throws ValueException where they hold something else, or more
    public static @Nullable Object whole(Shape shape, Encoded encoded) {
        Reader reader = encoded.reader();
        Object value = shape.read(reader);
        if (reader.peek() != Kind.END) {
            throw ValueException.mismatch("more after the value", "its end");
        }
        return value;
    }

    /// A failure as the exception that a caller gets.
    static RpcException exception(CommandName command, Frame.Failure failure) {
        Encoded details = failure.body() == null ? null : failure.body().keep();
        return new RpcException(
                failure.code(),
                failure.type(),
                failure.message(),
                null,
                failure.ran(),
                failure.trace(),
                details == null ? null : type -> whole(new Shapes().of(type), details));
    }

    /// What is to be said of metadata that is over the limit; null for such that is not.
    @Nullable String excess(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return null;
        }
        long size = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            size += ENTRY_COST + utf8Length(entry.getKey()) + utf8Length(entry.getValue());
        }
        int most = session.limits().maxMetadata();
        return size <= most ? null : "metadata of " + size + " bytes (the limit maxMetadata is " + most + ")";
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
