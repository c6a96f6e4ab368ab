package dev.parley.processor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Turns a text of a documentation comment into plain text for help. Lines are joined to paragraphs, with a blank line
/// between them; HTML and inline tags become what they stand for, items of lists begin with `- `, and code stays as it is.
/// Whatever is not well-formed stays as text. This class does so for classic comments, its heirs for other text.
class PlainText {
    private static final Pattern PRE_END = Pattern.compile("</pre\\s*>", Pattern.CASE_INSENSITIVE);
    private static final Pattern SNIPPET_BODY = Pattern.compile(":[ \\t]*\\n");
    private static final Pattern LINE_END = Pattern.compile("\\s*\\n\\s*");

    final String text;
    final Flow flow = new Flow();

    /// What is before has been read.
    int at;

    private int listDepth;

    PlainText(String text) {
        this.text = text;
    }

    static String of(String text, boolean markdown) {
        return (markdown ? new MarkdownText(text) : new PlainText(text)).render();
    }

    String render() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                whiteSpace();
            } else if (!special(c)) {
                flow.append(text.substring(at, at + 1));
                at++;
            }
        }
        return flow.toString();
    }

    /// Reads white space, at least one character.
    void whiteSpace() {
        int lines = 0;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            lines += text.charAt(at) == '\n' ? 1 : 0;
            at++;
        }
        if (lines > 1) {
            flow.paragraph();
        } else {
            flow.space();
        }
    }

    /// Reads what begins with this character if that has a meaning.
    boolean special(char c) {
        return switch (c) {
            case '{' -> inlineTag();
            case '<' -> htmlTag();
            case '&' -> entity();
            case '@' -> escape();
            default -> false;
        };
    }

    /// A label or the like, inside of this text.
    String nested(String inner) {
        return of(inner, false);
    }

    void code(String code) {
        flow.append(oneLine(code));
    }

    static String oneLine(String text) {
        return LINE_END.matcher(text.strip()).replaceAll(" ");
    }

    private boolean inlineTag() {
        InlineTag tag = InlineTag.at(text, at);
        if (tag == null) {
            return false;
        }
        at = tag.end();
        String body = tag.body();
        switch (tag.name()) {
            case "inheritDoc", "docRoot" -> {}
            case "code", "literal" -> code(body);
            case "link", "linkplain" -> link(oneLine(body));
            case "value" -> value(oneLine(body));
            case "return" -> sentence("Returns ", nested(body));
            case "snippet" -> snippet(body);
            case "index" -> flow.append(oneLine(indexed(body.strip())));
            default -> flow.append(nested(body));
        }
        return true;
    }

    private void link(String body) {
        int end = Reference.end(body);
        String label = nested(body.substring(end));
        flow.append(label.isEmpty() ? Reference.plain(body.substring(0, end)) : label);
    }

    /// A format may stand before the reference.
    private void value(String body) {
        flow.append(Reference.plain(body.substring(body.lastIndexOf(' ') + 1)));
    }

    private void sentence(String begin, String rest) {
        if (!rest.isEmpty()) {
            flow.append(begin + rest + (".!?".indexOf(rest.charAt(rest.length() - 1)) < 0 ? "." : ""));
        }
    }

    /// A snippet without a body is in another file.
    private void snippet(String body) {
        Matcher start = SNIPPET_BODY.matcher(body);
        if (start.find()) {
            flow.block(body.substring(start.end()), 0);
        }
    }

    /// The first word, or the phrase in quotes: the rest is for the index.
    private static String indexed(String body) {
        boolean quoted = body.startsWith("\"");
        int end = body.indexOf(quoted ? '"' : ' ', 1);
        return body.substring(quoted ? 1 : 0, end < 0 ? body.length() : end);
    }

    private boolean htmlTag() {
        HtmlTag tag = HtmlTag.at(text, at);
        if (tag != null) {
            at = tag.end();
            layOut(tag);
        }
        return tag != null;
    }

    /// Does what the tag does to the lines of the text.
    void layOut(HtmlTag tag) {
        switch (tag.name()) {
            case "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "table", "caption", "dl", "blockquote" ->
                    flow.paragraph();
            case "section", "article", "header", "footer", "main", "nav", "aside", "details", "summary", "figure" ->
                    flow.paragraph();
            case "ul", "ol", "menu" -> list(tag.closing());
            case "li" -> item(tag.closing());
            case "br", "tr", "dt", "dd", "address", "figcaption", "center" -> flow.line();
            case "td", "th" -> flow.space();
            case "pre" -> preformatted(tag.closing());
            default -> {}
        }
    }

    private void list(boolean closing) {
        listDepth = Math.max(0, listDepth + (closing ? -1 : 1));
        if (listDepth == (closing ? 0 : 1)) {
            flow.paragraph();
        }
    }

    private void item(boolean closing) {
        if (closing) {
            flow.line();
        } else {
            flow.item(2 * Math.max(0, listDepth - 1));
        }
    }

    private void preformatted(boolean closing) {
        if (!closing) {
            Matcher end = PRE_END.matcher(text);
            boolean closed = end.find(at);
            flow.block(new PreformattedText(text.substring(at, closed ? end.start() : text.length())).render(), 0);
            at = closed ? end.end() : text.length();
        }
    }

    private boolean entity() {
        Entity entity = Entity.at(text, at);
        if (entity == null) {
            return false;
        }
        at = entity.end();
        if (entity.text().isBlank()) {
            flow.space();
        } else {
            flow.append(entity.text());
        }
        return true;
    }

    /// `*@/` is how a comment writes what would end it.
    private boolean escape() {
        boolean escape = text.startsWith("*@/", at - 1);
        if (escape) {
            at++;
        }
        return escape;
    }
}
