package dev.parley.bench;

import java.util.List;

/// Eight times as many calls in flight as in [InFlightRow]: are they served as fast?
final class MoreInFlightRow implements Row {
    private static final int CALLERS = 1024;
    private static final String MORE = CALLERS + " in flight";
    private static final String FEWER = InFlightRow.CALLERS + " in flight";

    @Override
    public String name() {
        return "more-in-flight";
    }

    @Override
    public String title() {
        return "unary, " + CALLERS + " calls in flight, Unix";
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(
                Contender.forked(MORE, () -> Rate.of(new ParleyPeer(Net.UNIX, false), CALLERS)),
                Contender.forked(FEWER, () -> Rate.of(new ParleyPeer(Net.UNIX, false), InFlightRow.CALLERS)));
    }

    @Override
    public List<Line> lines(Results results) {
        Goal goal = Goal.atLeast(1);
        return List.of(
                new Line(title(), results.of(MORE, "rate"), results.of(FEWER, "rate"), Unit.PER_SECOND, goal));
    }
}
