package dev.parley.dispatch;

import dev.parley.Call;
import dev.parley.Code;
import dev.parley.Invocation;
import dev.parley.RpcException;
import dev.parley.model.CommandModel;
import dev.parley.model.ServiceDescriptor;
import dev.parley.session.Answers;
import dev.parley.session.Caller;
import dev.parley.session.InboundCall;
import dev.parley.session.InboundStream;
import dev.parley.session.OutboundCall;
import dev.parley.session.OutboundStream;
import dev.parley.session.Scratch;
import dev.parley.session.Session;
import dev.parley.value.Codec;
import dev.parley.value.Output;
import dev.parley.value.Raw;
import dev.parley.value.Shape;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// A service of another server: its calls are made there, and what comes back is passed on. Values stay as they are where
/// both connections have one codec. Which servers a call has come through stands in its metadata, so that it does not go in
/// circles.
public final class Relay implements Endpoint {
    private static final int MOST_HOPS = 8;

    /// Enough for a server to be busy with; few enough that a circle which cannot be seen is soon at its end.
    private static final int MOST_UNSEEN = 1000;

    private final String name;
    private final Remote remote;
    private final Dispatcher home;
    private final List<Gate> gates;
    private final Shapes shapes = new Shapes();

    /// Calls under way that do not say which servers they have come through.
    private final AtomicInteger unseen = new AtomicInteger();

    private final Set<String> unknown = ConcurrentHashMap.newKeySet(); // codecs that the other server has refused

    /// What is served, as its client knows it.
    ///
    /// @param service its name there
    /// @param invoker makes calls to the other server
    /// @param options what the client sets for its calls
    /// @param describe asks the other server what the service is, sending along this metadata
    public record Remote(
            String service,
            Invoker invoker,
            CallOptions options,
            Function<Map<String, String>, ServiceDescriptor> describe) {}

    /// @param name under which it is served here
    /// @param home of which it is a service
    Relay(String name, Remote remote, Dispatcher home, List<Gate> gates) {
        this.name = name;
        this.remote = remote;
        this.home = home;
        this.gates = List.copyOf(gates);
    }

    @Override
    public @Nullable CommandModel command() {
        return null;
    }

    @Override
    public List<Gate> gates() {
        return gates;
    }

    @Override
    public boolean keepable(InboundCall call) {
        return !call.session().abilities().streams(); // else it may give one, which is only known there
    }

    @Override
    public void prepare(InboundCall call) {
        if (call.streams()) {
            call.receive(shapes.raw(call.session().codec()), call.name().toString());
        }
    }

    /// What the other server says of the service.
    ///
    /// @throws RpcException where it cannot be asked
    ServiceDescriptor describe() {
        InboundCall asking = Call.isCurrent() && Call.current() instanceof InboundCall call ? call : null;
        Map<String, String> metadata =
                asking == null ? Map.of(InboundCall.PATH, onward("")) : onward(asking.metadata(), asking.path());
        enterUnseen(); // it may be
        ServiceDescriptor there;
        try {
            there = remote.describe.apply(metadata);
        } catch (RpcException e) {
            boolean unreachable = e.code() == Code.UNAVAILABLE || e.code() == Code.DEADLINE_EXCEEDED;
            throw unreachable ? behind(name, e, e.mayHaveRun()) : e;
        } finally {
            unseen.decrementAndGet();
        }
        return new ServiceDescriptor(name, there.doc(), there.commands());
    }

    /// What goes along with a call that goes on from here.
    private Map<String, String> onward(Map<String, String> came, String path) {
        Map<String, String> metadata = new LinkedHashMap<>(came);
        metadata.remove(Answers.REPEATS);
        metadata.putAll(remote.options.metadata());
        metadata.put(InboundCall.PATH, onward(path));
        return metadata;
    }

    /// The path of a call that goes on from here.
    private String onward(String before) {
        List<String> ids = before.isEmpty() ? List.of() : Arrays.asList(before.split(",", -1));
        if (ids.contains(home.id())) {
            throw refused("service " + name + " leads back to this server, in a circle of " + ids.size());
        } else if (ids.size() >= MOST_HOPS) {
            throw refused("service " + name + ": passed through " + ids.size() + " servers (the most there may be)");
        }
        return before.isEmpty() ? home.id() : before + "," + home.id();
    }

    /// Where a protocol does not carry the path, a call that goes in a circle is made ever again. To be left.
    private void enterUnseen() {
        if (unseen.incrementAndGet() > MOST_UNSEEN) {
            unseen.decrementAndGet();
            String message =
                    "service "
                            + name
                            + ": "
                            + MOST_UNSEEN
                            + " calls are under way to its server, whose protocol cannot tell it where they come from"
                            + " (the most there may be; does it lead back to this server?)";
            throw new RpcException(Code.RESOURCE_EXHAUSTED, "", message, null, false, "", null);
        }
    }

    private static RpcException refused(String message) {
        return new RpcException(Code.FAILED_PRECONDITION, "", message, null, false, "", null);
    }

    // ---- a call

    @Override
    public @Nullable Object run(InboundCall call) throws Exception {
        Map<String, String> metadata = onward(call.metadata(), call.path());
        // interceptors see no arguments, which are not decoded
        Object returned =
                Chain.run(
                        home.interceptors(),
                        Binding.invocation(call, List.of()),
                        _ ->
                                Chain.run(
                                        remote.invoker.interceptors(),
                                        invocation(call, metadata),
                                        last -> passOn(call, last.metadata())));
        if (!call.isOver()) { // one of them answers it himself
            call.reply().respond(returned == null ? null : shapes.dynamic(), returned);
        }
        return returned;
    }

    private Invocation invocation(InboundCall call, Map<String, String> metadata) {
        return new Invocation(
                remote.service,
                call.command(),
                call.peer(),
                List.of(),
                Map.of(),
                metadata,
                new LinkedHashMap<>(),
                call.remaining());
    }

    private @Nullable Object passOn(InboundCall call, Map<String, String> metadata) throws Exception {
        long deadline = deadline(call);
        Session to = session(call, deadline);
        boolean first = !call.hasBegun();
        boolean tells = to.abilities().metadata();
        if (!tells) {
            enterUnseen();
        }
        call.begin();
        OutboundCall onward = null;
        try {
            onward =
                    Sessions.begin(
                            to, until -> session(call, until), deadline, each -> start(call, each, deadline, metadata));
            answer(call, onward);
        } catch (RpcException e) {
            if (first && !e.mayHaveRun() && (onward == null || onward.hasFailedWith(e))) {
                call.hasNotRun();
            }
            if (onward != null) {
                call.replyMetadata().putAll(onward.replyMetadata());
            }
            throw e;
        } catch (ValueException e) {
            throw new RpcException(
                    Code.INTERNAL, call.name() + ": an answer that cannot be passed on: " + e.getMessage(), e);
        } finally {
            if (onward != null) {
                onward.cancel(); // where it is not over
            }
            if (!tells) {
                unseen.decrementAndGet();
            }
        }
        return null;
    }

    /// A session in the caller's codec, so that nothing needs to be decoded, unless the other server does not know that.
    private Session session(InboundCall call, long deadline) throws InterruptedException {
        Codec codec = call.session().codec();
        Sessions own = remote.invoker.sessions();
        try {
            Session fitting = unknown.contains(codec.name()) ? null : speaking(codec, own, deadline);
            return fitting == null ? own.get(deadline) : fitting;
        } catch (RpcException e) {
            throw behind(call.name().toString(), e, false);
        }
    }

    private static RpcException behind(String what, RpcException e, boolean mayHaveRun) {
        String message = what + ": the server behind it: " + e.getMessage();
        return new RpcException(e.code(), e.type(), message, e, mayHaveRun, "", null);
    }

    /// @return null where the other server does not know the codec
    private @Nullable Session speaking(Codec codec, Sessions own, long deadline) throws InterruptedException {
        RpcException refusal;
        try {
            Session session = own.speaking(codec).get(deadline);
            refusal = session.awaitGreeting() ? null : session.refusal();
            if (refusal == null || refusal.code() != Code.UNIMPLEMENTED) {
                return session;
            }
        } catch (RpcException e) {
            refusal = e;
        }
        if (refusal.code() != Code.UNIMPLEMENTED) {
            throw refusal;
        }
        unknown.add(codec.name());
        return null;
    }

    /// When the call ends at the latest: as its caller says, and the client that takes it on.
    private long deadline(InboundCall call) {
        Duration most = remote.options.timeout();
        long until = call.deadline();
        if (most == null || most.isZero()) {
            return until;
        }
        long own = System.nanoTime() + most.toNanos();
        return until != 0 && until - own < 0 ? until : own;
    }

    /// @return as of [Caller#start]
    private @Nullable OutboundCall start(InboundCall call, Session to, long deadline, Map<String, String> metadata)
            throws InterruptedException {
        CommandName command = new CommandName(remote.service, call.command());
        Codec codec = arguments(call, to, command);
        Shape raw = shapes.raw(to.values().result(command));
        boolean same = codec.name().equals(call.arguments().codec().name());
        Output out = Scratch.take();
        Encoded given = call.arguments(); // which may be sent again, so that its bytes are not given back
        Encoded arguments =
                same
                        ? new Encoded(given.codec(), given.bytes(), given.offset(), given.length())
                        : decoded(call, to, codec, out);
        to.values().requireSendable(arguments.length());
        OutboundCall onward =
                to.caller()
                        .start(
                                new Caller.Request(
                                        command,
                                        deadline,
                                        call.soft(),
                                        metadata,
                                        call.mixed(),
                                        arguments,
                                        call.streams() ? shapes.raw(to.codec()) : null,
                                        raw,
                                        true,
                                        call.place(),
                                        false));
        if (same) {
            Scratch.give(out);
        } else {
            to.values().recycle(out, arguments);
        }
        InboundStream items = call.items();
        if (onward != null && items != null) {
            Pump.start(onward, items, call.name());
        }
        return onward;
    }

    private static Codec arguments(InboundCall call, Session to, CommandName command) {
        try {
            return to.values().arguments(command, call.mixed());
        } catch (ValueException e) {
            throw wrong(call, e);
        }
    }

    private Encoded decoded(InboundCall call, Session to, Codec codec, Output out) {
        try {
            shapes.raw(codec).write(codec.writer(out), raw(call.arguments()));
            return to.values().encoded(codec, out);
        } catch (ValueException e) {
            throw wrong(call, e);
        }
    }

    private static RpcException wrong(InboundCall call, ValueException e) {
        Code code = e.isOverflow() ? Code.OUT_OF_RANGE : Code.INVALID_ARGUMENT;
        return new RpcException(code, "", call.name() + ": " + e.getMessage(), e, false, "", null);
    }

    private static Raw raw(Encoded value) {
        return new Raw(
                value.codec(), Arrays.copyOfRange(value.bytes(), value.offset(), value.offset() + value.length()));
    }

    /// Answers with what comes back, a value or a stream.
    private void answer(InboundCall call, OutboundCall onward) throws Exception {
        Shape raw = shapes.raw(call.session().values().result(call.name()));
        try (InboundStream results = Objects.requireNonNull(onward.results())) {
            if (!results.hasNext() && !onward.hasStreamed()) {
                Encoded body = onward.result();
                call.replyMetadata().putAll(onward.replyMetadata());
                call.reply().respond(body == null ? null : raw, body == null ? null : raw(body));
                return;
            }
            OutboundStream to = call.reply().results(raw);
            while (results.hasNext()) {
                if (!to.awaitCredit()) {
                    return;
                }
                to.flush(to.put(results.next()));
            }
            call.replyMetadata().putAll(onward.replyMetadata());
            call.reply().endResults();
        }
    }
}
