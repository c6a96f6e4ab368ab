package dev.parley.processor;

/// The text of a Markdown comment (JEP 467). It stays Markdown, but for lines that are joined to paragraphs and for
/// references to Java's elements: `[Foo#bar]` becomes `Foo.bar`, `[label][Foo#bar]` becomes `label`.
final class MarkdownText extends PlainText {
    private static final int LONGEST_LABEL = 300;

    /// Where the text of the line begins.
    private int lineStart;

    private boolean afterBlank;
    private boolean inList;
    private boolean alone;

    MarkdownText(String text) {
        super(text);
        startLine();
    }

    @Override
    String nested(String inner) {
        return of(inner, true);
    }

    @Override
    boolean special(char c) {
        return switch (c) {
            case '`' -> codeSpan();
            case '[' -> reference();
            case '\\' -> escape();
            default -> super.special(c);
        };
    }

    @Override
    void whiteSpace() {
        if (text.charAt(at) == '\n') {
            // Two spaces at the end of a line are Markdown's line break.
            if (alone || text.startsWith("  ", at - 2)) {
                flow.line();
            }
            alone = false;
            at++;
            startLine();
        } else {
            at++;
        }
        flow.space();
    }

    private void startLine() {
        String line = MarkdownLine.at(text, at);
        String fence = MarkdownLine.fence(line);
        MarkdownLine kind = MarkdownLine.of(line);
        if (fence != null) {
            block(MarkdownLine.fenceEnd(text, at, fence), 0);
        } else if (kind == MarkdownLine.INDENTED && afterBlank && !inList) {
            block(MarkdownLine.indentedEnd(text, at), 4);
        } else {
            startLine(kind, MarkdownLine.indent(line));
        }
    }

    private void startLine(MarkdownLine kind, int indent) {
        switch (kind) {
            case BLANK -> flow.paragraph();
            case ITEM -> flow.line(indent);
            case ALONE -> flow.line();
            case TEXT, INDENTED -> {}
        }
        alone = kind == MarkdownLine.ALONE;
        inList = kind == MarkdownLine.ITEM || inList && !(afterBlank && indent == 0 && kind != MarkdownLine.BLANK);
        afterBlank = kind == MarkdownLine.BLANK;
        at += indent;
        lineStart = at;
    }

    private void block(int end, int spaces) {
        flow.block(text.substring(at, end), spaces);
        at = end;
    }

    /// As many backticks as opened it close it, in the same paragraph.
    private boolean codeSpan() {
        int ticks = ticks(at);
        int paragraphEnd = text.indexOf("\n\n", at);
        int limit = paragraphEnd < 0 ? text.length() : paragraphEnd;
        for (int close = at + ticks; close < limit; close += Math.max(1, ticks(close))) {
            if (ticks(close) == ticks) {
                flow.append(oneLine(text.substring(at, close + ticks)));
                at = close + ticks;
                return true;
            }
        }
        flow.append(text.substring(at, at + ticks));
        at += ticks;
        return true;
    }

    private int ticks(int index) {
        int end = index;
        while (end < text.length() && text.charAt(end) == '`') {
            end++;
        }
        return end - index;
    }

    private boolean reference() {
        int close = closingBracket(at);
        if (close < 0 || isDefinition(close) || text.startsWith("(", close + 1) || text.startsWith("![", at - 1)) {
            return false;
        }
        String label = text.substring(at + 1, close);
        if (!text.startsWith("[", close + 1)) {
            return reference(label, Reference.plain(label), close);
        }
        int end = closingBracket(close + 1);
        if (end < 0) {
            return false;
        }
        return end == close + 2
                ? reference(label, Reference.plain(label), end)
                : reference(text.substring(close + 2, end), nested(label), end);
    }

    private boolean reference(String target, String shown, int close) {
        boolean reference = Reference.is(target);
        if (reference) {
            flow.append(shown);
            at = close + 1;
        }
        return reference;
    }

    /// `[label]: where`, a line of its own.
    private boolean isDefinition(int close) {
        return at == lineStart && text.startsWith(":", close + 1);
    }

    /// Of the bracket that opens at `index`, -1 if none does.
    private int closingBracket(int index) {
        int depth = 0;
        for (int i = index; i < Math.min(text.length(), index + LONGEST_LABEL); i++) {
            switch (text.charAt(i)) {
                case '\\' -> i++;
                case '[' -> depth++;
                case ']' -> depth--;
                default -> {}
            }
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    /// An escaped character is syntax of nothing; an escaped line end is a line break.
    private boolean escape() {
        if (text.startsWith("\n", at + 1)) {
            flow.line();
            at++;
            return true;
        }
        boolean escape = at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1));
        if (escape) {
            flow.append(text.substring(at, at + 2));
            at += 2;
        }
        return escape;
    }
}
