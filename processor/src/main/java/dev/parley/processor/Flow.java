package dev.parley.processor;

import java.util.stream.Collectors;

/// Text under way: what is between two pieces of text (a space, a new line, a blank line) is remembered and only written
/// before the next piece, so that it neither piles up nor stands at the begin or the end.
final class Flow {
    private final StringBuilder out = new StringBuilder();
    private boolean space;
    private int newLines;
    private int indent;
    private String bullet = "";

    void space() {
        space = true;
    }

    void line() {
        line(0);
    }

    void line(int spaces) {
        // <li><p>text is still the item's first line.
        if (bullet.isEmpty()) {
            newLines = Math.max(newLines, 1);
            indent = spaces;
        }
    }

    void paragraph() {
        line();
        newLines = bullet.isEmpty() ? 2 : newLines;
    }

    /// A list's item, which comes to nothing if it has no text.
    void item(int spaces) {
        bullet = "";
        line(spaces);
        bullet = "- ";
    }

    void append(String text) {
        if (text.isEmpty()) {
            return;
        }
        if (out.isEmpty()) {
            out.append(bullet);
        } else if (newLines > 0) {
            out.repeat('\n', newLines).repeat(' ', indent).append(bullet);
        } else if (space) {
            out.append(' ');
        }
        out.append(text);
        space = false;
        newLines = 0;
        indent = 0;
        bullet = "";
    }

    /// Lines that stay as they are, between blank lines. Their common indentation becomes `spaces`.
    void block(String lines, int spaces) {
        paragraph();
        append(
                lines.lines()
                        .dropWhile(String::isBlank)
                        .collect(Collectors.joining("\n"))
                        .stripTrailing()
                        .stripIndent()
                        .lines()
                        .map(line -> line.isBlank() ? "" : " ".repeat(spaces) + line)
                        .collect(Collectors.joining("\n")));
        paragraph();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
