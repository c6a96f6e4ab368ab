package dev.parley.model;

import dev.parley.value.Schemas;
import dev.parley.value.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// What is said of a service to others: in metadata, from which help, command lines and documents are made.
///
/// @param doc what it is, in plain text or Markdown; may be empty
public record ServiceDescriptor(String name, String doc, List<Command> commands) {
    /// @param result what it gives back
    /// @param errors how it may fail, as far as its author says
    /// @param deadline how long a call may take when the caller does not say, in ISO 8601; null where it is left to the
    ///     client
    public record Command(
            String name,
            String doc,
            List<Parameter> parameters,
            Result result,
            List<ErrorModel> errors,
            @Nullable String deadline) {}

    /// @param kind how it is given
    /// @param type in a few words: `integer`, `list<text>`, `low|normal|high`
    /// @param schema as JSON Schema (of an item or element, for streams and rests)
    /// @param required whether it must be given
    /// @param nullable whether null may be given
    /// @param defaultValue what is taken when it is left out, as a user would type it
    public record Parameter(
            String name,
            String doc,
            ParameterModel.Kind kind,
            String type,
            Map<String, Object> schema,
            boolean required,
            boolean nullable,
            @Nullable String defaultValue) {}

    /// @param stream whether it is a stream
    /// @param type in a few words, of an item for a stream; `nothing` for none
    /// @param schema as JSON Schema, of an item for a stream; empty for nothing
    public record Result(String doc, boolean stream, String type, Map<String, Object> schema) {}

    /// Describes a service.
    public static ServiceDescriptor of(ServiceModel service) {
        return new ServiceDescriptor(
                service.name(), service.doc(), service.commands().stream().map(ServiceDescriptor::of).toList());
    }

    private static Command of(CommandModel command) {
        return new Command(
                command.name(),
                command.doc(),
                command.parameters().stream().map(ServiceDescriptor::of).toList(),
                of(command.result()),
                command.errors(),
                command.deadline() == null ? null : command.deadline().toString());
    }

    static Parameter of(ParameterModel parameter) {
        return new Parameter(
                parameter.name(),
                parameter.doc(),
                parameter.kind(),
                parameter.type(),
                schema(parameter.shape()),
                parameter.required(),
                parameter.nullable() || parameter.shape().optional(),
                parameter.defaultText());
    }

    private static Result of(ResultModel result) {
        return new Result(
                result.doc(),
                result.isStream(),
                result.shape() == null ? "nothing" : result.shape().text(),
                result.shape() == null ? Map.of() : schema(result.shape()));
    }

    private static Map<String, Object> schema(Shape shape) {
        return Schemas.of(shape, SourceNotes::componentDoc);
    }
}
