package dev.parley.dispatch;

import dev.parley.model.CommandModel;
import dev.parley.model.ParameterModel;
import dev.parley.value.Access;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/// A command together with the object that runs it.
final class Binding {
    final CommandModel command;
    final Arguments arguments;
    final int stream;

    /// `(Object[])Object`, bound to the service.
    private final MethodHandle handle;

    Binding(CommandModel command, Object service) {
        this.command = command;
        arguments = new Arguments(command);
        stream = command.indexOf(ParameterModel.Kind.STREAM);
        handle =
                Access.method(command.method())
                        .bindTo(service)
                        .asSpreader(Object[].class, command.parameters().size())
                        .asType(MethodType.methodType(Object.class, Object[].class));
    }

    /// Runs the user's method.
    @Nullable Object invoke(@Nullable Object[] values) throws Exception {
        try {
            return (@Nullable Object) handle.invokeExact(values);
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("thrown by " + command.method() + ": " + e, e);
        }
    }
}
