package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.EventLoop;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/// A server of zrpc that runs its handlers one after the other, as the library does, among channels of the program's own.
@Timeout(120)
class ZrpcEventLoopTest {
    private static final Duration SOON = Duration.ofMillis(100);

    @TempDir Path folder;
    private Path socket;
    private Pipe pipe;
    private Server server;
    private EventLoop loop;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Map<Integer, AtomicInteger> runs = new ConcurrentHashMap<>();

    @Service("sample")
    final class Sample {
        /// Makes the channel ready to be read.
        @Command
        int poke(int number) throws IOException {
            log("call " + number);
            pipe.sink().write(ByteBuffer.wrap(new byte[] {(byte) number}));
            return number;
        }

        @Command
        int square(int number) throws InterruptedException {
            threads.add(Thread.currentThread());
            runs.computeIfAbsent(number, _ -> new AtomicInteger()).incrementAndGet();
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.sleep(25); // all of them together take longer than a client's patience
            inside.decrementAndGet();
            return number * number;
        }
    }

    private void log(String event) {
        threads.add(Thread.currentThread());
        log.add(event);
    }

    @BeforeEach
    void start() throws IOException {
        socket = folder.resolve("sample");
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        server =
                Server.builder()
                        .eventLoop()
                        .service(new Sample())
                        .service("slow", new Sample())
                        .listen("zrpc+unix://" + socket)
                        .start();
        loop = server.eventLoop();
        loop.register(pipe.source(), this::read);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        pipe.source().close();
        pipe.sink().close();
    }

    private void read() {
        try {
            ByteBuffer byteRead = ByteBuffer.allocate(1);
            pipe.source().read(byteRead);
            log("channel " + byteRead.get(0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> FutureTask<T> aside(java.util.concurrent.Callable<T> what) {
        FutureTask<T> task = new FutureTask<>(what);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    @Test
    void callbacksOfChannelsRunBetweenRequestsOfThePythonLibrary() throws Exception {
        try (Python python = new Python(folder, "client.py", socket.toString(), "sequence")) {
            FutureTask<List<String>> lines = aside(python::lines);
            int events = 0;
            boolean over = false;
            for (boolean one = true; one || !over; ) {
                over = lines.isDone();
                int before = log.size();
                one = loop.runOnce(SOON);
                events += one ? 1 : 0;
                assertThat(log.size() - before).as("events of one turn").isEqualTo(one ? 1 : 0);
            }
            assertThat(lines.get()).containsExactly("done");
            assertThat(events).isEqualTo(40);
            for (int i = 0; i < 20; i++) {
                assertThat(log.indexOf("channel " + i)).isGreaterThan(log.indexOf("call " + i));
            }
            assertThat(new HashSet<>(log)).hasSize(40);
            assertThat(threads).containsExactly(Thread.currentThread());
        }
        assertThat(loop.runOnce(SOON)).as("something where there is nothing").isFalse();
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
    }

    @Test
    void callsThatManyClientsRepeatRunOnceAndOneAtATime() throws Exception {
        try (Python python = new Python(folder, "client.py", socket.toString(), "repeat")) {
            FutureTask<List<String>> lines = aside(python::lines);
            while (!lines.isDone()) {
                loop.runOnce(SOON);
            }
            assertThat(lines.get()).hasSize(2).endsWith("done");
            assertThat(Integer.parseInt(lines.get().getFirst())).as("repetitions").isPositive();
            assertThat(runs).hasSize(64);
            assertThat(runs.values()).allSatisfy(each -> assertThat(each).hasValue(1));
            assertThat(most).hasValue(1);
            assertThat(threads).containsExactly(Thread.currentThread());
        }
    }

    @Test
    void channelsAreLetGoAndTheLoopIsStopped() throws Exception {
        try (Client client = Client.connect("zrpc+unix://" + socket)) {
            FutureTask<@Nullable Void> running =
                    aside(() -> {
                        loop.run();
                        return null;
                    });
            assertThat(call(client, 1)).isEqualTo(1L);
            awaitLog("channel 1");
            loop.unregister(pipe.source());
            List<CompletableFuture<@Nullable Object>> inFlight = new ArrayList<>();
            for (int i = 2; i < 12; i++) {
                inFlight.add(client.service("sample").command("poke").with(i).future());
            }
            for (CompletableFuture<@Nullable Object> each : inFlight) {
                each.get();
            }
            assertThat(log).contains("call 11").doesNotContain("channel 2");
            loop.register(pipe.source(), this::read);
            awaitLog("channel 11");
            loop.stop();
            running.get();
            assertThat(threads).hasSize(1);

            CompletableFuture<@Nullable Object> waits = client.service("sample").command("poke").with(99).future();
            assertThat(client.describe()).as("which needs no turn").hasSize(1);
            assertThat(log).doesNotContain("call 99");
            assertThat(loop.runOnce(Duration.ofSeconds(60))).isTrue();
            assertThat(waits.get()).isEqualTo(99L);
            assertThat(threads).contains(Thread.currentThread());
        }
    }

    private static @Nullable Object call(Client client, int number) {
        return client.service("sample").call("poke", number);
    }

    private void awaitLog(String event) throws InterruptedException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!log.contains(event)) {
            assertThat(System.nanoTime() - end).as("waiting for %s, seen %s", event, log).isNegative();
            Thread.sleep(1);
        }
    }

    @Test
    void anErrorOfAHandlerIsItsCallersAndTheLoopGoesOn() throws Exception {
        FutureTask<@Nullable Void> running =
                aside(() -> {
                    loop.run();
                    return null;
                });
        loop.register(
                pipe.source(),
                () -> {
                    read();
                    throw new IllegalStateException("of a callback");
                });
        try (Client client = Client.connect("zrpc+unix://" + socket)) {
            assertThatThrownBy(() -> client.service("sample").call("poke", "nothing"))
                    .isInstanceOf(RpcException.class)
                    .hasMessage("sample.poke.number: got text (expected integer)");
            assertThat(call(client, 1)).isEqualTo(1L);
            awaitLog("channel 1");
            assertThat(call(client, 2)).isEqualTo(2L);
            awaitLog("channel 2");
        }
        loop.stop();
        running.get();
    }
}
