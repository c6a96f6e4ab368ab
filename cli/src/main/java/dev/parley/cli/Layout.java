package dev.parley.cli;

import java.time.Duration;
import java.util.List;

/// Lays out text for people.
final class Layout {
    private Layout() {}

    /// The first sentence of a text, in one line.
    static String firstSentence(String text) {
        for (int i = 0; i < text.length(); i++) {
            boolean end = i + 1 == text.length() || Character.isWhitespace(text.charAt(i + 1));
            if (text.charAt(i) == '\n' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                return text.substring(0, i).replace('\n', ' ');
            } else if (text.charAt(i) == '.' && end && !isAbbreviation(text, i)) {
                return text.substring(0, i + 1).replace('\n', ' ');
            }
        }
        return text.replace('\n', ' ');
    }

    /// `e.g.`, `i.e.`: a single letter stands before the point.
    private static boolean isAbbreviation(String text, int point) {
        return point >= 2 && Character.isLetter(text.charAt(point - 1)) && text.charAt(point - 2) == '.';
    }

    /// Breaks the lines of a text that are too long between words.
    ///
    /// @param start what stands before the first line, which is not written
    /// @param indent how far the further lines are moved in
    static String wrapped(String text, int start, int indent, int width) {
        StringBuilder out = new StringBuilder();
        String next = "\n" + " ".repeat(indent);
        int column = start;
        boolean fresh = true;
        for (int from = 0; from < text.length(); ) {
            if (text.charAt(from) == '\n') {
                out.append(next);
                column = indent;
                fresh = true;
                from++;
                continue;
            }
            int to = from;
            while (to < text.length() && text.charAt(to) != ' ' && text.charAt(to) != '\n') {
                to++;
            }
            if (!fresh && column + 1 + to - from > width) {
                out.append(next);
                column = indent;
            } else if (!fresh) {
                out.append(' ');
                column++;
            }
            out.append(text, from, to);
            column += to - from;
            fresh = false;
            from = to < text.length() && text.charAt(to) == ' ' ? to + 1 : to;
        }
        return out.toString();
    }

    /// Two columns, the second of which is wrapped. Rows whose left side is very long have the right one below it.
    ///
    /// @param rows pairs
    static String columns(List<String[]> rows, int indent, int width) {
        int left = 0;
        for (String[] row : rows) {
            left = row[0].length() <= width / 3 ? Math.max(left, row[0].length()) : left;
        }
        int column = indent + left + 2;
        StringBuilder out = new StringBuilder();
        for (String[] row : rows) {
            out.append(" ".repeat(indent)).append(row[0]);
            if (!row[1].isEmpty()) {
                boolean below = row[0].length() > left;
                out.append(below ? "\n" + " ".repeat(column) : " ".repeat(column - indent - row[0].length()));
                out.append(wrapped(row[1], column, column, width));
            }
            out.append('\n');
        }
        return out.toString();
    }

    /// The two largest units of a time, such as `2h 3m`.
    static String time(Duration time) {
        return time.toDays() > 0
                ? time.toDays() + "d " + time.toHoursPart() + "h"
                : time.toHours() > 0
                        ? time.toHours() + "h " + time.toMinutesPart() + "m"
                        : time.toMinutes() > 0
                                ? time.toMinutes() + "m " + time.toSecondsPart() + "s"
                                : time.toSeconds() + "s";
    }
}
