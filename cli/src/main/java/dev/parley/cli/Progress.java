package dev.parley.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// How far a transfer is that takes more than a second: a line on standard error that is written anew several times a
/// second, and removed at the end. Shown where standard error is a terminal, and neither what is sent is typed at one nor
/// what is received shown on one.
final class Progress implements AutoCloseable {
    private static final int FIRST_MILLIS = 1000;
    private static final int EACH_MILLIS = 200;
    private static final String CLEAR = "\r\u001b[K";

    private final Console console;
    private final boolean shown;
    private final boolean receives;
    private final AtomicLong sent = new AtomicLong();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long start = System.nanoTime();
    private volatile boolean sends;
    private volatile long total;
    private Thread drawing = Thread.currentThread();

    /// @param receives whether what is written to the console is to be counted, too
    Progress(Console console, boolean shown, boolean receives) {
        this.console = console;
        this.shown = shown;
        this.receives = receives;
        if (shown) {
            drawing = Thread.ofPlatform().daemon().name("parley-progress").start(this::draw);
        }
    }

    /// Counts what is read from a stream that is sent.
    ///
    /// @param size how much there is in all; 0 where that is not known
    InputStream sending(InputStream in, long size) {
        if (!shown) {
            return in;
        }
        total = size;
        sends = true;
        return new Counted(in, sent);
    }

    private void draw() {
        try {
            boolean drawn = false;
            for (int wait = FIRST_MILLIS; !ended.await(wait, TimeUnit.MILLISECONDS); wait = EACH_MILLIS) {
                console.errorText(CLEAR + text(Duration.ofNanos(System.nanoTime() - start)));
                drawn = true;
            }
            if (drawn) { // otherwise the line may be somebody else's, say that of head behind the pipe
                console.errorText(CLEAR);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String text(Duration time) {
        String sending = sends ? line("sent", sent.get(), total, time) : "";
        String receiving = receives ? line("received", console.written(), 0, time) : "";
        return sending + (sending.isEmpty() || receiving.isEmpty() ? "" : "; ") + receiving;
    }

    /// `sent 1.5 MiB of 6.0 MiB, 512.0 KiB/s, 9s left`.
    ///
    /// @param total 0 for unknown
    static String line(String what, long bytes, long total, Duration time) {
        double rate = bytes / (time.toNanos() / 1e9);
        StringBuilder line = new StringBuilder(what).append(' ').append(size(bytes));
        if (total > 0) {
            line.append(" of ").append(size(total));
        }
        line.append(", ").append(size((long) rate)).append("/s");
        if (total > bytes && rate >= 1) {
            line.append(", ").append(Layout.time(Duration.ofSeconds((long) ((total - bytes) / rate)))).append(" left");
        }
        return line.toString();
    }

    /// `1.5 MiB`.
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        while (size >= 1023.95 && unit < 4) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %siB", size, "KMGTP".charAt(unit));
    }

    /// Whether what it counts is over.
    boolean isOver() {
        return ended.getCount() == 0;
    }

    @Override
    public void close() {
        ended.countDown();
        if (shown) {
            try {
                drawing.join(); // or else it would remove what is written next
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class Counted extends FilterInputStream {
        private final AtomicLong count;

        Counted(InputStream in, AtomicLong count) {
            super(in);
            this.count = count;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count.addAndGet(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count.addAndGet(Math.max(0, read));
            return read;
        }
    }
}
