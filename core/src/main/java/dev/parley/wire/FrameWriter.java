package dev.parley.wire;

import static dev.parley.wire.ParleyWire.ABANDONED;
import static dev.parley.wire.ParleyWire.DEADLINE;
import static dev.parley.wire.ParleyWire.DEFINE;
import static dev.parley.wire.ParleyWire.METADATA;
import static dev.parley.wire.ParleyWire.MIXED;
import static dev.parley.wire.ParleyWire.MORE;
import static dev.parley.wire.ParleyWire.RAN;
import static dev.parley.wire.ParleyWire.SOFT;
import static dev.parley.wire.ParleyWire.STREAM;
import static dev.parley.wire.ParleyWire.TRACE;
import static dev.parley.wire.ParleyWire.VALUE;

import dev.parley.value.Output;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes the frames of our own wire. Gives each command a number at its first use on the connection.
final class FrameWriter {
    private final Map<CommandName, Integer> numbers = new HashMap<>();
    private boolean greeted;

    void write(Frame frame, Output out) {
        if (!greeted) {
            greeted = true;
            out.bytes(ParleyWire.PREAMBLE);
        }
        // What a call from the command says: linking the switch costs a fresh JVM milliseconds.
        if (frame instanceof Frame.Call call) {
            call(call, out);
        } else if (frame instanceof Frame.Hello hello) {
            hello(hello, out);
        } else {
            any(frame, out);
        }
    }

    /// As of [Wire#encodeItems].
    static void items(int id, Output items) {
        byte[] bytes = items.array();
        items.putU32(0, items.size() - 4);
        bytes[4] = ParleyWire.ITEM;
        bytes[5] = 0;
        items.putU32(6, id);
    }

    private void any(Frame frame, Output out) {
        switch (frame) {
            case Frame.Hello hello -> hello(hello, out);
            case Frame.Call call -> call(call, out);
            case Frame.Item item -> {
                int start = begin(ParleyWire.ITEM, 0, item.id(), item.body(), out);
                finish(start, item.body(), out);
            }
            case Frame.End end -> {
                int start = begin(ParleyWire.END, flag(METADATA, !end.metadata().isEmpty()), end.id(), out);
                metadata(end.metadata(), out);
                finish(start, null, out);
            }
            case Frame.Result result -> {
                int flags = flag(METADATA, !result.metadata().isEmpty()) | flag(VALUE, result.body() != null);
                int start = begin(ParleyWire.RESULT, flags, result.id(), result.body(), out);
                metadata(result.metadata(), out);
                finish(start, result.body(), out);
            }
            case Frame.Failure failure -> failure(failure, out);
            case Frame.Cancel cancel -> finish(begin(ParleyWire.CANCEL, 0, cancel.id(), out), null, out);
            case Frame.Credit credit -> {
                int start = begin(ParleyWire.CREDIT, 0, credit.id(), out);
                out.varint(credit.bytes());
                finish(start, null, out);
            }
            case Frame.More more -> {
                Encoded part = more.part();
                int flags = flag(ABANDONED, part == null) | flag(MORE, part != null && part.more());
                finish(begin(ParleyWire.MORE_PART, flags, more.id(), out), part, out);
            }
            case Frame.Ping ping -> number(ParleyWire.PING, ping.number(), out);
            case Frame.Pong pong -> number(ParleyWire.PONG, pong.number(), out);
            case Frame.GoAway goAway -> goAway(goAway, out);
            case Frame.Waiting _, Frame.Begins _ -> {}
            case Frame.Said said -> out.bytes(said.bytes());
            case Frame.Refused refused -> throw new IllegalArgumentException("only ever received: " + refused);
        }
    }

    private static int flag(int flag, boolean set) {
        return set ? flag : 0;
    }

    private static int begin(int kind, int flags, int id, Output out) {
        int start = out.claim(4);
        out.u8(kind);
        out.u8(flags);
        out.u32(id);
        return start;
    }

    /// Begins a frame with a value: the first of a value in parts tells the length of the whole.
    private static int begin(int kind, int flags, int id, @Nullable Encoded body, Output out) {
        if (body == null || !body.more()) {
            return begin(kind, flags, id, out);
        }
        int start = begin(kind, flags | MORE, id, out);
        out.u32(body.whole());
        return start;
    }

    private static void finish(int start, @Nullable Encoded body, Output out) {
        if (body != null) {
            out.bytes(body.bytes(), body.offset(), body.length());
        }
        out.putU32(start, out.size() - start - 4);
    }

    private static void metadata(Map<String, String> metadata, Output out) {
        if (!metadata.isEmpty()) {
            Head.metadata(out, metadata);
        }
    }

    private static void number(int kind, long number, Output out) {
        int start = begin(kind, 0, 0, out);
        out.u64(number);
        finish(start, null, out);
    }

    private static void hello(Frame.Hello hello, Output out) {
        int start = begin(ParleyWire.HELLO, 0, 0, out);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("codec", hello.codec());
        fields.put("name", hello.name());
        fields.put("max-message", Integer.toString(hello.maxMessage()));
        fields.put("window", Integer.toString(hello.window()));
        fields.put("max-calls", Integer.toString(hello.maxCalls()));
        if (!hello.id().isEmpty()) {
            fields.put("id", hello.id());
        }
        if (hello.keepsAnswers()) {
            fields.put("keeps-answers", "1");
        }
        Head.metadata(out, fields);
        finish(start, null, out);
    }

    private void call(Frame.Call call, Output out) {
        Integer number = numbers.get(call.command());
        int flags =
                flag(DEFINE, number == null)
                        | flag(DEADLINE, call.remaining() > 0)
                        | flag(METADATA, !call.metadata().isEmpty())
                        | flag(STREAM, call.streams())
                        | flag(MIXED, call.mixed())
                        | flag(SOFT, call.soft());
        int start = begin(ParleyWire.CALL, flags, call.id(), call.body(), out);
        if (number == null) {
            out.varint(define(call.command()));
            Head.text(out, call.command().service());
            Head.text(out, call.command().command());
        } else {
            out.varint(number);
        }
        if (call.remaining() > 0) {
            out.varint(call.remaining());
        }
        metadata(call.metadata(), out);
        finish(start, call.body(), out);
    }

    /// The number to define for a command: 0 where no more are given out, or none to so long a name.
    private int define(CommandName command) {
        boolean keep = numbers.size() < ParleyWire.MOST_NUMBERS && command.isShort();
        if (keep) {
            numbers.put(command, numbers.size() + 1);
        }
        return keep ? numbers.size() : 0;
    }

    private static void failure(Frame.Failure failure, Output out) {
        int flags =
                flag(RAN, failure.ran())
                        | flag(TRACE, !failure.trace().isEmpty())
                        | flag(METADATA, !failure.metadata().isEmpty())
                        | flag(VALUE, failure.body() != null);
        int start = begin(ParleyWire.FAILURE, flags, failure.id(), failure.body(), out);
        out.varint(failure.code().number());
        Head.text(out, failure.type());
        Head.text(out, failure.message());
        if (!failure.trace().isEmpty()) {
            Head.text(out, failure.trace());
        }
        metadata(failure.metadata(), out);
        finish(start, failure.body(), out);
    }

    private static void goAway(Frame.GoAway goAway, Output out) {
        int start = begin(ParleyWire.GO_AWAY, 0, 0, out);
        out.u32(goAway.last());
        out.varint(goAway.code() == null ? 0 : goAway.code().number());
        Head.text(out, goAway.message());
        finish(start, null, out);
    }
}
