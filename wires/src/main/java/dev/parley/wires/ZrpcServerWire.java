package dev.parley.wires;

import dev.parley.model.ServiceDescriptor;
import dev.parley.value.Codec;
import dev.parley.value.Output;
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

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The server's end of zrpc: a REP socket to a REQ, one request after the other; a ROUTER to a DEALER, many at once.
final class ZrpcServerWire implements Wire, Zmtp.Peer {
    private static final CommandName LISTING = new CommandName("_meta", "service");

    /// How many requests of a connection are remembered: a REQ repeats its last one only, a DEALER any in flight.
    private static final int OF_REQ = 16;

    private static final int OF_DEALER = 10_000;

    private final WireSetup setup;
    private final Codec codec;
    private final Zmtp zmtp;
    private final ZrpcAnswered answered;
    private ZrpcAnswered.@Nullable Connection connection; // used by the thread that reads, as the next four
    private int nextId = 1;
    private boolean logged;
    private volatile boolean strict; // to a REQ
    private boolean held;

    /// Requests that have not been answered, by the numbers of their calls.
    private final Map<Integer, Running> running = new ConcurrentHashMap<>();

    /// @param envelope the frames before the body, to be sent back
    /// @param method null for the listing
    @SuppressWarnings("ArrayRecordComponent") // equality is never asked
    private record Running(byte[] envelope, String id, @Nullable String method) {}

    ZrpcServerWire(WireSetup setup, ZrpcAnswered answered) {
        this.setup = setup;
        this.answered = answered;
        codec = Objects.requireNonNull(setup.codecs().apply("msgpack"));
        zmtp = new Zmtp(false, List.of("REQ", "DEALER"), setup.maxMessage());
    }

    @Override
    public Abilities abilities() {
        return new Abilities(true, false, false, zmtp.pings(), false, false, false, Abilities.Greeting.OF_CLIENT);
    }

    @Override
    public boolean waits() {
        return held;
    }

    @Override
    public boolean isBusy() {
        return !running.isEmpty();
    }

    // ---- reading

    @Override
    public int decode(byte[] bytes, int from, int to, Consumer<Frame> out) throws WireException {
        held = false;
        return zmtp.decode(bytes, from, to, out, this);
    }

    @Override
    public void ready(String socketType, Consumer<Frame> out) {
        strict = socketType.equals("REQ");
        ZrpcAnswered.Connection fresh = answered.connection(strict ? OF_REQ : OF_DEALER);
        connection = fresh;
        out.accept(new Frame.Hello(codec.name(), "", Integer.MAX_VALUE, 0, 1, fresh.name, false));
    }

    @Override
    public boolean message(byte[] bytes, int start, int end, int body, int length, Consumer<Frame> out) {
        if (strict && !running.isEmpty()) {
            held = true;
            if (!running.isEmpty()) {
                return false;
            }
            held = false; // it has been answered in this moment
        }
        byte[] envelope = Arrays.copyOfRange(bytes, start, end);
        try {
            if (length < 0) {
                throw ValueException.mismatch("more than one frame", "one with the request");
            }
            call(ZrpcRequest.read(codec, bytes, body, length), envelope, out);
        } catch (ValueException e) {
            if (!logged) { // once, as it may go on
                logged = true;
                log("a request that cannot be read: " + e.getMessage());
            }
            if (strict) {
                Output empty = new Output(envelope.length + 2);
                empty.bytes(envelope);
                Zmtp.head(empty, 0);
                out.accept(new Frame.Said(empty.toByteArray(), 0));
            }
        }
        return true;
    }

    private void call(ZrpcRequest request, byte[] envelope, Consumer<Frame> out) {
        int id = nextId;
        nextId = (nextId + 2) & Integer.MAX_VALUE;
        String method = request.method();
        running.put(id, new Running(envelope, request.id(), method));
        if (method == null) {
            out.accept(new Frame.Call(id, LISTING, 0, false, Map.of(), false, false, first()));
            return;
        }
        if (request.arguments().length() > setup.maxMessage()) {
            out.accept(setup.tooLarge(id));
            return;
        }
        CommandName name = CommandName.of(method);
        String repeats = Objects.requireNonNull(connection).take(request.id(), id);
        Map<String, String> metadata = repeats == null ? Map.of() : Map.of(Frame.Call.REPEATS, repeats);
        out.accept(new Frame.Call(id, name, 0, false, metadata, false, request.mixed(), request.arguments()));
    }

    /// The arguments that ask for the first service's description.
    private Encoded first() {
        Output out = new Output(2);
        Writer writer = codec.writer(out);
        writer.beginList(1);
        writer.text("");
        writer.endList();
        return new Encoded(codec, out.array(), 0, out.size());
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
            case Frame.Ping _ -> Zmtp.ping(out);
            case Frame.Result result -> {
                Running call = running.remove(result.id());
                if (call != null) {
                    reply(call, call.method == null ? listing(result.body()) : result.body(), false, out);
                }
            }
            case Frame.Failure failure -> {
                Running call = running.remove(failure.id());
                if (call != null) {
                    String method = call.method == null ? "None" : call.method;
                    reply(call, text(ZrpcErrors.text(failure, method)), true, out);
                }
            }
            default -> {} // it cannot say that
        }
    }

    private void reply(Running call, @Nullable Encoded value, boolean failed, Output out) {
        Output body = new Output(64);
        Writer head = codec.writer(body);
        head.beginList(3);
        head.text(call.id);
        out.bytes(call.envelope);
        Zmtp.head(out, body.size() + (value == null ? 1 : value.length()) + 1);
        out.bytes(body.array(), 0, body.size());
        Writer rest = codec.writer(out);
        if (value == null) {
            rest.nil();
        } else {
            value.appendTo(out);
        }
        rest.bool(failed);
    }

    private Encoded text(String text) {
        Output out = new Output(text.length() + 8);
        codec.writer(out).text(text);
        return new Encoded(codec, out.array(), 0, out.size());
    }

    private Encoded listing(@Nullable Encoded description) {
        Object ours = setup.shapes().of(ServiceDescriptor.class).read(Objects.requireNonNull(description).reader());
        Output out = new Output();
        setup.shapes()
                .dynamic()
                .write(codec.writer(out), ZrpcListing.of((ServiceDescriptor) Objects.requireNonNull(ours)));
        return new Encoded(codec, out.array(), 0, out.size());
    }

    private static void log(String message) {
        System.getLogger(ZrpcServerWire.class.getName()).log(Level.INFO, message);
    }
}
