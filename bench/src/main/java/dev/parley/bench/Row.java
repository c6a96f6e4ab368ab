package dev.parley.bench;

import java.util.List;

/// One comparison: who is measured, and what is made of the figures. In each round all contenders take their turns, so
/// that what disturbs the machine disturbs all of them.
interface Row {
    /// A short name for `--only`.
    String name();

    /// What is measured, in a line.
    String title();

    List<Contender> contenders(Plan plan);

    default int rounds(Plan plan) {
        return plan.rounds;
    }

    /// How long each contender runs before it is measured, in seconds.
    default double warmUp(Plan plan) {
        return plan.warmUp;
    }

    /// The lines of the table.
    List<Line> lines(Results results);
}
