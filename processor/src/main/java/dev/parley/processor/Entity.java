package dev.parley.processor;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// A character reference of HTML, which ends before `end`, and the text that it stands for.
record Entity(String text, int end) {
    private static final int LONGEST = 10;

    /// Those that are seen in Javadoc. A text for a terminal needs no fixed width space.
    private static final Map<String, String> NAMED =
            Map.ofEntries(
                    Map.entry("lt", "<"),
                    Map.entry("gt", ">"),
                    Map.entry("amp", "&"),
                    Map.entry("quot", "\""),
                    Map.entry("apos", "'"),
                    Map.entry("nbsp", " "),
                    Map.entry("commat", "@"),
                    Map.entry("lbrace", "{"),
                    Map.entry("rbrace", "}"),
                    Map.entry("ndash", "–"),
                    Map.entry("mdash", "—"),
                    Map.entry("hellip", "…"),
                    Map.entry("lsquo", "‘"),
                    Map.entry("rsquo", "’"),
                    Map.entry("ldquo", "“"),
                    Map.entry("rdquo", "”"),
                    Map.entry("laquo", "«"),
                    Map.entry("raquo", "»"),
                    Map.entry("bull", "•"),
                    Map.entry("middot", "·"),
                    Map.entry("copy", "©"),
                    Map.entry("reg", "®"),
                    Map.entry("trade", "™"),
                    Map.entry("sect", "§"),
                    Map.entry("deg", "°"),
                    Map.entry("micro", "µ"),
                    Map.entry("euro", "€"),
                    Map.entry("plusmn", "±"),
                    Map.entry("times", "×"),
                    Map.entry("minus", "−"),
                    Map.entry("infin", "∞"),
                    Map.entry("ne", "≠"),
                    Map.entry("le", "≤"),
                    Map.entry("ge", "≥"),
                    Map.entry("larr", "←"),
                    Map.entry("rarr", "→"),
                    Map.entry("uarr", "↑"),
                    Map.entry("darr", "↓"),
                    Map.entry("harr", "↔"));

    /// The reference that begins at `index`, null where none does or where it is not known.
    static @Nullable Entity at(String text, int index) {
        int semicolon = text.indexOf(';', index, Math.min(text.length(), index + LONGEST));
        if (semicolon < 0) {
            return null;
        }
        String name = text.substring(index + 1, semicolon);
        String character = name.startsWith("#") ? numbered(name.substring(1)) : NAMED.get(name);
        return character == null ? null : new Entity(character, semicolon + 1);
    }

    private static @Nullable String numbered(String number) {
        boolean hex = number.startsWith("x") || number.startsWith("X");
        try {
            int point = hex ? Integer.parseInt(number.substring(1), 16) : Integer.parseInt(number);
            return Character.isValidCodePoint(point) && !Character.isISOControl(point)
                    ? Character.toString(point)
                    : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
