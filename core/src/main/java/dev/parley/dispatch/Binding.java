package dev.parley.dispatch;

import dev.parley.model.CommandModel;
import dev.parley.model.ParameterModel;
import dev.parley.session.Session;
import dev.parley.value.Access;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.Function;

/// A command together with what runs it, and where its calls may have to wait before.
final class Binding {
    final CommandModel command;
    final Arguments arguments;
    final int stream;
    final List<Gate> gates;
    private final Function<Session, Object> services;

    /// `(Object,Object[])Object`: the service and the arguments.
    private final MethodHandle handle;

    /// @param services gives the object that is to run the calls of a session
    Binding(CommandModel command, Function<Session, Object> services, List<Gate> gates) {
        this.command = command;
        this.services = services;
        this.gates = List.copyOf(gates);
        arguments = new Arguments(command);
        stream = command.indexOf(ParameterModel.Kind.STREAM);
        handle =
                Access.method(command.method())
                        .asSpreader(Object[].class, command.parameters().size())
                        .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
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
