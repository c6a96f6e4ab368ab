package dev.parley.cli;

import dev.parley.Code;
import dev.parley.Version;
import dev.parley.model.ErrorModel;
import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceDescriptor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Services as documents of JSON.
final class Documents {
    private Documents() {}

    /// Methods named `service.command`; what is a stream is marked with `x-stream`, and its schema is that of an item.
    ///
    /// @see <a href="https://spec.open-rpc.org">OpenRPC 1.3</a>
    static Map<String, Object> openRpc(List<ServiceDescriptor> services, String url) {
        Definitions definitions = new Definitions("#/components/schemas/");
        List<Object> methods = new ArrayList<>();
        for (ServiceDescriptor service : services) {
            for (ServiceDescriptor.Command command : service.commands()) {
                methods.add(method(service.name() + "." + command.name(), command, definitions));
            }
        }
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("title", title(services));
        info.put("version", "parley " + Version.TEXT);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openrpc", "1.3.2");
        document.put("info", info);
        document.put("servers", List.of(ordered("name", "server", "url", url)));
        document.put("methods", methods);
        document.put("components", Map.of("schemas", definitions.all()));
        return document;
    }

    private static String title(List<ServiceDescriptor> services) {
        List<String> names = new ArrayList<>();
        services.forEach(service -> names.add(service.name()));
        return String.join(", ", names);
    }

    private static Map<String, Object> method(String name, ServiceDescriptor.Command command, Definitions definitions) {
        Map<String, Object> method = new LinkedHashMap<>();
        method.put("name", name);
        putText(method, "summary", Layout.firstSentence(command.doc()));
        putText(method, "description", command.doc());
        List<Object> parameters = new ArrayList<>();
        for (ServiceDescriptor.Parameter parameter : command.parameters()) {
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("name", parameter.name());
            putText(described, "description", parameter.doc());
            described.put("required", parameter.required());
            described.put("schema", schema(parameter, definitions));
            if (parameter.kind() == ParameterModel.Kind.STREAM) {
                described.put("x-stream", true);
            }
            parameters.add(described);
        }
        method.put("params", parameters);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("name", "result");
        putText(result, "description", command.result().doc());
        result.put("schema", result(command, definitions));
        if (command.result().stream()) {
            result.put("x-stream", true);
        }
        method.put("result", result);
        List<Object> errors = new ArrayList<>();
        for (ErrorModel error : command.errors()) {
            Code code = error.code() == null ? Code.UNKNOWN : error.code();
            Map<String, Object> described = new LinkedHashMap<>();
            described.put("code", code.number());
            described.put("message", error.doc().isEmpty() ? error.type() : error.doc());
            described.put("data", ordered("code", code.name(), "type", error.type()));
            errors.add(described);
        }
        if (!errors.isEmpty()) {
            method.put("errors", errors);
        }
        return method;
    }

    /// The arguments, by name, and the result of each command.
    ///
    /// @see <a href="https://json-schema.org/draft/2020-12">JSON Schema, draft 2020-12</a>
    static Map<String, Object> jsonSchema(List<ServiceDescriptor> services) {
        Definitions definitions = new Definitions("#/$defs/");
        Map<String, Object> all = new LinkedHashMap<>();
        for (ServiceDescriptor service : services) {
            for (ServiceDescriptor.Command command : service.commands()) {
                String name = service.name() + "." + command.name();
                all.put(name + ".arguments", arguments(command, definitions));
                all.put(name + ".result", result(command, definitions));
            }
        }
        all.putAll(definitions.all());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("title", title(services));
        document.put("$defs", all);
        return document;
    }

    private static Map<String, Object> arguments(ServiceDescriptor.Command command, Definitions definitions) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<Object> required = new ArrayList<>();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        Object others = false;
        for (ServiceDescriptor.Parameter parameter : command.parameters()) {
            if (parameter.kind() == ParameterModel.Kind.NAMED_REST) {
                others = definitions.take(parameter.schema());
                continue;
            }
            properties.put(parameter.name(), schema(parameter, definitions));
            if (parameter.required()) {
                required.add(parameter.name());
            }
        }
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", others);
        return schema;
    }

    private static Map<String, Object> result(ServiceDescriptor.Command command, Definitions definitions) {
        boolean nothing = command.result().type().equals("nothing");
        return nothing ? Map.of("type", "null") : definitions.take(command.result().schema());
    }

    /// Of the argument as a whole; of an item, for a stream.
    private static Map<String, Object> schema(ServiceDescriptor.Parameter parameter, Definitions definitions) {
        Map<String, Object> own = definitions.take(parameter.schema());
        Map<String, Object> schema = new LinkedHashMap<>();
        switch (parameter.kind()) {
            case REST -> {
                schema.put("type", "array");
                schema.put("items", own);
            }
            case NAMED_REST -> {
                schema.put("type", "object");
                schema.put("additionalProperties", own);
            }
            case NORMAL, STREAM -> schema.putAll(own);
        }
        putText(schema, "description", parameter.doc());
        String otherwise = parameter.defaultValue();
        if (otherwise != null) {
            Schema type = Schema.of(parameter.schema());
            boolean isText = type.is(Schema.Kind.BYTES) || type.is(Schema.Kind.TEXT);
            schema.put("default", isText ? otherwise : ValueText.parse(otherwise, type));
        }
        return schema;
    }

    private static Map<String, Object> ordered(String key, String value, String otherKey, String otherValue) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        map.put(otherKey, otherValue);
        return map;
    }

    private static void putText(Map<String, Object> map, String key, String text) {
        if (!text.isEmpty()) {
            map.put(key, text);
        }
    }
}
