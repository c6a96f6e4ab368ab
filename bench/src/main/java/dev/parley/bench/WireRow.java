package dev.parley.bench;

import java.util.ArrayList;
import java.util.List;

/// One caller on a virtual thread, one call after the other over a Unix socket, by protocols of others: how many calls, and
/// how long one takes, beside our own protocol.
final class WireRow implements Row {
    private static final String OURS = "parley";
    private static final String OURS_TAKES = "parley, one call";
    private static final String ONE = ", one call";
    private static final List<String> THEIRS = List.of("snekrpc", "zrpc");

    @Override
    public String name() {
        return "wires";
    }

    @Override
    public String title() {
        return "unary, one caller, Unix, other protocols";
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        List<Contender> all = new ArrayList<>();
        all.add(Contender.forked(OURS, () -> Rate.of(new ParleyPeer(Net.UNIX, false), 1)));
        all.add(Contender.forked(OURS_TAKES, () -> Latency.of(new ParleyPeer(Net.UNIX, false))));
        for (String wire : THEIRS) {
            all.add(Contender.forked(wire, () -> Rate.of(ParleyPeer.speaking(wire), 1)));
            all.add(Contender.forked(wire + ONE, () -> Latency.of(ParleyPeer.speaking(wire))));
        }
        return all;
    }

    @Override
    public List<Line> lines(Results results) {
        List<Line> all = new ArrayList<>();
        for (String wire : THEIRS) {
            all.add(
                    new Line(
                            "unary, one caller, Unix, " + wire,
                            results.of(wire, "rate"),
                            results.of(OURS, "rate"),
                            Unit.PER_SECOND,
                            Goal.atLeast(0.7)));
            all.add(
                    new Line(
                            "unary, one caller, Unix, " + wire + ", median",
                            results.of(wire + ONE, "p50"),
                            results.of(OURS_TAKES, "p50"),
                            Unit.MICROS,
                            Goal.NONE));
        }
        return all;
    }
}
