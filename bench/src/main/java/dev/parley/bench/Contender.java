package dev.parley.bench;

/// One of those that a row compares.
///
/// @param name who it is, in a few words for the table
/// @param forked whether it gets a JVM of its own, with [Fork#FLAGS]; else it runs in ours, because it measures no code
///     of the JVM that it is in
record Contender(String name, boolean forked, Maker maker) {
    interface Maker {
        /// @throws Unavailable where it cannot be measured here
        Subject make() throws Exception;
    }

    static Contender forked(String name, Maker maker) {
        return new Contender(name, true, maker);
    }

    static Contender here(String name, Maker maker) {
        return new Contender(name, false, maker);
    }

    Subject open(Row row, Plan plan) throws Exception {
        return forked && plan.forks() ? Fork.start(row, this, plan) : maker.make();
    }
}
