package dev.parley.wires;

import dev.parley.Code;
import dev.parley.value.Codec;
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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The server's end of snekrpc. The codec is the one that the client's first message is in; who asks is told the server's.
final class SnekServerWire implements Wire {
    private static final Abilities ABILITIES = new Abilities(false, false, false, false, Abilities.Greeting.OF_CLIENT);

    private final WireSetup setup;
    private final SnekServices services;
    private final SnekFrames frames;
    private int nextId = 1; // used by the thread that reads, as the next three
    private int skipping; // bytes that are still to come of a message that is not taken
    private boolean streaming; // the client, items of the last call
    private boolean held;

    private @Nullable Codec codec; // written by the thread that reads before the first call

    /// The call that has not been answered; null for none.
    private volatile @Nullable Running running;

    /// A call, and how it is to be answered.
    private static final class Running {
        final int id;
        final SnekAnswer answer;

        Running(int id, SnekAnswer answer) {
            this.id = id;
            this.answer = answer;
        }
    }

    SnekServerWire(WireSetup setup) {
        this.setup = setup;
        services = new SnekServices(setup);
        frames = new SnekFrames(setup.maxMessage());
    }

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    @Override
    public boolean announcesStreams() {
        return true;
    }

    @Override
    public boolean waits() {
        return held;
    }

    @Override
    public boolean isBusy() {
        return running != null;
    }

    // ---- reading

    @Override
    public int decode(byte[] bytes, int from, int to, Consumer<Frame> out) throws WireException {
        int pos = from;
        held = false;
        while (true) {
            int skipped = Math.min(skipping, to - pos);
            skipping -= skipped;
            pos += skipped;
            int announced = to - pos > 4 ? SnekFrames.length(bytes, pos) : 0;
            if (frames.isTooLarge(announced)) {
                greeted(bytes[pos + 4] == '[' ? "json" : "msgpack", out); // so that it can be told
            }
            if (frames.isSkipped(announced)) {
                if (!refuse(frames.tooLarge(announced), out)) {
                    return pos - from;
                }
                skipping = 4 + announced;
                continue;
            }
            int length = frames.whole(bytes, pos, to);
            if (length < 0) {
                return pos - from;
            } else if (length == 1 && bytes[pos + 4] == 0) {
                String name = codec == null ? setup.codec().name() : codec.name();
                out.accept(new Frame.Waiting(0)); // and may for long, before it calls
                out.accept(new Frame.Said(SnekFrames.handshake(name), 0));
            } else {
                greeted(bytes[pos + 4] == '[' ? "json" : "msgpack", out);
                if (!message(bytes, pos + 4, length, out)) {
                    return pos - from;
                }
            }
            pos += 4 + length;
        }
    }

    /// Answers a message that is not taken: an item of a stream, or a call.
    ///
    /// @return as of [#message]
    private boolean refuse(String why, Consumer<Frame> out) {
        if (!streaming) {
            if (mustWait()) {
                return false;
            }
            running = new Running(nextId, SnekAnswer.of(codec()));
            nextId += 2;
        }
        out.accept(new Frame.Refused(nextId - 2, Code.RESOURCE_EXHAUSTED, why));
        return true;
    }

    /// Whether the call before has not been answered.
    private boolean mustWait() {
        if (running != null) {
            held = true;
            if (running != null) { // it may have been answered in this moment
                return true;
            }
            held = false;
        }
        return false;
    }

    private void greeted(String name, Consumer<Frame> out) throws WireException {
        if (codec != null) {
            return;
        }
        Codec found = setup.codecs().apply(name);
        if (found == null) {
            throw new WireException(Code.UNIMPLEMENTED, "the codec " + name + " is not known here");
        }
        codec = found;
        out.accept(new Frame.Hello(name, "", Integer.MAX_VALUE, 0, 1));
    }

    private Codec codec() {
        return java.util.Objects.requireNonNull(codec);
    }

    /// For what the client has written.
    private Codec values() {
        return new SnekValues(codec());
    }

    /// @return false where it must wait for the answer to the call before
    private boolean message(byte[] bytes, int at, int length, Consumer<Frame> out) throws WireException {
        try {
            Reader in = codec().reader(bytes, at, length);
            in.beginList();
            String name = SnekFrames.text(in, "name");
            switch (name) {
                case SnekFrames.COMMAND -> {
                    if (mustWait()) {
                        return false;
                    }
                    call(in, out);
                }
                case SnekFrames.DATA -> {
                    if (streaming) {
                        out.accept(new Frame.Item(nextId - 2, SnekFrames.raw(values(), in, "value")));
                    }
                }
                case SnekFrames.STREAM_START -> {}
                case SnekFrames.STREAM_END -> {
                    if (streaming) {
                        streaming = false;
                        out.accept(new Frame.End(nextId - 2, Map.of()));
                    }
                }
                case SnekFrames.ERROR -> {
                    if (streaming) {
                        streaming = false;
                        out.accept(SnekErrors.failure(nextId - 2, in));
                    }
                }
                default ->
                        throw new WireException(
                                Code.INVALID_ARGUMENT,
                                "a message " + ValueException.quote(name) + " (expected one such as CommandMessage)");
            }
            return true;
        } catch (ValueException e) {
            throw new WireException(Code.INVALID_ARGUMENT, "a message that makes no sense: " + e.getMessage());
        }
    }

    private void call(Reader in, Consumer<Frame> out) {
        String service = SnekFrames.text(in, "service");
        CommandName name = services.command(new CommandName(service, SnekFrames.text(in, "command")));
        List<byte[]> positional = new ArrayList<>();
        Map<String, byte[]> named = new LinkedHashMap<>();
        Frame.@Nullable Place place = null; // of the stream
        SnekFrames.requireMore(in, "arguments");
        for (in.beginList(); in.more(); ) {
            byte[] value = argument(in);
            if (value == null) {
                place = new Frame.Place(positional.size(), "");
            } else {
                positional.add(value);
            }
        }
        SnekFrames.requireMore(in, "named arguments");
        for (in.beginMap(); in.more(); ) {
            String key = in.text();
            byte[] value = argument(in);
            if (value == null) {
                place = new Frame.Place(positional.size(), services.parameter(name, key));
            } else {
                named.put(key, value);
            }
        }
        int id = nextId;
        nextId += 2;
        streaming = place != null;
        SnekAnswer answer = SnekAnswer.of(name, codec(), services, positional);
        running = new Running(id, answer);
        boolean mixed = !positional.isEmpty() && !named.isEmpty();
        Encoded body = arguments(positional, answer.known(services.parameters(name, named)), mixed);
        Frame.Place where = place == null ? Frame.Place.FIRST : place;
        out.accept(new Frame.Call(id, answer.name(), 0, false, Map.of(), streaming, mixed, body, where, false));
    }

    /// An argument's bytes; null for a stream.
    private static byte @Nullable [] argument(Reader in) {
        in.beginList();
        String kind = SnekFrames.text(in, "kind of argument");
        byte[] value = null;
        if (kind.equals(SnekFrames.ARGUMENT)) {
            SnekFrames.requireMore(in, "argument's value");
            value = in.raw();
        } else if (!kind.equals(SnekFrames.STREAM_ARGUMENT)) {
            throw ValueException.mismatch(ValueException.quote(kind), "Argument or StreamArgument");
        }
        while (in.more()) {
            in.skip();
        }
        return value;
    }

    private Encoded arguments(List<byte[]> positional, Map<String, byte[]> named, boolean mixed) {
        Output body = new Output();
        Writer writer = codec().writer(body);
        if (mixed) {
            writer.beginList(2);
        }
        if (mixed || named.isEmpty()) {
            writer.beginList(positional.size());
            positional.forEach(value -> writer.raw(value, 0, value.length));
            writer.endList();
        }
        if (!named.isEmpty() || mixed) {
            writer.beginMap(named.size());
            named.forEach((key, value) -> {
                writer.text(key);
                writer.raw(value, 0, value.length);
            });
            writer.endMap();
        }
        if (mixed) {
            writer.endList();
        }
        return new Encoded(values(), body.array(), 0, body.size());
    }

    // ---- writing

    @Override
    public void encode(Frame frame, Output out) {
        if (frame instanceof Frame.Said said) {
            out.bytes(said.bytes());
            return;
        }
        if (frame instanceof Frame.GoAway away && away.code() != null && codec != null) { // why the connection ends
            SnekErrors.write(codec, out, PythonErrors.name(away.code(), ""), away.message(), "");
            return;
        }
        Running call = running;
        if (!(frame instanceof Frame.OfCall of) || call == null || of.id() != call.id) {
            return;
        }
        switch (of) {
            case Frame.Result result -> {
                call.answer.result(result.body(), out);
                running = null;
            }
            case Frame.Begins _ -> SnekFrames.bare(codec(), out, SnekFrames.STREAM_START);
            case Frame.Item item -> {
                call.answer.item(item.body(), out);
            }
            case Frame.End _ -> {
                SnekFrames.bare(codec(), out, SnekFrames.STREAM_END);
                running = null;
            }
            case Frame.Failure failure -> {
                SnekErrors.write(codec(), out, failure, call.answer);
                running = null;
            }
            default -> {} // it cannot say that
        }
    }
}
