package dev.parley.testkit;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Counts the suite's tests that pass and that fail, and writes a table of them to `target/conformance.md` when all have
/// run: a row for each group, a column for each transport with each codec. `bin/semantics` takes it from there.
public final class ConformanceTable implements TestWatcher {
    /// @param all of which so many passed
    private record Count(int passed, int all) {
        Count plus(Count other) {
            return new Count(passed + other.passed, all + other.all);
        }

        @Override
        public String toString() {
            return passed + "/" + all;
        }
    }

    private static final String TOTAL = "**all**"; // sorts before the groups

    private final Map<Class<?>, String> columns = new TreeMap<>((a, b) -> a.getName().compareTo(b.getName()));
    private final Map<String, Map<String, Count>> rows = new TreeMap<>(); // by group, then by column

    @Override
    public void testSuccessful(ExtensionContext context) {
        count(context, 1);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        count(context, 0);
    }

    private synchronized void count(ExtensionContext context, int passed) {
        context.getRequiredTestInstances()
                .findInstance(ConformanceSuite.class)
                .ifPresent(suite -> {
                    String column = columns.computeIfAbsent(suite.getClass(), _ -> column(suite));
                    for (String row : new String[] {group(context.getRequiredTestClass()), TOTAL}) {
                        rows.computeIfAbsent(row, _ -> new TreeMap<>())
                                .merge(column, new Count(passed, 1), Count::plus);
                    }
                    context.getRoot()
                            .getStore(Namespace.GLOBAL)
                            .computeIfAbsent(ConformanceTable.class, _ -> (AutoCloseable) this::write);
                });
    }

    private static String column(ConformanceSuite suite) {
        return URI.create(suite.url()).getScheme() + ", " + suite.codec();
    }

    /// `result streams` for `ResultStreams`.
    static String group(Class<?> nested) {
        return nested.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    private synchronized void write() throws IOException {
        StringBuilder table = new StringBuilder("| |");
        Map<String, Count> total = rows.get(TOTAL);
        total.keySet().forEach(column -> table.append(' ').append(column).append(" |"));
        table.append("\n|---|").append("---|".repeat(total.size())).append('\n');
        rows.forEach((row, counts) ->
                table.append(
                        counts.values().stream()
                                .map(Count::toString)
                                .collect(Collectors.joining(" | ", "| " + row + " | ", " |\n"))));
        Files.writeString(Path.of("target", "conformance.md"), table);
    }
}
