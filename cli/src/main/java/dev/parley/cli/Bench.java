package dev.parley.cli;

import dev.parley.RemoteCommand;
import dev.parley.RpcException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Makes calls, several at a time, and says how long they took.
final class Bench {
    static final int CALLS = 10_000;
    private static final int MOST = 1_000_000_000;
    private static final int MOST_AT_A_TIME = 1024;
    private static final int LEAST_WARM_UP = 1000;
    private static final int DRAWN_EACH_MILLIS = 200;

    private final Console console;
    private final PreparedCall call;
    private final Progress progress;
    private final int calls;
    private final int concurrency;
    private final int warmUp;
    private final @Nullable Format format;
    private final AtomicReference<@Nullable RpcException> failure = new AtomicReference<>();
    private final AtomicInteger failures = new AtomicInteger();

    /// @param options those for it may stand behind the command, and so are known only now
    Bench(Console console, Options options, PreparedCall call) {
        this.console = console;
        this.call = call;
        progress = new Progress(console, false, false);
        calls = options.number("--calls", 1, MOST, CALLS);
        concurrency = options.number("--concurrency", 1, MOST_AT_A_TIME, 1);
        warmUp = options.number("--warm-up", 0, MOST, Math.max(LEAST_WARM_UP, calls / 10));
        String name = options.text("--format");
        format = name == null ? null : Format.of(name, console);
    }

    /// @return the exit status
    int run() {
        Latencies unmeasured = new Latencies();
        if (!round(warmUp, unmeasured::addAll).finished()) {
            String failed = failures.get() == 0 ? "" : " and " + failures + " failed ones";
            console.error(
                    "parley: interrupted while warming up, after "
                            + unmeasured.count()
                            + failed
                            + " of "
                            + warmUp
                            + " calls (--warm-up says how many)");
            return ExitStatus.INTERRUPTED;
        }
        failure.set(null);
        failures.set(0);
        Latencies all = new Latencies();
        Round measured = round(calls, all::addAll);
        report(all, measured.nanos());
        RpcException first = failure.get();
        if (first != null) {
            throw first;
        }
        return measured.finished() ? ExitStatus.DONE : ExitStatus.INTERRUPTED;
    }

    private record Round(boolean finished, long nanos) {}

    /// @param results takes those of each thread, one after the other
    private Round round(int count, Consumer<Latencies> results) {
        AtomicLong begun = new AtomicLong();
        AtomicLong done = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(concurrency);
        List<Thread> threads = new ArrayList<>();
        List<Latencies> each = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < concurrency; i++) {
            Latencies latencies = new Latencies();
            each.add(latencies);
            Runnable work =
                    () -> {
                        try {
                            while (!Thread.currentThread().isInterrupted() && begun.getAndIncrement() < count) {
                                measure(latencies);
                                done.incrementAndGet();
                            }
                        } finally {
                            ended.countDown();
                        }
                    };
            threads.add(Thread.ofVirtual().start(work));
        }
        boolean finished = await(ended, done, count, start);
        long nanos = System.nanoTime() - start;
        if (!finished) {
            threads.forEach(Thread::interrupt);
        }
        for (Thread thread : threads) {
            join(thread);
        }
        each.forEach(results);
        return new Round(finished, nanos);
    }

    /// Reads the whole result.
    private void call() {
        RemoteCommand<@Nullable Object> once = call.make(console, progress);
        if (call.givesStream()) {
            try (Stream<@Nullable Object> items = once.stream()) {
                items.forEach(_ -> {});
            }
        } else {
            once.call();
        }
    }

    private void measure(Latencies latencies) {
        long start = System.nanoTime();
        try {
            call();
            latencies.add(System.nanoTime() - start);
        } catch (RpcException e) {
            if (!Thread.currentThread().isInterrupted()) { // or else it was told to end
                failure.compareAndSet(null, e);
                failures.incrementAndGet();
            }
        }
    }

    /// @return false where this thread has been interrupted
    private boolean await(CountDownLatch ended, AtomicLong done, int count, long start) {
        boolean shown = console.isErrorTerminal();
        boolean drawn = false;
        try {
            while (!ended.await(DRAWN_EACH_MILLIS, TimeUnit.MILLISECONDS)) {
                if (shown) {
                    String rate = rate(done.get(), System.nanoTime() - start);
                    drawn = true;
                    console.errorText("\r\u001b[K" + done + " of " + count + " calls, " + rate);
                }
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        } finally {
            if (drawn) {
                console.errorText("\r\u001b[K");
            }
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = Thread.interrupted();
        try {
            thread.join();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String rate(long count, long nanos) {
        return String.format(Locale.ROOT, "%.0f calls/s", count / (nanos / 1e9));
    }

    private void report(Latencies all, long nanos) {
        if (format != null) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("command", call.line().name());
            row.put("calls", all.count());
            row.put("failed", failures.get());
            row.put("concurrency", concurrency);
            row.put("seconds", nanos / 1e9);
            row.put("calls_per_second", all.count() / (nanos / 1e9));
            for (double part : Latencies.PARTS) {
                row.put("ms_" + Latencies.name(part), all.quantile(part) / 1e6);
            }
            format.value(row);
            return;
        }
        console.line(all.count() + " calls of " + call.line().name() + ", " + concurrency + " at a time");
        if (failures.get() > 0) {
            console.line("  " + failures.get() + " more failed");
        }
        console.line("  rate   " + rate(all.count(), nanos) + " (" + Latencies.text(nanos) + " in all)");
        if (all.count() > 0) {
            all.rows().forEach(console::line);
        }
    }
}
