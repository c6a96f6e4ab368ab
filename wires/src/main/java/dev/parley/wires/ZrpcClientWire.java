package dev.parley.wires;

import dev.parley.Code;
import dev.parley.value.Codec;
import dev.parley.value.Kind;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Shapes;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Consumer;

/// The client's end of zrpc: a DEALER, with many calls in flight. A call that is repeated on another connection has the id
/// that it had on the first, so that the server knows it.
final class ZrpcClientWire implements Wire, Zmtp.Peer {
    private static final byte[] DELIMITER = {1, 0};
    private static final int MOST_UNANSWERED = 10_000;

    private final WireSetup setup;
    private final Codec codec;
    private final Zmtp zmtp;
    private String connection = UUID.randomUUID().toString(); // set before the first call
    private volatile boolean orderly; // to a REP, which answers in order

    /// Calls that have not been answered, in the order they were sent in, by the ids of their requests. Those to a REP that
    /// were given up stay until it is their turn.
    private final SequencedMap<String, Running> running = new LinkedHashMap<>(); // guarded by this

    private volatile boolean forgotten; // some that were given up, so that it is not known whose turn it is
    private final Map<Integer, String> requests = new LinkedHashMap<>(); // their ids by the call's number; likewise

    /// @param asked for a listing, the service whose description it is to be
    private record Running(int id, CommandName command, String asked) {}

    ZrpcClientWire(WireSetup setup) {
        this.setup = setup;
        codec = Objects.requireNonNull(setup.codecs().apply("msgpack"));
        zmtp = new Zmtp(true, List.of("ROUTER", "REP"), setup.maxMessage());
    }

    @Override
    public Abilities abilities() {
        return new Abilities(true, false, false, zmtp.pings(), false, false, false, Abilities.Greeting.OF_SERVER);
    }

    private synchronized void sent(String request, Frame.Call call) {
        running.put(request, new Running(call.id(), call.command(), asked(call)));
        requests.put(call.id(), request);
    }

    private synchronized void givenUp(int call) {
        String request = requests.remove(call);
        if (request != null && (!orderly || running.size() > MOST_UNANSWERED)) {
            running.remove(request);
            forgotten = true;
        }
    }

    /// The call of a request.
    ///
    /// @return null where nobody waits for its answer
    private synchronized @Nullable Running answered(String request) {
        Running call = running.remove(request);
        return call == null || requests.remove(call.id) == null ? null : call;
    }

    private synchronized @Nullable Running oldest() {
        return running.isEmpty() ? null : answered(running.firstEntry().getKey());
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
            case Frame.Hello hello -> {
                connection = hello.id().isEmpty() ? connection : hello.id();
                Zmtp.open(out); // at once: the server may have greeted before
            }
            case Frame.Ping _ -> Zmtp.ping(out);
            case Frame.Call call -> request(call, out);
            case Frame.Cancel cancel -> givenUp(cancel.id());
            default -> {} // it cannot say that
        }
    }

    private void request(Frame.Call call, Output out) {
        String first = call.metadata().getOrDefault(Frame.Call.REPEATS, connection + ":" + call.id());
        String id = UUID.nameUUIDFromBytes(first.getBytes(StandardCharsets.UTF_8)).toString();
        sent(id, call);
        Output head = new Output(128);
        Writer writer = codec.writer(head);
        writer.beginList(4);
        writer.text(id);
        String method = method(call.command());
        Encoded given = call.body();
        int from = call.mixed() ? behindHead(given) : 0; // the list and the map of both are just what is wanted
        boolean named = !call.mixed() && given.reader().peek() == Kind.MAP;
        int length = given.length() - from;
        if (method == null) {
            writer.nil();
            empty(head, true);
            length = 0;
        } else {
            writer.text(method);
            if (named) {
                empty(head, true);
            }
        }
        Output tail = new Output(1);
        if (method == null || !(named || call.mixed())) {
            empty(tail, false);
        }
        out.bytes(DELIMITER);
        Zmtp.head(out, head.size() + length + tail.size());
        out.bytes(head.array(), 0, head.size());
        out.value(given.bytes(), given.offset() + from, length, given.home());
        out.bytes(tail.array(), 0, tail.size());
    }

    private void empty(Output out, boolean list) {
        Writer writer = codec.writer(out);
        if (list) {
            writer.beginList(0);
            writer.endList();
        } else {
            writer.beginMap(0);
            writer.endMap();
        }
    }

    /// Where the first of a list's elements begins.
    private static int behindHead(Encoded list) {
        Reader in = list.reader();
        in.beginList();
        return in.position();
    }

    /// The method for a command; null for the listing, which tells all that zrpc knows of a server.
    private static @Nullable String method(CommandName command) {
        if (!command.service().equals("_meta")) {
            return command.command();
        }
        return switch (command.command()) {
            case "service", "services", "service_names" -> null;
            default -> command.toString(); // of a server of ours
        };
    }

    // ---- reading

    @Override
    public int decode(byte[] bytes, int from, int to, Consumer<Frame> out) throws WireException {
        return zmtp.decode(bytes, from, to, out, this);
    }

    @Override
    public void ready(String socketType, Consumer<Frame> out) {
        orderly = socketType.equals("REP");
        out.accept(
                new Frame.Hello(
                        codec.name(),
                        "",
                        Integer.MAX_VALUE,
                        0,
                        Integer.MAX_VALUE,
                        setup.at().toString(), // whoever serves there is asked again
                        true));
    }

    @Override
    public boolean message(byte[] bytes, int start, int end, int body, int length, Consumer<Frame> out)
            throws WireException {
        if (length == 0 && orderly) {
            unreadable(out);
            return true;
        }
        try {
            reply(bytes, body, Math.max(0, length), out);
        } catch (ValueException e) {
            throw new WireException(Code.INVALID_ARGUMENT, "a reply that makes no sense: " + e.getMessage());
        }
        return true;
    }

    /// A REP could not read the request whose turn it is.
    private void unreadable(Consumer<Frame> out) {
        Running call = oldest();
        if (call != null) {
            String text = call.command + ": the server could not read the request";
            out.accept(new Frame.Failure(call.id, Code.INVALID_ARGUMENT, "", text, forgotten, "", Map.of(), null));
        }
    }

    private void reply(byte[] bytes, int at, int length, Consumer<Frame> out) {
        Reader in = codec.reader(bytes, at, length);
        int size = in.beginList();
        if (size != 3) {
            throw ValueException.mismatch("a reply of " + size + " elements", "3");
        }
        in.more();
        String request = in.text();
        in.more();
        int from = in.position();
        in.skip();
        int part = in.position() - from;
        in.more();
        boolean failed = in.bool();
        if (in.more() || in.peek() != Kind.END) {
            throw ValueException.mismatch("more after the reply", "its end");
        }
        Encoded value = new Encoded(codec, bytes, at + from, part, part, false, true, null);
        Running call = answered(request);
        if (call != null && part > setup.maxMessage()) {
            out.accept(setup.tooLarge(call.id));
        } else if (call != null) {
            out.accept(
                    failed
                            ? ZrpcErrors.failure(call.id, value.reader().text())
                            : new Frame.Result(call.id, Map.of(), result(call, value)));
        }
    }

    /// The value, in our terms where it is the listing.
    private Encoded result(Running call, Encoded value) {
        if (method(call.command) != null) {
            return value;
        }
        Shapes shapes = setup.shapes();
        if (!(shapes.dynamic().read(value.reader()) instanceof Map<?, ?> listing)) {
            throw ValueException.mismatch("a listing of another kind", "a map");
        }
        String server = server();
        Object ours =
                switch (call.command.command()) {
                    case "service" -> ZrpcListing.ours(call.asked, listing);
                    case "services" -> List.of(ZrpcListing.ours(server, listing));
                    default -> List.of(server);
                };
        Output out = new Output();
        shapes.dynamic().write(codec.writer(out), ours);
        return new Encoded(codec, out.array(), 0, out.size());
    }

    /// The server's name: that of its socket.
    private String server() {
        String path = setup.at().getPath();
        return path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
    }

    /// The service that a description was asked of.
    private String asked(Frame.Call call) {
        if (method(call.command()) != null) {
            return "";
        }
        String name = Metadata.service(setup, call);
        return name.isEmpty() ? server() : name;
    }
}
