package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Call;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// What the examples of the specification call, and some more.
@Service("calc")
final class JsonRpcCalc {
    /// What a caller offers.
    @Service("peer")
    interface Peer {
        String shout(String text);
    }

    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final CountDownLatch go = new CountDownLatch(1);
    final Semaphore waiting = new Semaphore(0);
    final AtomicInteger most = new AtomicInteger();
    final AtomicInteger running = new AtomicInteger();

    @Command
    int subtract(int minuend, int subtrahend) {
        return minuend - subtrahend;
    }

    @Command
    int sum(int... numbers) {
        return Arrays.stream(numbers).sum();
    }

    @Command
    void update(int... numbers) {
        heard.add("update " + Arrays.toString(numbers));
    }

    @Command("update_later")
    void updateLater(String name) {
        waiting.release();
        try {
            go.await();
            heard.add(name + " done");
        } catch (InterruptedException e) {
            heard.add(name + " interrupted");
        }
    }

    @Command("notify_hello")
    void hello(int number) {
        heard.add("hello " + number);
    }

    @Command("notify_sum")
    void notifySum(int... numbers) {
        heard.add("sum " + Arrays.toString(numbers));
    }

    @Command("get_data")
    List<Object> data() {
        return List.of("hello", 5);
    }

    @Command
    @Nullable Object echo(@Nullable Object value) {
        return value;
    }

    @Command
    String text(int length) {
        return "x".repeat(length);
    }

    @Command
    void nothing() {}

    @Command
    String later() throws InterruptedException {
        int now = running.incrementAndGet();
        most.accumulateAndGet(now, Math::max);
        waiting.release();
        go.await();
        running.decrementAndGet();
        return "done";
    }

    @Command
    void fail(String how) throws Exception {
        switch (how) {
            case "missing" -> throw new NoSuchElementException("no note 3");
            case "argument" -> throw new IllegalArgumentException("not this one");
            case "state" -> throw new RpcException(Code.FAILED_PRECONDITION, "Closed", "it is closed", null);
            case "half" -> throw new RpcException(Code.ABORTED, "half \ud800 a pair");
            default -> throw new Exception("a secret");
        }
    }

    @Command
    Stream<Integer> count() {
        return Stream.of(1, 2);
    }

    @Command
    String back(String text) {
        return "you said " + Call.current().caller(Peer.class).shout(text);
    }

    String next() throws InterruptedException {
        String line = heard.poll(20, TimeUnit.SECONDS);
        assertThat(line).as("something, within 20 seconds").isNotNull();
        return line;
    }
}
