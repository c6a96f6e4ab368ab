package dev.parley.dispatch;

import dev.parley.Call;
import dev.parley.Code;
import dev.parley.Interceptor;
import dev.parley.Invocation;
import dev.parley.RpcException;
import dev.parley.model.CommandModel;
import dev.parley.model.ParameterModel;
import dev.parley.model.ResultModel;
import dev.parley.model.StreamForm;
import dev.parley.session.InboundCall;
import dev.parley.session.InboundStream;
import dev.parley.session.Items;
import dev.parley.session.OutboundStream;
import dev.parley.session.Session;
import dev.parley.value.Access;
import dev.parley.value.Shape;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// A command together with the object that runs it, and with where its calls may have to wait before.
final class Binding implements Endpoint {
    private final CommandModel command;
    private final Arguments arguments;
    private final int stream;
    private final List<Gate> gates;
    private final @Nullable Turns turns;
    private final @Nullable Usage usage;
    private final List<Interceptor> interceptors;
    private final Function<Session, Object> services;

    /// Whether more than the user's method has to be waited for, before or while the call is answered.
    private final boolean lasting;

    /// `(Object,Object[])Object`: the service and the arguments.
    private final MethodHandle handle;

    /// @param services gives the object that is to run the calls of a session
    Binding(
            CommandModel command,
            Function<Session, Object> services,
            List<Gate> gates,
            @Nullable Turns turns,
            @Nullable Usage usage,
            List<Interceptor> interceptors) {
        this.command = command;
        this.services = services;
        this.gates = List.copyOf(gates);
        this.turns = turns;
        this.usage = usage;
        this.interceptors = interceptors;
        lasting = command.result().later() || command.result().form() != null;
        arguments = new Arguments(command);
        stream = command.indexOf(ParameterModel.Kind.STREAM);
        handle =
                Access.method(command.method())
                        .asSpreader(Object[].class, command.parameters().size())
                        .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
    }

    @Override
    public CommandModel command() {
        return command;
    }

    @Override
    public List<Gate> gates() {
        return gates;
    }

    @Override
    public @Nullable Turns turns() {
        return turns;
    }

    @Override
    public @Nullable Usage usage() {
        return usage;
    }

    @Override
    public boolean inline() {
        return command.inline();
    }

    @Override
    public boolean keepable(InboundCall call) {
        return !call.streams() && !command.result().isStream();
    }

    @Override
    public void prepare(InboundCall call) {
        if (command.deadline() != null) {
            call.limit(command.deadline());
        }
        if (stream >= 0) {
            ParameterModel parameter = command.parameters().get(stream);
            call.receive(parameter.shape(), call.name() + "." + parameter.name());
        }
    }

    @Override
    public @Nullable Object run(InboundCall call) throws Exception {
        if (call.streams() && stream < 0) {
            call.reply().refuse(Code.INVALID_ARGUMENT, "", call.name() + ": got a stream (it takes none)");
            return null;
        }
        String said = call.place().name();
        if (call.streams() && !said.isEmpty() && !said.equals(command.parameters().get(stream).name())) {
            String known = command.parameters().get(stream).name();
            String problem = call.name() + "." + said + ": no such stream (there is: " + known + ")";
            call.reply().refuse(Code.INVALID_ARGUMENT, "", problem);
            return null;
        }
        if ((stream >= 0 || command.result().isStream()) && !call.session().abilities().streams()) {
            call.reply()
                    .refuse(
                            Code.UNIMPLEMENTED,
                            "",
                            call.name()
                                    + ": takes or gives a stream, which the protocol of this connection cannot carry");
            return null;
        }
        @Nullable Object[] values;
        try {
            values = arguments.read(call.arguments(), call.mixed());
            call.arguments().release();
        } catch (ValueException e) {
            String path = e.inField(call.name().toString()).getMessage(); // such as notes.add.note.tags[2]
            call.reply().fail(code(e, Code.INVALID_ARGUMENT), type(e), path, false, "", null);
            return null;
        }
        InboundStream items = call.items();
        StreamForm form = stream < 0 ? null : command.parameters().get(stream).form();
        if (items != null && form != null) {
            values[stream] = Forms.present(form, items, turns);
        }
        call.begin();
        Object returned = intercepted(call, values);
        if (!lasting) {
            answer(call, returned);
        } else if (turns == null) {
            respond(call, returned);
        }
        return returned;
    }

    private @Nullable Object intercepted(InboundCall call, @Nullable Object[] values) throws Exception {
        if (interceptors.isEmpty()) {
            return invoke(call.session(), values);
        }
        Invocation invocation = invocation(call, Arrays.asList(values));
        return Chain.run(interceptors, invocation, last -> invoke(call.session(), last.arguments().toArray()));
    }

    /// A call as interceptors see it.
    static Invocation invocation(InboundCall call, List<@Nullable Object> arguments) {
        return new Invocation(
                call.service(),
                call.command(),
                call.peer(),
                arguments,
                Map.of(),
                call.metadata(),
                call.replyMetadata(),
                call.remaining());
    }

    /// Runs the user's method.
    private @Nullable Object invoke(Session session, @Nullable Object[] values) throws Exception {
        Object service = services.apply(session);
        try {
            return (@Nullable Object) handle.invokeExact(service, values);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("thrown by " + command.method() + ": " + e, e);
        }
    }

    // ---- the answer

    @Override
    public void finish(InboundCall call, @Nullable Object returned) throws Exception {
        if (lasting && call.hasBegun()) {
            respond(call, returned);
        }
    }

    /// Runs a piece of the user's code for a call where it is to run.
    private <T extends @Nullable Object> T step(InboundCall call, Callable<T> work) throws Exception {
        return turns == null ? work.call() : turns.take(() -> Call.<T, Exception>runFor(call, work::call));
    }

    /// The same for what must be done whatever happens.
    private void surely(Runnable work) {
        if (turns == null) {
            work.run();
        } else {
            turns.takeSurely(work);
        }
    }

    /// Answers with what has to be waited for.
    private void respond(InboundCall call, @Nullable Object returned) throws Exception {
        ResultModel result = command.result();
        Object value =
                result.later() && returned instanceof CompletionStage<?> stage
                        ? await(stage.toCompletableFuture())
                        : returned;
        StreamForm form = result.form();
        Shape shape = result.shape();
        if (form == null || shape == null) {
            step(
                    call,
                    () -> {
                        answer(call, value);
                        return true;
                    });
        } else if (value == null) {
            throw new RpcException(Code.INTERNAL, call.name() + " returned null (expected a stream)");
        } else {
            stream(call, shape, step(call, () -> Forms.items(form, value)));
        }
    }

    private void answer(InboundCall call, @Nullable Object value) throws InterruptedException {
        try {
            call.reply().respond(command.result().shape(), value);
        } catch (ValueException e) {
            String message = call.name() + ": the result cannot be written: " + e.getMessage();
            throw new RpcException(code(e, Code.INTERNAL), type(e), message, e);
        }
    }

    private static Code code(ValueException wrong, Code otherwise) {
        return wrong.isOverflow() ? Code.OUT_OF_RANGE : otherwise;
    }

    private static String type(ValueException wrong) {
        return wrong.isOverflow() ? ArithmeticException.class.getSimpleName() : "";
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

    private void stream(InboundCall call, Shape shape, Items items) throws Exception {
        Callable<Boolean> next = items::hasNext;
        try (Closing _ = () -> surely(items::close)) {
            OutboundStream out = call.reply().results(shape);
            Callable<Boolean> put = () -> put(call, out, items.next());
            boolean remote = items instanceof PublisherItems; // waits for others to make them
            while (!call.cancelled() && (remote ? items.hasNext() : step(call, next))) {
                if (!out.awaitCredit()) {
                    return;
                }
                out.flush(step(call, put));
            }
        }
        call.reply().endResults();
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
}
