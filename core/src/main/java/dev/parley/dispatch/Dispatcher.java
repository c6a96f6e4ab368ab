package dev.parley.dispatch;

import dev.parley.Call;
import dev.parley.Code;
import dev.parley.Exclusive;
import dev.parley.Interceptor;
import dev.parley.Invocation;
import dev.parley.MaxConcurrent;
import dev.parley.RpcException;
import dev.parley.ServerHooks;
import dev.parley.model.CommandModel;
import dev.parley.model.ResultModel;
import dev.parley.model.ServiceModel;
import dev.parley.model.StreamForm;
import dev.parley.session.Answers;
import dev.parley.session.CallHandler;
import dev.parley.session.InboundCall;
import dev.parley.session.InboundStream;
import dev.parley.session.Items;
import dev.parley.session.OutboundStream;
import dev.parley.session.Scratch;
import dev.parley.session.Session;
import dev.parley.value.Output;
import dev.parley.value.Shape;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/// Takes inbound calls to the methods of services: each on a virtual thread of its own, unless the command is inline and
/// nobody has to be asked whether it may be called. Where there are [Turns], that thread only does the waiting.
public final class Dispatcher implements CallHandler {
    private static final Class<?>[] NONE = {};
    private static final String META = "_meta"; // our own: answers while the user's code is busy

    private volatile Map<CommandName, Binding> bindings = Map.of(); // never changed, only swapped, guarded by this
    private final Map<String, ServiceModel> services = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<Gate> gates = new CopyOnWriteArrayList<>();
    private final ServiceLimits limits = new ServiceLimits(gates);
    private @Nullable Welcome welcome; // set before the first call, as the next
    private @Nullable SessionLimit sessionLimit;
    private @Nullable Turns turns;
    private final List<Interceptor> interceptors;
    private final Shapes shapes;
    private final @Nullable Guard guard;
    private final boolean remoteTraces;

    /// @param guard says who may call; null for everybody
    /// @param remoteTraces whether callers are told the stack traces of failures
    public Dispatcher(Shapes shapes, @Nullable Guard guard, List<Interceptor> interceptors, boolean remoteTraces) {
        this.shapes = shapes;
        this.guard = guard;
        this.interceptors = List.copyOf(interceptors);
        this.remoteTraces = remoteTraces;
    }

    /// Has a hook let peers in. To be done before services are added, as the next.
    public void welcome(ServerHooks hooks) {
        welcome = new Welcome(hooks);
        gates.add(welcome);
    }

    /// Limits the sessions that use any service at once.
    public void limitSessions(SessionLimit limit) {
        sessionLimit = limit;
        gates.add(limit);
    }

    /// Runs the user's code in turns. To be done before services are added.
    public void takeTurns(Turns where) {
        turns = where;
    }

    /// Adds a service, one object for all.
    ///
    /// @throws IllegalArgumentException where there is one of that name
    public void add(ServiceModel model, Object service) {
        add(model, _ -> service, List.of(), Usage.of(service));
    }

    /// Adds a service with an object for each session.
    public void add(ServiceModel model, Class<?> type, Supplier<?> factory) {
        Instances instances = new Instances(type, factory);
        gates.add(instances);
        add(model, instances::of, List.of(instances), null);
    }

    private synchronized void add(
            ServiceModel model, Function<Session, Object> service, List<Gate> last, @Nullable Usage usage) {
        if (services.containsKey(model.name())) {
            throw new IllegalArgumentException(
                    "two services are named " + model.name() + " (give one another name: service(\"name\", object))");
        }
        swap(model.name(), bind(model, service, last, usage));
        services.put(model.name(), model);
    }

    /// Has calls that come from now on run on another object, in place of the one of that name if there is one; those that
    /// have come before end on theirs, which is then closed if it is [AutoCloseable].
    public synchronized void replace(ServiceModel model, Object service) {
        Map<CommandName, Binding> fresh = bind(model, _ -> service, List.of(), Usage.of(service));
        services.put(model.name(), model);
        swap(model.name(), fresh);
    }

    /// Takes no more calls of a service.
    ///
    /// @return whether there was one
    public synchronized boolean remove(String service) {
        swap(service, Map.of());
        limits.keepOnly(service, Set.of());
        return services.remove(service) != null;
    }

    /// Has others take the place of all bindings of a service, in one step.
    private void swap(String service, Map<CommandName, Binding> fresh) {
        Map<CommandName, Binding> all = new HashMap<>(bindings);
        List<Binding> old = new ArrayList<>();
        all.entrySet().removeIf(each -> each.getKey().service().equals(service) && old.add(each.getValue()));
        all.putAll(fresh);
        bindings = all;
        old.stream().map(each -> each.usage).filter(Objects::nonNull).distinct().forEach(Usage::retire);
    }

    private Map<CommandName, Binding> bind(
            ServiceModel model, Function<Session, Object> service, List<Gate> last, @Nullable Usage usage) {
        requireGuard(model);
        Map<CommandName, Binding> bound = new HashMap<>();
        Set<Gate> kept = new HashSet<>();
        List<Gate> ofService = new ArrayList<>();
        if (welcome != null) {
            ofService.add(welcome);
        }
        if (sessionLimit != null && !model.name().startsWith("_")) {
            ofService.add(sessionLimit);
        }
        Exclusive exclusive = model.exclusive();
        if (exclusive != null) {
            Gate one =
                    limits.of(
                            model.name(),
                            exclusive.toString(),
                            () -> new SessionLimit(model.name(), 1, exclusive.queue(), model.lease()));
            kept.add(one);
            ofService.add(one);
        }
        for (CommandModel command : model.commands()) {
            List<Gate> all = new ArrayList<>(ofService);
            if (command.maxConcurrent() != null) {
                MaxConcurrent most = command.maxConcurrent();
                String name = model.name() + "." + command.name();
                Gate limit =
                        limits.of(model.name(), name + most, () -> new CallLimit(name, most.value(), most.queue()));
                kept.add(limit);
                all.add(limit);
            }
            all.addAll(last);
            Turns where = model.name().equals(META) ? null : turns;
            bound.put(new CommandName(model.name(), command.name()), new Binding(command, service, all, where, usage));
        }
        limits.keepOnly(model.name(), kept);
        return bound;
    }

    private void requireGuard(ServiceModel model) {
        for (CommandModel command : model.commands()) {
            if (command.allow() != null && guard == null) {
                throw new IllegalStateException(
                        "command "
                                + model.name()
                                + "."
                                + command.name()
                                + ": @Allow, but the server does not know who calls (add authenticate(…) to it)");
            }
        }
    }

    /// A peer has greeted, and not called yet.
    public void connected(Session session) {
        if (welcome != null) {
            welcome.connected(session);
        }
    }

    /// A session has ended.
    public void gone(Session session) {
        gates.forEach(gate -> gate.gone(session));
    }

    /// Who has places that are limited, and who waits for them.
    public List<Occupancy> occupancy() {
        return gates.stream()
                .filter(limits::isCurrent)
                .map(Gate::occupancy)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /// All services, in the order in which they were added.
    public List<ServiceModel> services() {
        synchronized (services) {
            return List.copyOf(services.values());
        }
    }

    @Override
    public void handle(InboundCall call) {
        Binding binding = binding(call.name());
        if (binding != null) {
            prepare(call, binding);
        }
        Turns where = binding == null ? null : binding.turns;
        boolean free =
                guard == null && call.session().answers() == null && (binding == null || binding.gates.isEmpty());
        boolean here = free && where == null && (binding == null || binding.command.inline());
        Handling handling = new Handling(call, binding, !here);
        if (where != null) {
            call.mustNotWait();
        }
        if (here) {
            handling.run();
            return;
        }
        if (free && where != null) {
            handling.enter(where); // now, as threads that are started one after the other may overtake one another
        }
        Thread.startVirtualThread(handling);
    }

    /// What a call is to run on; its object counts as in use from now on.
    private @Nullable Binding binding(CommandName name) {
        Binding binding = bindings.get(name);
        while (binding != null && binding.usage != null && !binding.usage.begin()) {
            binding = bindings.get(name); // another one has just taken its place
        }
        return binding;
    }

    /// What must be done before the thread that reads goes on.
    private static void prepare(InboundCall call, Binding binding) {
        CommandModel command = binding.command;
        if (command.deadline() != null) {
            call.limit(command.deadline());
        }
        if (binding.stream >= 0) {
            String name = command.parameters().get(binding.stream).name();
            call.receive(command.parameters().get(binding.stream).shape(), call.name() + "." + name);
        }
    }

    private void unknown(InboundCall call) {
        CommandName name = call.name();
        ServiceModel service = services.get(name.service());
        if (service == null) {
            TreeSet<String> known = new TreeSet<>();
            services().stream().map(ServiceModel::name).filter(s -> !s.startsWith("_")).forEach(known::add);
            String there = known.isEmpty() ? "none" : String.join(", ", known);
            call.refuse(
                    Code.UNIMPLEMENTED,
                    "UnknownService",
                    "no service " + ValueException.quote(name.service()) + " (there are: " + there + ")");
        } else {
            List<String> known = service.commands().stream().map(CommandModel::name).toList();
            call.refuse(
                    Code.UNIMPLEMENTED,
                    "UnknownCommand",
                    "no command "
                            + ValueException.quote(name.command())
                            + " in service "
                            + name.service()
                            + " (there are: "
                            + String.join(", ", known)
                            + ")");
        }
    }

    /// The handling of one call: run on the handler's thread, and within it for the call.
    private final class Handling implements Runnable, ScopedValue.CallableOp<@Nullable Object, Exception> {
        private final InboundCall call;
        private final @Nullable Binding binding;

        private final boolean ownThread;
        private @Nullable Turn<@Nullable Object> turn;

        Handling(InboundCall call, @Nullable Binding binding, boolean ownThread) {
            this.call = call;
            this.binding = binding;
            this.ownThread = ownThread;
        }

        @Override
        public void run() {
            try {
                call.run(this::handle, ownThread);
                if (turn != null) {
                    turn.giveUp(); // where the call was over before this thread came
                }
            } finally {
                if (binding != null && binding.usage != null) {
                    binding.usage.end();
                }
            }
        }

        private void handle() {
            try {
                if (guard != null && !guard.lets(call, binding == null ? null : binding.command)) {
                    return;
                }
                if (binding == null) {
                    unknown(call);
                    return;
                }
                Answers answers = call.session().answers();
                boolean streams = call.streams() || binding.command.result().isStream();
                Answers.Kept kept = null;
                try {
                    kept = answers == null || streams ? null : answers.take(call);
                } catch (RpcException e) {
                    String message = call.name() + ": " + e.getMessage();
                    call.fail(e.code(), e.type(), message, e.mayHaveRun(), "", null);
                    return;
                }
                if (kept == null || kept.isFirst(call)) {
                    pass(binding.gates);
                } else {
                    repeat(kept);
                }
            } catch (Throwable e) { // a handler may throw anything; its caller gets an answer
                fail(call, binding == null ? null : binding.command, Errors.root(e));
            }
        }

        private void repeat(Answers.Kept kept) throws InterruptedException {
            try {
                call.repeat(kept.await());
            } catch (InterruptedException e) {
                if (!call.session().hasEnded()) {
                    kept.giveUp();
                }
                throw e;
            }
        }

        private void pass(List<Gate> through) throws Exception {
            int passed = 0;
            try {
                for (Gate gate : through) {
                    gate.enter(call);
                    passed++;
                }
                Turns where = Objects.requireNonNull(binding).turns;
                if (where == null) {
                    Call.runFor(call, this);
                } else {
                    awaitTurn(binding, turn == null ? enter(where) : turn);
                }
            } finally {
                while (passed > 0) {
                    passed--;
                    through.get(passed).leave(call);
                }
            }
        }

        private Turn<@Nullable Object> enter(Turns where) {
            Turn<@Nullable Object> fresh = new Turn<>(where, () -> call.cancelled() ? null : Call.runFor(call, this));
            turn = fresh;
            where.enter().accept(fresh);
            return fresh;
        }

        private void awaitTurn(Binding binding, Turn<@Nullable Object> turn) throws Exception {
            Object returned = turn.await();
            if (binding.lasting && call.hasBegun()) {
                respond(call, binding, returned);
            }
        }

        /// Runs the user's method, in its turn where there are any; the answer that takes longer is then left to the call's
        /// own thread.
        @Override
        public @Nullable Object call() throws Exception {
            Binding binding = Objects.requireNonNull(this.binding);
            if (call.streams() && binding.stream < 0) {
                call.refuse(Code.INVALID_ARGUMENT, "", call.name() + ": got a stream (it takes none)");
                return null;
            }
            @Nullable Object[] values;
            try {
                values = binding.arguments.read(call.arguments(), call.mixed());
                call.arguments().release();
            } catch (ValueException e) {
                String path = e.inField(call.name().toString()).getMessage(); // such as notes.add.note.tags[2]
                call.fail(Code.INVALID_ARGUMENT, "", path, false, "", null);
                return null;
            }
            InboundStream items = call.items();
            StreamForm form = binding.stream < 0 ? null : binding.command.parameters().get(binding.stream).form();
            if (items != null && form != null) {
                values[binding.stream] = Forms.present(form, items, binding.turns);
            }
            call.begin();
            Object returned = intercepted(call, binding, values);
            if (!binding.lasting) {
                answer(call, binding, returned);
            } else if (binding.turns == null) {
                respond(call, binding, returned);
            }
            return returned;
        }
    }

    private @Nullable Object intercepted(InboundCall call, Binding binding, @Nullable Object[] values)
            throws Exception {
        if (interceptors.isEmpty()) {
            return binding.invoke(call.session(), values);
        }
        Invocation invocation =
                new Invocation(
                        call.service(),
                        call.command(),
                        call.peer(),
                        Arrays.asList(values),
                        Map.of(),
                        call.metadata(),
                        call.replyMetadata(),
                        call.remaining());
        return Chain.run(interceptors, invocation, last -> binding.invoke(call.session(), last.arguments().toArray()));
    }

    /// Answers with what has to be waited for.
    private static void respond(InboundCall call, Binding binding, @Nullable Object returned) throws Exception {
        ResultModel result = binding.command.result();
        Object value =
                result.later() && returned instanceof CompletionStage<?> stage
                        ? await(stage.toCompletableFuture())
                        : returned;
        StreamForm form = result.form();
        Shape shape = result.shape();
        if (form == null || shape == null) {
            binding.step(
                    call,
                    () -> {
                        answer(call, binding, value);
                        return true;
                    });
        } else if (value == null) {
            throw new RpcException(Code.INTERNAL, call.name() + " returned null (expected a stream)");
        } else {
            stream(call, binding, shape, binding.step(call, () -> Forms.items(form, value)));
        }
    }

    private static void answer(InboundCall call, Binding binding, @Nullable Object value) throws InterruptedException {
        try {
            call.respond(binding.command.result().shape(), value);
        } catch (ValueException e) {
            throw new RpcException(Code.INTERNAL, call.name() + ": the result cannot be written: " + e.getMessage(), e);
        }
    }

    /// Waits on the handler's thread, so that cancelling the call reaches the future, too.
    private static @Nullable Object await(CompletableFuture<?> future) throws Exception {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            throw e;
        }
    }

    private static void stream(InboundCall call, Binding binding, Shape shape, Items items) throws Exception {
        Callable<Boolean> next = items::hasNext;
        try (Closing _ = () -> binding.surely(items::close)) {
            OutboundStream out = call.results(shape);
            Callable<Boolean> put = () -> put(call, out, items.next());
            boolean remote = items instanceof PublisherItems; // waits for others to make them
            while (!call.cancelled() && (remote ? items.hasNext() : binding.step(call, next))) {
                if (!out.awaitCredit()) {
                    return;
                }
                out.flush(binding.step(call, put));
            }
        }
        call.endResults();
    }

    private interface Closing extends AutoCloseable {
        @Override
        void close();
    }

    private static boolean put(InboundCall call, OutboundStream out, @Nullable Object item) {
        try {
            return out.put(item);
        } catch (ValueException e) {
            throw new RpcException(Code.INTERNAL, call.name() + ": an item cannot be written: " + e.getMessage(), e);
        }
    }

    // ---- failures

    private void fail(InboundCall call, @Nullable CommandModel command, Throwable error) {
        if (call.cancelled()) {
            return; // it was told to stop, and nobody listens
        }
        Code code = Errors.codeOf(error, command == null ? NONE : command.method().getExceptionTypes());
        String trace = remoteTraces ? traceOf(error) : "";
        if (code == null) {
            String id = UUID.randomUUID().toString().substring(0, 8);
            log().log(
                            Level.ERROR,
                            "call of " + call.name() + " by " + call.peer() + " failed (error " + id + ")",
                            error);
            String message = remoteTraces ? error.toString() : "unexpected error " + id + ", see the server's log";
            call.fail(Code.INTERNAL, Errors.nameOf(error), message, call.hasBegun(), trace, null);
            return;
        }
        String message = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
        Output out = Scratch.take();
        Encoded details = null;
        try {
            Object value = Errors.detailsOf(error);
            if (value != null) {
                shapes.dynamic().write(call.session().codec().writer(out), value);
                details = call.session().encoded(out);
            }
        } catch (RuntimeException e) {
            log().log(Level.WARNING, "the details of " + error + " cannot be sent", e);
        }
        call.fail(code, Errors.nameOf(error), message, call.hasBegun(), trace, details);
        if (details != null) {
            call.session().recycle(out, details);
        }
    }

    private static String traceOf(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static Logger log() {
        return System.getLogger(Dispatcher.class.getName());
    }
}
