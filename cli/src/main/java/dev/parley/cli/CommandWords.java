package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;

/// Takes a line apart as a shell does: words between spaces; quotes of both kinds, and backslashes, keep what is special.
final class CommandWords {
    /// The words; the last is what stands at the end of the line, empty behind a space.
    final List<String> words = new ArrayList<>();

    /// Whether a quote is open, or something is missing behind a backslash.
    private boolean open;

    private final StringBuilder word = new StringBuilder();
    private boolean begun;

    private CommandWords() {}

    /// The words of a whole line.
    ///
    /// @throws dev.parley.RpcException for an open quote
    static List<String> of(String line) {
        CommandWords read = new CommandWords();
        read.read(line);
        if (read.open) {
            throw Failures.usage("a quote is not closed in: " + line);
        }
        if (read.begun) {
            read.words.add(read.word.toString());
        }
        return read.words;
    }

    /// The words of a line that is not complete yet; the last is the one that is being typed, and may be empty.
    static List<String> begun(String line) {
        CommandWords read = new CommandWords();
        read.read(line);
        read.words.add(read.word.toString());
        return read.words;
    }

    private void read(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quote != '\'') {
                begun = true;
                open = i + 1 == line.length();
                if (!open) {
                    boolean kept = quote == '"' && "\"\\$`".indexOf(line.charAt(i + 1)) < 0;
                    word.append(kept ? "\\" : "").append(line.charAt(++i));
                }
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                begun = true;
            } else if (Character.isWhitespace(c)) {
                end();
            } else {
                begun = true;
                word.append(c);
            }
        }
        open |= quote != 0;
    }

    private void end() {
        if (begun) {
            words.add(word.toString());
            word.setLength(0);
            begun = false;
        }
    }
}
