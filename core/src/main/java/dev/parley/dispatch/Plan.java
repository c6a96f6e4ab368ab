package dev.parley.dispatch;

import dev.parley.Idempotent;
import dev.parley.OneWay;
import dev.parley.model.CommandModel;
import dev.parley.model.ParameterModel;
import dev.parley.model.ParameterModel.Kind;
import dev.parley.model.StreamForm;
import dev.parley.value.Shape;
import dev.parley.wire.CommandName;
import dev.parley.wire.Frame.Place;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// How calls of one command are made: which shapes its arguments and its result have at this end.
///
/// @param positional the shapes of the arguments by position
/// @param further the shape of all further arguments by position
/// @param furtherNamed the shape of all arguments by name
/// @param itemsForm the form of the stream that is sent; null for none
/// @param items the shape of its items; null for none
/// @param place which argument it is
/// @param result the shape of the value or of the items; null for nothing
/// @param resultForm the form of the stream that is received; null for a single value
/// @param later whether the caller wants a `CompletionStage`
/// @param deadline how long a call may take when the caller does not say; null where the client decides
/// @param idempotent whether running the command twice does no more than running it once
/// @param told whether the caller does not wait, and does not want to hear what becomes of the call
/// @param errors the exceptions that the caller's method declares
public record Plan(
        CommandName name,
        List<Shape> positional,
        Shape further,
        Shape furtherNamed,
        @Nullable StreamForm itemsForm,
        @Nullable Shape items,
        Place place,
        @Nullable Shape result,
        @Nullable StreamForm resultForm,
        boolean later,
        @Nullable Duration deadline,
        boolean idempotent,
        boolean told,
        List<Class<?>> errors) {
    /// The plan for a method of an interface.
    ///
    /// @param dynamic the shape for arguments that the model does not tell of
    public static Plan of(String service, CommandModel command, Shape dynamic) {
        ParameterModel stream = parameter(command, Kind.STREAM);
        ParameterModel rest = parameter(command, Kind.REST);
        ParameterModel namedRest = parameter(command, Kind.NAMED_REST);
        return new Plan(
                new CommandName(service, command.name()),
                command.parameters().stream().filter(p -> p.kind() == Kind.NORMAL).map(ParameterModel::shape).toList(),
                rest != null ? rest.shape() : dynamic,
                namedRest != null ? namedRest.shape() : dynamic,
                stream == null ? null : stream.form(),
                stream == null ? null : stream.shape(),
                place(command),
                command.result().shape(),
                command.result().form(),
                command.result().later(),
                command.deadline(),
                command.method().isAnnotationPresent(Idempotent.class),
                command.method().isAnnotationPresent(OneWay.class),
                List.of(command.method().getExceptionTypes()));
    }

    /// Where the stream stands among the arguments by position. What the interface calls it is its own affair.
    private static Place place(CommandModel command) {
        int before = 0;
        for (ParameterModel parameter : command.parameters()) {
            if (parameter.kind() == Kind.STREAM) {
                return new Place(before, "");
            }
            before += parameter.kind() == Kind.NORMAL ? 1 : 0;
        }
        return Place.FIRST;
    }

    private static @Nullable ParameterModel parameter(CommandModel command, Kind kind) {
        int i = command.indexOf(kind);
        return i < 0 ? null : command.parameters().get(i);
    }

    /// The plan for a call whose command is only known by name.
    public static Plan dynamic(
            CommandName name,
            Shape dynamic,
            @Nullable StreamForm itemsForm,
            @Nullable Shape items,
            Place place,
            Shape result,
            @Nullable StreamForm resultForm,
            boolean later,
            boolean idempotent,
            boolean told) {
        return new Plan(
                name,
                List.of(),
                dynamic,
                dynamic,
                itemsForm,
                items,
                place,
                result,
                resultForm,
                later,
                null,
                idempotent,
                told,
                List.of());
    }

    Shape positional(int i) {
        return i < positional.size() ? positional.get(i) : further;
    }

    boolean streams() {
        return items != null || resultForm != null;
    }
}
