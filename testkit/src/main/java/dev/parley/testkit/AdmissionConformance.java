package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Exclusive;
import dev.parley.MaxConcurrent;
import dev.parley.Service;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Who may come in when not all can: first come, first served, and nobody keeps a place that he does not use.
abstract class AdmissionConformance extends Conformance {
    @Service("printer")
    @Exclusive(queue = 2)
    static class PrinterService {
        @Command
        String print(String text) {
            return text;
        }
    }

    interface Printer {
        String print(String text);
    }

    @Service("kitchen")
    static class KitchenService {
        final Events events = new Events();
        final Semaphore done = new Semaphore(0);

        @Command
        @MaxConcurrent(value = 1, queue = 1)
        String cook(String dish) throws InterruptedException {
            events.add("cooking " + dish);
            done.acquire();
            return dish;
        }
    }

    interface Kitchen {
        String cook(String dish);
    }

    AdmissionConformance(ConformanceSuite suite) {
        super(suite);
    }

    private static String print(Client client, String text) {
        return client.service(Printer.class).print(text);
    }

    private static Background<String> printLater(Client client, String text) {
        return Background.start(() -> print(client, text));
    }

    private static Background<String> cookLater(Client client, String dish) {
        return Background.start(() -> client.service(Kitchen.class).cook(dish));
    }

    /// Waits until so many connections or calls are in a list of the first lock: its `holders`, or who is `waiting`.
    private void await(String list, int size) {
        Client observer = connect();
        Await.until(
                size + " " + list,
                () -> {
                    List<?> locks = (List<?>) requireNonNull(observer.service("_meta").call("locks"));
                    return ((List<?>) requireNonNull(((Map<?, ?>) locks.getFirst()).get(list))).size() == size;
                });
    }

    private void awaitQueue(int length) {
        await("waiting", length);
    }

    @Test
    void anExclusiveServiceIsForOneConnectionAtATime() {
        serve(new PrinterService());
        Client first = connect();
        assertThat(print(first, "a")).isEqualTo("a");
        Background<String> second = printLater(connect(), "b");
        awaitQueue(1);
        assertThat(print(first, "c")).as("the holder goes on").isEqualTo("c");
        assertThat(second.isDone()).isFalse();
        first.close();
        assertThat(second.value()).isEqualTo("b");
    }

    @Test
    void whoCameFirstIsNext() {
        serve(new PrinterService());
        Client first = connect();
        print(first, "a");
        Client next = connect();
        Background<String> second = printLater(next, "b");
        awaitQueue(1);
        Background<String> third = printLater(connect(), "c");
        awaitQueue(2);
        first.close();
        assertThat(second.value()).isEqualTo("b");
        assertThat(third.isDone()).isFalse();
        next.close();
        assertThat(third.value()).isEqualTo("c");
    }

    @Test
    void aFullQueueIsSaid() {
        serve(new PrinterService());
        print(connect(), "a");
        printLater(connect(), "b");
        awaitQueue(1);
        printLater(connect(), "c");
        awaitQueue(2);
        assertRefused(
                Code.RESOURCE_EXHAUSTED,
                "printer: in use by 1 session, and 2 wait (as many as may)",
                () -> print(connect(), "d"));
    }

    @Test
    void whoLeavesOrHasNoTimeLeftGivesHisPlaceUp() {
        serve(new PrinterService());
        Client first = connect();
        print(first, "a");
        Client leaving = connect(builder -> builder.retries(false));
        Background<String> second = printLater(leaving, "b");
        awaitQueue(1);
        Client impatient = connect(builder -> builder.timeout(Duration.ofMillis(100)));
        assertThat(failure(() -> print(impatient, "c")).code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        leaving.close();
        assertThat(second.failure().code()).isEqualTo(Code.UNAVAILABLE);
        awaitQueue(0);
        Background<String> last = printLater(connect(), "d");
        awaitQueue(1);
        first.close();
        assertThat(last.value()).isEqualTo("d");
    }

    @Test
    void onlySoManyCallsRunAtOnceAndTheNextWaits() {
        KitchenService kitchen = new KitchenService();
        serve(kitchen);
        Client client = connect();
        Background<String> soup = cookLater(client, "soup");
        kitchen.events.expect("cooking soup");
        Background<String> cake = cookLater(client, "cake");
        awaitQueue(1);
        assertRefused(
                Code.RESOURCE_EXHAUSTED,
                "kitchen.cook: 1 call runs and 1 waits (the limits of @MaxConcurrent)",
                () -> client.service(Kitchen.class).cook("tea"));
        kitchen.events.expectNoMore();
        kitchen.done.release();
        assertThat(soup.value()).isEqualTo("soup");
        kitchen.events.expect("cooking cake");
        kitchen.done.release();
        assertThat(cake.value()).isEqualTo("cake");
    }

    @Test
    void onlySoManySessionsUseTheServer() {
        serve(builder -> builder.maxSessions(1, 0, Duration.ZERO), new KitchenService(), new PrinterService());
        Client first = connect();
        print(first, "a");
        assertRefused(
                Code.RESOURCE_EXHAUSTED,
                "server: in use by 1 session, and none waits (as many as may)",
                () -> print(connect(), "b"));
        first.close();
        await("holders", 0);
        assertThat(print(connect(), "c")).isEqualTo("c");
    }
}
