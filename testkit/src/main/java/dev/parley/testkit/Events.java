package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// What happens elsewhere, mostly in handlers, told to the test in the order in which it happens. Thread-safe.
final class Events {
    private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

    void add(String event) {
        queue.add(event);
    }

    /// Waits for the next event.
    String next() {
        return Await.next("an event", queue);
    }

    /// Waits for events, which must come in this order with no others between them.
    void expect(String... expected) {
        for (String each : expected) {
            assertThat(Await.next("the event \"" + each + '"', queue)).isEqualTo(each);
        }
    }

    void expectNoMore() {
        assertThat(queue).isEmpty();
    }
}
