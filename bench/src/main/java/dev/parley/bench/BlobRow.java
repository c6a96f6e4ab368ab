package dev.parley.bench;

import java.util.List;
import java.util.stream.Stream;

/// Byte arrays of 1 MiB that are echoed: MiB/s of payload, each counted once though it goes both ways. The limit sends
/// and receives as many bytes over a plain socket. Several callers share one connection of ours, and each have a plain
/// socket of their own.
record BlobRow(int callers) implements Row {
    private static final int MIB = 1 << 20;
    private static final String OURS = "Parley";
    private static final String RAW = "raw socket";

    @Override
    public String name() {
        return "blob-" + callers;
    }

    @Override
    public String title() {
        return "1 MiB byte arrays echoed, " + (callers == 1 ? "one caller" : callers + " callers") + ", Unix";
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(Contender.forked(OURS, this::ours), Contender.forked(RAW, this::raw));
    }

    private Subject ours() throws Exception {
        ParleyPeer peer = new ParleyPeer(Net.UNIX, false);
        List<Call> calls = Stream.<Call>generate(() -> new BlobCaller(peer.notes(), MIB)).limit(callers).toList();
        return new Rate(Callers.onPlatformThreads(calls), peer::close);
    }

    private Subject raw() throws Exception {
        List<RawEcho> echoes = new java.util.ArrayList<>();
        for (int i = 0; i < callers; i++) {
            echoes.add(new RawEcho(Net.UNIX, MIB));
        }
        return new Rate(Callers.onPlatformThreads(List.copyOf(echoes)), () -> echoes.forEach(RawEcho::close));
    }

    @Override
    public List<Line> lines(Results results) {
        Goal goal = callers == 1 ? Goal.atLeast(0.7) : Goal.NONE;
        return List.of(new Line(title(), results.of(OURS, "rate"), results.of(RAW, "rate"), Unit.MIB_PER_SECOND, goal));
    }
}
