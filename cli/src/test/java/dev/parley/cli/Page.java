package dev.parley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A file with examples in it: Markdown, or Java with Markdown in its comments.
///
/// @param path from the root of the sources
record Page(Path path, String text) {
    static final Path ROOT = root();

    /// What stands between fences.
    ///
    /// @param kind behind the first fence, such as `java`
    /// @param line where its text begins
    record Block(String kind, int line, String text) {
        private static final Pattern FILE = Pattern.compile("// (\\w+)\\.java\n");

        /// Whether it is a file of its own, whose name it begins with; otherwise it is a few statements.
        boolean isFile() {
            return FILE.matcher(text).lookingAt();
        }

        /// Of the class that it is, or is put into.
        String className() {
            return FILE.matcher(text).results().findFirst().map(name -> name.group(1)).orElse("Line" + line);
        }
    }

    /// A line that a reader types, and what he then sees.
    record Typed(String line, String output) {}

    static Page of(String name) throws IOException {
        String text = Files.readString(ROOT.resolve(name));
        return new Page(Path.of(name), name.endsWith(".java") ? text.replaceAll("(?m)^ *///? ?", "") : text);
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("README.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    List<Block> blocks() {
        return Pattern.compile("^```(\\w+)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(this::block)
                .toList();
    }

    private Block block(MatchResult found) {
        int line = 1 + (int) text.substring(0, found.start(2)).chars().filter(c -> c == '\n').count();
        return new Block(found.group(1), line, found.group(2));
    }

    /// The lines of a block of the kind `console`, without the comments behind them.
    static List<Typed> typed(String console) {
        List<Typed> all = new ArrayList<>();
        for (String each : console.split("(?m)^\\$ ")) {
            int end = each.indexOf('\n');
            if (end > 0) {
                all.add(new Typed(each.substring(0, end).replaceFirst(" +#.*", ""), each.substring(end + 1)));
            }
        }
        return all;
    }
}
