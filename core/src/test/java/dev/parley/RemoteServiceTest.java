package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.model.ServiceDescriptor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Services of other servers. That their calls behave as if they were made there is shown by the conformance suite; here
/// stands what is only so with a server between.
@Timeout(60)
class RemoteServiceTest {
    @TempDir Path folder;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private String url(String name) {
        return "unix://" + folder.resolve(name);
    }

    private Server serve(String name, UnaryOperator<ServerBuilder> how) {
        Server server = how.apply(Server.builder().listen(url(name))).start();
        open.push(server);
        return server;
    }

    private Client client(String name) {
        Client client = Client.builder(url(name)).build();
        open.push(client);
        return client;
    }

    /// Counts, and tells what it is sent along.
    @Service("counter")
    static class Counter {
        final AtomicInteger runs = new AtomicInteger();

        @Command
        int add(int by) {
            return runs.addAndGet(by);
        }

        @Command
        int secondTime(String text) {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
            return text.hashCode();
        }

        @Command
        String large(int size) {
            return "x".repeat(size);
        }

        @Command
        Map<String, String> metadata() {
            return Call.current().metadata();
        }

        @Command
        Stream<Integer> upTo(int end) {
            return IntStream.rangeClosed(1, end).boxed();
        }

        @Command
        boolean forEver() throws InterruptedException {
            runs.incrementAndGet();
            new CountDownLatch(1).await();
            return true;
        }
    }

    @Test
    void aServiceHasItsOwnNameAndIsDescribedAsItIsThere() {
        serve("behind", b -> b.service(new Counter()));
        serve("front", b -> b.remote("far", client("behind"), "counter"));
        Client client = client("front");
        assertThat(client.service("far").call("add", 5)).isEqualTo(5L);
        assertThat(client.service("far").command("upTo").with(3).stream()).containsExactly(1L, 2L, 3L);
        ServiceDescriptor described = client.describe("far");
        assertThat(described.name()).isEqualTo("far");
        assertThat(described.commands()).isEqualTo(client("behind").describe("counter").commands());
        assertThatThrownBy(() -> client.service("far").call("subtract", 5))
                .hasMessage(
                        "no command \"subtract\" in service counter"
                                + " (there are: add, forEver, large, metadata, secondTime, upTo)");
        assertThatThrownBy(() -> client.service("counter").call("add", 5))
                .hasMessage("no service \"counter\" (there are: far)");
    }

    @Test
    void aServiceThatLeadsBackToItselfIsRefused() {
        serve("a", b -> b.remote("counter", client("b")));
        serve("b", b -> b.remote("counter", client("a")));
        assertThatThrownBy(() -> client("a").service("counter").call("add", 1))
                .isInstanceOf(RpcException.class)
                .hasMessage("service counter leads back to this server, in a circle of 2");
        assertThatThrownBy(() -> client("a").describe("counter"))
                .hasMessage("service counter leads back to this server, in a circle of 2");
        assertThat(client("a").describe())
                .containsExactly(
                        new ServiceDescriptor(
                                "counter",
                                "Not to be had: service counter leads back to this server, in a circle of 2",
                                List.of()));
    }

    @Test
    void aCallPassesThroughEightServersAtMost() {
        serve("0", b -> b.service(new Counter()));
        for (int i = 1; i <= 9; i++) {
            String before = Integer.toString(i - 1);
            serve(Integer.toString(i), b -> b.remote("counter", client(before)));
        }
        assertThat(client("8").service("counter").call("add", 1)).isEqualTo(1L);
        RpcException refused =
                catchThrowableOfType(RpcException.class, () -> client("9").service("counter").call("add", 1));
        assertThat(refused).hasMessage("service counter: passed through 8 servers (the most there may be)");
        assertThat(refused.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(refused.mayHaveRun()).isFalse();
    }

    @Test
    void theServerBehindMayComeAndGo() {
        serve("front", b -> b.remote("counter", client("behind")));
        Client client = client("front").withTimeout(Duration.ofMillis(200));
        RpcException failure = catchThrowableOfType(RpcException.class, () -> client.service("counter").call("add", 1));
        assertThat(failure.code()).isIn(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
        serve("behind", b -> b.service(new Counter()));
        assertThat(client("front").service("counter").call("add", 1)).isEqualTo(1L);
        assertThat(client("front").describe("counter").commands()).hasSize(6);
    }

    @Test
    void aDeadServerBehindIsSaidToBeTheOneBehind() {
        Client impatient = Client.builder(url("nobody")).patience(Duration.ZERO).retries(false).build();
        open.push(impatient);
        serve("front", b -> b.remote("counter", impatient));
        RpcException failure =
                catchThrowableOfType(RpcException.class, () -> client("front").service("counter").call("add", 1));
        assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure.mayHaveRun()).isFalse();
        assertThat(failure)
                .hasMessageStartingWith("counter.add: the server behind it: cannot connect to " + url("nobody"));
        assertThatThrownBy(() -> client("front").describe("counter"))
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE))
                .hasMessageStartingWith("counter: the server behind it: cannot connect to " + url("nobody"));
    }

    @Test
    void theCallersTokenStaysWithTheServerThatAskedForIt() {
        serve("behind", b -> b.service(new Counter()));
        serve(
                "front",
                b ->
                        b.remote("counter", client("behind"))
                                .authenticate(Authenticator.tokens(Map.of("s3cret", new Principal("ann")))));
        Client ann = Client.builder(url("front")).token("s3cret").metadata("trace", "1").connect();
        open.push(ann);
        assertThat(ann.service("counter").call("metadata")).isEqualTo(Map.of("trace", "1"));
        assertThatThrownBy(() -> client("front").service("counter").call("metadata"))
                .isInstanceOf(RpcException.class)
                .extracting(e -> ((RpcException) e).code())
                .isEqualTo(Code.UNAUTHENTICATED);
    }

    @Service("health")
    static class Health {
        final List<Map<String, String>> seen = new CopyOnWriteArrayList<>();

        @Command
        String check() {
            seen.add(Call.current().metadata());
            return "SERVING";
        }
    }

    @Test
    void soItDoesWhereAnybodyMayAskForItsHealth() {
        Health health = new Health();
        serve("behind", b -> b.service(health));
        serve(
                "front",
                b ->
                        b.remote("health", client("behind"))
                                .openHealthCheck()
                                .authenticate(Authenticator.tokens(Map.of("s3cret", new Principal("ann")))));
        Client ann = Client.builder(url("front")).token("s3cret").connect();
        open.push(ann);
        assertThat(ann.service("health").call("check")).isEqualTo("SERVING");
        assertThat(health.seen).containsExactly(Map.of());
    }

    @Test
    void aServerThatAsksForNoTokenPassesItOnToOneThatDoes() {
        Authenticator known = Authenticator.tokens(Map.of("s3cret", new Principal("ann")));
        serve("behind", b -> b.service(new Counter()).authenticate(known));
        serve("front", b -> b.remote("counter", client("behind")));
        Client ann = Client.builder(url("front")).token("s3cret").connect();
        open.push(ann);
        assertThat(ann.service("counter").call("add", 2)).isEqualTo(2L);
        assertThat(ann.describe("counter").commands()).as("what may be called is shown, too").isNotEmpty();
        assertThatThrownBy(() -> client("front").service("counter").call("add", 2)).hasMessageContaining("no token");
        assertThatThrownBy(() -> client("front").describe("counter")).hasMessageContaining("no token");
    }

    @Test
    void theTokenOfItsClientGoesBeforeTheCallers() {
        serve(
                "behind",
                b ->
                        b.service(new Counter())
                                .authenticate(Authenticator.tokens(Map.of("own", new Principal("front")))));
        Client behind = Client.builder(url("behind")).token("own").build();
        open.push(behind);
        serve("front", b -> b.remote("counter", behind));
        Client ann = Client.builder(url("front")).token("s3cret").connect();
        open.push(ann);
        assertThat(ann.service("counter").call("add", 2)).isEqualTo(2L);
        assertThat(ann.describe("counter").commands()).isNotEmpty();
    }

    @Test
    void interceptorsStandBeforeIt() {
        serve("behind", b -> b.service(new Counter()));
        serve(
                "front",
                b ->
                        b.remote("counter", client("behind"))
                                .intercept((call, next) -> {
                                    log.add(call + " " + call.arguments());
                                    if (call.command().equals("upTo")) {
                                        throw new RpcException(Code.PERMISSION_DENIED, "not for you");
                                    }
                                    return next.proceed(call);
                                }));
        Client client = client("front");
        assertThat(client.service("counter").call("add", 2)).isEqualTo(2L);
        assertThatThrownBy(() -> client.service("counter").command("upTo").with(2).stream().toList())
                .hasMessage("not for you");
        assertThat(log).containsExactly("counter.add []", "counter.upTo []");
    }

    @Test
    void anInterceptorMayAnswerInItsPlace() {
        Counter counter = new Counter();
        serve("behind", b -> b.service(counter));
        serve("front", b -> b.remote("counter", client("behind")).intercept((_, _) -> 42));
        assertThat(client("front").service("counter").call("add", 2)).isEqualTo(42L);
        assertThat(counter.runs).hasValue(0);
    }

    @Test
    void anInterceptorMayRepeatACallWithLargeArguments() {
        Counter counter = new Counter();
        serve("behind", b -> b.service(counter));
        serve(
                "front",
                b ->
                        b.remote("counter", client("behind"))
                                .intercept((call, next) -> {
                                    try {
                                        return next.proceed(call);
                                    } catch (RpcException e) {
                                        return next.proceed(call.again());
                                    }
                                }));
        String text = "x".repeat(1 << 20);
        assertThat(client("front").service("counter").call("secondTime", text)).isEqualTo((long) text.hashCode());
        assertThat(counter.runs).hasValue(2);
    }

    @Test
    void whatRanAndCannotBePassedOnIsSaidToHaveRun() {
        serve("behind", b -> b.service(new Counter()));
        serve("front", b -> b.remote("counter", client("behind")));
        Client narrow = Client.builder(url("front")).limits(Limits.DEFAULT.withMaxMessage(1000)).connect();
        open.push(narrow);
        RpcException failure =
                catchThrowableOfType(RpcException.class, () -> narrow.service("counter").call("large", 5000));
        assertThat(failure.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(failure.mayHaveRun()).isTrue();
    }

    @Test
    void aRepeatedCallThatMayHaveRunIsNotRunAgain() throws Exception {
        Counter counter = new Counter();
        serve("behind", b -> b.service(counter));
        serve("front", b -> b.remote("counter", client("behind")).keepAnswers());
        try (Cutter cutter = new Cutter(folder.resolve("cut"), folder.resolve("front"))) {
            Client client = Client.connect(url("cut"));
            open.push(client);
            assertThat(client.service("counter").call("add", 1)).isEqualTo(1L);
            cutter.dropAnswers(true);
            CompletableFuture<Object> call = client.service("counter").command("add").with(1).future();
            while (counter.runs.get() < 2) {
                Thread.sleep(1);
            }
            cutter.dropAnswers(false);
            cutter.cutAll();
            RpcException failure = (RpcException) catchThrowableOfType(ExecutionException.class, call::get).getCause();
            assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE);
            assertThat(failure.mayHaveRun()).isTrue();
            assertThat(counter.runs).hasValue(2);
        }
    }

    @Test
    void wrongNamesAreRefusedAtOnce() {
        Client any = client("any");
        ServerBuilder builder = Server.builder().remote("counter", any);
        assertThatThrownBy(() -> builder.service(new Counter()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two services are named counter (give one another name: service(\"name\", object))");
        assertThatThrownBy(() -> builder.remote("counter", any)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.remote("no such name", any))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "service name: got \"no such name\""
                                + " (expected letters, digits, _ and -, not beginning with a digit or -)");
    }
}
