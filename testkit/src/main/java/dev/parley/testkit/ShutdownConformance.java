package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// The end of servers and clients: what becomes of calls in flight, and how things go on afterwards.
abstract class ShutdownConformance extends Conformance {
    @Service("mortal")
    static class MortalService {
        final Events events = new Events();
        final AtomicInteger running = new AtomicInteger();
        final CountDownLatch gate = new CountDownLatch(1);
        volatile @Nullable Server server;

        @Command
        String echo(String text) {
            return text;
        }

        @Command
        void waitForEver() throws InterruptedException {
            running.incrementAndGet();
            events.add("started");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                events.add("interrupted, cancelled: " + Call.current().cancelled());
                throw e;
            } finally {
                running.decrementAndGet();
            }
        }

        @Command
        void slowToLeave() {
            running.incrementAndGet();
            events.add("started");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Await.opened("the test lets the handler end", gate);
            } finally {
                running.decrementAndGet();
            }
        }

        @Command
        void closeServer() {
            Server own = server;
            if (own != null) {
                own.close();
            }
            events.add("closed");
        }

        @Command
        Stream<String> stream() {
            return Endless.waiting("first", events);
        }

        @Command
        int load(Stream<Integer> numbers) {
            return numbers.peek(n -> events.add("got " + n)).mapToInt(n -> n).sum();
        }
    }

    interface Mortal {
        String echo(String text);

        void waitForEver();

        void slowToLeave();

        Iterator<String> stream();

        int load(Stream<Integer> numbers);
    }

    @Service("mortal")
    interface Futures {
        CompletableFuture<@Nullable Void> waitForEver();
    }

    private final MortalService service = new MortalService();

    ShutdownConformance(ConformanceSuite suite) {
        super(suite);
    }

    private static Background<Void> waiting(Client client) {
        return Background.<Void>start(() -> {
            client.service(Mortal.class).waitForEver();
            return null;
        });
    }

    private static void assertLost(RpcException failure) {
        assertThat(failure.code()).as("the code of %s", failure).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure.mayHaveRun()).isTrue();
    }

    // ---- the server

    @Test
    void callsInFlightFailAndTheirHandlersAreInterruptedWhenTheServerIsClosed() {
        Server server = serve(service);
        Background<Void> call = waiting(connect());
        service.events.expect("started");
        server.close();
        assertThat(service.running).as("handlers that still run").hasValue(0);
        service.events.expect("interrupted, cancelled: true");
        assertLost(call.failure());
    }

    @Test
    void manyCallsOfManyClientsFailWhenTheServerIsClosed() {
        Server server = serve(service);
        List<CompletableFuture<@Nullable Void>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Futures futures = connect().service(Futures.class);
            for (int j = 0; j < 20; j++) {
                all.add(futures.waitForEver());
            }
        }
        Await.until("all handlers run", () -> service.running.get() == 200);
        server.close();
        assertThat(service.running).as("handlers that still run").hasValue(0);
        for (CompletableFuture<@Nullable Void> each : all) {
            assertThatThrownBy(() -> Await.value("an answer", each))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOfSatisfying(RpcException.class, ShutdownConformance::assertLost);
        }
    }

    @Test
    void closingAServerWaitsForHandlersThatAreSlowToLeave() {
        Server server = serve(service);
        Background<Void> call =
                Background.<Void>start(() -> {
                    connect().service(Mortal.class).slowToLeave();
                    return null;
                });
        service.events.expect("started");
        Background<Void> closing =
                Background.<Void>start(() -> {
                    server.close();
                    return null;
                });
        assertLost(call.failure());
        assertThat(service.running).hasValue(1);
        service.gate.countDown();
        closing.value();
        assertThat(service.running).as("handlers that still run").hasValue(0);
    }

    @Test
    void streamsInFlightFailAfterTheItemsThatCameWhenTheServerIsClosed() {
        Server server = serve(service);
        Iterator<String> items = connect().service(Mortal.class).stream();
        assertThat(items.next()).isEqualTo("first");
        service.events.expect("waits");
        server.close();
        service.events.expect("interrupted", "closed");
        assertLost(failure(items::hasNext));
    }

    @Test
    void theStreamOfArgumentsIsStoppedWhenTheServerIsClosed() {
        Server server = serve(service);
        Events here = new Events();
        Background<Integer> call =
                Background.start(() -> connect().service(Mortal.class).load(Endless.waiting(1, here)));
        here.expect("waits");
        service.events.expect("got 1");
        server.close();
        assertLost(call.failure());
        here.expect("interrupted", "closed");
    }

    @Test
    void aServerMayBeClosedTwiceAndHasNoConnectionsThen() throws InterruptedException {
        Server server = serve(service);
        connect().service(Mortal.class).echo("milk");
        assertThat(server.connections()).isEqualTo(1);
        server.close();
        server.close();
        server.join();
        assertThat(server.connections()).isZero();
    }

    @Test
    void aHandlerMayCloseItsServer() throws InterruptedException {
        Server server = serve(service);
        service.server = server;
        Client client = connect();
        failure(() -> client.service("mortal").call("closeServer"));
        service.events.expect("closed");
        server.join();
        Await.until("no connection is left", () -> server.connections() == 0);
    }

    @Test
    void nobodyConnectsToAServerThatIsClosed() {
        serve(service).close();
        RpcException failure = failure(this::connect);
        assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure).hasMessageContaining(plainUrl());
        assertThat(failure.mayHaveRun()).isFalse();
    }

    // ---- and after it

    private Client connectAndLose(Server server, Events lost) {
        Client client = connect(builder -> builder.listener(new Disconnections(lost)));
        assertThat(client.service(Mortal.class).echo("milk")).isEqualTo("milk");
        server.close();
        assertThat(lost.next()).startsWith("disconnected");
        return client;
    }

    @Test
    void callsWithoutAServerHaveNotRun() {
        Client client = connectAndLose(serve(service), new Events()).withTimeout(Duration.ofMillis(200));
        for (int i = 0; i < 3; i++) {
            RpcException failure = failure(() -> client.service(Mortal.class).echo("milk"));
            assertThat(failure.code()).as("the code of %s", failure).isEqualTo(Code.UNAVAILABLE);
            assertThat(failure.mayHaveRun()).isFalse();
        }
    }

    @Test
    void aClientConnectsAgainForItsNextCallWhenTheServerIsBack() {
        Events lost = new Events();
        Client client = connectAndLose(serve(service), lost);
        Mortal mortal = client.service(Mortal.class);
        for (int i = 0; i < 3; i++) {
            Server again = serve(service);
            assertThat(mortal.echo("back")).isEqualTo("back");
            assertThat(mortal.echo("again")).isEqualTo("again");
            assertThat(again.connections()).isEqualTo(1);
            again.close();
            assertThat(lost.next()).startsWith("disconnected");
        }
    }

    @Test
    void manyThreadsShareTheNewConnection() {
        Client client = connectAndLose(serve(service), new Events());
        Server again = serve(service);
        List<Background<String>> all = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            String text = "call " + i;
            all.add(Background.startVirtual(() -> client.service(Mortal.class).echo(text)));
        }
        for (int i = 0; i < 32; i++) {
            assertThat(all.get(i).value()).isEqualTo("call " + i);
        }
        assertThat(again.connections()).isEqualTo(1);
    }

    // ---- the client

    @Test
    void callsOfAClosedClientAreRefused() {
        serve(service);
        Client client = connect();
        Mortal mortal = client.service(Mortal.class);
        Client sharing = client.withMetadata("a", "1");
        assertThat(mortal.echo("milk")).isEqualTo("milk");
        client.close();
        client.close();
        assertRefused(Code.UNAVAILABLE, "the client is closed", () -> mortal.echo("milk"));
        assertRefused(Code.UNAVAILABLE, "the client is closed", () -> sharing.service(Mortal.class).stream());
    }

    @Test
    void closingAClientLeavesTheOthersAlone() {
        Server server = serve(service);
        Client other = connect();
        Background<Void> call = waiting(other);
        service.events.expect("started");
        Client client = connect();
        assertThat(client.service(Mortal.class).echo("milk")).isEqualTo("milk");
        client.close();
        Await.until("the server has only one connection", () -> server.connections() == 1);
        assertThat(other.service(Mortal.class).echo("milk")).isEqualTo("milk");
        assertThat(call.isDone()).isFalse();
    }

    @Test
    void aClientThatIsGoneLeavesNothingBehind() {
        Server server = serve(service);
        for (int i = 0; i < 20; i++) {
            Client client = connect();
            Futures futures = client.service(Futures.class);
            for (int j = 0; j < 5; j++) {
                futures.waitForEver();
            }
            assertThat(client.service(Mortal.class).stream().next()).isEqualTo("first");
            client.close();
        }
        Await.until("no handler runs", () -> service.running.get() == 0);
        Await.until("no connection is left", () -> server.connections() == 0);
    }
}
