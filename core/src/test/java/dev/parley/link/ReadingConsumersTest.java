package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
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
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Who consumes a stream reads the connection himself while he waits, once he has waited a few times: that must not hold up
/// anybody.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadingConsumersTest {
    /// So many items, one at a time, make the loop lend the link to who waits for them.
    private static final int MANY = 200;

    private static final int LARGE = 60_000;

    @Service("items")
    static class Items {
        final CountDownLatch go = new CountDownLatch(1);

        /// Each comes when the one before has been looked at; the last when it may.
        @Command
        Stream<Integer> some() {
            return IntStream.range(0, MANY + 1).mapToObj(this::item);
        }

        private int item(int i) {
            try {
                if (i < MANY) {
                    Thread.sleep(1);
                } else {
                    go.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return i;
        }

        @Command
        Stream<byte[]> large() {
            return Stream.of(new byte[LARGE], new byte[LARGE]);
        }

        @Command
        String hello() {
            return "hello";
        }
    }

    @TempDir private Path folder;

    private final Items items = new Items();
    private @Nullable Server server;
    private @Nullable Client client;

    @BeforeEach
    void start() {
        server = Server.builder().service(items).listen("unix://" + folder.resolve("s")).start();
        client = Client.connect(server.urls().getFirst().toString());
    }

    @AfterEach
    void stop() {
        items.go.countDown();
        client().close();
        if (server != null) {
            server.close();
        }
    }

    private Client client() {
        if (client == null) {
            throw new IllegalStateException("not started");
        }
        return client;
    }

    private Stream<@Nullable Object> some() {
        return client().service("items").stream("some");
    }

    /// Reads all but the last item.
    private static Iterator<@Nullable Object> almostAll(Stream<@Nullable Object> stream) {
        Iterator<@Nullable Object> iterator = stream.iterator();
        for (long i = 0; i < MANY; i++) {
            assertThat(iterator.next()).isEqualTo(i);
        }
        return iterator;
    }

    /// Runs something on a thread of its own, which waits until it is in the middle of it.
    private static <T> FutureTask<T> whileWaiting(java.util.concurrent.Callable<T> work) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = Thread.ofPlatform().daemon().start(task);
        while (thread.getState() == Thread.State.NEW || !waits(thread)) {
            Thread.onSpinWait();
        }
        return task;
    }

    /// Whether it is in the selector, or parked, for the last item.
    private static boolean waits(Thread thread) {
        for (StackTraceElement each : thread.getStackTrace()) {
            if (each.getMethodName().equals("lastOf")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object lastOf(Iterator<@Nullable Object> iterator) {
        return iterator.hasNext() ? iterator.next() : "no more";
    }

    @Test
    void theConsumerReads() throws Exception {
        AtomicBoolean seen = new AtomicBoolean();
        FutureTask<Boolean> task =
                new FutureTask<>(() -> {
                    while (!seen.get()) { // else the test's time runs out
                        try (Stream<@Nullable Object> stream = some()) {
                            almostAll(stream);
                        }
                    }
                    return true;
                });
        Thread reader = Thread.ofPlatform().daemon().start(task);
        while (!seen.get() && reader.isAlive()) {
            seen.set(reads(reader));
        }
        assertThat(task.get()).isTrue();
    }

    @Test
    void othersAreAnsweredMeanwhile() throws Exception {
        try (Stream<@Nullable Object> stream = some()) {
            Iterator<@Nullable Object> rest = almostAll(stream);
            assertThat(client().service("items").call("hello")).as("while nobody waits for items").isEqualTo("hello");
            FutureTask<@Nullable Object> last = whileWaiting(() -> lastOf(rest));
            for (int i = 0; i < 20; i++) {
                assertThat(client().service("items").call("hello")).isEqualTo("hello");
            }
            items.go.countDown();
            assertThat(last.get()).isEqualTo((long) MANY);
        }
    }

    @Test
    @SuppressWarnings("try") // that is what is tested
    void closingTheStreamEndsTheWait() throws Exception {
        try (Stream<@Nullable Object> stream = some()) {
            Iterator<@Nullable Object> rest = almostAll(stream);
            FutureTask<@Nullable Object> last = whileWaiting(() -> lastOf(rest));
            stream.close();
            assertThat(last.get()).isEqualTo("no more");
        }
    }

    @Test
    void theDeadlineEndsTheWait() {
        boolean waited = false;
        for (long seconds = 1; !waited; seconds *= 2) { // until that is enough for all but the last
            waited = waitsUntilTheDeadline(client().withTimeout(Duration.ofSeconds(seconds)));
        }
    }

    /// @return whether it came so far as to wait for the last item
    private static boolean waitsUntilTheDeadline(Client brief) {
        boolean[] waited = {false};
        try (Stream<@Nullable Object> stream = brief.service("items").stream("some")) {
            Throwable failure =
                    catchThrowable(() -> {
                        Iterator<@Nullable Object> rest = almostAll(stream);
                        waited[0] = true;
                        lastOf(rest);
                    });
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
        }
        return waited[0];
    }

    @Test
    void interruptingEndsTheWaitAndNotTheConnection() throws Exception {
        try (Stream<@Nullable Object> stream = some()) {
            Iterator<@Nullable Object> rest = almostAll(stream);
            Thread[] waiting = new Thread[1];
            FutureTask<Throwable> last =
                    whileWaiting(() -> {
                        waiting[0] = Thread.currentThread();
                        return catchThrowable(() -> lastOf(rest));
                    });
            waiting[0].interrupt();
            assertThat(last.get())
                    .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.CANCELLED));
        }
        assertThat(client().service("items").call("hello")).isEqualTo("hello");
    }

    @Test
    void theServersEndEndsTheWait() throws Exception {
        try (Stream<@Nullable Object> stream = some()) {
            Iterator<@Nullable Object> rest = almostAll(stream);
            FutureTask<Throwable> last = whileWaiting(() -> catchThrowable(() -> lastOf(rest)));
            items.go.countDown();
            if (server != null) {
                server.close();
            }
            Throwable end = last.get();
            assertThat(end == null || end instanceof RpcException).as("an end: %s", end).isTrue();
        }
    }

    /// An item comes in many reads. Who asks to read waits no longer than until he may.
    @Test
    void theConsumerReadsTheRestOfAnItem() throws Exception {
        CountDownLatch rest = new CountDownLatch(1);
        try (ServerSocketChannel way = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
                Server served = Server.builder().service(items).listen("tcp://127.0.0.1:0").start()) {
            int port = served.urls().getFirst().getPort();
            Thread.ofVirtual().start(() -> passOn(way, port, LARGE + LARGE / 2, rest));
            try (Client slow = Client.connect("tcp://127.0.0.1:" + way.socket().getLocalPort())) {
                FutureTask<Long> all = new FutureTask<>(() -> slow.service("items").stream("large").count());
                Thread consumer = Thread.ofPlatform().daemon().start(all);
                while (!reads(consumer)) { // else the test's time runs out
                    Thread.onSpinWait();
                }
                rest.countDown();
                assertThat(all.get()).isEqualTo(2);
            }
        }
    }

    private static boolean reads(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(each -> each.getClassName().equals(CallerReads.class.getName()));
    }

    /// Stands between a client and a server; passes on so many bytes of the server's, bit by bit, and the rest when it may:
    /// till then a single byte now and then, as the loop lends the link when something comes.
    private static void passOn(ServerSocketChannel from, int port, int first, CountDownLatch rest) {
        try (SocketChannel client = from.accept();
                SocketChannel server = SocketChannel.open(new InetSocketAddress("127.0.0.1", port))) {
            Thread.ofVirtual().start(() -> copy(client, server, Integer.MAX_VALUE, rest));
            copy(server, client, first, rest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(SocketChannel from, SocketChannel to, int first, CountDownLatch rest) {
        ByteBuffer some = ByteBuffer.allocate(16 << 10);
        int passed = 0;
        try {
            while (from.read(some.clear().limit(passed < first || rest.getCount() == 0 ? some.capacity() : 1)) >= 0) {
                passed += some.flip().remaining();
                while (some.hasRemaining()) {
                    to.write(some);
                }
                Thread.sleep(1);
            }
        } catch (IOException | InterruptedException e) {
            // the end of the test
        }
    }
}
