package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.session.Await;
import dev.parley.session.Probe;
import dev.parley.session.RawPeer;
import dev.parley.wire.Frame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/// A platform thread that makes one call after the other reads the answers itself: what happens when others join, threads
/// are interrupted, deadlines pass and ends are closed meanwhile. No answer may be lost.
@Timeout(90)
class CallerReadsTest {
    private static final long SEED = 20260803;
    private static final long STRESS_NANOS = 4_000_000_000L;

    @TempDir Path folder;

    private final Probe probe = new Probe();
    private Server server;
    private Client client;

    @BeforeEach
    void start() {
        server = Probe.serve(probe, folder, dev.parley.Limits.DEFAULT);
        client = connect();
    }

    private Client connect() {
        return Client.builder("unix://" + folder.resolve("s")).timeout(Duration.ofSeconds(20)).connect();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private void call(int n) {
        assertThat(client.service("probe").call("add", n, 1)).isEqualTo(n + 1L);
    }

    /// Until this thread surely reads by itself.
    private void callAlone() {
        for (int i = 0; i < 2_000; i++) {
            call(i);
        }
    }

    private static void join(List<Thread> threads, ConcurrentLinkedQueue<Throwable> failures) throws Exception {
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("seed " + SEED + ", " + failures.size() + " failures", failures.peek());
        }
    }

    private static Thread start(boolean virtual, ConcurrentLinkedQueue<Throwable> failures, Stress work) {
        Runnable guarded =
                () -> {
                    try {
                        work.run();
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                };
        return virtual ? Thread.startVirtualThread(guarded) : Thread.ofPlatform().start(guarded);
    }

    private interface Stress {
        void run() throws Exception;
    }

    @Test
    void threadsOfAllKindsJoinAndLeave() throws Exception {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        long until = System.nanoTime() + STRESS_NANOS;
        for (int t = 0; t < 6; t++) {
            Random random = new Random(SEED + t);
            threads.add(
                    start(
                            t % 2 == 1,
                            failures,
                            () -> {
                                while (System.nanoTime() - until < 0) {
                                    for (int i = random.nextInt(40); i > 0; i--) {
                                        int n = random.nextInt(1000);
                                        if (random.nextInt(20) == 0) {
                                            assertThat(client.service("probe").stream("count", n).count()).isEqualTo(n);
                                        } else if (random.nextInt(20) == 0) {
                                            assertThat(client.service("probe").command("add").with(n, 1).future().get())
                                                    .isEqualTo(n + 1L);
                                        } else {
                                            call(n);
                                        }
                                    }
                                    Thread.sleep(random.nextInt(15)); // leaves the others alone for a while
                                }
                            }));
        }
        join(threads, failures);
        probe.awaitIdle();
    }

    @Test
    void interruptsWhileReadingCostNobodyElseHisAnswer() throws Exception {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        long until = System.nanoTime() + STRESS_NANOS;
        AtomicInteger cancelled = new AtomicInteger();
        for (int t = 0; t < 3; t++) {
            Random random = new Random(SEED + t);
            threads.add(
                    start(
                            false,
                            failures,
                            () -> {
                                while (System.nanoTime() - until < 0) {
                                    try {
                                        int n = random.nextInt(1000);
                                        call(n);
                                    } catch (RpcException e) {
                                        assertThat(e.code()).isEqualTo(Code.CANCELLED);
                                        assertThat(Thread.interrupted()).isTrue();
                                        cancelled.incrementAndGet();
                                    }
                                }
                            }));
        }
        Random random = new Random(SEED);
        while (System.nanoTime() - until < 0) {
            Thread.sleep(random.nextInt(4));
            threads.get(random.nextInt(3)).interrupt();
        }
        join(threads, failures);
        assertThat(cancelled.get()).isPositive();
        call(1);
        assertThat(server.connections()).isEqualTo(1);
        probe.awaitIdle();
    }

    @Test
    void anAnswerForAnotherThreadArrivesWhileOneReads() throws Exception {
        callAlone();
        CountDownLatch waiting = new CountDownLatch(1);
        AtomicReference<Throwable> blocked = new AtomicReference<>();
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                waiting.countDown();
                                client.service("probe").call("block");
                            } catch (RpcException e) {
                                blocked.set(e);
                            }
                        });
        waiting.await();
        probe.blocked.acquire();
        for (int i = 0; i < 1000; i++) { // the other thread may be the one that reads
            call(i);
        }
        CompletableFuture<?> future = client.service("probe").command("add").with(1, 2).future();
        assertThat(future.get()).isEqualTo(3L);
        reader.interrupt();
        reader.join();
        assertThat(blocked.get()).hasMessage("probe.block: interrupted while waiting for the answer");
        probe.interrupted.acquire();
    }

    @Test
    void aStreamThatNobodyReadsForIsRead() throws Exception {
        callAlone();
        Stream<Object> items = client.service("probe").stream("count", 100_000); // the reading is still lent
        assertThat(items.count()).isEqualTo(100_000);
        callAlone();
        CompletableFuture<?> future = client.service("probe").command("add").with(1, 2).future();
        assertThat(future.get()).isEqualTo(3L);
    }

    @Test
    void aDeadlinePassesWhileTheCallerReads() {
        callAlone();
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            assertThat(
                            org.assertj.core.api.Assertions.catchThrowableOfType(
                                            RpcException.class,
                                            () ->
                                                    client.withTimeout(Duration.ofMillis(20))
                                                            .service("probe")
                                                            .call("block"))
                                    .code())
                    .isEqualTo(Code.DEADLINE_EXCEEDED);
            assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
            call(i);
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void theServerClosesWhileTheCallerReads() throws Exception {
        callAlone();
        AtomicReference<RpcException> failure = new AtomicReference<>();
        Thread reader = blockOnAThread(failure);
        server.close();
        reader.join();
        assertThat(failure.get().code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure.get().mayHaveRun()).isTrue();
    }

    @Test
    void theClientIsClosedWhileACallerReads() throws Exception {
        callAlone();
        AtomicReference<RpcException> failure = new AtomicReference<>();
        Thread reader = blockOnAThread(failure);
        long start = System.nanoTime();
        client.close();
        reader.join();
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
        assertThat(failure.get()).hasMessageEndingWith("the client was closed");
        probe.interrupted.acquire();
        Await.until("the session is gone", () -> server.connections() == 0);
    }

    private Thread blockOnAThread(AtomicReference<RpcException> failure) throws InterruptedException {
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            callAlone();
                            try {
                                client.service("probe").call("block");
                            } catch (RpcException e) {
                                failure.set(e);
                            }
                        });
        probe.blocked.acquire();
        return reader;
    }

    /// The loop hands the reading over where a large answer has only begun: its caller must not sleep on.
    @Test
    void theRestOfAnAnswerIsReadByItsCaller() throws Exception {
        try (ServerSocketChannel raw = RawPeer.listen(folder.resolve("raw"));
                Client other = Client.connect("unix://" + folder.resolve("raw"));
                RawPeer peer = RawPeer.accept(raw).greet().listen()) {
            Semaphore turns = new Semaphore(0);
            AtomicInteger answered = new AtomicInteger();
            AtomicReference<Object> last = new AtomicReference<>();
            Thread caller =
                    Thread.ofPlatform()
                            .start(() -> {
                                for (int i = 0; i < SocketLink.LONELY_CALLS; i++) {
                                    turns.acquireUninterruptibly();
                                    last.set(other.service("probe").call("add", 1, 2));
                                    answered.incrementAndGet();
                                }
                            });
            for (int i = 1; i < SocketLink.LONELY_CALLS; i++) {
                int id = hearNext(peer, turns, caller);
                peer.say(new Frame.Result(id, Map.of(), RawPeer.value("03")));
                int so = i;
                Await.until("the answer is there", () -> answered.get() == so);
                Await.until(
                        "the loop is done with it", CallerReadsTest::theLoopsAreIdle); // or lends at once when asked
            }
            int id = hearNext(peer, turns, caller); // who has asked now
            byte[] answer = peer.encoded(new Frame.Result(id, Map.of(), RawPeer.value("c40400010203")));
            peer.bytes(Arrays.copyOf(answer, answer.length - 3));
            Await.until("the caller reads", () -> isIn(CallerReads.class, caller));
            peer.bytes(Arrays.copyOfRange(answer, answer.length - 3, answer.length));
            caller.join();
            assertThat(last.get()).isEqualTo(new byte[] {0, 1, 2, 3});
        }
    }

    private static int hearNext(RawPeer peer, Semaphore turns, Thread caller) throws Exception {
        turns.release();
        int id = peer.hear(Frame.Call.class).id();
        Await.until("the caller waits alone", () -> caller.getState() == Thread.State.WAITING);
        return id;
    }

    private static boolean theLoopsAreIdle() {
        return Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> isIn(SocketLink.class, thread));
    }

    private static boolean isIn(Class<?> type, Thread thread) {
        return Arrays.stream(thread.getStackTrace()).anyMatch(at -> at.getClassName().equals(type.getName()));
    }

    @Test
    void aGoAwayIsHeardWhileNobodyReads() throws Exception {
        try (ServerSocketChannel raw = RawPeer.listen(folder.resolve("raw"));
                Client other = Client.connect("unix://" + folder.resolve("raw"));
                RawPeer first = RawPeer.accept(raw).greet().listen()) {
            CountDownLatch done = new CountDownLatch(1);
            AtomicReference<Object> last = new AtomicReference<>();
            Thread.ofPlatform()
                    .start(() -> {
                        for (int i = 0; i < 300; i++) {
                            last.set(other.service("probe").call("add", 1, 2));
                        }
                        done.countDown();
                    });
            for (int i = 0; i < 300; i++) {
                int id = first.hear(Frame.Call.class).id();
                first.say(new Frame.Result(id, Map.of(), RawPeer.value("03")));
            }
            done.await();
            first.say(new Frame.GoAway(599, null, "going")); // the reading is lent, and no call is in flight
            Thread next = Thread.ofPlatform().start(() -> last.set(repeat(other)));
            RawPeer second = RawPeer.accept(raw).greet().listen();
            int id = second.hear(Frame.Call.class).id();
            second.say(new Frame.Result(id, Map.of(), RawPeer.value("07")));
            next.join();
            assertThat(last.get()).isEqualTo(7L);
            second.close();
        }
    }

    /// A call that is made again as long as it surely has not run, as a caller may do.
    private static Object repeat(Client client) {
        while (true) {
            try {
                return client.service("probe").call("add", 3, 4);
            } catch (RpcException e) {
                if (e.mayHaveRun()) {
                    throw e;
                }
            }
        }
    }

    @Test
    void manyClientsComeAndGoAndLeaveNoThreadsOrSelectors() throws Exception {
        long before = openFiles();
        for (int i = 0; i < 300; i++) {
            try (Client one = connect()) {
                for (int n = 0; n < 40; n++) {
                    assertThat(one.service("probe").call("add", n, 1)).isEqualTo(n + 1L);
                }
            }
        }
        Await.until("their sessions are gone", () -> server.connections() == 1);
        Await.until("their files are closed", () -> openFiles() <= before + 4);
    }

    private static long openFiles() {
        return ((com.sun.management.UnixOperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getOpenFileDescriptorCount();
    }
}
