package dev.parley.bench;

import java.util.List;

/// One caller, one call after the other, through a server that only passes calls on to another, against calling that one.
final class HopRow implements Row {
    private static final String HOP = "through another server";
    private static final String DIRECT = "direct";

    @Override
    public String name() {
        return "hop";
    }

    @Override
    public String title() {
        return "unary, one caller, Unix, " + HOP;
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(
                Contender.forked(HOP, () -> Latency.of(ParleyPeer.throughAnother())),
                Contender.forked(DIRECT, () -> Latency.of(new ParleyPeer(Net.UNIX, false))));
    }

    @Override
    public List<Line> lines(Results results) {
        return List.of(
                new Line(
                        title() + ", median",
                        results.of(HOP, "p50"),
                        results.of(DIRECT, "p50"),
                        Unit.MICROS,
                        Goal.NONE));
    }
}
