package dev.parley.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The outcomes of all rows as a table, as text or as Markdown.
final class Table {
    private static final List<String> HEAD =
            List.of("what", "Parley", "beside it", "ratio (least – most)", "goal", "goal met");

    private final List<List<String>> lines = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>(); // why rows are not there

    Table(List<Outcome> outcomes) {
        lines.add(HEAD);
        for (Outcome outcome : outcomes) {
            outcome.lines().forEach(line -> lines.add(line.cells()));
            if (!outcome.reason().isEmpty()) {
                reasons.add(outcome.row().title() + ": " + outcome.reason());
            }
        }
    }

    String text() {
        int[] widths = new int[HEAD.size()];
        for (List<String> cells : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cells.get(i).length());
            }
        }
        return Stream.concat(lines.stream().map(cells -> padded(cells, widths)), reasons.stream())
                .collect(Collectors.joining("\n"));
    }

    private static String padded(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            int width = widths[i];
            line.append(cells.get(i)).repeat(' ', Math.max(0, width - cells.get(i).length()) + 2);
        }
        return line.toString().stripTrailing();
    }

    String markdown() {
        List<String> rows = new ArrayList<>(lines.stream().map(Table::piped).toList());
        rows.add(1, "|---|---:|---:|---:|---|---|");
        reasons.forEach(reason -> rows.add("\n" + reason));
        return String.join("\n", rows);
    }

    private static String piped(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
