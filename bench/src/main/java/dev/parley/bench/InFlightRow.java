package dev.parley.bench;

import java.util.List;

/// 128 callers on virtual threads, one connection, as many calls as they get done. Ours runs each call's handler on a
/// virtual thread of its own; the peers run theirs as they come, and on the threads that read, which is faster for them
/// and not what a handler that waits could do. The best variant of a peer counts.
final class InFlightRow implements Row {
    static final int CALLERS = 128;

    private static final String OURS = "virtual thread per call";
    private static final String INLINE = "@Inline";
    private static final String RSOCKET = "rsocket-java";
    private static final String GRPC = "grpc-java";
    private static final String GRPC_DIRECT = "grpc-java, direct";

    @Override
    public String name() {
        return "in-flight";
    }

    @Override
    public String title() {
        return "unary, " + CALLERS + " calls in flight, Unix";
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(
                Contender.forked(OURS, () -> Rate.of(new ParleyPeer(Net.UNIX, false), CALLERS)),
                Contender.forked(INLINE, () -> Rate.of(new ParleyPeer(Net.UNIX, true), CALLERS)),
                Contender.forked(RSOCKET, () -> Rate.of(new RsocketPeer(Net.UNIX), CALLERS)),
                Contender.forked(GRPC, () -> Rate.of(new GrpcPeer(Net.UNIX, false), CALLERS)),
                Contender.forked(GRPC_DIRECT, () -> Rate.of(new GrpcPeer(Net.UNIX, true), CALLERS)));
    }

    @Override
    public List<Line> lines(Results results) {
        Sample ours = results.of(OURS, "rate");
        Sample grpc = results.highest("rate", GRPC, GRPC_DIRECT);
        return List.of(
                new Line(title() + ", " + OURS, ours, results.of(RSOCKET, "rate"), Unit.PER_SECOND, Goal.atLeast(4)),
                new Line(title() + ", " + OURS, ours, grpc, Unit.PER_SECOND, Goal.atLeast(8)),
                new Line(title() + ", " + INLINE, results.of(INLINE, "rate"), grpc, Unit.PER_SECOND, Goal.NONE));
    }
}
