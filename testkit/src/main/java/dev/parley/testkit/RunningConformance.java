package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Inline;
import dev.parley.Service;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Where handlers run: each on a virtual thread of its own, unless its command is inline.
abstract class RunningConformance extends Conformance {
    private static final ThreadLocal<Integer> LEFT_BEHIND = new ThreadLocal<>();

    @Service("running")
    static class RunningService {
        final AtomicInteger runs = new AtomicInteger();
        private final CyclicBarrier both = new CyclicBarrier(2);

        @Command
        boolean isVirtual() {
            return Thread.currentThread().isVirtual();
        }

        @Command
        boolean isFresh() {
            boolean fresh = LEFT_BEHIND.get() == null && !Thread.currentThread().isInterrupted();
            LEFT_BEHIND.set(1);
            Thread.currentThread().interrupt();
            return fresh;
        }

        @Command
        int meet() throws Exception {
            return both.await(10, TimeUnit.SECONDS);
        }

        @Command
        @Inline
        String inline(String text) {
            return Call.current().command() + " " + text;
        }

        @Command
        @Inline
        boolean inlineHasDeadline() {
            return Call.current().remaining().isPresent();
        }

        @Command
        @Inline
        int inlineFailing(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("value: got " + value + " (expected 0 or more)");
            }
            return value;
        }

        @Command
        @Inline
        byte[] inlineBytes(byte[] bytes) {
            return bytes;
        }

        @Command
        byte[] bytes(byte[] bytes) {
            runs.incrementAndGet();
            return bytes;
        }
    }

    interface Running {
        boolean isVirtual();

        boolean isFresh();

        int meet();

        String inline(String text);

        boolean inlineHasDeadline();

        int inlineFailing(int value);

        byte[] inlineBytes(byte[] bytes);

        byte[] bytes(byte[] bytes);
    }

    private final RunningService service = new RunningService();

    RunningConformance(ConformanceSuite suite) {
        super(suite);
    }

    private Client start() {
        serve(service);
        return connect();
    }

    @Test
    void handlersRunOnVirtualThreads() {
        assertThat(start().service(Running.class).isVirtual()).isTrue();
    }

    @Test
    void eachHandlerHasAThreadOfItsOwn() {
        Running running = start().service(Running.class);
        for (int i = 0; i < 100; i++) {
            assertThat(running.isFresh()).isTrue();
        }
    }

    @Test
    void handlersMayWaitForEachOther() {
        Running running = start().service(Running.class);
        Background<Integer> one = Background.start(running::meet);
        assertThat(running.meet() + one.value()).isEqualTo(1);
    }

    @Test
    void inlineCommandsAnswerLikeOthers() {
        Client client = start();
        Running running = client.service(Running.class);
        for (int i = 0; i < 200; i++) {
            assertThat(running.inline("call " + i)).isEqualTo("inline call " + i);
        }
        assertThat(client.withTimeout(Duration.ofMinutes(1)).service(Running.class).inlineHasDeadline()).isTrue();
        assertThat(running.inlineFailing(5)).isEqualTo(5);
        assertFails(Code.INVALID_ARGUMENT, "value: got -1 (expected 0 or more)", () -> running.inlineFailing(-1));
        assertThat(running.inline("after a failure")).isEqualTo("inline after a failure");
        assertThat(running.inlineBytes(new byte[1 << 20])).hasSize(1 << 20);
    }

    @Test
    void wrongArgumentsOfAnInlineCommandAreRefused() {
        Client client = start();
        assertRefused(
                Code.INVALID_ARGUMENT,
                "running.inline.text: got integer (expected text)",
                () -> client.service("running").call("inline", 5));
    }

    @Test
    void inlineCommandsAreAnsweredWhileTheConnectionIsBusy() {
        Running running = start().service(Running.class);
        AtomicBoolean enough = new AtomicBoolean();
        List<Background<Void>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(
                    Background.<Void>startVirtual(() -> {
                        while (!enough.get()) {
                            assertThat(running.bytes(new byte[500_000])).hasSize(500_000);
                        }
                        return null;
                    }));
        }
        try {
            for (int i = 0; i < 300 || service.runs.get() < 50; i++) {
                assertThat(running.inline("call " + i)).isEqualTo("inline call " + i);
                assertThat(running.inlineBytes(new byte[50_000])).hasSize(50_000);
            }
        } finally {
            enough.set(true);
        }
        all.forEach(Background::value);
    }
}
