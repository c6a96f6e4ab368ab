package dev.parley.bench;

import java.util.List;

/// A file of 64 MiB that is copied through a Unix socket: MiB/s. Ours is a download from the file service; the limit reads
/// the file and sends it over a plain socket. Both get it from the page cache, and write what arrives to a file there; or
/// drop it, which shows what the way alone costs.
///
/// @param stored whether what arrives is written to a file
record FileRow(boolean stored) implements Row {
    private static final String OURS = "Parley";
    private static final String RAW = "plain copy";

    @Override
    public String name() {
        return stored ? "file" : "file-dropped";
    }

    @Override
    public String title() {
        return "file of 64 MiB downloaded" + (stored ? "" : " and dropped") + ", Unix";
    }

    @Override
    public List<Contender> contenders(Plan plan) {
        return List.of(Contender.forked(OURS, this::ours), Contender.forked(RAW, this::raw));
    }

    private Subject ours() throws Exception {
        FileDownload download = new FileDownload(stored);
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
