package dev.parley.wires;

import dev.parley.model.ErrorModel;
import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Descriptions as snekrpc has them, with the types of Python as texts, and their likeness to ours.
final class SnekSpec {
    private static final int BY_POSITION_OR_NAME = 1;
    private static final int REST = 2;
    private static final int BY_NAME = 3;
    private static final int NAMED_REST = 4;

    private SnekSpec() {}

    /// A service.
    record Service(String name, @Nullable String doc, List<Signature> commands) {
        static Service of(ServiceDescriptor ours) {
            return new Service(ours.name(), orNull(ours.doc()), ours.commands().stream().map(Signature::of).toList());
        }

        ServiceDescriptor ours() {
            return new ServiceDescriptor(name, doc == null ? "" : doc, commands.stream().map(Signature::ours).toList());
        }
    }

    /// A command.
    record Signature(
            String name,
            @Nullable String doc,
            List<Parameter> parameters,
            @Nullable String return_annotation,
            boolean is_generator) {
        static Signature of(ServiceDescriptor.Command ours) {
            ServiceDescriptor.Result result = ours.result();
            String type = result.type().equals("nothing") ? "None" : PythonTypes.of(result.schema());
            return new Signature(
                    ours.name(),
                    orNull(ours.doc()),
                    ours.parameters().stream().map(Parameter::of).toList(),
                    result.stream() ? "Iterable[" + type + "]" : type,
                    result.stream());
        }

        ServiceDescriptor.Command ours() {
            String type = PythonTypes.item(return_annotation);
            boolean nothing = !is_generator && type.equals("None");
            List<ErrorModel> errors = List.of();
            return new ServiceDescriptor.Command(
                    name,
                    doc == null ? "" : doc,
                    parameters.stream().filter(parameter -> !parameter.hide).map(Parameter::ours).toList(),
                    new ServiceDescriptor.Result(
                            "",
                            is_generator,
                            nothing ? "nothing" : PythonTypes.text(type),
                            nothing ? Map.of() : PythonTypes.schema(type)),
                    errors,
                    null);
        }
    }

    /// A parameter.
    ///
    /// @param kind 0 by position, 1 by position or by name, 2 the further ones by position, 3 by name, 4 the further ones by name
    /// @param annotation its type; null for any
    record Parameter(
            String name,
            @Nullable String doc,
            int kind,
            @Nullable String annotation,
            @Nullable Object default_,
            boolean has_default,
            boolean hide) {
        static Parameter of(ServiceDescriptor.Parameter ours) {
            String type = PythonTypes.of(ours.schema());
            boolean optional = !ours.required() && ours.kind() == ParameterModel.Kind.NORMAL;
            String annotation =
                    switch (ours.kind()) {
                        case STREAM -> "Iterable[" + type + "]";
                        case NORMAL -> ours.nullable() ? type + " | None" : type;
                        case REST, NAMED_REST -> type;
                    };
            int kind =
                    switch (ours.kind()) {
                        case NORMAL, STREAM -> BY_POSITION_OR_NAME;
                        case REST -> REST;
                        case NAMED_REST -> NAMED_REST;
                    };
            Object value = ours.defaultValue() == null ? null : PythonTypes.value(type, ours.defaultValue());
            return new Parameter(ours.name(), orNull(ours.doc()), kind, annotation, value, optional, false);
        }

        ServiceDescriptor.Parameter ours() {
            boolean stream = PythonTypes.isStream(annotation);
            ParameterModel.Kind of =
                    switch (kind) {
                        case REST -> ParameterModel.Kind.REST;
                        case NAMED_REST -> ParameterModel.Kind.NAMED_REST;
                        default -> stream ? ParameterModel.Kind.STREAM : ParameterModel.Kind.NORMAL;
                    };
            String type = PythonTypes.item(annotation);
            boolean nullable = default_ == null && has_default || PythonTypes.isNullable(annotation);
            return new ServiceDescriptor.Parameter(
                    name,
                    doc == null ? "" : doc,
                    of,
                    PythonTypes.text(type),
                    PythonTypes.schema(type),
                    !has_default && of == ParameterModel.Kind.NORMAL,
                    nullable,
                    default_ == null ? null : String.valueOf(default_));
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    // `default` is no name for a component in Java, so that these are written and read by hand.

    static Map<String, @Nullable Object> map(Service service) {
        Map<String, @Nullable Object> map = new java.util.LinkedHashMap<>();
        map.put("name", service.name);
        map.put("doc", service.doc);
        map.put("commands", service.commands.stream().map(SnekSpec::map).toList());
        return map;
    }

    private static Map<String, @Nullable Object> map(Signature command) {
        Map<String, @Nullable Object> map = new java.util.LinkedHashMap<>();
        map.put("name", command.name);
        map.put("doc", command.doc);
        map.put("parameters", command.parameters.stream().map(SnekSpec::map).toList());
        map.put("return_annotation", command.return_annotation);
        map.put("is_generator", command.is_generator);
        return map;
    }

    private static Map<String, @Nullable Object> map(Parameter parameter) {
        Map<String, @Nullable Object> map = new java.util.LinkedHashMap<>();
        map.put("name", parameter.name);
        map.put("doc", parameter.doc);
        map.put("kind", parameter.kind);
        map.put("annotation", parameter.annotation);
        map.put("default", parameter.default_);
        map.put("has_default", parameter.has_default);
        map.put("hide", parameter.hide);
        return map;
    }

    static Service service(Map<?, ?> map) {
        return new Service(
                text(map, "name"),
                textOrNull(map, "doc"),
                all(map, "commands").stream().map(SnekSpec::command).toList());
    }

    private static Signature command(Map<?, ?> map) {
        return new Signature(
                text(map, "name"),
                textOrNull(map, "doc"),
                all(map, "parameters").stream().map(SnekSpec::parameter).toList(),
                textOrNull(map, "return_annotation"),
                Boolean.TRUE.equals(map.get("is_generator")));
    }

    private static Parameter parameter(Map<?, ?> map) {
        int kind = map.get("kind") instanceof Number n ? n.intValue() : BY_POSITION_OR_NAME;
        return new Parameter(
                text(map, "name"),
                textOrNull(map, "doc"),
                kind,
                textOrNull(map, "annotation"),
                map.get("default"),
                Boolean.TRUE.equals(map.get("has_default")) || kind == BY_NAME && map.get("default") != null,
                Boolean.TRUE.equals(map.get("hide")));
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }

    private static @Nullable String textOrNull(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : null;
    }

    private static List<Map<?, ?>> all(Map<?, ?> map, String key) {
        List<Map<?, ?>> all = new ArrayList<>();
        if (map.get(key) instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> one) {
                    all.add(one);
                }
            }
        }
        return all;
    }
}
