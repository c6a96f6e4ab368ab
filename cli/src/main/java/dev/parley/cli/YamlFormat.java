package dev.parley.cli;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;

/// YAML, with a stream as a list.
///
/// @see <a href="https://yaml.org/spec/1.2.2/">YAML 1.2.2</a>
final class YamlFormat extends Format {
    private boolean hasItems;

    YamlFormat(Console console) {
        super(console);
    }

    @Override
    void value(@Nullable Object value) {
        StringBuilder text = new StringBuilder();
        append(value, "", text);
        console.line(text.toString().strip());
    }

    @Override
    void item(@Nullable Object value) {
        hasItems = true;
        value(Collections.singletonList(value));
    }

    @Override
    void end() {
        if (!hasItems) {
            console.line("[]");
        }
    }

    /// Appends a value behind a key or dash: a scalar in the same line, all else in lines of its own.
    private static void append(@Nullable Object value, String indent, StringBuilder text) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                Object key = entry.getKey();
                String name = key instanceof String word ? scalar(word) : scalar(JsonText.line(key));
                entry(name + ":", entry.getValue(), indent, text);
            }
        } else if (value instanceof Collection<?> list && !list.isEmpty()) {
            for (Object element : list) {
                entry("-", element, indent, text);
            }
        } else {
            text.append(value instanceof String word ? scalar(word) : JsonText.line(value));
        }
    }

    private static void entry(String start, @Nullable Object value, String indent, StringBuilder text) {
        text.append('\n').append(indent).append(start);
        int from = text.length();
        append(value, indent + "  ", text);
        if (text.length() == from || text.charAt(from) != '\n') {
            text.insert(from, ' ');
        } else if (start.equals("-")) { // the first of what is in it stands behind the dash
            text.replace(from, from + 1 + indent.length() + 2, " ");
        }
    }

    /// In quotes, as JSON has them, where it could be taken for something else.
    private static String scalar(String word) {
        boolean plain = !word.isEmpty() && Character.isLetter(word.charAt(0)) && !isReserved(word);
        for (int i = 0; plain && i < word.length(); i++) {
            char c = word.charAt(i);
            boolean behindSpace = i > 0 && word.charAt(i - 1) == ' ';
            boolean atEnd = i + 1 == word.length() || word.charAt(i + 1) == ' ';
            plain =
                    Character.isLetterOrDigit(c)
                            || "_-./@+()!?,;'%=*&$<>\\|~^".indexOf(c) >= 0
                            || c == ' ' && i + 1 < word.length()
                            || c == ':' && !atEnd
                            || c == '#' && !behindSpace;
        }
        return plain ? word : JsonText.line(word);
    }

    /// What YAML 1.1, too, reads as something other than text.
    private static boolean isReserved(String word) {
        return switch (word.toLowerCase(java.util.Locale.ROOT)) {
            case "true", "false", "null", "yes", "no", "on", "off", "y", "n" -> true;
            default -> false;
        };
    }
}
