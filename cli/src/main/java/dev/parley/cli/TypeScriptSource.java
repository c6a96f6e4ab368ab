package dev.parley.cli;

import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Services as TypeScript declarations, with the types of all behind them: values in the forms that JSON has for them, results as promises, streams as
/// `AsyncIterable`.
final class TypeScriptSource {
    private static final String INDENT = "  ";

    private final List<ServiceDescriptor> services;
    private final Definitions definitions = new Definitions("#");

    TypeScriptSource(List<ServiceDescriptor> services) {
        this.services = services;
    }

    String text() {
        List<String> methods = new ArrayList<>();
        services.forEach(service -> methods.add(methods(service)));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < methods.size(); i++) {
            ServiceDescriptor service = services.get(i);
            String own = typeName(service.name());
            String name = definitions.all().containsKey(own) ? own + "Service" : own; // or else they would be one
            text.append(i == 0 ? "" : "\n").append(comment(service.doc(), ""));
            text.append("export interface ").append(name).append(" {\n").append(methods.get(i)).append("}\n");
        }
        definitions.all().forEach((name, schema) -> text.append('\n').append(type(name, schema)));
        return text.toString();
    }

    private String methods(ServiceDescriptor service) {
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (ServiceDescriptor.Command command : service.commands()) {
            text.append(first ? "" : "\n")
                    .append(comment(command.doc(), INDENT))
                    .append(INDENT)
                    .append(method(command));
            first = false;
        }
        return text.toString();
    }

    private static String comment(String doc, String indent) {
        if (doc.isEmpty()) {
            return "";
        }
        String[] lines = Layout.wrapped(doc.replace("*/", "*\\/"), 0, 0, 110).split("\n", -1);
        if (lines.length == 1) {
            return indent + "/** " + lines[0] + " */\n";
        }
        StringBuilder comment = new StringBuilder(indent).append("/**\n");
        for (String line : lines) {
            comment.append(indent).append((" * " + line).stripTrailing()).append('\n');
        }
        return comment.append(indent).append(" */\n").toString();
    }

    private String method(ServiceDescriptor.Command command) {
        ServiceDescriptor.Result result = command.result();
        String type = result.type().equals("nothing") ? "void" : type(definitions.take(result.schema()));
        List<String> parameters = new ArrayList<>();
        List<ServiceDescriptor.Parameter> all = command.parameters();
        for (int i = 0; i < all.size(); i++) {
            parameters.add(parameter(all.get(i), isLastThatMustBe(all, i)));
        }
        return property(command.name())
                + "("
                + String.join(", ", parameters)
                + "): "
                + (result.stream() ? "AsyncIterable<" : "Promise<")
                + type
                + ">;\n";
    }

    /// Whether no parameter behind it must be given: only then it can be left out.
    private static boolean isLastThatMustBe(List<ServiceDescriptor.Parameter> all, int from) {
        for (ServiceDescriptor.Parameter later : all.subList(from + 1, all.size())) {
            if (later.required() || later.kind() == ParameterModel.Kind.STREAM) {
                return false;
            }
        }
        return true;
    }

    private String parameter(ServiceDescriptor.Parameter parameter, boolean canBeLeftOut) {
        String type = type(definitions.take(parameter.schema()));
        String name = parameter.name();
        return switch (parameter.kind()) {
            case STREAM -> name + ": AsyncIterable<" + type + ">";
            case REST -> "..." + name + ": " + listOf(type);
            case NAMED_REST -> name + (canBeLeftOut ? "?: " : ": ") + "Record<string, " + type + ">";
            case NORMAL ->
                    parameter.required()
                            ? name + ": " + type
                            : canBeLeftOut ? name + "?: " + type : name + ": " + type + " | undefined";
        };
    }

    private String type(Map<?, ?> node) {
        if (node.get("$ref") instanceof String reference) {
            return definitions.name(reference);
        } else if (node.get("anyOf") instanceof List<?> either) {
            return type(map(either.getFirst())) + " | null";
        } else if (node.get("enum") instanceof List<?> constants) {
            List<String> texts = new ArrayList<>();
            constants.forEach(each -> texts.add(JsonText.line(each)));
            return String.join(" | ", texts);
        }
        return switch (Schema.of(node).kind()) {
            case TEXT, BYTES -> "string";
            case INTEGER, REAL -> "number";
            case DECIMAL -> "number | string";
            case BOOLEAN -> "boolean";
            case LIST -> listOf(type(map(node.get("items"))));
            case MAP ->
                    "Record<"
                            + (node.get("propertyNames") instanceof Map<?, ?> names ? type(names) : "string")
                            + ", "
                            + type(map(node.get("additionalProperties")))
                            + ">";
            case RECORD, CHOICE, ANY -> "unknown";
        };
    }

    private static String listOf(String type) {
        return type.contains(" ") ? "(" + type + ")[]" : type + "[]";
    }

    private String type(String name, Map<String, Object> schema) {
        if (schema.get("oneOf") instanceof List<?> choices) {
            List<String> records = new ArrayList<>();
            choices.forEach(choice -> records.add("\n" + INDENT + "| " + record(map(choice))));
            return "export type " + name + " =" + String.join("", records) + ";\n";
        }
        StringBuilder text = new StringBuilder("export interface ").append(name).append(" {\n");
        map(schema.get("properties"))
                .forEach((field, type) -> {
                    String doc = map(type).get("description") instanceof String said ? said : "";
                    text.append(comment(doc, INDENT))
                            .append(INDENT)
                            .append(field(field, map(type), schema))
                            .append(";\n");
                });
        return text.append("}\n").toString();
    }

    private String record(Map<?, ?> schema) {
        List<String> fields = new ArrayList<>();
        map(schema.get("properties")).forEach((field, type) -> fields.add(field(field, map(type), schema)));
        return "{ " + String.join("; ", fields) + " }";
    }

    private String field(@Nullable Object name, Map<?, ?> type, Map<?, ?> record) {
        boolean required = record.get("required") instanceof List<?> all && all.contains(name);
        String text = type.containsKey("const") ? JsonText.line(type.get("const")) : type(type);
        return property(String.valueOf(name)) + (required ? ": " : "?: ") + text;
    }

    private static String property(String name) {
        return name.matches("[A-Za-z_$][\\w$]*") ? name : JsonText.line(name);
    }

    private static String typeName(String name) {
        StringBuilder type = new StringBuilder();
        boolean upper = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                type.append(upper ? Character.toUpperCase(c) : c);
            }
            upper = !Character.isLetterOrDigit(c);
        }
        return type.toString();
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
