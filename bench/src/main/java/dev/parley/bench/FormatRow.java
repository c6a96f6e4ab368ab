package dev.parley.bench;

import dev.parley.value.Codec;

import java.util.List;

/// A record of ten fields, written to a fresh byte array and read back: our codec with the shape of the record against
/// Jackson with the same record. The ratio is of speeds.
///
/// @param label the format's name
/// @param jackson makes what we are compared with
record FormatRow(String name, String label, Codec codec, Contender.Maker jackson, Goal goal) implements Row {
    private static final String OURS = "Parley";
    private static final String JACKSON = "Jackson";

    @Override
    public String title() {
        return label + ", record of 10 fields, write + read";
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(
                Contender.forked(OURS, () -> new RoundTrip<>(new ShapeFormat(codec), Track.some())),
                Contender.forked(JACKSON, jackson));
    }

    @Override
    public List<Line> lines(Results results) {
        return List.of(
                new Line(title(), results.of(OURS, "rate"), results.of(JACKSON, "rate"), Unit.PER_SECOND, goal),
                new Line(title(), results.of(OURS, "time"), results.of(JACKSON, "time"), Unit.NANOS, Goal.NONE));
    }
}
