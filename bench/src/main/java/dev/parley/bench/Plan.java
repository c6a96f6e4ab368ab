package dev.parley.bench;

import java.util.Locale;

/// How long everything takes.
enum Plan {
    /// Figures to publish.
    FULL(10, 2, 9, 10_000, 3, 20),
    /// Figures to work with.
    QUICK(2.5, 0.5, 3, 10_000, 1, 20),
    /// No figures at all: shows that everything works, in one JVM.
    TINY(0, 0.02, 1, 20, 1, 1);

    /// How long each contender runs before it is measured, in seconds.
    final double warmUp;

    /// How long it is measured in each round, in seconds.
    final double round;

    /// How many times it is measured, by turns with the others of its row.
    final int rounds;

    /// How many idle connections there are.
    final int connections;

    /// How many times they are opened.
    final int idleRounds;

    /// How many times a process is started.
    final int launches;

    Plan(double warmUp, double round, int rounds, int connections, int idleRounds, int launches) {
        this.warmUp = warmUp;
        this.round = round;
        this.rounds = rounds;
        this.connections = connections;
        this.idleRounds = idleRounds;
        this.launches = launches;
    }

    boolean forks() {
        return this != TINY;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
