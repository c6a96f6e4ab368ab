package dev.parley.cli;

import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import javax.lang.model.SourceVersion;

/// A service as the source of a Java interface that clients call it by, with the types that it needs inside.
final class JavaSource {
    /// What stands above one or more of them.
    static final String IMPORTS = "import dev.parley.*;\nimport module java.base;\n";

    private static final String REFERENCE = "#";
    private static final String INDENT = "    ";

    private final ServiceDescriptor service;
    private final Definitions definitions = new Definitions(REFERENCE);
    private final Map<List<?>, String> enums = new LinkedHashMap<>();

    JavaSource(ServiceDescriptor service) {
        this.service = service;
    }

    /// @param modifier `public `, or nothing
    String text(String modifier) {
        StringBuilder methods = new StringBuilder();
        for (ServiceDescriptor.Command command : service.commands()) {
            methods.append('\n').append(doc(command)).append(INDENT).append(method(command));
        }
        StringBuilder types = new StringBuilder();
        definitions.all().forEach((name, schema) -> types.append('\n').append(type(name, schema)));
        enums.forEach((constants, name) -> types.append('\n').append(INDENT).append(enumOf(name, constants)));
        String own = typeName(service.name());
        String name = definitions.all().containsKey(own) ? own + "Service" : own; // no type has that of one inside
        return comment(service.doc(), "")
                + "@Service(\""
                + service.name()
                + "\")\n"
                + modifier
                + "interface "
                + name
                + " {"
                + methods
                + types
                + "}\n";
    }

    // ---- methods

    private static String doc(ServiceDescriptor.Command command) {
        StringBuilder doc = new StringBuilder(command.doc());
        String gap = command.doc().isEmpty() ? "" : "\n\n";
        for (ServiceDescriptor.Parameter parameter : command.parameters()) {
            if (!parameter.doc().isEmpty()) {
                doc.append(gap).append("@param ").append(name(parameter.name())).append(' ').append(parameter.doc());
                gap = "\n";
            }
        }
        if (!command.result().doc().isEmpty()) {
            doc.append(gap).append("@return ").append(command.result().doc());
        }
        return comment(doc.toString(), INDENT);
    }

    private static String comment(String doc, String indent) {
        if (doc.isEmpty()) {
            return "";
        }
        StringBuilder comment = new StringBuilder();
        for (String line : Layout.wrapped(doc, 0, 0, 110).split("\n", -1)) {
            comment.append(indent).append(("/// " + line).stripTrailing()).append('\n');
        }
        return comment.toString();
    }

    private String method(ServiceDescriptor.Command command) {
        ServiceDescriptor.Result result = command.result();
        String type =
                result.type().equals("nothing") ? "void" : typeOf(result.schema(), command.name(), result.stream());
        if (result.stream()) {
            type = isBytes(result.schema()) ? "InputStream" : "Stream<" + type + ">";
        }
        String name = camelCase(command.name());
        String mark = name.equals(command.name()) ? "@Command " : "@Command(\"" + command.name() + "\") ";
        List<String> parameters = new ArrayList<>();
        for (ServiceDescriptor.Parameter parameter : command.parameters()) {
            parameters.add(parameter(parameter));
        }
        return mark + type + " " + name + "(" + String.join(", ", parameters) + ");\n";
    }

    private String parameter(ServiceDescriptor.Parameter parameter) {
        boolean boxed = parameter.kind() != ParameterModel.Kind.NORMAL && parameter.kind() != ParameterModel.Kind.REST;
        String type = typeOf(parameter.schema(), parameter.name(), boxed);
        String whole =
                switch (parameter.kind()) {
                    case STREAM -> isBytes(parameter.schema()) ? "InputStream" : "Stream<" + type + ">";
                    case REST -> type + "...";
                    case NAMED_REST -> "@Rest Map<String, " + type + ">";
                    case NORMAL -> type;
                };
        return whole + " " + name(parameter.name());
    }

    private static boolean isBytes(Map<?, ?> schema) {
        return Schema.of(schema).is(Schema.Kind.BYTES);
    }

    // ---- types

    private String typeOf(Map<?, ?> schema, String hint, boolean boxed) {
        return type(definitions.take(schema), hint, boxed);
    }

    /// @param hint what an unnamed type is named after
    /// @param boxed whether a primitive type will not do
    private String type(Map<?, ?> node, String hint, boolean boxed) {
        if (node.get("$ref") instanceof String reference) {
            return definitions.name(reference);
        } else if (node.get("anyOf") instanceof List<?> either && either.getFirst() instanceof Map<?, ?> one) {
            return "Optional<" + type(one, hint, true) + ">";
        } else if (node.get("enum") instanceof List<?> constants) {
            return enums.computeIfAbsent(constants, _ -> free(typeName(hint)));
        }
        return switch (Schema.of(node).kind()) {
            case TEXT -> textType(node, boxed);
            case BYTES -> "byte[]";
            case INTEGER -> integerType(node, boxed);
            case REAL ->
                    node.get("format") instanceof String format && format.equals("float")
                            ? boxed ? "Float" : "float"
                            : boxed ? "Double" : "double";
            case DECIMAL -> "BigDecimal";
            case BOOLEAN -> boxed ? "Boolean" : "boolean";
            case LIST ->
                    (Boolean.TRUE.equals(node.get("uniqueItems")) ? "Set<" : "List<")
                            + type(map(node.get("items")), hint, true)
                            + ">";
            case MAP ->
                    "Map<"
                            + (node.get("propertyNames") instanceof Map<?, ?> names
                                    ? type(names, hint + "_key", true)
                                    : "String")
                            + ", "
                            + type(map(node.get("additionalProperties")), hint, true)
                            + ">";
            case RECORD, CHOICE, ANY -> "Object";
        };
    }

    private static String textType(Map<?, ?> node, boolean boxed) {
        Class<?> type = ValueText.typeOf(Schema.of(node));
        if (type == Character.class) {
            return boxed ? "Character" : "char";
        }
        return type != null ? type.getSimpleName() : "path".equals(node.get("format")) ? "Path" : "String";
    }

    private static String integerType(Map<?, ?> node, boolean boxed) {
        return switch (String.valueOf(node.get("format"))) {
            case "int8" -> boxed ? "Byte" : "byte";
            case "int16" -> boxed ? "Short" : "short";
            case "int32" -> boxed ? "Integer" : "int";
            case "int64" -> boxed ? "Long" : "long";
            default -> "BigInteger";
        };
    }

    private String type(String name, Map<String, Object> schema) {
        if (schema.get("oneOf") instanceof List<?> choices) {
            StringBuilder text = new StringBuilder();
            String tag = tag(choices);
            text.append(tag.equals("type") ? "" : INDENT + "@Tag(\"" + tag + "\")\n");
            text.append(INDENT).append("sealed interface ").append(name).append(" {\n");
            for (Object choice : choices) {
                Map<?, ?> properties = map(map(choice).get("properties"));
                String value = String.valueOf(map(properties.get(tag)).get("const"));
                String record = typeName(value);
                boolean named = record.replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase(Locale.ROOT).equals(value);
                text.append(named ? "" : INDENT + INDENT + "@Tag(\"" + value + "\")\n");
                text.append(INDENT).append(INDENT).append("record ").append(record).append('(');
                text.append(fields(properties, tag)).append(") implements ").append(name).append(" {}\n");
            }
            return text.append(INDENT).append("}\n").toString();
        }
        String fields = fields(map(schema.get("properties")), "");
        return docs(map(schema.get("properties"))) + INDENT + "record " + name + "(" + fields + ") {}\n";
    }

    private static String docs(Map<?, ?> properties) {
        StringBuilder doc = new StringBuilder();
        properties.forEach((name, schema) -> {
            if (map(schema).get("description") instanceof String text) {
                doc.append(doc.isEmpty() ? "" : "\n").append("@param ").append(name(String.valueOf(name)));
                doc.append(' ').append(text);
            }
        });
        return comment(doc.toString(), INDENT);
    }

    /// The property by which the records of a choice are told apart.
    private static String tag(List<?> choices) {
        for (Map.Entry<?, ?> property : map(map(choices.getFirst()).get("properties")).entrySet()) {
            if (map(property.getValue()).containsKey("const")) {
                return String.valueOf(property.getKey());
            }
        }
        return "type";
    }

    private String fields(Map<?, ?> properties, String without) {
        List<String> fields = new ArrayList<>();
        properties.forEach((name, schema) -> {
            if (!without.equals(name)) {
                fields.add(type(map(schema), String.valueOf(name), false) + " " + name(String.valueOf(name)));
            }
        });
        return String.join(", ", fields);
    }

    private static String enumOf(String name, List<?> constants) {
        List<String> names = new ArrayList<>();
        constants.forEach(each -> names.add(name(String.valueOf(each).toUpperCase(Locale.ROOT))));
        return "enum " + name + " { " + String.join(", ", names) + " }\n";
    }

    // ---- names

    private String free(String name) {
        String free = name;
        for (int i = 2; definitions.all().containsKey(free) || enums.containsValue(free); i++) {
            free = name + i;
        }
        return free;
    }

    private static String typeName(String name) {
        String camel = camelCase(name);
        return Character.toUpperCase(camel.charAt(0)) + camel.substring(1);
    }

    private static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isJavaIdentifierPart(c) && c != '_') {
                camel.append(upper ? Character.toUpperCase(c) : c);
            }
            upper = !camel.isEmpty() && (!Character.isJavaIdentifierPart(c) || c == '_');
        }
        return name(camel.toString());
    }

    /// As it may stand in a source.
    private static String name(String name) {
        boolean starts = !name.isEmpty() && Character.isJavaIdentifierStart(name.charAt(0));
        String valid = (starts ? "" : "_") + name.replaceAll("\\W", "_");
        return SourceVersion.isKeyword(valid) ? valid + "_" : valid;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
