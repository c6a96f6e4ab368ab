package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Channels that a loop watches, and tasks that it is given, besides its calls.
class EventLoopChannelsTest extends EventLoopTests {
    private Pipe pipe() throws Exception {
        Pipe pipe = Pipe.open();
        keep(pipe.source());
        keep(pipe.sink());
        pipe.source().configureBlocking(false);
        return pipe;
    }

    private static void write(Pipe pipe) throws Exception {
        pipe.sink().write(ByteBuffer.wrap(new byte[] {7}));
    }

    private static int read(Pipe pipe) {
        try {
            return pipe.source().read(ByteBuffer.allocate(10));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aChannelIsCalledBackWhenItCanBeReadAndNothingIsRead() throws Exception {
        serve();
        Pipe pipe = pipe();
        List<Integer> sizes = new ArrayList<>();
        loop.register(pipe.source(), () -> sizes.add(0));
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
        write(pipe);
        assertThat(loop.runOnce(LONG)).isTrue();
        assertThat(loop.runOnce(Duration.ZERO)).as("still there to be read").isTrue();
        loop.register(pipe.source(), () -> sizes.add(read(pipe)));
        assertThat(loop.runOnce(LONG)).as("the later callback").isTrue();
        assertThat(sizes).containsExactly(0, 0, 1);
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
    }

    @Test
    void aLoopThatWaitsHearsOfAChannelThatIsRegisteredByAnotherThread() throws Exception {
        serveAndRun();
        Pipe pipe = pipe();
        write(pipe);
        CompletableFuture<Thread> called = new CompletableFuture<>();
        loop.register(
                pipe.source(),
                () -> {
                    read(pipe);
                    called.complete(Thread.currentThread());
                });
        assertThat(called.join()).isSameAs(runner);
    }

    @Test
    void aChannelThatIsUnregisteredIsLeftAlone() throws Exception {
        serve();
        Pipe pipe = pipe();
        AtomicInteger calls = new AtomicInteger();
        loop.register(pipe.source(), calls::incrementAndGet);
        write(pipe);
        assertThat(loop.runOnce(LONG)).isTrue();
        loop.unregister(pipe.source());
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
        pipe.source().configureBlocking(true); // it belongs to nobody any more
        pipe.source().configureBlocking(false);
        loop.register(pipe.source(), calls::incrementAndGet);
        loop.unregister(pipe.source());
        loop.register(pipe.source(), calls::incrementAndGet);
        assertThat(loop.runOnce(LONG)).isTrue();
        assertThat(calls).hasValue(2);
        loop.unregister(pipe.source());
        loop.unregister(pipe.source());
    }

    @Test
    void aChannelThatIsClosedIsForgotten() throws Exception {
        serve();
        Pipe pipe = pipe();
        loop.register(pipe.source(), () -> read(pipe));
        write(pipe);
        assertThat(loop.runOnce(LONG)).isTrue();
        write(pipe);
        pipe.source().close();
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
        assertThat(pipe.source().isRegistered()).isFalse();
        loop.register(pipe.source(), () -> read(pipe));
        assertThat(loop.runOnce(Duration.ZERO)).isFalse();
    }

    @Test
    void channelsThatCannotBeWatchedAreRefused() throws Exception {
        serve();
        Pipe pipe = pipe();
        pipe.source().configureBlocking(true);
        assertThatThrownBy(() -> loop.register(pipe.source(), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("in blocking mode (call configureBlocking(false) before it is registered)");
        pipe.sink().configureBlocking(false);
        assertThatThrownBy(() -> loop.register(pipe.sink(), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("nothing can be read from it");
        pipe.source().close(); // and in blocking mode, which nobody can change any more
        assertThatThrownBy(() -> loop.register(pipe.source(), () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(": closed (expected an open channel)");
    }

    @Test
    void whatACallbackThrowsDoesNotEndTheLoop() throws Exception {
        serveAndRun();
        Pipe pipe = pipe();
        CountDownLatch called = new CountDownLatch(1);
        loop.register(
                pipe.source(),
                () -> {
                    read(pipe);
                    called.countDown();
                    throw new AssertionError("on purpose");
                });
        write(pipe);
        called.await();
        loop.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        assertThat(connect().service("work").call("number", 1)).isEqualTo(1L);
    }

    @Test
    void aChannelThatAlwaysCanBeReadDoesNotStarveCallsNorTheyIt() throws Exception {
        serve();
        Pipe pipe = pipe();
        write(pipe);
        AtomicInteger calls = new AtomicInteger();
        loop.register(pipe.source(), calls::incrementAndGet);
        runLoop();
        Client client = connect();
        for (int i = 0; i < 100; i++) {
            int before = calls.get();
            assertThat(client.service("work").call("number", i)).isEqualTo((long) i);
            while (calls.get() == before) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void tasksRunOnTheLoop() {
        serveAndRun();
        CompletableFuture<Thread> ran = CompletableFuture.supplyAsync(Thread::currentThread, loop);
        assertThat(ran.join()).isSameAs(runner);
    }
}
