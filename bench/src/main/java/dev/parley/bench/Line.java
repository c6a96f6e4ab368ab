package dev.parley.bench;

import java.util.List;
import java.util.Locale;

/// One line of the table: our figure, the other one's, and what the first divided by the second should be.
record Line(String what, Sample ours, Sample peer, Unit unit, Goal goal) {
    /// The ratio of the medians.
    double ratio() {
        return ours.median() / peer.median();
    }

    boolean isMissed() {
        return !goal.isMet(ratio());
    }

    List<String> cells() {
        Sample ratios = ours.over(peer);
        String spread =
                ratios.values().size() < 2
                        ? ""
                        : String.format(Locale.ROOT, " (%.2f – %.2f)", ratios.min(), ratios.max());
        return List.of(
                what,
                unit.text(ours.median()),
                peer.contender() + ": " + unit.text(peer.median()),
                String.format(Locale.ROOT, "%.2f", ratio()) + spread,
                goal.text(),
                goal.equals(Goal.NONE) ? "" : isMissed() ? "MISSED" : "met");
    }
}
