package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/// A service of a running server gives way to another.
@Timeout(60)
class ReplacingTest {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<AutoCloseable> open = new ArrayList<>();

    @Service("greeter")
    class First implements AutoCloseable {
        @Command
        String greet(String name) {
            return "hello " + name;
        }

        @Command
        @MaxConcurrent(value = 1, queue = 5)
        String linger(String name) throws InterruptedException {
            events.add("lingers");
            go.await();
            return "first " + name;
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }

    @Service("greeter")
    class Second {
        @Command
        String greet(String name, @Default("!") String mark) {
            return "good day " + name + mark;
        }

        @Command
        @MaxConcurrent(value = 1, queue = 5)
        String linger(String name) {
            return "second " + name;
        }

        @Command
        int count() {
            return 2;
        }
    }

    @Service("greeter")
    class Unlimited {
        @Command
        String linger(String name) {
            return "free " + name;
        }
    }

    @Service("greeter")
    class Locked {
        @Allow("admin")
        @Command
        void greet(String name) {}
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Server serve(Object service) {
        Server server = Server.builder().service(service).listen("memory://replacing").start();
        open.add(server);
        return server;
    }

    private Client connect() {
        Client client = Client.connect("memory://replacing");
        open.add(client);
        return client;
    }

    @Test
    void callsRunOnTheNewObjectAndMetadataTellsOfIt() {
        Server server = serve(new First());
        Client client = connect();
        assertThat(client.service("greeter").call("greet", "ann")).isEqualTo("hello ann");
        assertThat(client.describe("greeter").commands()).hasSize(2);

        server.replace(new Second());

        assertThat(client.service("greeter").call("greet", Map.of("name", "ann", "mark", "?")))
                .isEqualTo("good day ann?");
        assertThat(client.service("greeter").call("count")).isEqualTo(2L);
        assertThat(client.describe("greeter").commands()).hasSize(3);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void theOldObjectIsClosedWhenItsLastCallHasReturned() throws Exception {
        Server server = serve(new First());
        Client client = connect();
        CompletableFuture<Object> lingering = client.service("greeter").command("linger").with("ann").future();
        assertThat(events.take()).isEqualTo("lingers");

        server.replace(new Second());
        assertThat(client.service("greeter").call("greet", "bob")).isEqualTo("good day bob!");
        assertThat(events).isEmpty();

        go.countDown();
        assertThat(lingering.join()).isEqualTo("first ann");
        assertThat(events.take()).isEqualTo("closed");
    }

    @Test
    void oneThatIsNotInUseIsClosedAtOnce() throws Exception {
        Server server = serve(new First());
        assertThat(server.remove("greeter")).isTrue();
        assertThat(events.take()).isEqualTo("closed");
        assertThat(server.remove("greeter")).isFalse();
        Client client = connect();
        assertThatThrownBy(() -> client.service("greeter").call("greet", "ann"))
                .hasMessage("no service \"greeter\" (there are: none)");

        server.replace("welcomes", new Second());
        assertThat(client.service("welcomes").call("greet", "ann")).isEqualTo("good day ann!");
    }

    @Test
    void aLimitThatIsTheSameGoesOnAndAnotherDoesNot() throws Exception {
        Server server = serve(new First());
        Client client = connect();
        CompletableFuture<Object> lingering = client.service("greeter").command("linger").with("ann").future();
        assertThat(events.take()).isEqualTo("lingers");

        server.replace(new Second());
        CompletableFuture<Object> waiting = client.service("greeter").command("linger").with("bob").future();
        while (client.service("_meta").call("locks").toString().contains("waiting=[]")) {
            assertThat(waiting).isNotDone();
        }
        server.replace(new Unlimited());
        assertThat(client.service("_meta").call("locks")).isEqualTo(List.of());
        assertThat(client.service("greeter").call("linger", "eve")).isEqualTo("free eve");
        assertThat(waiting).isNotDone();

        go.countDown();
        assertThat(lingering.join()).isEqualTo("first ann");
        assertThat(waiting.join()).isEqualTo("second bob");
    }

    @Test
    void callsThatComeMeanwhileAreAllAnswered() throws Exception {
        Server server = serve(new First());
        Client client = connect();
        CompletableFuture<Integer> calls =
                CompletableFuture.supplyAsync(() -> {
                    int done = 0;
                    for (; go.getCount() > 0; done++) {
                        assertThat(client.service("greeter").call("greet", "ann").toString()).contains("ann");
                    }
                    return done;
                });
        for (int i = 0; i < 500; i++) {
            server.replace(new Second());
            server.replace(new First());
        }
        go.countDown();
        assertThat(calls.join()).isPositive();
        for (int i = 0; i < 500; i++) {
            assertThat(events.take()).isEqualTo("closed");
        }
    }

    @Test
    void severalAreReplacedTogether() throws Exception {
        Server server = serve(new First());
        Client client = connect();
        server.replaceAll(Map.of("welcomes", new Second(), "farewells", new Unlimited()), Set.of("greeter", "nobody"));
        assertThat(events.take()).isEqualTo("closed");
        assertThat(client.service("welcomes").call("count")).isEqualTo(2L);
        assertThat(client.service("farewells").call("linger", "ann")).isEqualTo("free ann");
        assertThatThrownBy(() -> client.service("greeter").call("greet", "ann"))
                .hasMessageStartingWith("no service \"greeter\"");
    }

    @Test
    void orNoneIs() {
        Server server = serve(new First());
        Client client = connect();
        assertThatThrownBy(() -> server.replaceAll(Map.of("greeter", new Second(), "l", new Locked()), Set.of()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.replaceAll(Map.of("l", new Locked()), Set.of("greeter")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(client.service("greeter").call("greet", "ann")).isEqualTo("hello ann");
        assertThat(events).isEmpty();
    }

    @Test
    void whatCannotBeServedLeavesTheOldOne() {
        Server server = serve(new First());
        Client client = connect();
        assertThatThrownBy(() -> server.replace(new Locked()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "command greeter.greet: @Allow, but the server does not know who calls (add authenticate(…)"
                                + " to it)");
        assertThatThrownBy(() -> server.replace("greeter", this))
                .hasMessageStartingWith("service greeter: class dev.parley.ReplacingTest has no commands");
        assertThatThrownBy(() -> server.replace("_meta", new Second()))
                .hasMessage("service _meta is the server's own (give another name)");
        assertThat(client.service("greeter").call("greet", "ann")).isEqualTo("hello ann");
        assertThat(events).isEmpty();
    }
}
