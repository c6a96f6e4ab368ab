package dev.parley.processor;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Set;

/// An HTML tag, which ends before `end`. Only the names of HTML's elements make a tag, so that a `List<String>` that
/// somebody forgot to escape stays.
record HtmlTag(String name, boolean closing, int end) {
    private static final Set<String> ELEMENTS =
            Set.of(
                    ("a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col"
                         + " colgroup dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6"
                         + " header hr i img ins kbd li main mark menu nav ol p pre q s samp section small span strike"
                         + " strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr")
                            .split(" "));

    /// The tag or HTML comment (its name is `!--`) that begins at `index`, null where none does.
    static @Nullable HtmlTag at(String text, int index) {
        if (text.startsWith("<!--", index)) {
            int end = text.indexOf("-->", index + 4);
            return end < 0 ? null : new HtmlTag("!--", false, end + 3);
        }
        boolean closing = text.startsWith("</", index);
        int start = index + (closing ? 2 : 1);
        int nameEnd = start;
        while (nameEnd < text.length() && Character.isLetterOrDigit(text.charAt(nameEnd))) {
            nameEnd++;
        }
        String name = text.substring(Math.min(start, text.length()), nameEnd).toLowerCase(Locale.ROOT);
        int end = ELEMENTS.contains(name) ? end(text, nameEnd) : -1;
        return end < 0 ? null : new HtmlTag(name, closing, end);
    }

    private static int end(String text, int nameEnd) {
        char quote = 0;
        for (int i = nameEnd; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i == nameEnd && c != '>' && c != '/' && !Character.isWhitespace(c)) {
                return -1;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i + 1;
            } else if (c == '<') {
                return -1;
            }
        }
        return -1;
    }
}
