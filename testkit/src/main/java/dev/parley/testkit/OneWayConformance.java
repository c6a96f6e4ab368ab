package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Command;
import dev.parley.OneWay;
import dev.parley.RemoteService;
import dev.parley.Service;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// Calls that nobody waits for.
abstract class OneWayConformance extends Conformance {
    @Service("log")
    static class Log {
        final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        final CountDownLatch go = new CountDownLatch(1);

        @Command
        void append(String line) {
            lines.add(line);
        }

        @Command
        void appendLater(String line) throws InterruptedException {
            go.await();
            lines.add(line);
        }

        @Command
        void fail(String line) {
            lines.add(line);
            throw new IllegalArgumentException("it is told nobody");
        }

        @Command
        void appendTag(String line) {
            lines.add(line + " " + Call.current().metadata().get("tag"));
        }

        @Command
        int size() {
            return lines.size();
        }

        String next() throws InterruptedException {
            String line = lines.poll(20, TimeUnit.SECONDS);
            assertThat(line).as("a line, within 20 seconds").isNotNull();
            return line;
        }
    }

    /// The client's view of it.
    @Service("log")
    interface Told {
        @OneWay
        void appendLater(String line);

        @OneWay
        void fail(String line);
    }

    OneWayConformance(ConformanceSuite suite) {
        super(suite);
    }

    @Test
    void aToldCommandRuns() throws Exception {
        Log log = new Log();
        serve(log);
        connect().service("log").tell("append", "milk");
        assertThat(log.next()).isEqualTo("milk");
    }

    @Test
    void theTellerDoesNotWait() throws Exception {
        Log log = new Log();
        serve(log);
        connect().service("log").tell("appendLater", "milk");
        connect().service(Told.class).appendLater("tea");
        assertThat(log.lines).isEmpty();
        log.go.countDown();
        assertThat(List.of(log.next(), log.next())).containsExactlyInAnyOrder("milk", "tea");
    }

    @Test
    void theTellerHearsOfNoFailure() throws Exception {
        Log log = new Log();
        serve(log);
        Client client = connect();
        client.service(Told.class).fail("one");
        client.service("log").tell("fail", "two");
        client.service("log").tell("nope");
        client.service("nope").tell("append", "three");
        assertThat(List.of(log.next(), log.next())).containsExactlyInAnyOrder("one", "two");
        assertThat(client.service("log").call("size")).as("the connection goes on").isEqualTo(0L);
    }

    @Test
    void namedArgumentsAndMetadataAreTold() throws Exception {
        Log log = new Log();
        serve(log);
        Client client = connect().withMetadata("tag", "blue");
        client.service("log").command("appendTag").with(Map.of("line", "milk")).tell();
        assertThat(log.next()).isEqualTo("milk blue");
    }

    @Test
    void manyAreToldOneAfterTheOther() throws Exception {
        Log log = new Log();
        serve(log);
        RemoteService service = connect().service("log");
        IntStream.range(0, 2_000).forEach(i -> service.tell("append", "line " + i));
        for (int i = 0; i < 2_000; i++) {
            log.next();
        }
        assertThat(log.lines).isEmpty();
    }

    /// What returns something is not to be told: the interface says so before any call.
    interface Wrong {
        @OneWay
        int size();
    }

    @Test
    void aCommandThatReturnsSomethingIsNoOneWay() {
        serve(new Log());
        Client client = connect();
        assertThatThrownBy(() -> client.service(Wrong.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "@OneWay on a command that returns something, which nobody would wait for (make it void, or"
                                + " remove it)");
    }
}
