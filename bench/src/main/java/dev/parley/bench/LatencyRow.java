package dev.parley.bench;

import java.util.List;

/// One caller on a platform thread, one call after the other, against the limit: two threads that send as many bytes to
/// each other over a plain socket.
record LatencyRow(Net net) implements Row {
    private static final String INLINE = "@Inline";
    private static final String VIRTUAL = "virtual thread per call";
    private static final String RAW = "raw socket";

    @Override
    public String name() {
        return "latency-" + net.name().toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public String title() {
        return "unary, one caller, " + net.label;
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(
                Contender.forked(INLINE, () -> Latency.of(new ParleyPeer(net, true))),
                Contender.forked(VIRTUAL, () -> Latency.of(new ParleyPeer(net, false))),
                Contender.forked(
                        RAW,
                        () -> {
                            RawEcho echo = new RawEcho(net, Note.wireSize());
                            return new Latency(echo, echo::close);
                        }));
    }

    @Override
    public List<Line> lines(Results results) {
        boolean counts = net == Net.UNIX;
        return List.of(
                line(results, INLINE, "p50", counts ? Goal.atMost(1.3) : Goal.NONE),
                line(results, VIRTUAL, "p50", counts ? Goal.atMost(1.7) : Goal.NONE),
                line(results, INLINE, "p99", Goal.NONE),
                line(results, VIRTUAL, "p99", Goal.NONE));
    }

    private Line line(Results results, String ours, String figure, Goal goal) {
        String which = figure.equals("p50") ? "median" : "99th percentile";
        String what = title() + ", " + ours + ", " + which;
        return new Line(what, results.of(ours, figure), results.of(RAW, figure), Unit.MICROS, goal);
    }
}
