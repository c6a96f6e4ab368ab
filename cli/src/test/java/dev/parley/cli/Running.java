package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// `parley serve` on a thread of its own, until it is closed.
final class Running implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(); // guarded by lock, as the next
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final Thread thread;

    private Running(Map<String, String> environment, String... arguments) {
        ByteArrayInputStream nothing = new ByteArrayInputStream(new byte[0]);
        Console console = new Console(nothing, into(out), into(err), environment::get, false, null);
        thread =
                new Thread(() -> {
                    try {
                        status.complete(new Cli(console).run(arguments));
                    } catch (Throwable e) {
                        status.completeExceptionally(e);
                    }
                });
    }

    /// One that has said where it listens.
    static Running of(String... arguments) throws InterruptedException {
        return of(Map.of(), arguments);
    }

    /// @param environment its variables
    static Running of(Map<String, String> environment, String... arguments) throws InterruptedException {
        Running running = new Running(environment, arguments);
        running.thread.start();
        running.status.whenComplete((_, _) -> running.signal());
        running.await(2);
        return running;
    }

    private OutputStream into(ByteArrayOutputStream buffer) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                lock.lock();
                try {
                    buffer.write(bytes, from, length);
                    written.signalAll();
                } finally {
                    lock.unlock();
                }
            }
        };
    }

    private void signal() {
        lock.lock();
        try {
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for so many lines of output.
    List<String> await(int lines) throws InterruptedException {
        return await(out, lines);
    }

    /// Waits for so many lines on standard error.
    List<String> awaitErrors(int lines) throws InterruptedException {
        return await(err, lines);
    }

    private List<String> await(ByteArrayOutputStream buffer, int lines) throws InterruptedException {
        lock.lock();
        try {
            while (buffer.toString(StandardCharsets.UTF_8).lines().count() < lines && !status.isDone()) {
                assertThat(written.await(30, TimeUnit.SECONDS)).as("%s%s", out, err).isTrue();
            }
            List<String> all = buffer.toString(StandardCharsets.UTF_8).lines().toList();
            assertThat(all).as("%s%s", out, err).hasSizeGreaterThanOrEqualTo(lines);
            return all;
        } finally {
            lock.unlock();
        }
    }

    /// What it has said so far.
    List<String> lines() throws InterruptedException {
        return await(0);
    }

    int stop() {
        thread.interrupt();
        return status.join();
    }

    @Override
    public void close() {
        stop();
    }
}
