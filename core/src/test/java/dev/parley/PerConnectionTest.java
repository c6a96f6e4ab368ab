package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.session.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// What belongs to a connection: an object of its own, and hooks that see it come and go.
@Timeout(60)
class PerConnectionTest {
    private static final BlockingQueue<String> EVENTS = new LinkedBlockingQueue<>();

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @Service("cart")
    static class Cart implements AutoCloseable {
        private static final AtomicInteger MADE = new AtomicInteger();
        static final CountDownLatch GO = new CountDownLatch(1);

        private final List<String> things = new ArrayList<>();

        Cart() {
            MADE.incrementAndGet();
        }

        @Command
        int put(String thing) {
            things.add(thing);
            return things.size();
        }

        @Command
        @Inline
        int count() {
            return things.size();
        }

        @Command
        void stubborn() {
            EVENTS.add("stubborn");
            boolean gone = false;
            while (!gone) {
                try {
                    GO.await();
                    gone = true;
                } catch (InterruptedException e) {
                    // as handlers may, it ends what it does first
                }
            }
            EVENTS.add("returned");
        }

        @Override
        public void close() {
            EVENTS.add("closed with " + things);
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        EVENTS.clear();
    }

    private Server serve(UnaryOperator<ServerBuilder> more) {
        Server server = more.apply(Server.builder().listen("unix://" + folder.resolve("s"))).start();
        open.add(server);
        return server;
    }

    private Client connect() {
        Client client = Client.connect("unix://" + folder.resolve("s"));
        open.add(client);
        return client;
    }

    @Test
    void eachConnectionHasAnObjectOfItsOwn() throws Exception {
        int before = Cart.MADE.get();
        serve(b -> b.service(Cart.class, Cart::new));
        assertThat(Cart.MADE.get() - before).as("made before anybody calls").isZero();
        Client ann = connect();
        Client bob = connect();
        assertThat(ann.service("cart").call("put", "milk")).isEqualTo(1L);
        assertThat(ann.service("cart").call("put", "eggs")).isEqualTo(2L);
        assertThat(bob.service("cart").call("put", "bread")).isEqualTo(1L);
        assertThat(ann.service("cart").call("count")).isEqualTo(2L);
        assertThat(Cart.MADE.get() - before).isEqualTo(2);
        ann.close();
        assertThat(EVENTS.take()).isEqualTo("closed with [milk, eggs]");
        assertThat(bob.service("cart").call("count")).isEqualTo(1L);
    }

    @Test
    void itIsClosedWhenItsHandlersHaveReturned() throws Exception {
        serve(b -> b.service(Cart.class, Cart::new));
        Client client = connect();
        client.service("cart").command("stubborn").future();
        assertThat(EVENTS.take()).isEqualTo("stubborn");
        client.close();
        Cart.GO.countDown();
        assertThat(EVENTS.take()).isEqualTo("returned");
        assertThat(EVENTS.take()).isEqualTo("closed with []");
    }

    @Test
    void aFactoryThatFailsFailsTheCall() {
        serve(b ->
                b.service(
                        Cart.class,
                        () -> {
                            throw new IllegalStateException("no carts left");
                        }));
        assertThatThrownBy(() -> connect().service("cart").call("count"))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.FAILED_PRECONDITION);
                            assertThat(e.mayHaveRun()).isFalse();
                        })
                .hasMessage("no carts left");
    }

    @Test
    void hooksSeeTheServerAndItsPeersComeAndGo() throws Exception {
        Server server =
                serve(b ->
                        b.service(Cart.class, Cart::new)
                                .hooks(
                                        new ServerHooks() {
                                            @Override
                                            public void started(Server started) {
                                                EVENTS.add("started with " + started.urls().size() + " URL");
                                            }

                                            @Override
                                            public void connected(Peer peer) {
                                                EVENTS.add("connected: " + peer.transport());
                                            }

                                            @Override
                                            public void left(Peer peer) {
                                                EVENTS.add("left: " + peer.transport());
                                            }

                                            @Override
                                            public void stopped(Server stopped) {
                                                EVENTS.add("stopped");
                                            }
                                        }));
        assertThat(EVENTS.take()).isEqualTo("started with 1 URL");
        Client client = connect();
        assertThat(client.service("cart").call("put", "x")).isEqualTo(1L);
        assertThat(EVENTS.take()).isEqualTo("connected: unix");
        client.close();
        assertThat(List.of(EVENTS.take(), EVENTS.take())).containsExactlyInAnyOrder("left: unix", "closed with [x]");
        server.close();
        server.close();
        assertThat(EVENTS.take()).isEqualTo("stopped");
        assertThat(EVENTS).isEmpty();
    }

    @Test
    void theServerHasStoppedWhenAllIsSaidOfThoseWhoWereThere() throws Exception {
        Semaphore slow = new Semaphore(0);
        Server server =
                serve(b ->
                        b.service(Slow.class, () -> new Slow(slow))
                                .hooks(
                                        new ServerHooks() {
                                            @Override
                                            public void left(Peer peer) {
                                                slow.acquireUninterruptibly();
                                                EVENTS.add("left");
                                            }

                                            @Override
                                            public void stopped(Server stopped) {
                                                EVENTS.add("stopped");
                                            }
                                        }));
        connect().service("slow").call("nothing");
        Thread closing = Thread.ofPlatform().start(server::close);
        Await.until("both wait", () -> slow.getQueueLength() == 2);
        assertThat(EVENTS.poll(100, TimeUnit.MILLISECONDS)).isNull();
        slow.release(2);
        closing.join();
        assertThat(List.of(EVENTS.take(), EVENTS.take())).containsExactlyInAnyOrder("left", "closed");
        assertThat(EVENTS).containsExactly("stopped");
    }

    @Service("slow")
    record Slow(Semaphore slow) implements AutoCloseable {
        @Command
        void nothing() {}

        @Override
        public void close() {
            slow.acquireUninterruptibly();
            EVENTS.add("closed");
        }
    }

    @Test
    void whoeverLeavesMayCloseTheServer() throws Exception {
        AtomicReference<Server> server = new AtomicReference<>();
        CountDownLatch both = new CountDownLatch(2);
        server.set(
                serve(b ->
                        b.service(Cart.class, Cart::new)
                                .hooks(
                                        new ServerHooks() {
                                            @Override
                                            public void left(Peer peer) {
                                                both.countDown();
                                                server.get().close();
                                                EVENTS.add("closed by one who left");
                                            }

                                            @Override
                                            public void stopped(Server stopped) {
                                                EVENTS.add("stopped");
                                            }
                                        })));
        Client one = connect();
        Client two = connect();
        one.service("cart").call("count");
        two.service("cart").call("count");
        one.close();
        both.await(); // the first has closed the connection of the other
        server.get().join();
        List<String> told = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            told.add(EVENTS.take());
        }
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "closed with []",
                        "closed with []",
                        "stopped",
                        "closed by one who left",
                        "closed by one who left");
    }

    @Test
    void whoHasLeftIsNotAmongTheConnectionsAnyMore() throws Exception {
        AtomicReference<Server> server = new AtomicReference<>();
        server.set(
                serve(b ->
                        b.service(Cart.class, Cart::new)
                                .hooks(
                                        new ServerHooks() {
                                            @Override
                                            public void left(Peer peer) {
                                                EVENTS.add(server.get().connections() + " left");
                                            }
                                        })));
        for (int i = 0; i < 200; i++) {
            try (Client client = Client.connect("unix://" + folder.resolve("s"))) {
                client.service("cart").call("count");
            }
            assertThat(List.of(EVENTS.take(), EVENTS.take())).containsExactlyInAnyOrder("0 left", "closed with []");
        }
    }

    @Test
    void aHookMayRefuseAPeer() {
        serve(b ->
                b.service(Cart.class, Cart::new)
                        .hooks(
                                new ServerHooks() {
                                    @Override
                                    public void connected(Peer peer) {
                                        throw new RpcException(Code.PERMISSION_DENIED, "closed on Sundays");
                                    }

                                    @Override
                                    public void left(Peer peer) {
                                        EVENTS.add("left");
                                    }
                                }));
        assertThatThrownBy(() -> connect().service("cart").call("count"))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.PERMISSION_DENIED);
                            assertThat(e.mayHaveRun()).isFalse();
                        });
        assertThat(EVENTS).doesNotContain("left");
    }

    @Test
    void callsWaitUntilAHookHasLetTheirPeerIn() throws Exception {
        CountDownLatch door = new CountDownLatch(1);
        serve(b ->
                b.service(Cart.class, Cart::new)
                        .hooks(
                                new ServerHooks() {
                                    @Override
                                    public void connected(Peer peer) {
                                        EVENTS.add("at the door");
                                        try {
                                            door.await();
                                        } catch (InterruptedException e) {
                                            Thread.currentThread().interrupt();
                                        }
                                    }
                                }));
        Client client = connect();
        var put = client.service("cart").command("put").with("x").future().toCompletableFuture();
        assertThat(EVENTS.take()).isEqualTo("at the door");
        assertThat(put).isNotDone();
        door.countDown();
        assertThat(put.join()).isEqualTo(1L);
    }

    @Test
    void aHookThatFailsAtTheStartStopsTheServer() {
        assertThatThrownBy(() ->
                        serve(b ->
                                b.service(Cart.class, Cart::new)
                                        .hooks(
                                                new ServerHooks() {
                                                    @Override
                                                    public void started(Server started) {
                                                        throw new IllegalStateException("no database");
                                                    }
                                                })))
                .hasMessage("no database");
        assertThat(folder.resolve("s")).doesNotExist();
    }
}
