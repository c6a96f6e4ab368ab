package dev.parley.session;

import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.value.Codec;
import dev.parley.value.Kind;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Shape;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Formats;
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

    /// The format of a command's arguments.
    ///
    /// @param mixed whether there are both arguments by position and by name
    /// @throws ValueException for a command that must be known here and is not
    public Codec arguments(CommandName command, boolean mixed) {
        Formats own = wire.formats(command);
        if (own == null) {
            return session.codec();
        }
        return mixed ? own.mixed() : own.arguments();
    }

    /// The format of what a command gives back.
    public Codec result(CommandName command) {
        Formats own = wire.formats(command);
        return own == null ? session.codec() : own.result();
    }

    /// Writes a command's result into a buffer of the caller's.
    ///
    /// @throws RpcException for one that is larger than the peer takes
    /// @throws ValueException for one that cannot be written
    Encoded encode(CommandName command, Shape shape, @Nullable Object value, Output out) {
        Codec codec = result(command);
        shape.write(codec.writer(out), value);
        return encoded(codec, out);
    }

    /// The value that stands in a buffer.
    ///
    /// @throws RpcException for one that is larger than the peer takes
    public Encoded encoded(Codec codec, Output out) {
        requireSendable(out.size());
        return Encoded.of(codec, out);
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

    /// Puts a buffer back into use whose value was sent, unless that is so large that the outbox keeps it until it is written.
    public void recycle(Output out, Encoded sent) {
        if (sent.length() <= wire.largestCopied()) {
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
