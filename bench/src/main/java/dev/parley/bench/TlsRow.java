package dev.parley.bench;

import java.util.List;

/// One caller, one call after the other, over TLS, against the same over plain TCP.
final class TlsRow implements Row {
    private static final String TLS = "TLS";
    private static final String PLAIN = "TCP";

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public String title() {
        return "unary, one caller, " + TLS;
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(
                Contender.forked(TLS, () -> Latency.of(ParleyPeer.encrypted())),
                Contender.forked(PLAIN, () -> Latency.of(new ParleyPeer(Net.TCP, false))));
    }

    @Override
    public List<Line> lines(Results results) {
        return List.of(
                new Line(
                        title() + ", median",
                        results.of(TLS, "p50"),
                        results.of(PLAIN, "p50"),
                        Unit.MICROS,
                        Goal.NONE));
    }
}
