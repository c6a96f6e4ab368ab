package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// `docs/values.md`, and the rows of its table.
final class ValuesPage {
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    private ValuesPage() {}

    /// @param java the types, as the page has them
    /// @param msgpack the kind in words, and maybe bytes in hex
    /// @param json an example
    /// @param schema in words
    record Row(String java, String msgpack, String json, String schema) {
        /// The bytes of the example; null where the page leaves them out.
        @Nullable String hex() {
            return Stream.of(code(msgpack)).filter(code -> code.matches("([0-9a-f]{2})+")).findFirst().orElse(null);
        }

        /// The example's JSON.
        String example() {
            return code(json)[0];
        }
    }

    private static String[] code(String cell) {
        return CODE.matcher(cell).results().map(match -> match.group(1)).toArray(String[]::new);
    }

    static String text() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path page = folder.resolve("docs/values.md");
            if (Files.exists(page)) {
                try {
                    return Files.readString(page);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        throw new IllegalStateException("no docs/values.md in or above " + Path.of("").toAbsolutePath());
    }

    static List<Row> rows() {
        return text().lines().filter(line -> line.startsWith("| ")).skip(1).map(ValuesPage::row).toList();
    }

    private static Row row(String line) {
        List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        return new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4));
    }

    /// The names of types that the page has as code.
    static List<String> types() {
        Matcher code = CODE.matcher(text());
        return code.results().map(match -> match.group(1).replaceFirst("<.*", "")).distinct().toList();
    }
}
