package dev.parley.bench;

import java.util.List;

/// A file of 64 MiB that is copied through a Unix socket: MiB/s. Ours is a download from the file service, transferred to an
/// output stream; the limit reads the file and sends it over a plain socket. Both get it from the page cache, and write what arrives to a file there; or
/// drop it, which shows what the way alone costs.
///
/// @param stored whether what arrives is written to a file
/// @param window the client's, in bytes: the default, or what the guide recommends for large files
record FileRow(boolean stored, int window) implements Row {
    static final int LARGE = 2 << 20;

    private static final String OURS = "Parley";
    private static final String RAW = "plain copy";

    @Override
    public String name() {
        return "file" + (stored ? "" : "-dropped") + (window == LARGE ? "-2m" : "");
    }

    @Override
    public String title() {
        String much = window == LARGE ? "2 MiB" : (window >> 10) + " KiB";
        return "file of 64 MiB downloaded" + (stored ? "" : " and dropped") + ", Unix, window of " + much;
    }

    /// Longer than others: a file takes long, so that little is run often enough for the JIT.
    @Override
    public double warmUp(Plan plan) {
        return 2 * plan.warmUp;
    }

    /// More often, too: a round has few files, and is soon disturbed.
    @Override
    public int rounds(Plan plan) {
        return 2 * plan.rounds + 1;
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(Contender.forked(OURS, this::ours), Contender.forked(RAW, this::raw));
    }

    private Subject ours() throws Exception {
        FileDownload download = new FileDownload(stored, window);
        return new Rate(Callers.onPlatformThreads(List.of(download)), download::close);
    }

    private Subject raw() throws Exception {
        RawFile copy = new RawFile(stored);
        return new Rate(Callers.onPlatformThreads(List.of(copy)), copy::close);
    }

    @Override
    public List<Line> lines(Results results) {
        return List.of(
                new Line(
                        title(),
                        results.of(OURS, "rate").times(LargeFile.MIB),
                        results.of(RAW, "rate").times(LargeFile.MIB),
                        Unit.MIB_PER_SECOND,
                        stored ? Goal.atLeast(0.5) : Goal.NONE));
    }
}
