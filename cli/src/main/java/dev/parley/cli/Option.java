package dev.parley.cli;

/// An option of a word of the tool's own. Also an argument, where a name without dashes stands for itself in help.
///
/// @param name such as `--url`, or `FILE` for an argument
/// @param value what stands for its value in help; empty for a flag
/// @param letter the short form, such as `-u`; empty for none
/// @param anywhere whether it may stand behind the command that is called as well, unless that has one of its name
record Option(String name, String value, String doc, String letter, boolean anywhere) {
    static Option of(String name, String value, String doc) {
        return new Option(name, value, doc, "", false);
    }

    static Option flag(String name, String doc) {
        return of(name, "", doc);
    }

    /// A line of help for what is no option.
    static Option argument(String name, String doc) {
        return of(name, "", doc);
    }

    Option orAs(String letter) {
        return new Option(name, value, doc, letter, anywhere);
    }

    Option orBehindTheCommand() {
        return new Option(name, value, doc, letter, true);
    }

    boolean isFlag() {
        return value.isEmpty();
    }

    boolean isArgument() {
        return !name.startsWith("-");
    }

    /// `-u, --url URL`.
    String synopsis() {
        return (letter.isEmpty() ? "" : letter + ", ") + name + (isFlag() ? "" : " " + value);
    }
}
