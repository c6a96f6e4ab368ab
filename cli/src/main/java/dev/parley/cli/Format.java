package dev.parley.cli;

import dev.parley.value.Extension;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/// How values are printed, by the name that `--format` has for it.
abstract class Format {
    static final List<String> NAMES = List.of("pretty", "json", "ndjson", "table", "raw", "yaml");

    static final Option OPTION =
            Option.of(
                            "--format",
                            "FORMAT",
                            "pretty, json, ndjson, table, raw or yaml (else pretty on a terminal; otherwise ndjson, for"
                                    + " text and bytes raw)")
                    .orBehindTheCommand();

    final Console console;

    Format(Console console) {
        this.console = console;
    }

    /// @param name one of [#NAMES]
    static Format of(String name, Console console) {
        return switch (name) {
            case "pretty" -> new Pretty(console);
            case "json" -> new JsonFormat(console);
            case "ndjson" -> new Ndjson(console);
            case "table" -> new TableFormat(console);
            case "raw" -> new Raw(console);
            case "yaml" -> new YamlFormat(console);
            default ->
                    throw Failures.usage(
                            "--format: got \"" + name + "\" (expected one of: " + String.join(", ", NAMES) + ")");
        };
    }

    /// Prints a whole result.
    void value(@Nullable Object value) {
        item(value);
    }

    /// To be called before the items of a stream.
    void begin() {}

    /// Prints an item of a stream, which is read at once.
    abstract void item(@Nullable Object value);

    /// To be called behind the last item.
    void end() {}

    /// Whether what it prints is for people only, who are given texts that they can read at a glance.
    boolean isForPeople() {
        return false;
    }

    /// Whether it is printed as JSON where a text would be printed as it is.
    static boolean isContainer(@Nullable Object value) {
        return value instanceof Map || value instanceof Collection || value instanceof Extension;
    }

    /// For people: what is too long for a line in several, coloured where there are colours.
    private static final class Pretty extends Format {
        Pretty(Console console) {
            super(console);
        }

        @Override
        void item(@Nullable Object value) {
            boolean json = isContainer(value) || value instanceof byte[];
            console.line(
                    json
                            ? JsonText.pretty(value, console.width(), console.hasColours())
                            : Failures.harmless(String.valueOf(value)));
        }
    }

    /// A value of JSON in each line.
    private static final class Ndjson extends Format {
        Ndjson(Console console) {
            super(console);
        }

        @Override
        void item(@Nullable Object value) {
            console.line(JsonText.line(value));
        }
    }

    /// Bytes as they are, text in a line; lists and records as JSON.
    private static final class Raw extends Format {
        Raw(Console console) {
            super(console);
        }

        @Override
        void item(@Nullable Object value) {
            if (value instanceof byte[] bytes) {
                console.write(bytes);
                console.flush();
            } else {
                console.line(isContainer(value) ? JsonText.line(value) : String.valueOf(value));
            }
        }
    }
}
