package dev.parley.processor;

import org.jspecify.annotations.Nullable;

/// An inline tag `{@name body}`, which ends before `end`. The body's first white space is not part of it.
record InlineTag(String name, String body, int end) {
    /// The tag that begins at `index`, null where none does or where it is not closed; braces in the body are balanced.
    static @Nullable InlineTag at(String text, int index) {
        if (!text.startsWith("{@", index)) {
            return null;
        }
        int nameEnd = index + 2;
        while (nameEnd < text.length() && Character.isLetterOrDigit(text.charAt(nameEnd))) {
            nameEnd++;
        }
        if (nameEnd == index + 2) {
            return null;
        }
        int depth = 1;
        for (int i = nameEnd; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                int start = i > nameEnd && Character.isWhitespace(text.charAt(nameEnd)) ? nameEnd + 1 : nameEnd;
                return new InlineTag(text.substring(index + 2, nameEnd), text.substring(start, i), i + 1);
            }
        }
        return null;
    }
}
