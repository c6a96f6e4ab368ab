package dev.parley.wires;

import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A server's methods as zrpc tells them, `{name: {docstring, args_required: [name…], args_optional: {name: default…}}}`,
/// and their likeness to our descriptions. Types are not told.
final class ZrpcListing {
    private static final String DOC = "docstring";
    private static final String REQUIRED = "args_required";
    private static final String OPTIONAL = "args_optional";

    private ZrpcListing() {}

    static Map<String, Object> of(ServiceDescriptor service) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (ServiceDescriptor.Command command : service.commands()) {
            List<String> required = new ArrayList<>();
            Map<String, @Nullable Object> optional = new LinkedHashMap<>();
            for (ServiceDescriptor.Parameter each : command.parameters()) {
                if (each.kind() == ParameterModel.Kind.NORMAL && each.required()) {
                    required.add(each.name());
                } else if (each.kind() == ParameterModel.Kind.NORMAL) {
                    String text = each.defaultValue();
                    optional.put(
                            each.name(), text == null ? null : PythonTypes.value(each.schema(), text).orElse(text));
                }
            }
            all.put(command.name(), Map.of(DOC, command.doc(), REQUIRED, required, OPTIONAL, optional));
        }
        return all;
    }

    /// @param name what the service is called by who asks
    static ServiceDescriptor ours(String name, Map<?, ?> listing) {
        List<ServiceDescriptor.Command> commands = new ArrayList<>();
        listing.forEach((method, told) -> {
            if (method instanceof String text && told instanceof Map<?, ?> map) {
                commands.add(command(text, map));
            }
        });
        return new ServiceDescriptor(name, "", commands);
    }

    private static ServiceDescriptor.Command command(String name, Map<?, ?> told) {
        List<ServiceDescriptor.Parameter> parameters = new ArrayList<>();
        if (told.get(REQUIRED) instanceof List<?> required) {
            required.forEach(each -> parameters.add(parameter(String.valueOf(each), true, null)));
        }
        if (told.get(OPTIONAL) instanceof Map<?, ?> optional) {
            optional.forEach((key, value) -> parameters.add(parameter(String.valueOf(key), false, value)));
        }
        return new ServiceDescriptor.Command(
                name,
                told.get(DOC) instanceof String doc ? doc : "",
                parameters,
                new ServiceDescriptor.Result("", false, "any", Map.of()),
                List.of(),
                null);
    }

    private static ServiceDescriptor.Parameter parameter(String name, boolean required, @Nullable Object value) {
        return new ServiceDescriptor.Parameter(
                name,
                "",
                ParameterModel.Kind.NORMAL,
                "any",
                Map.of(),
                required,
                true,
                value == null ? null : PythonTypes.typed(value));
    }
}
