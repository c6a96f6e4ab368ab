package dev.parley.bench;

import java.util.List;

/// What a unary call allocates, caller and handler together, also the records themselves.
final class AllocationRow implements Row {
    private static final double LIMIT = 1024;
    private static final String OURS = "virtual thread per call";
    private static final String INLINE = "@Inline";
    private static final String ALONE = "one caller";
    private static final String GRPC = "grpc-java, direct";
    private static final String RSOCKET = "rsocket-java";

    @Override
    public String name() {
        return "allocation";
    }

    @Override
    public String title() {
        return "memory allocated per unary call, both sides";
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        int many = InFlightRow.CALLERS;
        return List.of(
                Contender.forked(OURS, () -> new Allocation(new ParleyPeer(Net.UNIX, false), many)),
                Contender.forked(INLINE, () -> new Allocation(new ParleyPeer(Net.UNIX, true), many)),
                Contender.forked(ALONE, () -> new Allocation(new ParleyPeer(Net.UNIX, false), 1)),
                Contender.forked(RSOCKET, () -> new Allocation(new RsocketPeer(Net.UNIX), many)),
                Contender.forked(GRPC, () -> new Allocation(new GrpcPeer(Net.UNIX, true), many)));
    }

    @Override
    public List<Line> lines(Results results) {
        Sample ours = results.of(OURS, "bytes");
        Sample limit = Sample.constant("limit", LIMIT);
        Goal goal = Goal.atMost(1).withText("≤ 1 KiB");
        return List.of(
                new Line(title() + ", " + OURS, ours, limit, Unit.BYTES, goal),
                new Line(title() + ", " + OURS + ", one caller", results.of(ALONE, "bytes"), limit, Unit.BYTES, goal),
                new Line(title() + ", " + INLINE, results.of(INLINE, "bytes"), limit, Unit.BYTES, goal),
                new Line(title(), ours, results.of(RSOCKET, "bytes"), Unit.BYTES, Goal.NONE),
                new Line(title(), ours, results.of(GRPC, "bytes"), Unit.BYTES, Goal.NONE));
    }
}
