package dev.parley.dispatch;

import dev.parley.Call;
import dev.parley.Code;
import dev.parley.Interceptor;
import dev.parley.Invocation;
import dev.parley.RpcException;
import dev.parley.model.CommandModel;
import dev.parley.model.ResultModel;
import dev.parley.model.ServiceModel;
import dev.parley.model.StreamForm;
import dev.parley.session.CallHandler;
import dev.parley.session.InboundCall;
import dev.parley.session.InboundStream;
import dev.parley.session.Items;
import dev.parley.session.OutboundStream;
import dev.parley.session.Scratch;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Takes inbound calls to the methods of services: each on a virtual thread of its own, unless the command is inline.
public final class Dispatcher implements CallHandler {
    private final Map<CommandName, Binding> bindings = new HashMap<>();
    private final Map<String, ServiceModel> services = new LinkedHashMap<>();
    private final List<Interceptor> interceptors;
    private final Shapes shapes;
    private final boolean remoteTraces;

    /// @param remoteTraces whether callers are told the stack traces of failures
    public Dispatcher(Shapes shapes, List<Interceptor> interceptors, boolean remoteTraces) {
        this.shapes = shapes;
        this.interceptors = List.copyOf(interceptors);
        this.remoteTraces = remoteTraces;
    }

    /// Adds a service. To be done before the first call.
    ///
    /// @throws IllegalArgumentException where there is one of that name
    public void add(ServiceModel model, Object service) {
        if (services.putIfAbsent(model.name(), model) != null) {
            throw new IllegalArgumentException(
                    "two services are named " + model.name() + " (give one another name: service(\"name\", object))");
        }
        for (CommandModel command : model.commands()) {
            bindings.put(new CommandName(model.name(), command.name()), new Binding(command, service));
        }
    }

    /// All services, in the order in which they were added.
    public List<ServiceModel> services() {
        return List.copyOf(services.values());
    }

    @Override
    public void handle(InboundCall call) {
        Binding binding = bindings.get(call.name());
        if (binding == null) {
            unknown(call);
            return;
        }
        CommandModel command = binding.command;
        if (call.streams() && binding.stream < 0) {
            call.refuse(Code.INVALID_ARGUMENT, "", call.name() + ": got a stream (it takes none)");
            return;
        }
        if (command.deadline() != null) {
            call.limit(command.deadline());
        }
        if (binding.stream >= 0) {
            String name = command.parameters().get(binding.stream).name();
            call.receive(command.parameters().get(binding.stream).shape(), call.name() + "." + name);
        }
        Handling handling = new Handling(call, binding);
        if (command.inline()) {
            handling.run();
        } else {
            Thread.startVirtualThread(handling);
        }
    }

    private void unknown(InboundCall call) {
        CommandName name = call.name();
        ServiceModel service = services.get(name.service());
        if (service == null) {
            TreeSet<String> known = new TreeSet<>(services.keySet());
            known.removeIf(s -> s.startsWith("_"));
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
        private final Binding binding;

        Handling(InboundCall call, Binding binding) {
            this.call = call;
            this.binding = binding;
        }

        @Override
        public void run() {
            call.run(this::handle, !binding.command.inline());
        }

        private void handle() {
            try {
                Call.runFor(call, this);
            } catch (Throwable e) { // a handler may throw anything; its caller gets an answer
                fail(call, binding.command, Errors.root(e));
            }
        }

        @Override
        public @Nullable Object call() throws Exception {
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
                values[binding.stream] = Forms.present(form, items);
            }
            respond(call, binding.command.result(), intercepted(call, binding, values));
            return null;
        }
    }

    private @Nullable Object intercepted(InboundCall call, Binding binding, @Nullable Object[] values)
            throws Exception {
        if (interceptors.isEmpty()) {
            return binding.invoke(values);
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
        return Chain.run(interceptors, invocation, last -> binding.invoke(last.arguments().toArray()));
    }

    private static void respond(InboundCall call, ResultModel result, @Nullable Object returned) throws Exception {
        Object value = returned;
        if (result.later() && returned instanceof CompletionStage<?> stage) {
            value = await(stage.toCompletableFuture());
        }
        if (result.form() != null && result.shape() != null) {
            if (value == null) {
                throw new RpcException(Code.INTERNAL, call.name() + " returned null (expected a stream)");
            }
            stream(call, result.shape(), Forms.items(result.form(), value));
            return;
        }
        try {
            call.respond(result.shape(), value);
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

    private static void stream(InboundCall call, Shape shape, Items items) throws InterruptedException {
        try (items) {
            OutboundStream out = call.results(shape);
            while (!call.cancelled() && items.hasNext()) {
                try {
                    if (!out.send(items.next())) {
                        return;
                    }
                } catch (ValueException e) {
                    throw new RpcException(
                            Code.INTERNAL, call.name() + ": an item cannot be written: " + e.getMessage(), e);
                }
            }
        }
        call.endResults();
    }

    // ---- failures

    private void fail(InboundCall call, CommandModel command, Throwable error) {
        if (call.cancelled()) {
            return; // it was told to stop, and nobody listens
        }
        Code code = Errors.codeOf(error, command.method().getExceptionTypes());
        String trace = remoteTraces ? traceOf(error) : "";
        if (code == null) {
            String id = UUID.randomUUID().toString().substring(0, 8);
            log().log(
                            Level.ERROR,
                            "call of " + call.name() + " by " + call.peer() + " failed (error " + id + ")",
                            error);
            String message = remoteTraces ? error.toString() : "unexpected error " + id + ", see the server's log";
            call.fail(Code.INTERNAL, Errors.nameOf(error), message, true, trace, null);
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
        call.fail(code, Errors.nameOf(error), message, true, trace, details);
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
