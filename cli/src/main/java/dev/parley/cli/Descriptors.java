package dev.parley.cli;

import dev.parley.Code;
import dev.parley.model.ErrorModel;
import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Descriptions of services, made of the plain maps as which they travel.
final class Descriptors {
    private Descriptors() {}

    /// @param described a map, as [dev.parley.model.ServiceDescriptor] is carried; what is missing in it is empty
    static ServiceDescriptor service(@Nullable Object described) {
        Map<?, ?> map = map(described);
        List<ServiceDescriptor.Command> commands = new ArrayList<>();
        for (Object command : list(map.get("commands"))) {
            commands.add(command(map(command)));
        }
        return new ServiceDescriptor(text(map, "name"), text(map, "doc"), commands);
    }

    private static ServiceDescriptor.Command command(Map<?, ?> map) {
        List<ServiceDescriptor.Parameter> parameters = new ArrayList<>();
        for (Object parameter : list(map.get("parameters"))) {
            parameters.add(parameter(map(parameter)));
        }
        List<ErrorModel> errors = new ArrayList<>();
        for (Object error : list(map.get("errors"))) {
            errors.add(error(map(error)));
        }
        Map<?, ?> result = map(map.get("result"));
        return new ServiceDescriptor.Command(
                text(map, "name"),
                text(map, "doc"),
                parameters,
                new ServiceDescriptor.Result(
                        text(result, "doc"), truth(result, "stream"), text(result, "type"), schema(result)),
                errors,
                map.get("deadline") instanceof String deadline ? deadline : null);
    }

    private static ErrorModel error(Map<?, ?> map) {
        String name = text(map, "code").toUpperCase(Locale.ROOT);
        Code code = null;
        for (Code each : Code.values()) {
            code = each.name().equals(name) ? each : code;
        }
        return new ErrorModel(text(map, "type"), code, text(map, "doc"));
    }

    private static ServiceDescriptor.Parameter parameter(Map<?, ?> map) {
        return new ServiceDescriptor.Parameter(
                text(map, "name"),
                text(map, "doc"),
                ParameterModel.Kind.valueOf(text(map, "kind").toUpperCase(Locale.ROOT)),
                text(map, "type"),
                schema(map),
                truth(map, "required"),
                truth(map, "nullable"),
                map.get("defaultValue") instanceof String value ? value : null);
    }

    @SuppressWarnings("unchecked") // the keys of schemas are texts
    private static Map<String, Object> schema(Map<?, ?> map) {
        return (Map<String, Object>) map(map.get("schema"));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /// For terminals.
    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? Failures.harmless(text) : "";
    }

    private static boolean truth(Map<?, ?> map, String key) {
        return Boolean.TRUE.equals(map.get(key));
    }
}
