package dev.parley.wire;

import static dev.parley.wire.ParleyWire.CALL;
import static dev.parley.wire.ParleyWire.CANCEL;
import static dev.parley.wire.ParleyWire.CREDIT;
import static dev.parley.wire.ParleyWire.DEADLINE;
import static dev.parley.wire.ParleyWire.DEFINE;
import static dev.parley.wire.ParleyWire.END;
import static dev.parley.wire.ParleyWire.EXTENDED;
import static dev.parley.wire.ParleyWire.FAILURE;
import static dev.parley.wire.ParleyWire.GO_AWAY;
import static dev.parley.wire.ParleyWire.HELLO;
import static dev.parley.wire.ParleyWire.ITEM;
import static dev.parley.wire.ParleyWire.METADATA;
import static dev.parley.wire.ParleyWire.MIXED;
import static dev.parley.wire.ParleyWire.MORE;
import static dev.parley.wire.ParleyWire.MORE_PART;
import static dev.parley.wire.ParleyWire.MOST_NUMBERS;
import static dev.parley.wire.ParleyWire.PING;
import static dev.parley.wire.ParleyWire.PONG;
import static dev.parley.wire.ParleyWire.RAN;
import static dev.parley.wire.ParleyWire.RESULT;
import static dev.parley.wire.ParleyWire.SOFT;
import static dev.parley.wire.ParleyWire.STREAM;
import static dev.parley.wire.ParleyWire.TRACE;
import static dev.parley.wire.ParleyWire.VALUE;

import dev.parley.Code;
import dev.parley.value.Codec;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Reads the frames of our own wire from messages that are whole. Remembers which command has which number on the connection.
final class FrameReader {
    private final Function<String, @Nullable Codec> codecs;
    private final int maxMessage;
    private final List<CommandName> commands = new ArrayList<>();
    private @Nullable Codec codec;

    /// As of [ParleyWire].
    FrameReader(Function<String, @Nullable Codec> codecs, int maxMessage) {
        this.codecs = codecs;
        this.maxMessage = maxMessage;
    }

    /// Whether the peer has greeted.
    boolean isGreeted() {
        return codec != null;
    }

    /// @param fields what stands behind the header
    /// @return null for one of a later version
    /// @throws WireException for one that makes no sense and belongs to no call
    @Nullable Frame read(int kind, int flags, int id, Head fields) throws WireException {
        if (kind < HELLO || kind > GO_AWAY) {
            return null;
        }
        try {
            if ((flags & MORE) != 0) {
                fields.u32(); // the length of the whole value
            }
            if ((flags & EXTENDED) != 0) {
                fields.skip(fields.varint(Integer.MAX_VALUE));
            }
            return parse(kind, flags, id, fields);
        } catch (ValueException e) {
            if (kind < CALL || kind > MORE_PART) {
                throw new WireException(
                        Code.INVALID_ARGUMENT, "a malformed frame of kind " + kind + ": " + e.getMessage());
            }
            return new Frame.Refused(id, Code.INVALID_ARGUMENT, "a malformed frame: " + e.getMessage());
        }
    }

    Frame.Refused tooLarge(int id) {
        return new Frame.Refused(
                id,
                Code.RESOURCE_EXHAUSTED,
                "a message of more than " + maxMessage + " bytes (the limit maxMessage of the receiver)");
    }

    private @Nullable Frame parse(int kind, int flags, int id, Head fields) throws WireException {
        return switch (kind) {
            case HELLO -> hello(fields.metadata());
            case CALL -> call(flags, id, fields);
            case ITEM -> checked(new Frame.Item(id, fields.rest(codec(), false)));
            case END -> new Frame.End(id, metadata(flags, fields));
            case RESULT -> checked(new Frame.Result(id, metadata(flags, fields), value(flags, fields)));
            case FAILURE -> failure(flags, id, fields);
            case CANCEL -> new Frame.Cancel(id);
            case CREDIT -> new Frame.Credit(id, fields.varint(Integer.MAX_VALUE));
            case PING -> new Frame.Ping(fields.u64());
            case PONG -> new Frame.Pong(fields.u64());
            case GO_AWAY -> goAway(fields);
            default -> null; // of a later version
        };
    }

    private Frame checked(Frame.Carrier frame) {
        Encoded body = frame.body();
        return body != null && body.length() > maxMessage ? tooLarge(frame.id()) : frame;
    }

    private Codec codec() {
        return Objects.requireNonNull(codec);
    }

    private static Map<String, String> metadata(int flags, Head fields) {
        return (flags & METADATA) != 0 ? fields.metadata() : Map.of();
    }

    private @Nullable Encoded value(int flags, Head fields) {
        return (flags & VALUE) != 0 ? fields.rest(codec(), true) : null;
    }

    private Frame.Hello hello(Map<String, String> fields) throws WireException {
        if (codec != null) {
            throw new WireException(Code.INVALID_ARGUMENT, "a second greeting");
        }
        Map<String, String> all = new LinkedHashMap<>(fields);
        String name = all.getOrDefault("codec", "");
        Codec named = codecs.apply(name);
        if (named == null) {
            throw new WireException(
                    Code.UNIMPLEMENTED, "the codec " + ValueException.quote(name) + " is not known here");
        }
        codec = named;
        return new Frame.Hello(
                name,
                all.getOrDefault("name", ""),
                number(all, "max-message", 4 << 20),
                number(all, "window", 256 << 10),
                number(all, "max-calls", 10_000),
                all.getOrDefault("id", ""),
                number(all, "keeps-answers", 0) != 0);
    }

    private static int number(Map<String, String> fields, String key, int otherwise) {
        String text = fields.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw ValueException.mismatch(ValueException.quote(text), "a number for " + key);
        }
    }

    private Frame call(int flags, int id, Head fields) {
        int number = fields.varint(MOST_NUMBERS);
        CommandName command;
        if ((flags & DEFINE) != 0) {
            command = new CommandName(fields.text(), fields.text());
            if (number != 0) {
                define(number, command);
            }
        } else if (number == 0 || number > commands.size()) {
            throw new ValueException("command number " + number + " that was never defined");
        } else {
            command = commands.get(number - 1);
        }
        long remaining = (flags & DEADLINE) != 0 ? Math.max(1, fields.varint()) : 0;
        Map<String, String> metadata = metadata(flags, fields);
        return checked(
                new Frame.Call(
                        id,
                        command,
                        remaining,
                        (flags & SOFT) != 0,
                        metadata,
                        (flags & STREAM) != 0,
                        (flags & MIXED) != 0,
                        fields.rest(codec(), true)));
    }

    private void define(int number, CommandName command) {
        if (number <= commands.size() && commands.get(number - 1).equals(command)) {
            return;
        }
        if (number != commands.size() + 1) {
            throw new ValueException(
                    "command number " + number + " is defined (expected " + (commands.size() + 1) + ")");
        }
        if (!command.isShort()) {
            throw new ValueException("a number for a name of more than " + CommandName.LONGEST + " bytes");
        }
        commands.add(command);
    }

    private Frame failure(int flags, int id, Head fields) {
        Code code = Code.of(fields.varint(Integer.MAX_VALUE));
        String type = fields.text();
        String message = fields.text();
        String trace = (flags & TRACE) != 0 ? fields.text() : "";
        Map<String, String> metadata = metadata(flags, fields);
        boolean ran = (flags & RAN) != 0;
        return checked(new Frame.Failure(id, code, type, message, ran, trace, metadata, value(flags, fields)));
    }

    private static Frame.GoAway goAway(Head fields) {
        int last = fields.u32();
        int code = fields.varint(Integer.MAX_VALUE);
        return new Frame.GoAway(last, code == 0 ? null : Code.of(code), fields.text());
    }
}
