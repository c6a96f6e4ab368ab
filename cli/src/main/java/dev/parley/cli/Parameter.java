package dev.parley.cli;

import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceDescriptor;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;

/// A parameter of a command, as it is typed.
final class Parameter {
    private static final int SHORT = 30;

    private final ServiceDescriptor.Parameter described;
    private final Schema schema;

    Parameter(ServiceDescriptor.Parameter described) {
        this.described = described;
        schema = Schema.of(described.schema());
    }

    String name() {
        return described.name();
    }

    String doc() {
        return described.doc();
    }

    Schema schema() {
        return schema;
    }

    boolean required() {
        return described.required();
    }

    /// What is taken when it is left out, as it would be typed; null for nothing.
    @Nullable String defaultValue() {
        return described.defaultValue();
    }

    boolean isStream() {
        return described.kind() == ParameterModel.Kind.STREAM;
    }

    boolean isRest() {
        return described.kind() == ParameterModel.Kind.REST;
    }

    boolean isNamedRest() {
        return described.kind() == ParameterModel.Kind.NAMED_REST;
    }

    /// Whether it has a place of its own among the words.
    boolean isPositional() {
        return isStream() || required();
    }

    boolean isFlag() {
        return described.kind() == ParameterModel.Kind.NORMAL && schema.is(Schema.Kind.BOOLEAN);
    }

    /// `--max-count` for `maxCount` and `max_count`.
    String option() {
        StringBuilder option = new StringBuilder("--");
        String name = name();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1))) {
                option.append('-');
            }
            option.append(c == '_' ? '-' : Character.toLowerCase(c));
        }
        return option.toString();
    }

    /// `-m`, for those that are given as options and whose letter is not one of ours; empty for none.
    String letter() {
        char first = option().charAt(2);
        boolean has = !isPositional() && !isRest() && !isNamedRest() && first != 'u' && first != 'h' && first != 'v';
        return has ? "-" + first : "";
    }

    /// `MAX_COUNT`.
    String placeholder() {
        return option().substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /// The type in a few words.
    String type() {
        String type = described.type();
        return isStream() ? "stream<" + type + ">" : isRest() || isNamedRest() ? type + "…" : type;
    }

    /// How it stands in a synopsis.
    String synopsis() {
        if (isRest()) {
            return "[" + placeholder() + "…]";
        } else if (isNamedRest()) {
            return "[KEY=VALUE…]";
        } else if (isPositional()) {
            return placeholder();
        } else if (isFlag()) {
            return "[" + flag() + "]";
        }
        boolean showsValues = !schema.allowed().isEmpty() && described.type().length() <= SHORT;
        return "[" + option() + " " + (showsValues ? described.type() : placeholder()) + "]";
    }

    /// `--done`, `--no-done` for one that is true by itself.
    String flag() {
        return "true".equals(defaultValue()) ? "--no-" + option().substring(2) : option();
    }

    /// Whether somebody who types this means this parameter: `--maxCount`, `--max_count` and `--max-count` are the same.
    boolean isNamed(String typed) {
        return sameName(name(), typed);
    }

    static boolean sameName(String name, String typed) {
        return name.equals(typed) || plain(name).equals(plain(typed));
    }

    private static String plain(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    /// The value that somebody has typed.
    ///
    /// @throws ValueException for a text that is no such value
    @Nullable Object parse(String text) {
        boolean whole = schema.is(Schema.Kind.RECORD) || schema.is(Schema.Kind.CHOICE);
        if (whole && !text.startsWith("{") && !text.startsWith("@")) {
            throw ValueException.mismatch(
                    ValueException.quote(text), described.type() + " as JSON, @FILE with JSON, or " + fieldOptions());
        }
        return ValueText.parse(text, schema);
    }

    /// The value that it has when it is left out, as far as that is known.
    @Nullable Object absent() {
        String otherwise = defaultValue();
        return otherwise == null ? null : parse(otherwise);
    }

    /// `--note.id ID --note.text TEXT`, for a record.
    String fieldOptions() {
        StringBuilder options = new StringBuilder();
        for (Map.Entry<String, Schema> field : schema.fields().entrySet()) {
            boolean whole = field.getValue().is(Schema.Kind.RECORD) || field.getValue().is(Schema.Kind.CHOICE);
            options.append(options.isEmpty() ? "" : " ").append(option()).append('.').append(field.getKey());
            options.append(whole ? " JSON" : " …");
        }
        return options.toString();
    }
}
