package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/// Who runs a loop, one event at a time or until it ends, and what ends it.
class EventLoopRunTest extends EventLoopTests {
    // ---- one event at a time

    @Test
    void runOnceHandlesOneCall() {
        serve();
        Client client = connect();
        assertThat(loop.runOnce(Duration.ZERO)).as("nothing there").isFalse();
        assertThat(loop.runOnce(Duration.ofMillis(1))).as("nothing came").isFalse();
        CompletableFuture<Object> one = later(client, "number", 1);
        CompletableFuture<Object> two = later(client, "number", 2);
        assertThat(loop.runOnce(LONG)).isTrue();
        assertThat(one.join()).isEqualTo(1L);
        assertThat(work.order).containsExactly(1);
        assertThat(loop.runOnce(LONG)).isTrue();
        assertThat(two.join()).isEqualTo(2L);
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
        assertThat(work.threads).containsExactly(Thread.currentThread());
    }

    @Test
    void runOnceRefusesANegativeTime() {
        serve();
        assertThatThrownBy(() -> loop.runOnce(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout: got PT-0.001S (expected zero or more)");
    }

    @Test
    void oneThreadAtATimeRunsTheLoop() throws Exception {
        serveAndRun();
        later(connect(), "block");
        work.started.acquire();
        assertThatThrownBy(() -> loop.runOnce(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the event loop is run by thread the-loop (expected one thread at a time)");
    }

    @Test
    void aHandlerCannotRunTheLoop() {
        serveAndRun();
        assertThat(connect().service("work").call("runsItself"))
                .isEqualTo("the event loop runs already (expected run and runOnce outside of handlers and callbacks)");
    }

    // ---- the end

    @Test
    void stopEndsTheRunOfAnotherThreadWhichMayRunItAgain() throws Exception {
        serveAndRun();
        loop.stop();
        runner.join();
        runLoop();
        assertThat(connect().service("work").call("number", 1)).isEqualTo(1L);
        loop.execute(loop::stop);
        runner.join();
    }

    @Test
    void stopBeforeRunEndsItAtOnce() {
        serve();
        later(connect(), "number", 1);
        loop.stop();
        loop.run();
        assertThat(work.order).isEmpty();
        loop.stop();
        assertThat(loop.runOnce(LONG)).isFalse();
        assertThat(loop.runOnce(LONG)).as("one stop, one end").isTrue();
    }

    @Test
    void anInterruptEndsTheRunAndIsNotForgotten() throws Exception {
        serve();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        runner =
                Thread.startVirtualThread(() -> {
                    loop.run();
                    interrupted.set(Thread.currentThread().isInterrupted());
                });
        assertThat(connect().service("work").call("number", 1)).isEqualTo(1L);
        runner.interrupt();
        runner.join();
        assertThat(interrupted).hasValue(true);
    }

    @Test
    void anInterruptThatAHandlerReactsToIsItsOwn() throws Exception {
        serveAndRun();
        Client client = connect();
        CompletableFuture<Object> blocked = later(client, "block");
        work.started.acquire();
        runner.interrupt();
        assertThatThrownBy(blocked::join).rootCause().isInstanceOf(RpcException.class);
        assertThat(client.service("work").call("number", 1)).isEqualTo(1L);
    }

    @Test
    void closingTheServerEndsTheRunAndItsHandlers() throws Exception {
        serveAndRun();
        later(connect(), "block").exceptionally(_ -> null);
        work.started.acquire();
        server.close();
        runner.join();
        assertThat(work.interrupted.getCount()).isZero();
        loop.run();
        assertThat(loop.runOnce(LONG)).isFalse();
        assertThatThrownBy(() -> loop.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("the event loop's server is closed");
    }

    @Test
    void streamsAreClosedWhenTheServerIsAlthoughNobodyRunsTheLoop() throws Exception {
        serveAndRun();
        Iterator<Object> numbers = connect().service("work").stream("upwards").iterator();
        assertThat(numbers.next()).isEqualTo(0L);
        loop.stop();
        runner.join();
        server.close();
        work.closed.await();
    }

    @Test
    void aCallbackMayCloseTheServer() throws Exception {
        serveAndRun();
        Iterator<Object> numbers = connect().service("work").stream("upwards").iterator();
        assertThat(numbers.next()).isEqualTo(0L);
        List<Long> openStreams = new CopyOnWriteArrayList<>();
        loop.execute(() -> {
            server.close();
            openStreams.add(work.closed.getCount());
        });
        runner.join();
        assertThat(openStreams).as("streams that were open behind close()").containsExactly(0L);
    }
}
