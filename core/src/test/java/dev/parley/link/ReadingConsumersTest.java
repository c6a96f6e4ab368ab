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
            seen.set(
                    Stream.of(reader.getStackTrace())
                            .anyMatch(each -> each.getClassName().equals(CallerReads.class.getName())));
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
        try (Stream<@Nullable Object> stream =
                client().withTimeout(Duration.ofSeconds(2)).service("items").stream("some")) {
            Iterator<@Nullable Object> rest = almostAll(stream);
            Throwable failure = catchThrowable(() -> lastOf(rest));
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
        }
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
}
