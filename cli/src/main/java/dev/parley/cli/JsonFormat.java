package dev.parley.cli;

import org.jspecify.annotations.Nullable;

/// One document of JSON, with a stream as a list. That of a stream which fails is not closed, and so is none.
final class JsonFormat extends Format {
    private boolean hasItems;

    JsonFormat(Console console) {
        super(console);
    }

    @Override
    void value(@Nullable Object value) {
        console.line(JsonText.pretty(value, console.width(), console.hasColours()));
    }

    @Override
    void begin() {
        console.print("[");
    }

    @Override
    void item(@Nullable Object value) {
        String json = JsonText.pretty(value, console.width() - 2, console.hasColours());
        console.print((hasItems ? ",\n  " : "\n  ") + json.replace("\n", "\n  "));
        console.flush();
        hasItems = true;
    }

    @Override
    void end() {
        console.line(hasItems ? "\n]" : "]");
    }
}
