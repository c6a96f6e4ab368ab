package dev.parley.bench;

import java.util.List;

/// 128 callers on virtual threads, one connection, as many calls as they get done; and what each call allocates, caller
/// and handler together, also the records themselves. Ours runs each call's handler on a virtual thread of its own. The
/// peers run theirs on the threads that read, which is faster for them and not what a handler that waits could do;
/// grpc-java also as it comes, with a pool, and the better of the two counts. Also 1,024 callers of ours: are they
/// served as fast?
final class InFlightRow implements Row {
    private static final int CALLERS = 128;
    private static final int MORE_CALLERS = 1024;
    private static final double ALLOCATION_LIMIT = 1024;

    private static final String OURS = "virtual thread per call";
    private static final String INLINE = "@Inline";
    private static final String MORE = MORE_CALLERS + " in flight";
    private static final String RSOCKET = "rsocket-java";
    private static final String GRPC = "grpc-java";
    private static final String GRPC_DIRECT = "grpc-java, direct";

    private final Net net = Net.ofPeers();

    @Override
    public String name() {
        return "in-flight";
    }

    @Override
    public String title() {
        return "unary, " + CALLERS + " in flight, " + net.label;
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(
                Contender.forked(OURS, () -> Rate.of(new ParleyPeer(net, false), CALLERS)),
                Contender.forked(INLINE, () -> Rate.of(new ParleyPeer(net, true), CALLERS)),
                Contender.forked(MORE, () -> Rate.of(new ParleyPeer(net, false), MORE_CALLERS)),
                Contender.forked(RSOCKET, () -> Rate.of(new RsocketPeer(net), CALLERS)),
                Contender.forked(GRPC, () -> Rate.of(new GrpcPeer(net, false), CALLERS)),
                Contender.forked(GRPC_DIRECT, () -> Rate.of(new GrpcPeer(net, true), CALLERS)));
    }

    @Override
    public List<Line> lines(Results results) {
        Sample ours = results.of(OURS, "rate");
        Sample grpc = results.highest("rate", GRPC, GRPC_DIRECT);
        Sample rsocket = results.of(RSOCKET, "rate");
        Sample fewer = results.of(OURS, "rate").named(CALLERS + " in flight");
        Sample bytes = results.of(OURS, "bytes");
        Sample limit = Sample.constant("limit", ALLOCATION_LIMIT);
        String allocated = "memory allocated per unary call, both sides";
        return List.of(
                new Line(title() + ", " + OURS, ours, rsocket, Unit.PER_SECOND, Goal.atLeast(4)),
                new Line(title() + ", " + OURS, ours, grpc, Unit.PER_SECOND, Goal.atLeast(8)),
                new Line(title() + ", " + INLINE, results.of(INLINE, "rate"), grpc, Unit.PER_SECOND, Goal.NONE),
                new Line("unary, " + MORE, results.of(MORE, "rate"), fewer, Unit.PER_SECOND, Goal.atLeast(1)),
                new Line(allocated, bytes, limit, Unit.BYTES, Goal.atMost(1).withText("≤ 1 KiB")),
                new Line(allocated + ", " + INLINE, results.of(INLINE, "bytes"), limit, Unit.BYTES, Goal.NONE),
                new Line(allocated, bytes, results.of(RSOCKET, "bytes"), Unit.BYTES, Goal.NONE),
                new Line(allocated, bytes, results.of(grpc.contender(), "bytes"), Unit.BYTES, Goal.NONE));
    }
}
