package dev.parley.cli;

import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.Iterator;
import java.util.stream.Stream;

/// Prints what a command gives, in the [Format] that was asked for, or in the one that fits: bytes raw; on a terminal so
/// that it can be read; else text as it is, and all else as JSON in one line for each value.
final class Printer {
    private final Console console;
    private final @Nullable Format format;
    private final Schema schema;
    private final boolean isNothing;

    /// @param format what was asked for; null for nothing
    Printer(Console console, @Nullable String format, ServiceDescriptor.Result result) {
        this.console = console;
        this.format = format == null ? null : Format.of(format, console);
        schema = Schema.of(result.schema());
        isNothing = result.type().equals("nothing");
    }

    void value(@Nullable Object value) {
        if (!isNothing) {
            Object decoded = decoded(value);
            formatOf(decoded).value(decoded);
        }
    }

    /// Prints items as they come, each at once.
    void items(Stream<@Nullable Object> items) {
        try (items) {
            if (format != null) {
                format.begin();
            }
            for (Iterator<@Nullable Object> each = items.iterator(); each.hasNext(); ) {
                Object item = decoded(each.next());
                formatOf(item).item(item);
            }
            if (format != null) {
                format.end();
            }
        }
    }

    /// Bytes of a codec that has none are text.
    private @Nullable Object decoded(@Nullable Object value) {
        return value instanceof String text && schema.is(Schema.Kind.BYTES) ? Base64.getDecoder().decode(text) : value;
    }

    private Format formatOf(@Nullable Object value) {
        if (format != null) {
            return format;
        } else if (!(value instanceof byte[]) && console.isTerminal()) {
            return Format.of("pretty", console);
        }
        return Format.of(Format.isContainer(value) ? "ndjson" : "raw", console);
    }
}
