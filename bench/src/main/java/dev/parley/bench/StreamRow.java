package dev.parley.bench;

import java.util.List;

/// One stream of notes from the server, to a caller that looks at each. Ours is a `java.util.stream.Stream` at both
/// ends, with a window in bytes; grpc-java sends while `isReady()` and goes on in `onReady`, on the threads that read,
/// and its client asks for many items ahead; rsocket-java has a `Flux` at both ends, with many items asked for ahead.
final class StreamRow implements Row {
    private static final String OURS = "Parley";
    private static final String GRPC = "grpc-java";
    private static final String GRPC_DIRECT = "grpc-java, direct";
    private static final String RSOCKET = "rsocket-java";

    private final Net net = Net.ofPeers();

    @Override
    public String name() {
        return "stream";
    }

    @Override
    public String title() {
        return "stream of small records, server to client, " + net.label;
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(
                Contender.forked(OURS, () -> new ItemRate(new ParleyPeer(net, false))),
                Contender.forked(GRPC, () -> new ItemRate(new GrpcPeer(net, false))),
                Contender.forked(GRPC_DIRECT, () -> new ItemRate(new GrpcPeer(net, true))),
                Contender.forked(RSOCKET, () -> new ItemRate(new RsocketPeer(net))));
    }

    @Override
    public List<Line> lines(Results results) {
        Sample ours = results.of(OURS, "rate");
        Sample grpc = results.highest("rate", GRPC, GRPC_DIRECT);
        return List.of(
                new Line(title(), ours, grpc, Unit.PER_SECOND, Goal.atLeast(5)),
                new Line(title(), ours, results.of(RSOCKET, "rate"), Unit.PER_SECOND, Goal.NONE));
    }
}
