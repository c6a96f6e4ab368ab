package dev.parley.cli;

import dev.parley.Code;
import dev.parley.model.ErrorModel;
import dev.parley.model.ServiceDescriptor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Shows all that is known of a command.
final class CommandHelp {
    private final Console console;

    CommandHelp(Console console) {
        this.console = console;
    }

    void command(ServiceDescriptor service, ServiceDescriptor.Command command, CommandLine line) {
        int width = console.width();
        String usage = "parley " + OwnWords.typed(service.name()) + " " + command.name() + line.synopsis();
        console.print(Layout.wrapped(usage, 0, 4, width) + "\n");
        if (!command.doc().isEmpty()) {
            console.print("\n" + Layout.wrapped(command.doc(), 0, 0, width) + "\n");
        }
        List<String[]> rows = new ArrayList<>();
        for (Parameter parameter : line.parameters()) {
            String left = parameter.synopsis();
            if (left.startsWith("[--")) {
                left = parameter.isFlag() ? parameter.flag() : parameter.option() + " " + parameter.placeholder();
                String letter = left.startsWith("--no-") ? "" : line.letter(parameter); // it would be the opposite
                left = letter.isEmpty() ? left : letter + ", " + left;
            }
            rows.add(new String[] {left, description(parameter)});
            fields("  " + parameter.option() + ".", parameter.schema(), rows);
        }
        if (!rows.isEmpty()) {
            console.print("\n" + Layout.columns(rows, 2, width));
        }
        console.print("\n" + Layout.wrapped(result(command.result()), 0, 4, width) + "\n");
        List<String[]> fields = new ArrayList<>();
        fields("", Schema.of(command.result().schema()), fields);
        console.print(Layout.columns(fields, 2, width));
        String deadline = command.deadline();
        if (deadline != null) {
            String most = deadline.equals("PT0S") ? "as long as it likes" : plain(deadline);
            console.print("It may take " + most + ", unless --timeout says something else.\n");
        }
        errors(command.errors(), width);
        console.flush();
    }

    /// Adds those that something is said of.
    private static void fields(String prefix, Schema schema, List<String[]> rows) {
        for (Map.Entry<String, Schema> field : schema.fields().entrySet()) {
            if (!field.getValue().doc().isEmpty()) {
                rows.add(new String[] {prefix + field.getKey(), field.getValue().doc()});
            }
        }
    }

    private void errors(List<ErrorModel> errors, int width) {
        List<String[]> rows = new ArrayList<>();
        for (ErrorModel error : errors) {
            Code code = error.code();
            String doc = error.doc() + (code == null ? "" : " (" + code + ")");
            rows.add(new String[] {error.type(), doc.strip()});
        }
        if (!rows.isEmpty()) {
            console.print("\nErrors:\n" + Layout.columns(rows, 2, width));
        }
    }

    static String description(Parameter parameter) {
        StringBuilder notes = new StringBuilder(parameter.type());
        String otherwise = parameter.defaultValue();
        if (parameter.isStream()) {
            notes.append("; a file, or - for standard input");
            notes.append(parameter.schema().is(Schema.Kind.BYTES) ? "" : ", one in each line");
        } else if (parameter.schema().is(Schema.Kind.RECORD) || parameter.schema().is(Schema.Kind.CHOICE)) {
            notes.append("; JSON, @FILE with JSON, or ").append(parameter.fieldOptions());
        } else if (parameter.schema().is(Schema.Kind.LIST)) {
            notes.append("; between commas, or several times");
        } else if (parameter.schema().is(Schema.Kind.MAP)) {
            notes.append("; key=value, between commas, or several times");
        } else if (parameter.schema().is(Schema.Kind.BYTES)) {
            notes.append("; text, @FILE, - for standard input, hex:… or base64:…");
        }
        if (parameter.isFlag() && !parameter.required()) {
            notes.setLength(0);
            notes.append("true".equals(otherwise) ? "makes it false" : "");
        } else if (otherwise != null) {
            notes.append("; ").append(otherwise.isEmpty() ? "empty" : otherwise).append(" if left out");
        }
        String doc = parameter.doc();
        return doc.isEmpty() ? notes.toString() : notes.isEmpty() ? doc : doc + " (" + notes + ")";
    }

    /// `1m30s` for `PT1M30S`.
    private static String plain(String duration) {
        return (duration.startsWith("PT") ? duration.substring(2) : duration).toLowerCase(Locale.ROOT);
    }

    private static String result(ServiceDescriptor.Result result) {
        String type = result.stream() ? "stream<" + result.type() + ">" : result.type();
        return "Result: " + type + (result.doc().isEmpty() ? "" : ", " + result.doc());
    }
}
