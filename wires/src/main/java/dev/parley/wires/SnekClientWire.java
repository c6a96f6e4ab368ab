package dev.parley.wires;

import dev.parley.Code;
import dev.parley.model.ServiceDescriptor;
import dev.parley.value.Codec;
import dev.parley.value.Kind;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;
import dev.parley.value.Writer;
import dev.parley.wire.Abilities;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;
import dev.parley.wire.WireException;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// The client's end of snekrpc: asks for the codec, then makes one call at a time.
final class SnekClientWire implements Wire {
    private static final Abilities ABILITIES = new Abilities(false, false, false, false, Abilities.Greeting.OF_SERVER);
    private static final byte[] ASK = {0, 0, 0, 1, 0};

    private final WireSetup setup;
    private final SnekFrames frames;
    private volatile @Nullable Codec codec; // written by the thread that reads

    /// The call that is to be answered; null for none.
    private volatile @Nullable Running running;

    /// One with a stream of arguments that has been answered, until that stream is surely ended.
    private volatile @Nullable Running answered;

    private static final class Running {
        final Frame.Call call;
        boolean sending; // its stream of arguments has begun; used under the lock of encode, as the next
        boolean sent; // it has ended
        boolean receiving; // the result's has; used by the thread that reads

        Running(Frame.Call call) {
            this.call = call;
        }
    }

    SnekClientWire(WireSetup setup) {
        this.setup = setup;
        frames = new SnekFrames(setup.maxMessage());
    }

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    private Codec codec() {
        return Objects.requireNonNull(codec);
    }

    // ---- writing

    @Override
    public void encode(Frame frame, Output out) {
        if (frame instanceof Frame.Hello) {
            out.bytes(ASK);
        } else if (frame instanceof Frame.Call call) {
            command(call, out);
            running = new Running(call);
        } else if (frame instanceof Frame.Said) {
            endEarly(out);
        }
        Running current = running;
        if (current == null || !(frame instanceof Frame.OfCall of) || of.id() != current.call.id()) {
            return;
        }
        if (frame instanceof Frame.Item item) {
            start(current, out);
            SnekFrames.data(codec(), out, item.body());
        } else if (frame instanceof Frame.End) {
            end(current, out);
        }
    }

    private void end(Running current, Output out) {
        start(current, out);
        current.sent = true;
        SnekFrames.bare(codec(), out, SnekFrames.STREAM_END);
    }

    /// Ends the stream of arguments of a call that has been answered before: the server reads up to its end.
    private void endEarly(Output out) {
        Running last = answered;
        answered = null;
        if (last != null && !last.sent) {
            end(last, out);
        }
    }

    private void start(Running current, Output out) {
        if (!current.sending) {
            current.sending = true;
            SnekFrames.bare(codec(), out, SnekFrames.STREAM_START);
        }
    }

    private void command(Frame.Call call, Output out) {
        List<byte[]> positional = new ArrayList<>();
        Map<String, byte[]> named = new LinkedHashMap<>();
        Reader in = call.body().reader();
        if (call.mixed()) {
            in.beginList();
            in.more();
            positional(in, positional);
            in.more();
            named(in, named);
        } else if (in.peek() == Kind.MAP) {
            named(in, named);
        } else {
            positional(in, positional);
        }
        Frame.Place place = call.place();
        boolean byName = call.streams() && !place.name().isEmpty();
        int at = call.streams() && !byName ? Math.min(place.position(), positional.size()) : -1;
        SnekFrames.message(
                codec(),
                out,
                SnekFrames.COMMAND,
                4,
                w -> {
                    w.text(call.command().service());
                    w.text(call.command().command());
                    w.beginList(positional.size() + (at < 0 ? 0 : 1));
                    for (int i = 0; i <= positional.size(); i++) {
                        if (i == at) {
                            stream(w);
                        }
                        if (i < positional.size()) {
                            argument(w, positional.get(i));
                        }
                    }
                    w.endList();
                    w.beginMap(named.size() + (byName ? 1 : 0));
                    named.forEach((name, value) -> {
                        w.text(name);
                        argument(w, value);
                    });
                    if (byName) {
                        w.text(place.name());
                        stream(w);
                    }
                    w.endMap();
                });
    }

    private static void positional(Reader in, List<byte[]> into) {
        for (in.beginList(); in.more(); ) {
            into.add(in.raw());
        }
    }

    private static void named(Reader in, Map<String, byte[]> into) {
        for (in.beginMap(); in.more(); ) {
            into.put(in.text(), in.raw());
        }
    }

    private static void argument(Writer w, byte[] value) {
        w.beginList(2);
        w.text(SnekFrames.ARGUMENT);
        w.raw(value, 0, value.length);
        w.endList();
    }

    private static void stream(Writer w) {
        w.beginList(1);
        w.text(SnekFrames.STREAM_ARGUMENT);
        w.endList();
    }

    // ---- reading

    @Override
    public int decode(byte[] bytes, int from, int to, Consumer<Frame> out) throws WireException {
        int pos = from;
        if (codec == null && from < to && bytes[from] != 0) {
            throw new WireException(Code.UNAVAILABLE, "the server does not speak snekrpc");
        }
        for (int length = frames.whole(bytes, pos, to); length >= 0; length = frames.whole(bytes, pos, to)) {
            if (codec == null || bytes[pos + 4] == 0) {
                greeted(bytes, pos + 4, length, out);
            } else {
                message(bytes, pos + 4, length, out);
            }
            pos += 4 + length;
        }
        return pos - from;
    }

    private void greeted(byte[] bytes, int at, int length, Consumer<Frame> out) throws WireException {
        String name = new String(bytes, at + 1, length - 1, StandardCharsets.US_ASCII);
        Codec found = bytes[at] == 0 ? setup.codecs().apply(name) : null;
        if (found == null) {
            throw new WireException(
                    Code.UNIMPLEMENTED,
                    bytes[at] == 0
                            ? "the server's codec " + ValueException.quote(name) + " is not known here"
                            : "the server does not say its codec (expected a message of 0 and a name)");
        }
        if (codec == null) {
            codec = found;
            out.accept(new Frame.Hello(name, "", Integer.MAX_VALUE, 0, Integer.MAX_VALUE));
        }
    }

    /// The call is over. To be called before that is told: the next call must come behind its stream's end.
    private void over(Running current, Consumer<Frame> out) {
        running = null;
        if (current.call.streams()) {
            answered = current;
            out.accept(new Frame.Said(new byte[0], 0));
        }
    }

    private void message(byte[] bytes, int at, int length, Consumer<Frame> out) throws WireException {
        Running current = running;
        if (current == null) {
            throw new WireException(Code.INVALID_ARGUMENT, "an answer where nothing was asked");
        }
        int id = current.call.id();
        try {
            Reader in = codec().reader(bytes, at, length);
            in.beginList();
            String name = SnekFrames.text(in, "name");
            switch (name) {
                case SnekFrames.STREAM_START -> current.receiving = true;
                case SnekFrames.DATA -> {
                    Encoded value = SnekFrames.raw(new SnekValues(codec()), in, "value");
                    if (current.receiving) {
                        out.accept(new Frame.Item(id, value));
                    } else {
                        over(current, out);
                        out.accept(new Frame.Result(id, Map.of(), result(current.call, value)));
                    }
                }
                case SnekFrames.STREAM_END -> {
                    over(current, out);
                    out.accept(new Frame.End(id, Map.of()));
                }
                case SnekFrames.ERROR -> {
                    over(current, out);
                    out.accept(SnekErrors.failure(id, in));
                }
                default ->
                        throw new WireException(
                                Code.INVALID_ARGUMENT,
                                "a message " + ValueException.quote(name) + " (expected one such as DataMessage)");
            }
        } catch (ValueException e) {
            throw new WireException(Code.INVALID_ARGUMENT, "a message that makes no sense: " + e.getMessage());
        }
    }

    /// The value, in our terms where it is metadata.
    private Encoded result(Frame.Call call, Encoded value) {
        if (!call.command().service().equals("_meta")) {
            return value;
        }
        Shapes shapes = setup.shapes();
        Object theirs = shapes.dynamic().read(value.reader());
        Object ours =
                switch (call.command().command()) {
                    case "service" -> theirs instanceof Map<?, ?> spec ? SnekSpec.service(spec).ours() : null;
                    case "services" -> theirs instanceof List<?> all ? services(all) : null;
                    default -> null;
                };
        if (ours == null) {
            return value;
        }
        Output out = new Output();
        shapes.dynamic().write(codec().writer(out), ours);
        return new Encoded(codec(), out.array(), 0, out.size());
    }

    private static List<ServiceDescriptor> services(List<?> specs) {
        List<ServiceDescriptor> all = new ArrayList<>();
        for (Object spec : specs) {
            if (spec instanceof Map<?, ?> one) {
                all.add(SnekSpec.service(one).ours());
            }
        }
        return all;
    }
}
