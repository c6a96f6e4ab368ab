package dev.parley.wires;

import dev.parley.model.ErrorModel;
import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Descriptions as snekrpc has them, with the types of Python as texts, and their likeness to ours.
final class SnekSpec {
    private static final int BY_POSITION_OR_NAME = 1;
    private static final int REST = 2;
    private static final int BY_NAME = 3;
    private static final int NAMED_REST = 4;

    private SnekSpec() {}

    /// The values of defaults, which descriptions have as texts.
    @FunctionalInterface
    interface Defaults {
        /// @return empty where it is not known
        Optional<Object> of(String command, ServiceDescriptor.Parameter parameter);
    }

    /// A service.
    record Service(String name, @Nullable String doc, List<Signature> commands) {
        static Service of(ServiceDescriptor ours) {
            return of(ours, (_, each) -> PythonTypes.value(each.schema(), Objects.requireNonNull(each.defaultValue())));
        }

        static Service of(ServiceDescriptor ours, Defaults defaults) {
            List<String> names = PythonNames.of(ours.commands().stream().map(ServiceDescriptor.Command::name).toList());
            List<Signature> commands = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                commands.add(Signature.of(names.get(i), ours.commands().get(i), defaults));
            }
            return new Service(ours.name(), orNull(ours.doc()), commands);
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
        static Signature of(String name, ServiceDescriptor.Command ours, Defaults defaults) {
            ServiceDescriptor.Result result = ours.result();
            String type = result.type().equals("nothing") ? "None" : PythonTypes.of(result.schema());
            return new Signature(
                    name,
                    orNull(ours.doc()),
                    parameters(ours, defaults),
                    result.stream() ? "Iterable[" + type + "]" : type,
                    result.stream());
        }

        /// In the order that Python wants, which has those with defaults behind the others, too. What stands behind one with
        /// a default and has none goes by name, as does all behind it. That would be in the way of a rest by position: with
        /// one, those before the last that must be given must be given, too.
        private static List<Parameter> parameters(ServiceDescriptor.Command ours, Defaults defaults) {
            List<ServiceDescriptor.Parameter> all = ours.parameters();
            List<String> names = PythonNames.of(all.stream().map(ServiceDescriptor.Parameter::name).toList());
            int rest = 0;
            while (rest < all.size() && all.get(rest).kind() != ParameterModel.Kind.REST) {
                rest++;
            }
            List<Parameter> parameters = new ArrayList<>();
            boolean byName = false;
            boolean omissible = false; // one before it
            for (int i = 0; i < all.size(); i++) {
                Parameter one = Parameter.of(names.get(i), ours.name(), all.get(i), defaults);
                if (one.kind == BY_POSITION_OR_NAME) {
                    byName |= i > rest || !one.has_default && omissible && rest == all.size();
                    omissible |= one.has_default;
                    one = byName ? one.withKind(BY_NAME) : one;
                }
                parameters.add(one);
            }
            boolean required = false; // one behind it
            for (int i = rest - 1; i >= 0 && rest < all.size(); i--) {
                Parameter one = parameters.get(i);
                if (one.kind == BY_POSITION_OR_NAME) {
                    required |= !one.has_default;
                    parameters.set(i, required ? one.withoutDefault() : one);
                }
            }
            parameters.sort(Comparator.comparingInt(Parameter::kind));
            return parameters;
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
        static Parameter of(String name, String command, ServiceDescriptor.Parameter ours, Defaults defaults) {
            Optional<Object> value = ours.defaultValue() == null ? Optional.empty() : defaults.of(command, ours);
            boolean optional =
                    !ours.required()
                            && ours.kind() == ParameterModel.Kind.NORMAL
                            && (ours.defaultValue() == null || value.isPresent());
            int kind =
                    switch (ours.kind()) {
                        case NORMAL, STREAM -> BY_POSITION_OR_NAME;
                        case REST -> REST;
                        case NAMED_REST -> NAMED_REST;
                    };
            return new Parameter(name, orNull(ours.doc()), kind, annotation(ours), value.orElse(null), optional, false);
        }

        /// One that is false where it is left out.
        static Parameter flag(String name, String doc) {
            return new Parameter(name, doc, BY_POSITION_OR_NAME, "bool", false, true, false);
        }

        /// Without `None`: a default says it, and Python's command line only makes values of types that are plain. But it
        /// gives False for a plain `bool` that is left out.
        private static String annotation(ServiceDescriptor.Parameter ours) {
            String type = PythonTypes.of(ours.schema());
            if (ours.kind() == ParameterModel.Kind.STREAM) {
                return "Iterable[" + type + "]";
            }
            String plain = PythonTypes.item(type);
            boolean nullable = ours.defaultValue() == null && (ours.nullable() || PythonTypes.isNullable(type));
            return nullable && plain.equals("bool") ? PythonTypes.orNone(plain) : plain;
        }

        Parameter withKind(int other) {
            return new Parameter(name, doc, other, annotation, default_, has_default, hide);
        }

        Parameter withoutDefault() {
            return new Parameter(name, doc, kind, annotation, null, false, hide);
        }

        Parameter withDefault(@Nullable Object other, String type) {
            return new Parameter(name, doc, kind, type, other, true, hide);
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
                    default_ == null ? null : PythonTypes.typed(default_));
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
