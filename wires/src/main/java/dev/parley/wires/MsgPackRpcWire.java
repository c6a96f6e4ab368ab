package dev.parley.wires;

import dev.parley.Code;
import dev.parley.value.Codec;
import dev.parley.value.Kind;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.ValueException;
import dev.parley.value.Writer;
import dev.parley.wire.Abilities;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// One end of MessagePack-RPC; both are alike, and either may call the other.
final class MsgPackRpcWire implements Wire {
    static final int REQUEST = 0;
    static final int RESPONSE = 1;
    static final int NOTIFICATION = 2;

    private static final Abilities ABILITIES =
            new Abilities(true, false, false, false, false, true, false, Abilities.Greeting.NONE);

    /// What a message takes beside its value: ids and names.
    private static final int ROOM = 4 << 10;

    private static final byte[] NO_ARGUMENTS = {(byte) 0x90};

    private final WireSetup setup;
    private final Codec codec;
    private final MsgPackEnd end; // used by the thread that reads, as the next
    private boolean skipping;

    // ---- used by who encodes
    private boolean ended;

    private final NotificationLog notifications = new NotificationLog(MsgPackRpcWire.class);

    /// The calls of both ends; of the other's, the ids of their requests.
    private final PeerCalls<Long> calls;

    /// The ids of requests that have not been answered.
    private final Set<Long> requests = ConcurrentHashMap.newKeySet();

    /// @param opens whether this end has connected
    MsgPackRpcWire(WireSetup setup, boolean opens) {
        this.setup = setup;
        codec = Objects.requireNonNull(setup.codecs().apply(MsgPackRpcProtocol.CODEC));
        end = new MsgPackEnd((long) setup.maxMessage() + ROOM, Writer.MAX_DEPTH + 1);
        calls = new PeerCalls<>(opens);
    }

    @Override
    public Codec onlyCodec() {
        return codec;
    }

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    @Override
    public boolean tells() {
        return true;
    }

    // ---- reading

    @Override
    public int decode(byte[] bytes, int from, int to, Consumer<Frame> out) throws WireException {
        int pos = from;
        while (pos < to) {
            if (!skipping) {
                requireMessage(bytes[pos]);
            }
            boolean whole = end.find(bytes, pos, to);
            if (end.isTooLong()) {
                if (!skipping) {
                    skipping = true;
                    tooLong(bytes, pos, to, out);
                }
                pos += end.skip(to - pos);
            } else if (whole) {
                message(bytes, pos, end.length(), out);
                pos += end.length();
            }
            if (!whole) {
                break;
            }
            skipping = false;
            end.begin();
        }
        return pos - from;
    }

    /// @param head the first byte of what comes
    private static void requireMessage(byte head) throws WireException {
        int kind = head & 0xFF;
        if (kind != 0x93 && kind != 0x94 && kind != 0xDC && kind != 0xDD) {
            throw new WireException(
                    Code.INVALID_ARGUMENT,
                    "a message that begins with 0x"
                            + Integer.toHexString(kind)
                            + " (expected a list of 3 or 4 elements: 0x94 or 0x93)");
        }
    }

    private void message(byte[] bytes, int at, int length, Consumer<Frame> out) throws WireException {
        try {
            Reader in = codec.reader(bytes, at, length);
            int size = in.beginList();
            switch (type(in, size)) {
                case REQUEST -> call(in, bytes, at, request(in), false, out);
                case RESPONSE -> response(in, bytes, at, out);
                default -> call(in, bytes, at, calls.notification(), true, out);
            }
        } catch (ValueException e) {
            throw new WireException(Code.INVALID_ARGUMENT, "a message that makes no sense: " + e.getMessage());
        }
    }

    private static int type(Reader in, int size) {
        in.more();
        long type = in.integer();
        if (type < REQUEST || type > NOTIFICATION) {
            throw ValueException.mismatch(
                    "a message of type " + type, "0 for a request, 1 for a response, 2 for a notification");
        }
        int expected = type == NOTIFICATION ? 3 : 4;
        if (size != expected) {
            throw ValueException.mismatch("a message of type " + type + " with " + size + " elements", "" + expected);
        }
        return (int) type;
    }

    private static long id(Reader in) {
        in.more();
        long id = in.integer();
        if (id < 0) {
            throw ValueException.mismatch("msgid " + id, "0 or more");
        }
        return id;
    }

    /// Reads the id of a request.
    ///
    /// @return the number of its call
    private int request(Reader in) throws WireException {
        long id = id(in);
        if (!requests.add(id)) {
            throw new WireException(
                    Code.INVALID_ARGUMENT, "msgid " + id + " is in use by a request that has not been answered");
        }
        return calls.request(id);
    }

    /// Reads the method and the arguments of a request or a notification.
    private void call(Reader in, byte[] bytes, int at, int id, boolean told, Consumer<Frame> out) {
        CommandName name;
        Encoded arguments;
        try {
            name = CommandName.of(method(in));
            arguments = arguments(in, bytes, at);
        } catch (ValueException e) {
            out.accept(new Frame.Refused(id, Code.INVALID_ARGUMENT, String.valueOf(e.getMessage())));
            return;
        }
        if (arguments.length() > setup.maxMessage()) {
            out.accept(setup.tooLarge(id));
            return;
        }
        out.accept(new Frame.Call(id, name, 0, false, Map.of(), false, false, arguments, Frame.Place.FIRST, told));
    }

    private static String method(Reader in) {
        in.more();
        String method =
                switch (in.peek()) {
                    case TEXT -> in.text();
                    case BYTES -> new String(in.bytes(), StandardCharsets.UTF_8);
                    default -> throw ValueException.mismatch("method of kind " + in.peek().text(), "text");
                };
        if (method.length() > 2 * CommandName.LONGEST) {
            throw ValueException.mismatch(
                    "method " + ValueException.quote(method), "at most " + 2 * CommandName.LONGEST + " characters");
        }
        return method;
    }

    /// The arguments: a list, or as a courtesy a map of named ones, or null for none.
    private Encoded arguments(Reader in, byte[] bytes, int at) {
        in.more();
        return switch (in.peek()) {
            case LIST, MAP -> value(in, bytes, at);
            case NIL -> new Encoded(codec, NO_ARGUMENTS, 0, NO_ARGUMENTS.length);
            default -> throw ValueException.mismatch("params of kind " + in.peek().text(), "list");
        };
    }

    /// The next value, where it stands.
    private Encoded value(Reader in, byte[] bytes, int at) {
        int from = in.position();
        in.skip();
        int length = in.position() - from;
        return new Encoded(codec, bytes, at + from, length, length, false, true, null);
    }

    private void response(Reader in, byte[] bytes, int at, Consumer<Frame> out) {
        long id = id(in);
        in.more();
        Encoded error = value(in, bytes, at);
        in.more();
        Encoded result = value(in, bytes, at);
        if (!calls.over(id)) {
            return; // nobody waits for it any more
        }
        int call = (int) id;
        if (error.reader().peek() != Kind.NIL) {
            out.accept(failure(call, error));
        } else if (result.length() > setup.maxMessage()) {
            out.accept(setup.tooLarge(call));
        } else {
            out.accept(new Frame.Result(call, Map.of(), result));
        }
    }

    private Frame.Failure failure(int call, Encoded error) {
        Object value;
        try {
            value = Objects.requireNonNull(setup.shapes().dynamic().read(error.reader()));
        } catch (ValueException e) {
            value = "an error that cannot be read: " + e.getMessage();
        }
        return MsgPackRpcErrors.failure(call, value);
    }

    /// Says what is said to a message of which only the beginning is looked at, as the rest will be passed over.
    private void tooLong(byte[] bytes, int at, int to, Consumer<Frame> out) throws WireException {
        try {
            Reader in = codec.reader(bytes, at, to - at);
            int size = in.beginList();
            switch (type(in, size)) {
                case REQUEST -> out.accept(setup.tooLarge(request(in)));
                case RESPONSE -> {
                    long id = id(in);
                    if (calls.over(id)) {
                        out.accept(setup.tooLarge((int) id));
                    }
                }
                default -> out.accept(setup.tooLarge(calls.notification()));
            }
        } catch (ValueException e) {
            throw new WireException(Code.INVALID_ARGUMENT, "a long message that makes no sense: " + e.getMessage());
        }
    }

    // ---- writing

    @Override
    public int largestCopied() {
        return Output.MOST_COPIED;
    }

    @Override
    public void encode(Frame frame, Output out) {
        switch (frame) {
            case Frame.Said said -> out.bytes(said.bytes());
            case Frame.Call call -> call(call, out);
            case Frame.Cancel cancel -> calls.over(cancel.id());
            case Frame.Result result -> {
                Long id = answered(result.id());
                if (id != null) {
                    respond(id, result.body(), out);
                }
            }
            case Frame.Failure failure -> {
                Long id = answered(failure.id());
                if (id != null) {
                    respond(id, MsgPackRpcErrors.text(failure), out);
                } else if (!ended) {
                    notifications.failed(failure);
                }
            }
            case Frame.GoAway goAway -> {
                if (goAway.code() != null) {
                    last(goAway, goAway.code(), out);
                }
            }
            default -> {} // it cannot say that
        }
    }

    /// Why the connection is closed, as the answer to all requests that wait for one.
    private void last(Frame.GoAway goAway, Code code, Output out) {
        ended = true;
        for (int call : calls.unansweredHere()) {
            Long id = answered(call);
            if (id != null) {
                boolean ran = call <= goAway.last();
                Frame.Failure failure = new Frame.Failure(call, code, "", goAway.message(), ran, "", Map.of(), null);
                respond(id, MsgPackRpcErrors.text(failure), out);
            }
        }
    }

    /// The id of the request that is answered; null for a notification.
    private @Nullable Long answered(int call) {
        Long id = calls.answer(call);
        if (id != null) {
            requests.remove(id);
        }
        return id;
    }

    private void call(Frame.Call call, Output out) {
        Encoded arguments = call.body();
        if (call.mixed() || arguments.reader().peek() == Kind.MAP) {
            throw ValueException.mismatch("arguments by name", "all by position, MessagePack-RPC has no others");
        }
        Writer writer = codec.writer(out);
        if (call.told()) {
            writer.beginList(3);
            writer.integer(NOTIFICATION);
        } else {
            writer.beginList(4);
            writer.integer(REQUEST);
            writer.integer(call.id());
            calls.sent(call.id());
        }
        writer.text(call.command().toString());
        arguments.appendTo(out);
    }

    private Writer response(long id, Output out) {
        Writer writer = codec.writer(out);
        writer.beginList(4);
        writer.integer(RESPONSE);
        writer.integer(id);
        return writer;
    }

    private void respond(long id, @Nullable Encoded value, Output out) {
        Writer writer = response(id, out);
        writer.nil();
        if (value == null) {
            writer.nil();
        } else {
            value.appendTo(out);
        }
    }

    private void respond(long id, String error, Output out) {
        Writer writer = response(id, out);
        writer.text(error);
        writer.nil();
    }
}
