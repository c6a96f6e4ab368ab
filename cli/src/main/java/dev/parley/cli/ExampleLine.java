package dev.parley.cli;

import dev.parley.model.ServiceDescriptor;

import java.util.List;
import java.util.Map;

/// A command line that somebody may try: of the command that needs the least.
final class ExampleLine {
    private ExampleLine() {}

    /// @return service, command and arguments
    static String of(ServiceDescriptor service) {
        ServiceDescriptor.Command best = service.commands().getFirst();
        for (ServiceDescriptor.Command command : service.commands()) {
            if (effort(command) < effort(best)) {
                best = command;
            }
        }
        StringBuilder line = new StringBuilder(OwnWords.typed(service.name())).append(' ').append(best.name());
        for (ServiceDescriptor.Parameter described : best.parameters()) {
            Parameter parameter = new Parameter(described);
            if (parameter.isPositional()) {
                line.append(' ')
                        .append(parameter.isStream() ? "-" : quoted(value(parameter.schema(), parameter.name())));
            }
        }
        return line.toString();
    }

    /// Commands without a stream from a terminal and without records are easier to try.
    private static int effort(ServiceDescriptor.Command command) {
        int effort = 0;
        for (ServiceDescriptor.Parameter described : command.parameters()) {
            Parameter parameter = new Parameter(described);
            if (parameter.isStream()) {
                effort += 100;
            } else if (parameter.required()) {
                effort += parameter.schema().isScalar() ? 1 : 10;
            }
        }
        return effort;
    }

    private static String value(Schema schema, String name) {
        return switch (schema.kind()) {
            case TEXT -> text(schema, name);
            case BYTES, ANY -> "hello";
            case INTEGER -> "3";
            case REAL, DECIMAL -> "1.5";
            case BOOLEAN -> "true";
            case LIST -> schema.element().isScalar() ? value(schema.element(), name) : "[]";
            case MAP -> "key=" + value(schema.element(), name);
            case RECORD, CHOICE -> json(schema);
        };
    }

    private static String text(Schema schema, String name) {
        List<?> allowed = schema.allowed();
        if (!allowed.isEmpty()) {
            return String.valueOf(allowed.getFirst());
        }
        return switch (schema.format()) {
            case "date" -> "2030-01-31";
            case "time" -> "12:00";
            case "date-time" -> "2030-01-31T12:00:00Z";
            case "duration" -> "2s";
            case "uuid" -> "00000000-0000-4000-8000-000000000000";
            case "uri" -> "https://example.org";
            default -> name.equals("name") ? "you" : "hello";
        };
    }

    private static String json(Schema schema) {
        StringBuilder json = new StringBuilder("{");
        for (Map.Entry<String, Schema> field : schema.fields().entrySet()) {
            String value = value(field.getValue(), field.getKey());
            boolean bare =
                    field.getValue().isScalar()
                            && !field.getValue().is(Schema.Kind.TEXT)
                            && !field.getValue().is(Schema.Kind.BYTES);
            json.append(json.length() > 1 ? ", " : "").append('"').append(field.getKey()).append("\": ");
            json.append(bare ? value : field.getValue().is(Schema.Kind.LIST) ? "[]" : JsonText.line(value));
        }
        return json.append('}').toString();
    }

    /// In quotes where a shell would not take it for one word.
    static String quoted(String word) {
        boolean plain = !word.isEmpty();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            plain &= Character.isLetterOrDigit(c) || "-_./:=,@+%".indexOf(c) >= 0;
        }
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
