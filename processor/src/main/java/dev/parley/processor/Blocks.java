package dev.parley.processor;

/// Cuts a comment before each block tag: an `@` and a letter at the beginning of a line, but not inside an inline tag or
/// Markdown's code. The first block is the main description, possibly empty; each further one begins with its `@`.
final class Blocks {
    private final String text;
    private final boolean markdown;
    private int at;
    private boolean begun;

    Blocks(String text, boolean markdown) {
        this.text = text;
        this.markdown = markdown;
    }

    boolean hasNext() {
        return !begun || at < text.length();
    }

    String next() {
        int start = at;
        boolean lineStart = !begun;
        begun = true;
        while (at < text.length()) {
            if (lineStart) {
                String fence = markdown ? MarkdownLine.fence(MarkdownLine.at(text, at)) : null;
                if (fence != null) {
                    at = MarkdownLine.fenceEnd(text, at, fence);
                    continue;
                }
                if (startsTag()) {
                    return text.substring(start, at);
                }
            }
            lineStart = text.charAt(at) == '\n';
            InlineTag tag = InlineTag.at(text, at);
            at = tag == null ? at + 1 : tag.end();
        }
        return text.substring(start);
    }

    /// If so, moves to its `@`. In Markdown, four spaces make code.
    private boolean startsTag() {
        int sign = at;
        while (sign < text.length() && (text.charAt(sign) == ' ' || text.charAt(sign) == '\t')) {
            sign++;
        }
        boolean starts =
                sign + 1 < text.length()
                        && text.charAt(sign) == '@'
                        && Character.isLetter(text.charAt(sign + 1))
                        && !(markdown && sign - at > 3);
        if (starts) {
            at = sign;
        }
        return starts;
    }
}
