package dev.parley.bench;

import java.util.List;

/// What one of 10,000 idle connections over Unix sockets takes of the server's memory.
final class IdleRow implements Row {
    private static final double LIMIT = 16 << 10;
    private static final String OURS = "Parley";

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String title() {
        return "idle connection, server side";
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(Contender.forked(OURS, () -> new IdleServer(plan.connections)));
    }

    @Override
    public int rounds(Plan plan) {
        return plan.idleRounds;
    }

    @Override
    public List<Line> lines(Results results) {
        String what = "%s, %,.0f at once".formatted(title(), results.of(OURS, "connections").median());
        Sample limit = Sample.constant("limit", LIMIT);
        return List.of(
                new Line(
                        what + ", heap and direct",
                        results.of(OURS, "memory"),
                        limit,
                        Unit.BYTES,
                        Goal.atMost(1).withText("≤ 16 KiB")),
                new Line(what + ", direct alone", results.of(OURS, "direct"), limit, Unit.BYTES, Goal.NONE));
    }
}
