package dev.parley.session;

import dev.parley.Call;
import dev.parley.Command;
import dev.parley.Inline;
import dev.parley.Interceptor;
import dev.parley.Limits;
import dev.parley.Server;
import dev.parley.Service;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The service that tests of sessions and links call.
@Service("probe")
public final class Probe {
    /// A permit for each handler of [#block] that has begun.
    public final Semaphore blocked = new Semaphore(0);

    /// A permit for each handler of [#block] that was interrupted.
    public final Semaphore interrupted = new Semaphore(0);

    /// Lets [#held] go on.
    public final CountDownLatch go = new CountDownLatch(1);

    /// Handlers at work, the production of their streams included.
    public final AtomicInteger running = new AtomicInteger();

    public final AtomicLong produced = new AtomicLong();
    public final AtomicInteger closed = new AtomicInteger();

    /// Keeps [#running] right. For a server that serves this object.
    public Interceptor counting() {
        return (call, next) -> {
            running.incrementAndGet();
            boolean over = true;
            try {
                Object result = next.proceed(call);
                if (result instanceof Stream<?> stream) {
                    over = false;
                    return stream.onClose(running::decrementAndGet);
                }
                return result;
            } finally {
                running.addAndGet(over ? -1 : 0);
            }
        };
    }

    /// Waits until no handler is at work.
    public void awaitIdle() throws InterruptedException {
        Await.until("no handler is left", () -> running.get() == 0);
    }

    /// A server of this object at a Unix socket in the folder.
    public static Server serve(Probe probe, Path folder, Limits limits) {
        return Server.builder()
                .service(probe)
                .intercept(probe.counting())
                .limits(limits)
                .listen("unix://" + folder.resolve("s"))
                .start();
    }

    @Command
    int add(int a, int b) {
        return a + b;
    }

    @Command
    byte[] echo(byte[] bytes) {
        return bytes;
    }

    @Command
    Object same(Object value) {
        return value;
    }

    @Command
    byte[] blob(int size) {
        return new byte[size];
    }

    /// As [#blob], on the thread that reads.
    @Inline
    @Command
    byte[] inline(int size) {
        return new byte[size];
    }

    @Command
    Stream<Integer> count(int to) {
        return IntStream.range(0, to).boxed();
    }

    @Command
    int sum(Stream<Integer> numbers) {
        return numbers.mapToInt(i -> i).sum();
    }

    @Command
    long lengths(byte[] first, Stream<byte[]> further) {
        return first.length + further.mapToLong(b -> b.length).sum();
    }

    @Command
    Stream<String> shout(Stream<String> lines) {
        return lines.map(String::toUpperCase);
    }

    @Command
    int fail(String message) {
        throw new IllegalArgumentException(message);
    }

    @Command
    void block() throws InterruptedException {
        blocked.release();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.release();
            throw e;
        }
    }

    /// Computes for so long, and lets no other handler have its processor, unless it is interrupted.
    @Command
    void spin(int millis) {
        long until = System.nanoTime() + millis * 1_000_000L;
        while (System.nanoTime() - until < 0 && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    /// Takes nothing of what it is sent until it may go on.
    @Command
    long held(Stream<byte[]> items) throws InterruptedException {
        blocked.release();
        go.await();
        return items.mapToLong(b -> b.length).sum();
    }

    /// Never ends by itself; counts what it has produced.
    @Command
    Stream<byte[]> flood(int size) {
        return Stream.generate(
                        () -> {
                            produced.incrementAndGet();
                            return new byte[size];
                        })
                .onClose(closed::incrementAndGet);
    }

    /// Items of the given sizes, each beginning with its place.
    @Command
    Stream<byte[]> sizes(int... sizes) {
        return IntStream.range(0, sizes.length)
                .mapToObj(i -> {
                    byte[] item = new byte[sizes[i]];
                    item[0] = (byte) i;
                    return item;
                });
    }

    /// A large item, then a failure.
    @Command
    Iterator<byte[]> breaks(int size) {
        return Stream.of(1, 2)
                .map(i -> {
                    if (i == 2) {
                        throw new IllegalStateException("broken midway");
                    }
                    return new byte[size];
                })
                .iterator();
    }

    @Command
    void reply(String key, int length) {
        Call.current().replyMetadata().put(key, "x".repeat(length));
    }
}
