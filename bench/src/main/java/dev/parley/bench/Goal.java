package dev.parley.bench;

/// What the ratio of our figure to the other one should be.
///
/// @param atMost whether less is better
record Goal(boolean atMost, double ratio, String text) {
    /// For lines that only inform.
    static final Goal NONE = new Goal(true, Double.POSITIVE_INFINITY, "");

    static Goal atMost(double ratio) {
        return new Goal(true, ratio, "≤ %.1f ×".formatted(ratio));
    }

    static Goal atLeast(double ratio) {
        return new Goal(false, ratio, "≥ %.1f ×".formatted(ratio));
    }

    Goal withText(String newText) {
        return new Goal(atMost, ratio, newText);
    }

    /// Whether it is met, to two decimals: what noise does to the third decides nothing.
    boolean isMet(double actual) {
        double rounded = Math.round(actual * 100) / 100.0;
        return atMost ? rounded <= ratio : rounded >= ratio;
    }
}
