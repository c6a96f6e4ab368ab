package dev.parley.dispatch;

import dev.parley.Call;
import dev.parley.model.CommandModel;
import dev.parley.model.ParameterModel;
import dev.parley.session.InboundCall;
import dev.parley.session.Session;
import dev.parley.value.Access;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// A command together with what runs it, and where its calls may have to wait before.
final class Binding {
    final CommandModel command;
    final Arguments arguments;
    final int stream;
    final List<Gate> gates;
    final @Nullable Turns turns;
    final @Nullable Usage usage;

    /// Whether more than the user's method has to be waited for, before or while the call is answered.
    final boolean lasting;

    private final Function<Session, Object> services;

    /// `(Object,Object[])Object`: the service and the arguments.
    private final MethodHandle handle;

    /// @param services gives the object that is to run the calls of a session
    /// @param turns where the user's code runs; null for the thread of the call
    /// @param usage counts the calls; null where nobody needs to know
    Binding(
            CommandModel command,
            Function<Session, Object> services,
            List<Gate> gates,
            @Nullable Turns turns,
            @Nullable Usage usage) {
        this.command = command;
        this.usage = usage;
        this.services = services;
        this.gates = List.copyOf(gates);
        this.turns = turns;
        lasting = command.result().later() || command.result().form() != null;
        arguments = new Arguments(command);
        stream = command.indexOf(ParameterModel.Kind.STREAM);
        handle =
                Access.method(command.method())
                        .asSpreader(Object[].class, command.parameters().size())
                        .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
    }

    /// Runs a piece of the user's code for a call where it is to run.
    <T extends @Nullable Object> T step(InboundCall call, Callable<T> work) throws Exception {
        return turns == null ? work.call() : turns.take(() -> Call.<T, Exception>runFor(call, work::call));
    }

    /// The same for what must be done whatever happens.
    void surely(Runnable work) {
        if (turns == null) {
            work.run();
        } else {
            turns.takeSurely(work);
        }
    }

    /// Runs the user's method.
    @Nullable Object invoke(Session session, @Nullable Object[] values) throws Exception {
        Object service = services.apply(session);
        try {
            return (@Nullable Object) handle.invokeExact(service, values);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("thrown by " + command.method() + ": " + e, e);
        }
    }
}
