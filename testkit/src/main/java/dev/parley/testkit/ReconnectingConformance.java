package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.CallListener;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Idempotent;
import dev.parley.Peer;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// Servers that end and are started again at the same place under clients that stay.
abstract class ReconnectingConformance extends Conformance {
    @Service("desk")
    static class DeskService {
        private final String name;
        final Events events = new Events();
        final CountDownLatch go = new CountDownLatch(1);

        DeskService(String name) {
            this.name = name;
        }

        @Command
        String name() {
            return name;
        }

        @Command
        String slowly() throws InterruptedException {
            events.add("running");
            try {
                go.await();
                return name;
            } catch (InterruptedException e) {
                events.add("interrupted");
                throw e;
            }
        }

        @Command
        Stream<String> report() {
            return Stream.of("begin", "middle", "end")
                    .peek(part -> {
                        if (!part.equals("begin")) {
                            Await.opened("the test lets it go on", go);
                        }
                    });
        }
    }

    interface Desk {
        String name();

        String slowly();

        Stream<String> report();
    }

    @Service("desk")
    interface PatientDesk {
        @Idempotent
        String slowly();
    }

    ReconnectingConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void requireSamePlace() {
        assumeTrue(suite().listensAgain(), "a server cannot listen at the place of one that has ended");
    }

    @Test
    void aClientComesBackToAServerThatIsStartedAgain() {
        Server first = serve(new DeskService("one"));
        Client client = connect();
        assertThat(client.service(Desk.class).name()).isEqualTo("one");
        first.close();
        serve(new DeskService("two"));
        assertThat(client.service(Desk.class).name()).isEqualTo("two");
    }

    @Test
    void callsWaitForIt() {
        Server first = serve(new DeskService("one"));
        Client client = connect();
        client.service(Desk.class).name();
        first.close();
        Background<String> call = Background.start(() -> client.service(Desk.class).name());
        CompletableFuture<@Nullable Object> later = client.service("desk").command("name").with().future();
        RpcException inVain = failure(() -> client.withTimeout(Duration.ofMillis(300)).service(Desk.class).name());
        assertThat(inVain.code()).as("the code of %s", inVain).isEqualTo(Code.UNAVAILABLE);
        assertThat(inVain.mayHaveRun()).isFalse();
        assertThat(call.isDone()).isFalse();
        serve(new DeskService("two"));
        assertThat(call.value()).isEqualTo("two");
        assertThat(later.join()).isEqualTo("two");
    }

    @Test
    void aClientWithoutPatienceFailsAtOnceAndTriesAgainForTheNextCall() throws Exception {
        Server first = serve(new DeskService("one"));
        CountDownLatch lost = new CountDownLatch(1);
        CallListener noticing =
                new CallListener() {
                    @Override
                    public void disconnected(Peer peer, String why) {
                        lost.countDown();
                    }
                };
        Client client = connect(builder -> builder.patience(Duration.ZERO).listener(noticing));
        client.service(Desk.class).name();
        first.close();
        lost.await(); // a call in this moment might be under way already
        RpcException failure = failure(() -> client.service(Desk.class).name());
        assertThat(failure.code()).as("the code of %s", failure).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure.mayHaveRun()).isFalse();
        serve(new DeskService("two"));
        assertThat(client.service(Desk.class).name()).isEqualTo("two");
    }

    @Test
    void aCallThatMayHaveRunIsNotMadeAgain() {
        DeskService one = new DeskService("one");
        Server first = serve(one);
        Client client = connect();
        Background<String> call = Background.start(() -> client.service(Desk.class).slowly());
        one.events.expect("running");
        first.close();
        DeskService two = new DeskService("two");
        serve(two);
        RpcException failure = call.failure();
        assertThat(failure.code()).as("the code of %s", failure).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure.mayHaveRun()).isTrue();
        two.events.expectNoMore();
    }

    @Test
    void anIdempotentOneIs() {
        DeskService one = new DeskService("one");
        Server first = serve(one);
        Client client = connect();
        Background<String> call = Background.start(() -> client.service(PatientDesk.class).slowly());
        one.events.expect("running");
        first.close();
        DeskService two = new DeskService("two");
        serve(two);
        two.events.expect("running");
        two.go.countDown();
        assertThat(call.value()).isEqualTo("two");
    }

    @Test
    void aServerThatDrainsAnswersWhatRunsAndSendsFurtherCallsElsewhere() {
        DeskService one = new DeskService("one");
        Server first = serve(one);
        Client client = connect();
        Background<String> running = Background.start(() -> client.service(Desk.class).slowly());
        one.events.expect("running");
        Background<Boolean> drained = Background.start(() -> first.drain(Duration.ofSeconds(20)));
        Background<String> next = Background.start(() -> client.service(Desk.class).name());
        one.go.countDown();
        assertThat(running.value()).isEqualTo("one");
        assertThat(drained.value()).isTrue();
        serve(new DeskService("two"));
        assertThat(next.value()).isIn("one", "two"); // it may have come before the drain
        assertThat(client.service(Desk.class).name()).isEqualTo("two");
    }

    /// Begins to drain a server, which goes on until the client has heard of it.
    private Background<Boolean> drain(Server server, Client impatient) {
        Background<Boolean> drained = Background.start(() -> server.drain(Duration.ofSeconds(20)));
        Await.until("it takes no more calls", () -> isRefused(impatient));
        return drained;
    }

    private boolean isRefused(Client client) {
        try {
            client.service(Desk.class).name();
            return false;
        } catch (RpcException e) {
            assertThat(e.code()).as("the code of %s", e).isEqualTo(Code.UNAVAILABLE);
            assertHasNotRun(e);
            return true;
        }
    }

    @Test
    void callsThatRunGoOnWhileTheNextServerTakesTheNewOnes() {
        DeskService one = new DeskService("one");
        Server first = serve(one);
        Client client = connect(builder -> builder.patience(Duration.ZERO));
        Background<String> running = Background.start(() -> client.service(Desk.class).slowly());
        one.events.expect("running");
        Background<Boolean> drained = drain(first, client);
        serve(new DeskService("two"));
        assertThat(client.service(Desk.class).name()).isEqualTo("two");
        assertThat(running.isDone()).isFalse();
        assertThat(drained.isDone()).isFalse();
        one.go.countDown();
        assertThat(running.value()).isEqualTo("one");
        assertThat(drained.value()).isTrue();
        assertThat(client.service(Desk.class).name()).isEqualTo("two");
    }

    @Test
    void aStreamUnderWayIsFinishedByAServerThatDrains() {
        DeskService one = new DeskService("one");
        Server first = serve(one);
        Client client = connect(builder -> builder.patience(Duration.ZERO));
        try (Stream<String> report = client.service(Desk.class).report()) {
            Iterator<String> parts = report.iterator();
            assertThat(parts.next()).isEqualTo("begin");
            Background<Boolean> drained = drain(first, client);
            one.go.countDown();
            assertThat(parts).toIterable().containsExactly("middle", "end");
            assertThat(drained.value()).isTrue();
        }
    }

    @Test
    void aDrainThatMustEndInterruptsWhatStillRuns() throws InterruptedException {
        DeskService one = new DeskService("one");
        Server first = serve(one);
        Client client = connect(builder -> builder.retries(false));
        Background<String> running = Background.start(() -> client.service(Desk.class).slowly());
        one.events.expect("running");
        assertThat(first.drain(Duration.ZERO)).isFalse();
        one.events.expect("interrupted");
        assertThat(running.failure().code()).isEqualTo(Code.UNAVAILABLE);
    }
}
