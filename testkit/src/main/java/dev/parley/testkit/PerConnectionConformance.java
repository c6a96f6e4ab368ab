package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Peer;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.ServerHooks;
import dev.parley.Service;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What belongs to a connection: an object of its own, which is closed with it, and hooks that hear of its peer.
abstract class PerConnectionConformance extends Conformance {
    @Service("cart")
    static final class CartService implements AutoCloseable {
        private final Events events;
        private final List<String> things = new ArrayList<>(); // guarded by this

        CartService(Events events) {
            this.events = events;
            events.add("made");
        }

        @Command
        synchronized int put(String thing) {
            things.add(thing);
            return things.size();
        }

        @Command
        String hold() throws InterruptedException {
            events.add("holding");
            try {
                new CountDownLatch(1).await();
                return "";
            } finally {
                events.add("let go");
            }
        }

        @Override
        public synchronized void close() {
            events.add("closed with " + things);
        }
    }

    interface Cart {
        int put(String thing);

        String hold();
    }

    /// Tells of what it hears, and lets in whom the test lets in.
    private class Door implements ServerHooks {
        @Override
        public void started(Server server) {
            events.add("started");
        }

        @Override
        public void connected(Peer peer) {
            events.add("connected over " + peer.transport());
        }

        @Override
        public void left(Peer peer) {
            events.add("left over " + peer.transport());
        }

        @Override
        public void stopped(Server server) {
            events.add("stopped");
        }
    }

    private final Events events = new Events();

    PerConnectionConformance(ConformanceSuite suite) {
        super(suite);
    }

    private Server serveCarts() {
        return serve(builder -> builder.service(CartService.class, () -> new CartService(events)));
    }

    private Server serve(ServerHooks hooks) {
        return serve(builder -> builder.service(CartService.class, () -> new CartService(new Events())).hooks(hooks));
    }

    private static int put(Client client, String thing) {
        return client.service(Cart.class).put(thing);
    }

    @Test
    void eachConnectionHasAnObjectOfItsOwnFromItsFirstCallOn() {
        serveCarts();
        Client ann = connect();
        Client bob = connect();
        events.expectNoMore();
        assertThat(put(ann, "milk")).isEqualTo(1);
        assertThat(put(ann, "eggs")).isEqualTo(2);
        assertThat(put(bob, "bread")).isEqualTo(1);
        events.expect("made", "made");
        events.expectNoMore();
    }

    @Test
    void itIsClosedWithTheConnection() {
        serveCarts();
        Client ann = connect();
        Client bob = connect();
        put(ann, "milk");
        put(bob, "bread");
        events.expect("made", "made");
        ann.close();
        events.expect("closed with [milk]");
        assertThat(put(bob, "eggs")).as("the other one").isEqualTo(2);
        events.expectNoMore();
    }

    @Test
    void itIsClosedWhenItsHandlersHaveReturned() {
        Server server = serveCarts();
        Client client = connect(builder -> builder.retries(false));
        Background<String> call = Background.start(() -> client.service(Cart.class).hold());
        events.expect("made", "holding");
        server.close();
        assertThat(call.failure().code()).isEqualTo(Code.UNAVAILABLE);
        events.expect("let go", "closed with []");
    }

    @Test
    void aFactoryThatFailsFailsTheCall() {
        serve(builder ->
                builder.service(
                        CartService.class,
                        () -> {
                            throw new IllegalArgumentException("no carts today");
                        }));
        assertRefused(Code.INVALID_ARGUMENT, "no carts today", () -> put(connect(), "milk"));
    }

    @Test
    void hooksHearOfTheServerAndItsPeers() {
        Server server = serve(new Door());
        events.expect("started");
        Client client = connect();
        put(client, "milk");
        events.expect("connected over " + transport());
        client.close();
        events.expect("left over " + transport());
        put(connect(), "bread");
        events.expect("connected over " + transport());
        server.close();
        events.expect("left over " + transport(), "stopped");
        events.expectNoMore();
    }

    @Test
    void aHookThatRefusesAPeerFailsItsCallsInItsWords() {
        serve(
                new Door() {
                    @Override
                    public void connected(Peer peer) {
                        throw new RpcException(Code.PERMISSION_DENIED, "closed on Sundays");
                    }
                });
        events.expect("started");
        for (int i = 0; i < 2; i++) {
            assertFails(Code.PERMISSION_DENIED, "closed on Sundays", () -> put(connect(), "milk"));
        }
        events.expectNoMore(); // who was never in has not left
    }

    @Test
    void callsWaitUntilTheHookHasLetTheirPeerIn() {
        CountDownLatch open = new CountDownLatch(1);
        serve(
                new Door() {
                    @Override
                    public void connected(Peer peer) {
                        super.connected(peer);
                        Await.opened("the test opens the door", open);
                    }
                });
        events.expect("started");
        Background<Integer> call =
                Background.start(() -> {
                    Client client = connect();
                    failure(() -> put(client.withTimeout(Duration.ofMillis(100)), "bread"));
                    events.add("waited in vain");
                    return put(client, "milk");
                });
        assertThat(List.of(events.next(), events.next()))
                .containsExactlyInAnyOrder("connected over " + transport(), "waited in vain");
        open.countDown();
        assertThat(call.value()).isPositive();
    }
}
