package dev.parley.value;

/// What a value is on the wire, whatever the format. The name in [#text()] is the word that errors, help and docs use.
public enum Kind {
    NIL("null"),
    BOOLEAN("boolean"),
    INTEGER("integer"),
    REAL("number"),
    TEXT("text"),
    BYTES("bytes"),
    LIST("list"),
    MAP("map"),
    TIMESTAMP("timestamp"),
    EXTENSION("extension"),
    /// Nothing is left to read.
    END("nothing");

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    /// The word for this kind, as users read it.
    public String text() {
        return text;
    }
}
