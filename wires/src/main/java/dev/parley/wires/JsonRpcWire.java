package dev.parley.wires;

import dev.parley.Code;
import dev.parley.value.Codec;
import dev.parley.value.Output;
import dev.parley.value.ValueException;
import dev.parley.wire.Abilities;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// An end of JSON-RPC 2.0. What this end writes stands on one line; for what it reads, see [JsonRpcLines].
final class JsonRpcWire implements Wire {
    private static final Abilities ABILITIES =
            new Abilities(true, false, false, false, false, true, false, Abilities.Greeting.NONE);

    /// What a message may have beside its arguments or result.
    private static final int ENVELOPE = 4 << 10;

    private static final int LONGEST_ID = 1 << 10;
    private static final int LONGEST_METHOD = 2 * CommandName.LONGEST;
    private static final int LARGEST_BATCH = 1000;

    /// Bytes of answers that may wait for others of their batches: few enough that those of several go out at once.
    private static final int MOST_HELD = 512 << 10;

    private static final byte[] EMPTY = {'[', ']'};

    private final WireSetup setup;
    private final Codec codec;
    private final boolean opens;
    private final int mostHeld;
    private final PeerCalls<Asked> calls;
    private final NotificationLog notifications = new NotificationLog(JsonRpcWire.class); // used by who encodes
    private final AtomicLong held = new AtomicLong(); // bytes of answers that wait for others of their batch
    private volatile boolean told; // a call of ours that is not answered, and no other answer has come since
    private volatile boolean unsure; // a call that nobody waits for: errors may be about it

    private final JsonRpcLines lines; // used by the thread that reads

    /// A request of the other end's.
    ///
    /// @param id as it came
    /// @param batch null for a request that came alone
    @SuppressWarnings("ArrayRecordComponent") // equality is never asked
    private record Asked(byte[] id, @Nullable JsonRpcBatch batch) {}

    /// @param opens whether this end has opened the connection
    JsonRpcWire(WireSetup setup, Codec codec, boolean opens) {
        this.setup = setup;
        this.codec = codec;
        this.opens = opens;
        lines = new JsonRpcLines((long) setup.maxMessage() + ENVELOPE);
        mostHeld = Math.min(setup.maxMessage(), MOST_HELD);
        calls = new PeerCalls<>(opens);
    }

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    @Override
    public Codec onlyCodec() {
        return codec;
    }

    @Override
    public boolean tells() {
        return true;
    }

    // ---- reading

    @Override
    public int decode(byte[] bytes, int from, int to, Consumer<Frame> out) throws WireException {
        return lines.read(bytes, from, to, at -> message(bytes, at, out), why -> wrong(why, out));
    }

    private void wrong(String text, Consumer<Frame> out) throws WireException {
        if (opens) {
            throw new WireException(Code.INVALID_ARGUMENT, text);
        }
        Output answer = new Output();
        Frame.Failure failure = failure(Code.INVALID_ARGUMENT, text, false);
        JsonRpcText.error(codec, failure, JsonRpcErrors.PARSE_ERROR, JsonRpcText.NULL, answer);
        say(answer, out);
    }

    private void message(byte[] bytes, int at, Consumer<Frame> out) throws WireException {
        if (bytes[at] == '{') {
            single(bytes, at, null, out);
            return;
        }
        List<Integer> elements = JsonRpcMessage.elements(bytes, at, LARGEST_BATCH + 1);
        if (elements.isEmpty()) {
            refuse("a batch of nothing (expected some)", null, out);
        } else if (elements.size() > LARGEST_BATCH) {
            refuseAll(bytes, at, "a batch of too many (expected at most " + LARGEST_BATCH + ")", out);
        } else if (held.get() >= mostHeld) {
            refuseAll(bytes, at, exhausted(), out);
        } else {
            JsonRpcBatch batch = new JsonRpcBatch(held, null);
            List<Frame> frames = new ArrayList<>(); // handed on when it is known how many answers there will be
            for (int element : elements) {
                single(bytes, element, batch, frames::add);
            }
            say(batch.close(), out);
            frames.forEach(out);
        }
    }

    /// Of a batch, runs no request, but hands on the answers. There are about as many refusals as may wait; of what is not
    /// answered so, one error without an id tells.
    private void refuseAll(byte[] bytes, int at, String why, Consumer<Frame> out) throws WireException {
        Frame.Failure refusal = failure(Code.RESOURCE_EXHAUSTED, why, false);
        JsonRpcBatch batch = new JsonRpcBatch(held, refusal);
        for (int i = JsonRpcMessage.firstElement(bytes, at); i >= 0; i = JsonRpcMessage.nextElement(bytes, i)) {
            single(bytes, i, batch, out);
        }
        if (batch.hasLeft() && batch.size() == 0) {
            say(error(refusal, JsonRpcText.NULL), out);
        } else if (batch.hasLeft()) {
            batch.expect();
            batch.add(error(refusal, JsonRpcText.NULL));
        }
        say(batch.close(), out);
    }

    /// @param id null for a notification or what is no request
    private void refuseOne(JsonRpcBatch batch, Frame.Failure refusal, byte @Nullable [] id) {
        if (id == null || batch.size() > MOST_HELD) {
            batch.leave();
        } else {
            batch.expect();
            batch.add(error(refusal, id));
        }
    }

    private String exhausted() {
        return "more than "
                + mostHeld
                + " bytes of answers wait for others of their batches (the limit maxMessage, or 512 KiB where that is"
                + " less)";
    }

    private void single(byte[] bytes, int at, @Nullable JsonRpcBatch batch, Consumer<Frame> out) throws WireException {
        if (bytes[at] != '{') {
            refuse("a value (expected a map)", batch, out);
            return;
        }
        JsonRpcMessage message;
        try {
            message = JsonRpcMessage.read(codec, bytes, at);
        } catch (ValueException e) {
            refuse(String.valueOf(e.getMessage()), batch, out);
            return;
        }
        if (message.method == null && (opens || message.result != null || message.error != null)) {
            answered(message, out);
        } else {
            requested(message, batch, out);
        }
    }

    private void requested(JsonRpcMessage message, @Nullable JsonRpcBatch batch, Consumer<Frame> out) {
        byte[] id = null;
        String method;
        try {
            id = id(message.id);
            if (!JsonRpcMessage.is(message.version, "\"2.0\"")) {
                throw ValueException.mismatch("a request without \"jsonrpc\": \"2.0\"", "one with it");
            } else if (message.method == null) {
                throw ValueException.mismatch("no method", "a text");
            }
            method = JsonRpcMessage.text(message.method);
            if (method.length() > LONGEST_METHOD) {
                throw ValueException.mismatch(
                        "method " + ValueException.quote(method), "at most " + LONGEST_METHOD + " characters");
            } else if (message.params != null && "[{n".indexOf(JsonRpcMessage.first(message.params)) < 0) {
                throw ValueException.mismatch("params that are a single value", "a list or a map");
            }
        } catch (ValueException e) {
            invalid(String.valueOf(e.getMessage()), id, batch, out);
            return;
        }
        Frame.Failure refusal = batch == null ? null : batch.refusal();
        if (batch != null && refusal != null) {
            refuseOne(batch, refusal, id);
            return;
        } else if (id != null && batch != null) {
            batch.expect();
        }
        int call = id == null ? calls.notification() : calls.request(new Asked(id, batch));
        Encoded params = message.params == null || JsonRpcMessage.is(message.params, "null") ? null : message.params;
        if (params != null && params.length() > setup.maxMessage()) {
            out.accept(setup.tooLarge(call));
            return;
        }
        Encoded body = params == null ? new Encoded(codec, EMPTY, 0, EMPTY.length) : params;
        CommandName name = CommandName.of(method);
        out.accept(new Frame.Call(call, name, 0, false, Map.of(), false, false, body, Frame.Place.FIRST, id == null));
    }

    /// What an id must be answered with; null for none.
    private static byte @Nullable [] id(@Nullable Encoded given) {
        if (given == null) {
            return null;
        }
        int first = JsonRpcMessage.first(given);
        if (first == '"') {
            JsonRpcMessage.text(given); // which could not be sent back were it none
        } else if (first != '-' && (first < '0' || first > '9') && first != 'n') {
            throw ValueException.mismatch("an id of another kind", "a text, a number or null");
        }
        if (given.length() > LONGEST_ID) {
            throw ValueException.mismatch("an id of " + given.length() + " bytes", "at most " + LONGEST_ID);
        }
        return given.copy().bytes();
    }

    private void answered(JsonRpcMessage message, Consumer<Frame> out) {
        Encoded error = JsonRpcMessage.is(message.error, "null") ? null : message.error;
        if (message.id == null || JsonRpcMessage.is(message.id, "null")) {
            unassigned(error, out);
            return;
        }
        told = false; // most servers would have complained of that before
        int call = number(message.id);
        if (!calls.over(call)) {
            return; // nobody waits for it
        }
        Encoded given = error == null ? message.result : error;
        Encoded value = given == null ? new Encoded(codec, JsonRpcText.NULL, 0, JsonRpcText.NULL.length) : given;
        if (value.length() > setup.maxMessage()) {
            out.accept(setup.tooLarge(call));
        } else if (error != null) {
            out.accept(JsonRpcErrors.failure(call, error));
        } else {
            out.accept(new Frame.Result(call, Map.of(), value));
        }
    }

    /// An error of which the other end cannot say what it answers. It may be the last word of a server of ours; else a call
    /// would wait for ever, unless the error is likely to be about one that nobody waits for.
    private void unassigned(@Nullable Encoded error, Consumer<Frame> out) {
        if (error == null) {
            return;
        }
        Frame.Failure failure = JsonRpcErrors.failure(0, error);
        if (opens && JsonRpcErrors.isOurs(failure.code())) {
            int last = failure.ran() ? Integer.MAX_VALUE : -1;
            out.accept(new Frame.GoAway(last, failure.code(), failure.message()));
        } else if (!told) {
            List<Integer> unanswered = calls.unanswered();
            boolean certain = unanswered.size() == 1 && !unsure;
            Frame.Failure passed = certain ? failure : mayHaveRun(failure);
            for (int call : unanswered) {
                if (calls.over(call)) {
                    out.accept(passed.withId(call));
                }
            }
        }
    }

    private static Frame.Failure mayHaveRun(Frame.Failure f) {
        return new Frame.Failure(f.id(), f.code(), f.type(), f.message(), true, f.trace(), f.metadata(), f.body());
    }

    /// The number that we have given a call; 0 for what is none of ours.
    private static int number(Encoded id) {
        int number = 0;
        for (int i = 0; i < id.length(); i++) {
            int digit = id.bytes()[id.offset() + i] - '0';
            if (digit < 0 || digit > 9 || number > (Integer.MAX_VALUE - digit) / 10) {
                return 0;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /// What is neither a request nor an answer. A server that says such a thing cannot be understood any more.
    private void refuse(String why, @Nullable JsonRpcBatch batch, Consumer<Frame> out) throws WireException {
        if (opens) {
            throw new WireException(Code.INVALID_ARGUMENT, "neither a request nor an answer: " + why);
        }
        invalid(why, null, batch, out);
    }

    private void invalid(String why, byte @Nullable [] id, @Nullable JsonRpcBatch batch, Consumer<Frame> out) {
        Frame.Failure refusal = batch == null ? null : batch.refusal();
        if (batch != null && refusal != null) {
            refuseOne(batch, refusal, id);
            return;
        }
        Frame.Failure failure = failure(Code.INVALID_ARGUMENT, "Invalid Request: " + why, false);
        Output answer = new Output();
        JsonRpcText.error(codec, failure, JsonRpcErrors.INVALID_REQUEST, id == null ? JsonRpcText.NULL : id, answer);
        if (batch == null) {
            say(answer, out);
        } else {
            batch.expect();
            batch.add(answer);
        }
    }

    /// One that is found here.
    private static Frame.Failure failure(Code code, String text, boolean ran) {
        return new Frame.Failure(0, code, "", text, ran, "", Map.of(), null);
    }

    private Output error(Frame.Failure failure, byte[] id) {
        Output out = new Output();
        JsonRpcText.error(codec, failure, JsonRpcErrors.number(failure), id, out);
        return out;
    }

    private static void say(@Nullable Output message, Consumer<Frame> out) {
        if (message != null) {
            message.u8('\n');
            out.accept(new Frame.Said(message.toByteArray(), 0));
        }
    }

    // ---- writing

    @Override
    public void encode(Frame frame, Output out) {
        switch (frame) {
            case Frame.Said said -> out.bytes(said.bytes());
            case Frame.Call call -> call(call, out);
            case Frame.Cancel cancel -> {
                if (calls.over(cancel.id())) {
                    unsure = true;
                }
            }
            case Frame.Result result -> answer(result, out);
            case Frame.Failure failure -> answer(failure, out);
            case Frame.GoAway goAway -> {
                if (goAway.code() != null && !opens) {
                    boolean ran = goAway.last() >= 0;
                    Frame.Failure failure = failure(goAway.code(), goAway.message(), ran);
                    int number = lines.areSenseless() ? JsonRpcErrors.PARSE_ERROR : JsonRpcErrors.number(failure);
                    JsonRpcText.error(codec, failure, number, JsonRpcText.NULL, out);
                    out.u8('\n');
                }
            }
            default -> {} // it cannot say that
        }
    }

    private void call(Frame.Call call, Output out) {
        if (call.mixed()) {
            throw ValueException.mismatch("arguments by position and others by name", "all of them one way");
        }
        JsonRpcText.call(codec, call, out);
        if (call.told()) {
            told = true;
            unsure = true;
        } else {
            calls.sent(call.id());
        }
        out.u8('\n');
    }

    private void answer(Frame.Carrier frame, Output out) {
        Asked asked = calls.answer(frame.id());
        if (asked == null) {
            if (frame instanceof Frame.Failure failure) { // of a notification
                notifications.failed(failure);
            }
            return;
        }
        Output answer = asked.batch == null ? out : new Output();
        if (frame instanceof Frame.Failure failure) {
            JsonRpcText.error(codec, failure, JsonRpcErrors.number(failure), asked.id, answer);
        } else {
            JsonRpcText.result(frame.body(), asked.id, answer);
        }
        if (asked.batch == null) {
            out.u8('\n');
        } else {
            collect(asked.batch, asked.id, answer, out);
        }
    }

    private void collect(JsonRpcBatch batch, byte[] id, Output answer, Output out) {
        boolean fits = batch.isLast() || held.get() + answer.size() <= mostHeld;
        Output all = batch.add(fits ? answer : error(failure(Code.RESOURCE_EXHAUSTED, exhausted(), true), id));
        if (all != null) {
            out.bytes(all.array(), 0, all.size());
            out.u8('\n');
        }
    }
}
