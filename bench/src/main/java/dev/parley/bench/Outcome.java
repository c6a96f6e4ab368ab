package dev.parley.bench;

import java.util.List;

/// What came of a row: lines, or the reason why there are none.
///
/// @param broken whether the reason is a fault
record Outcome(Row row, List<Line> lines, String reason, boolean broken) {
    static Outcome of(Row row, List<Line> lines) {
        return new Outcome(row, lines, "", false);
    }

    static Outcome unavailable(Row row, String why) {
        return new Outcome(row, List.of(), "not available: " + why, false);
    }

    static Outcome broken(Row row, String why) {
        return new Outcome(row, List.of(), "broken: " + why, true);
    }
}
