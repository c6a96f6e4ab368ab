package dev.parley.cli;

import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/// Prints what a command gives: text as it is, bytes raw, all else as JSON; on a terminal so that it can be read, else in
/// one line for each value.
final class Printer {
    private final Console console;
    private final Schema schema;
    private final boolean isNothing;

    Printer(Console console, ServiceDescriptor.Result result) {
        this.console = console;
        schema = Schema.of(result.schema());
        isNothing = result.type().equals("nothing");
    }

    void value(@Nullable Object value) {
        if (!isNothing) {
            print(value);
        }
    }

    /// Prints items as they come, each at once.
    void items(Stream<@Nullable Object> items) {
        try (items) {
            for (Iterator<@Nullable Object> each = items.iterator(); each.hasNext(); ) {
                print(each.next());
            }
        }
    }

    private void print(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            raw(bytes);
        } else if (value instanceof String text && schema.is(Schema.Kind.BYTES)) { // a codec without bytes
            raw(Base64.getDecoder().decode(text));
        } else if (value instanceof Map || value instanceof Collection) {
            console.line(console.isTerminal() ? JsonText.pretty(value, console.width()) : JsonText.line(value));
        } else {
            console.line(String.valueOf(value));
        }
    }

    private void raw(byte[] bytes) {
        console.write(bytes);
        console.flush();
    }
}
