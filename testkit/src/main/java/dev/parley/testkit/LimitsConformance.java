package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/// How many calls and connections there may be.
abstract class LimitsConformance extends Conformance {
    @Service("limited")
    static class LimitedService {
        final Events events = new Events();
        final CountDownLatch gate = new CountDownLatch(1);

        @Command
        String gated(String text) {
            events.add("started");
            Await.opened("the test lets the handler go on", gate);
            return text;
        }

        @Command
        String echo(String text) {
            return text;
        }
    }

    interface Limited {
        CompletableFuture<String> gated(String text);

        String echo(String text);
    }

    private final LimitedService service = new LimitedService();

    LimitsConformance(ConformanceSuite suite) {
        super(suite);
    }

    @AfterEach
    void letHandlersEnd() {
        service.gate.countDown();
    }

    private void assertTooMany(int most, RpcException failure) {
        assertThat(failure.code()).as("the code of %s", failure).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(failure).hasMessage(most + " calls in flight on this connection (the limit maxCalls)");
        assertHasNotRun(failure);
    }

    private void assertLimited(int most, Client client) throws ExecutionException {
        Limited limited = client.service(Limited.class);
        List<CompletableFuture<String>> all = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            all.add(limited.gated("call " + i));
            service.events.expect("started");
        }
        assertTooMany(most, failure(() -> limited.echo("one more")));
        service.gate.countDown();
        for (int i = 0; i < most; i++) {
            assertThat(Await.value("an answer", all.get(i))).isEqualTo("call " + i);
        }
        assertThat(limited.echo("again")).isEqualTo("again");
    }

    @Test
    void callsBeyondTheServersLimitAreRefused() throws ExecutionException {
        serve(server -> server.limits(Limits.DEFAULT.withMaxCalls(3)), service);
        assertLimited(3, connect());
    }

    @Test
    void callsBeyondTheClientsLimitAreRefused() throws ExecutionException {
        serve(service);
        assertLimited(2, connect(builder -> builder.limits(Limits.DEFAULT.withMaxCalls(2))));
    }

    @Test
    void aServerThatTakesOneCallAtATimeTakesTheNextAfterItsAnswer() {
        serve(server -> server.limits(Limits.DEFAULT.withMaxCalls(1)), service);
        Limited limited = connect().service(Limited.class);
        for (int i = 0; i < 2000; i++) {
            assertThat(limited.echo("call " + i)).isEqualTo("call " + i);
        }
    }

    @Test
    void eachConnectionHasItsOwnCalls() throws ExecutionException {
        serve(server -> server.limits(Limits.DEFAULT.withMaxCalls(1)), service);
        CompletableFuture<String> one = connect().service(Limited.class).gated("one");
        service.events.expect("started");
        assertThat(connect().service(Limited.class).echo("two")).isEqualTo("two");
        service.gate.countDown();
        assertThat(Await.value("an answer", one)).isEqualTo("one");
    }

    @Test
    void moreCommandsCanBeCalledThanAConnectionHasNumbersFor() {
        serve(service);
        Client client = connect();
        for (int i = 0; i < 1500; i++) {
            String command = "unknown" + i;
            assertThat(failure(() -> client.service("limited").call(command)))
                    .hasMessageStartingWith("no command \"" + command + "\" in service limited");
        }
        assertThat(client.service(Limited.class).echo("milk")).isEqualTo("milk");
        assertThat(client.service("limited").call("echo", "bread")).isEqualTo("bread");
    }

    @Test
    void aNameOfAnyLengthIsRefusedAndHarmsNobody() {
        serve(service);
        Events here = new Events();
        Client client = connect(builder -> builder.listener(new Disconnections(here)));
        for (int length : new int[] {300, 10_000, 300_000}) {
            RpcException failure = failure(() -> client.service("limited").call("x".repeat(length)));
            assertThat(failure.code()).isIn(Code.UNIMPLEMENTED, Code.INVALID_ARGUMENT, Code.RESOURCE_EXHAUSTED);
            assertThat(failure.mayHaveRun()).isFalse();
            assertThat(client.service(Limited.class).echo("milk")).isEqualTo("milk");
        }
        here.expectNoMore();
    }

    @Test
    void connectionsBeyondTheLimitAreRefused() {
        Server server = serve(builder -> builder.limits(Limits.DEFAULT.withMaxConnections(2)), service);
        Client first = connect();
        Client second = connect();
        assertThat(first.service(Limited.class).echo("first")).isEqualTo("first");
        assertThat(second.service(Limited.class).echo("second")).isEqualTo("second");
        RpcException failure = failure(() -> connect().service(Limited.class).echo("third"));
        assertThat(failure.code()).as("the code of %s", failure).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(failure).hasMessageContaining("2 connections (the limit maxConnections of the server)");
        assertThat(failure.mayHaveRun()).isFalse();
        assertThat(first.service(Limited.class).echo("first")).isEqualTo("first");
        first.close();
        Await.until("there is room for another", () -> server.connections() < 2);
        assertThat(connect().service(Limited.class).echo("fourth")).isEqualTo("fourth");
    }

    @Test
    void aRefusedClientCallsAgainWhenThereIsRoom() {
        Server server = serve(builder -> builder.limits(Limits.DEFAULT.withMaxConnections(1)), service);
        Client first = connect();
        assertThat(first.service(Limited.class).echo("first")).isEqualTo("first");
        Client second = connect();
        assertThat(failure(() -> second.service(Limited.class).echo("second")).code())
                .isEqualTo(Code.RESOURCE_EXHAUSTED);
        first.close();
        Await.until("there is room for another", () -> server.connections() == 0);
        assertThat(second.service(Limited.class).echo("second")).isEqualTo("second");
    }
}
