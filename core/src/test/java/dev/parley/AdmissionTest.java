package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.session.RawPeer;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// Who may come in when not all can: in order, and nobody keeps a place that he does not use.
@Timeout(60)
class AdmissionTest {
    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private Server server;

    @Service("printer")
    @Exclusive(queue = 2)
    static class Printer {
        final Semaphore started = new Semaphore(0);
        final CountDownLatch paper = new CountDownLatch(1);

        @Command
        String print(String text) {
            return text;
        }

        @Command
        void block() throws InterruptedException {
            started.release();
            paper.await();
        }
    }

    @Service("scanner")
    @Exclusive(lease = "50ms")
    static class Scanner {
        final Semaphore started = new Semaphore(0);
        final CountDownLatch done = new CountDownLatch(1);

        @Command
        String scan() {
            return "a page";
        }

        @Command
        void book() throws InterruptedException {
            started.release();
            done.await();
        }
    }

    @Service("kitchen")
    static class Kitchen {
        final AtomicInteger cooking = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final Semaphore started = new Semaphore(0);
        final Semaphore ready = new Semaphore(0);
        final List<Integer> order = new CopyOnWriteArrayList<>();

        @Command
        @MaxConcurrent(value = 2, queue = 3)
        int cook(int dish) throws InterruptedException {
            order.add(dish);
            most.accumulateAndGet(cooking.incrementAndGet(), Math::max);
            started.release();
            try {
                ready.acquire();
                return dish;
            } finally {
                cooking.decrementAndGet();
            }
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private void serve(UnaryOperator<ServerBuilder> more) {
        server = more.apply(Server.builder().listen("unix://" + folder.resolve("s"))).start();
        open.add(server);
    }

    private Client connect() {
        Client client = Client.builder("unix://" + folder.resolve("s")).timeout(Duration.ofSeconds(50)).connect();
        open.add(client);
        return client;
    }

    private static CompletableFuture<Object> later(Client client, String service, String command, Object... arguments) {
        CompletionStage<Object> stage = client.service(service).command(command).with(arguments).future();
        return stage.toCompletableFuture();
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> locks() {
        return (List<Map<String, Object>>) connect().service("_meta").call("locks");
    }

    private int waiting() {
        return ((List<?>) locks().getFirst().get("waiting")).size();
    }

    private static void until(BooleanSupplier reached) {
        while (!reached.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static Code codeOf(CompletableFuture<?> failed) {
        Throwable cause = failed.handle((_, e) -> e).join();
        return ((RpcException) (cause.getCause() == null ? cause : cause.getCause())).code();
    }

    // ---- one session at a time

    @Test
    void oneConnectionAtATimeUsesAnExclusiveService() {
        serve(b -> b.service(new Printer()));
        Client first = connect();
        assertThat(first.service("printer").call("print", "a")).isEqualTo("a");
        CompletableFuture<Object> second = later(connect(), "printer", "print", "b");
        until(() -> waiting() == 1);
        assertThat(first.service("printer").call("print", "c")).as("the holder goes on").isEqualTo("c");
        assertThat(second).isNotDone();
        first.close();
        assertThat(second.join()).isEqualTo("b");
    }

    @Test
    void whoCameFirstIsNext() {
        serve(b -> b.service(new Printer()));
        Client first = connect();
        first.service("printer").call("print", "a");
        Client second = connect();
        CompletableFuture<Object> two = later(second, "printer", "print", "2");
        until(() -> waiting() == 1);
        Client third = connect();
        CompletableFuture<Object> three = later(third, "printer", "print", "3");
        until(() -> waiting() == 2);
        first.close();
        assertThat(two.join()).isEqualTo("2");
        assertThat(three).isNotDone();
        second.close();
        assertThat(three.join()).isEqualTo("3");
    }

    @Test
    void aFullQueueIsSaid() {
        serve(b -> b.service(new Printer()));
        connect().service("printer").call("print", "a");
        later(connect(), "printer", "print", "2");
        until(() -> waiting() == 1);
        later(connect(), "printer", "print", "3");
        until(() -> waiting() == 2);
        assertThatThrownBy(() -> connect().service("printer").call("print", "4"))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                            assertThat(e.mayHaveRun()).isFalse();
                        })
                .hasMessage("printer: in use by 1 session, and 2 wait (as many as may)");
    }

    @Test
    void whoLeavesOrHasNoTimeLeftGivesHisPlaceUp() {
        serve(b -> b.service(new Printer()));
        Client first = connect();
        first.service("printer").call("print", "a");
        Client leaving = connect();
        CompletableFuture<Object> left = later(leaving, "printer", "print", "2");
        until(() -> waiting() == 1);
        Client impatient = connect().withTimeout(Duration.ofMillis(100));
        assertThatThrownBy(() -> impatient.service("printer").call("print", "3"))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
        leaving.close();
        assertThat(codeOf(left)).isEqualTo(Code.UNAVAILABLE);
        until(() -> waiting() == 0);
        CompletableFuture<Object> last = later(connect(), "printer", "print", "4");
        first.close();
        assertThat(last.join()).isEqualTo("4");
    }

    @Test
    void aHolderThatDiesInTheMiddleFreesItsPlace() throws Exception {
        Printer printer = new Printer();
        serve(b -> b.service(printer));
        Client first = connect();
        later(first, "printer", "block");
        printer.started.acquire();
        CompletableFuture<Object> second = later(connect(), "printer", "print", "b");
        until(() -> waiting() == 1);
        first.close();
        assertThat(second.join()).isEqualTo("b");
    }

    @Test
    void aCallThatGoesOnWithoutItsCallerKeepsItsPlaceUntilItReturns() throws Exception {
        Printer printer = new Printer();
        serve(b -> b.service(printer).keepAnswers());
        Client first = connect();
        later(first, "printer", "block");
        printer.started.acquire();
        CompletableFuture<Object> left = later(connect(), "printer", "print", "left");
        until(() -> waiting() == 1);
        Client leaving = connect();
        CompletableFuture<Object> gone = later(leaving, "printer", "print", "gone");
        until(() -> waiting() == 2);
        leaving.close();
        until(() -> waiting() == 1);
        assertThat(codeOf(gone)).isEqualTo(Code.UNAVAILABLE);
        int before = server.connections();
        first.close();
        until(() -> server.connections() < before);
        assertThat(waiting())
                .as("those that wait while the call of the connection that is gone still runs")
                .isEqualTo(1);
        assertThat(left).isNotDone();
        printer.paper.countDown();
        assertThat(left.join()).isEqualTo("left");
    }

    @Test
    void metadataShowsWhoHoldsAndWhoWaits() throws Exception {
        Printer printer = new Printer();
        serve(b -> b.service(printer));
        later(connect(), "printer", "block");
        printer.started.acquire();
        later(connect(), "printer", "print", "b");
        until(() -> waiting() == 1);
        Map<String, Object> lock = locks().getFirst();
        assertThat(lock).containsEntry("what", "printer").containsEntry("places", 1L);
        assertThat((List<?>) lock.get("holders"))
                .singleElement()
                .satisfies(h -> assertThat(((Map<?, ?>) h).get("calls")).isEqualTo(1L))
                .satisfies(h -> assertThat(((Map<?, ?>) h).get("peer").toString()).startsWith("unix "));
        printer.paper.countDown();
    }

    @Test
    void aLeaseThatIsNotUsedEnds() throws Exception {
        Scanner scanner = new Scanner();
        serve(b -> b.service(scanner));
        Client first = connect();
        first.service("scanner").call("scan");
        assertThat(connect().service("scanner").call("scan")).as("while the first is still there").isEqualTo("a page");
        Client third = connect();
        CompletableFuture<Object> book = later(third, "scanner", "book");
        scanner.started.acquire();
        CompletableFuture<Object> fourth = later(first, "scanner", "scan");
        until(() -> waiting() == 1);
        Thread.sleep(120); // longer than the lease: but its call still runs
        assertThat(fourth).isNotDone();
        scanner.done.countDown();
        assertThat(fourth.join()).isEqualTo("a page");
        assertThat(book).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void theWholeServerCanHaveLimitedSessions() throws Exception {
        Kitchen kitchen = new Kitchen();
        serve(b -> b.service(kitchen).service(new Printer()).maxSessions(2));
        Client one = connect();
        Client two = connect();
        one.service("printer").call("print", "a");
        CompletableFuture<Object> dish = later(two, "kitchen", "cook", 1);
        CompletableFuture<Object> third = later(connect(), "kitchen", "cook", 2);
        until(() -> waiting() == 1);
        assertThat(locks().getFirst()).containsEntry("what", "server").containsEntry("places", 2L);
        kitchen.started.acquire();
        assertThat(kitchen.order).containsExactly(1);
        one.close();
        kitchen.started.acquire();
        assertThat(kitchen.order).containsExactly(1, 2);
        kitchen.ready.release(2);
        assertThat(List.of(dish.join(), third.join())).containsExactly(1L, 2L);
    }

    // ---- calls at once

    @Test
    void someCallsRunAtOnceOthersWaitInOrderAndFurtherOnesAreRefused() throws Exception {
        Kitchen kitchen = new Kitchen();
        serve(b -> b.service(kitchen));
        Client client = connect();
        List<CompletableFuture<Object>> dishes = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            dishes.add(later(client, "kitchen", "cook", i));
            kitchen.started.acquire();
        }
        for (int i = 3; i <= 5; i++) {
            int waiting = i - 2;
            dishes.add(later(client, "kitchen", "cook", i));
            until(() -> waiting() == waiting);
        }
        assertThatThrownBy(() -> client.service("kitchen").call("cook", 6))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                            assertThat(e.mayHaveRun()).isFalse();
                        })
                .hasMessage("kitchen.cook: 2 calls run and 3 wait (the limits of @MaxConcurrent)");
        for (int i = 3; i <= 5; i++) {
            kitchen.ready.release();
            kitchen.started.acquire();
        }
        kitchen.ready.release(2);
        dishes.forEach(CompletableFuture::join);
        assertThat(kitchen.most).hasValue(2);
        assertThat(kitchen.order).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aCallThatGivesUpWaitingNeverRuns() throws Exception {
        Kitchen kitchen = new Kitchen();
        serve(b -> b.service(kitchen));
        Client client = connect();
        CompletableFuture<Object> one = later(client, "kitchen", "cook", 1);
        CompletableFuture<Object> two = later(client, "kitchen", "cook", 2);
        kitchen.started.acquire(2);
        assertThatThrownBy(() -> client.withTimeout(Duration.ofMillis(100)).service("kitchen").call("cook", 3))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
        until(() -> waiting() == 0);
        CompletableFuture<Object> four = later(client, "kitchen", "cook", 4);
        until(() -> waiting() == 1);
        four.cancel(true);
        until(() -> waiting() == 0);
        kitchen.ready.release(10);
        assertThat(List.of(one.join(), two.join())).containsExactly(1L, 2L);
        assertThat(client.service("kitchen").call("cook", 5)).isEqualTo(5L);
        assertThat(kitchen.order).containsExactlyInAnyOrder(1, 2, 5);
    }

    /// What the server says of a call of 2 s, which has stood in the queue.
    private Frame.Failure waited(RawPeer peer, String service, String command, String arguments) throws Exception {
        CommandName name = new CommandName(service, command);
        Encoded given = RawPeer.value(arguments);
        peer.say(new Frame.Call(1, name, 2_000_000_000, false, Map.of(), false, false, given));
        until(() -> waiting() == 1);
        return peer.hear(Frame.Failure.class);
    }

    private static void assertNotBegun(Frame.Failure failure, String text) {
        assertThat(failure.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(failure.ran()).isFalse();
        assertThat(failure.message()).isEqualTo(text);
    }

    @Test
    void whoHasWaitedForAPlaceUntilHisTimeWasUpIsToldSo() throws Exception {
        serve(b -> b.service(new Printer()));
        connect().service("printer").call("print", "a");
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).greet().listen()) {
            assertNotBegun(
                    waited(peer, "printer", "print", "91a162"),
                    "printer.print: not begun before the deadline (it waited for a place in printer)");
        }
    }

    @Test
    void soIsWhoHasWaitedForHisTurn() throws Exception {
        Kitchen kitchen = new Kitchen();
        serve(b -> b.service(kitchen));
        Client client = connect();
        List<CompletableFuture<Object>> dishes =
                List.of(later(client, "kitchen", "cook", 1), later(client, "kitchen", "cook", 2));
        kitchen.started.acquire(2);
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).greet().listen()) {
            assertNotBegun(
                    waited(peer, "kitchen", "cook", "9103"),
                    "kitchen.cook: not begun before the deadline (it waited for a place in kitchen.cook)");
        }
        kitchen.ready.release(2);
        dishes.forEach(CompletableFuture::join);
        assertThat(kitchen.order).containsExactlyInAnyOrder(1, 2);
    }

    // ---- what is wrong is said at registration

    @Service("wrong")
    static class Wrong {
        @Command
        @Inline
        @MaxConcurrent(1)
        void call() {}
    }

    @Service("none")
    static class NoPlace {
        @Command
        @MaxConcurrent(0)
        void call() {}
    }

    @Service("leased")
    @Exclusive(lease = "soon")
    static class Leased {
        @Command
        void call() {}
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Server.builder().service(new Wrong()))
                .hasMessage(
                        "command wrong.call: @MaxConcurrent with @Inline, which must not wait (remove one of them)");
        assertThatThrownBy(() -> Server.builder().service(new NoPlace()))
                .hasMessage(
                        "command none.call: @MaxConcurrent: got 0, queue 1000 (expected at least 1, and a queue of at"
                                + " least 0)");
        assertThatThrownBy(() -> Server.builder().service(new Leased()))
                .hasMessage(
                        "service leased: @Exclusive: lease: got \"soon\" (expected a duration such as 5s or 2m, or"
                                + " none)");
        assertThatThrownBy(() -> Server.builder().maxSessions(0))
                .hasMessage("maxSessions: got 0, queue 100, lease PT0S (expected at least 1, and nothing negative)");
    }
}
