package dev.parley.processor;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/// What a line of Markdown is, as far as it matters for where lines may be joined.
enum MarkdownLine {
    BLANK,
    /// The begin of a list's item.
    ITEM,
    /// A heading, a table's row, a rule or a quote: neither what is before nor what is after may be joined to it.
    ALONE,
    /// Indented by four or more: code, where a paragraph has ended before.
    INDENTED,
    TEXT;

    private static final Pattern FENCE = Pattern.compile("\\s*(`{3,}(?=[^`]*$)|~{3,}).*");
    private static final Pattern ITEM_START = Pattern.compile("\\s*(?:[-*+]|\\d{1,9}[.)])\\s.*");
    private static final Pattern ALONE_START = Pattern.compile("\\s*(?:#{1,6}\\s.*|[|>].*|[-=*_]{3,}\\s*)");

    static MarkdownLine of(String line) {
        if (line.isBlank()) {
            return BLANK;
        } else if (ITEM_START.matcher(line).matches()) {
            return ITEM;
        } else if (ALONE_START.matcher(line).matches()) {
            return ALONE;
        }
        return indent(line) >= 4 ? INDENTED : TEXT;
    }

    /// The line from `index` on, without its end.
    static String at(String text, int index) {
        return text.substring(index, end(text, index));
    }

    /// Where the line's `\n` is, or the end of the text.
    static int end(String text, int index) {
        int end = text.indexOf('\n', index);
        return end < 0 ? text.length() : end;
    }

    static int indent(String line) {
        int indent = 0;
        while (indent < line.length() && Character.isWhitespace(line.charAt(indent))) {
            indent++;
        }
        return indent;
    }

    /// The backticks or tildes that open a block of code, null if the line does not.
    static @Nullable String fence(String line) {
        var fence = FENCE.matcher(line);
        return fence.matches() ? fence.group(1) : null;
    }

    /// Where the block of code ends whose fence is the line at `index`: after its last line, before the `\n`.
    static int fenceEnd(String text, int index, String fence) {
        int end = end(text, index);
        while (end < text.length()) {
            String line = at(text, end + 1).strip();
            end = end(text, end + 1);
            if (line.startsWith(fence) && line.replace(fence.substring(0, 1), "").isEmpty()) {
                break;
            }
        }
        return end;
    }

    /// Where the indented code ends whose first line is the one at `index`: before the `\n` of its last line.
    static int indentedEnd(String text, int index) {
        int end = end(text, index);
        for (int next = end; next < text.length(); next = end(text, next + 1)) {
            String line = at(text, next + 1);
            if (!line.isBlank() && indent(line) < 4) {
                break;
            }
            end = line.isBlank() ? end : end(text, next + 1);
        }
        return end;
    }
}
