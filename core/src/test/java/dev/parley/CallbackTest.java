package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Calls the other way: a client offers services on its own connection, and the server's handlers call them.
@Timeout(60)
class CallbackTest {
    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Builder builder = new Builder();

    @Service("progress")
    interface Progress {
        void report(int done, int of);

        int ask(String question);

        Stream<Integer> numbers(int count);

        long sum(Stream<Integer> numbers);

        void block() throws InterruptedException;

        int down(int n);
    }

    @Service("progress")
    static class Shown {
        final List<String> lines = new CopyOnWriteArrayList<>();
        final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
        Client client;

        @Command
        void report(int done, int of) {
            lines.add(done + "/" + of);
        }

        @Command
        int ask(String question) {
            throw new IllegalArgumentException("no answer to " + question);
        }

        @Command
        Stream<Integer> numbers(int count) {
            return IntStream.range(0, count).boxed();
        }

        @Command
        long sum(Stream<Integer> numbers) {
            return numbers.mapToLong(n -> n).sum();
        }

        @Command
        void block() throws InterruptedException {
            events.add("blocked");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                events.add("interrupted");
                throw e;
            }
        }

        @Command
        int down(int n) {
            return n == 0 ? 0 : 1 + client.service(Work.class).down(n - 1);
        }
    }

    @Service("builder")
    interface Work {
        String build(int steps);

        int down(int n);

        void remember();
    }

    @Service("builder")
    static class Builder {
        volatile Progress kept;
        final CompletableFuture<Throwable> failure = new CompletableFuture<>();

        @Command
        String build(int steps) {
            Progress progress = Call.current().caller(Progress.class);
            for (int i = 1; i <= steps; i++) {
                progress.report(i, steps);
            }
            return "built";
        }

        @Command
        int down(int n) {
            return n == 0 ? 0 : 1 + Call.current().caller(Progress.class).down(n - 1);
        }

        @Command
        void remember() {
            kept = Call.current().caller(Progress.class);
        }

        @Command
        long both(int count) {
            Progress progress = Call.current().caller(Progress.class);
            try (Stream<Integer> numbers = progress.numbers(count)) {
                return progress.sum(numbers);
            }
        }

        @Command
        int ask() {
            return Call.current().caller(Progress.class).ask("why");
        }

        @Command
        void block() throws InterruptedException {
            try {
                Call.current().caller(Progress.class).block();
            } catch (RpcException | InterruptedException e) {
                failure.complete(e);
                throw e;
            }
        }
    }

    @BeforeEach
    void serve() {
        open.add(Server.builder().service(builder).listen("unix://" + folder.resolve("s")).start());
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Client connect() {
        Client client = Client.connect("unix://" + folder.resolve("s"));
        open.add(client);
        return client;
    }

    private Shown offered(Client client) {
        Shown shown = new Shown();
        shown.client = client;
        client.offer(shown);
        return shown;
    }

    @Test
    void aHandlerReportsToItsCallerWhileItRuns() {
        Client client = connect();
        Shown shown = offered(client);
        assertThat(client.service(Work.class).build(3)).isEqualTo("built");
        assertThat(shown.lines).containsExactly("1/3", "2/3", "3/3");
    }

    @Test
    void whatHasNoCommandsIsNotOffered() {
        Client client = connect();
        assertThatThrownBy(() -> client.offer(new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "service object: class java.lang.Object has no commands (mark the methods that may be called"
                                + " with @Command)");
    }

    @Test
    void eachCallerHearsOfItsOwnCalls() {
        Client ann = connect();
        Client bob = connect();
        Shown anns = offered(ann);
        Shown bobs = offered(bob);
        ann.service(Work.class).build(1);
        bob.service(Work.class).build(2);
        assertThat(anns.lines).containsExactly("1/1");
        assertThat(bobs.lines).containsExactly("1/2", "2/2");
    }

    @Test
    void theWayBackWorksAfterTheCallUntilTheCallerLeaves() {
        Client client = connect();
        Shown shown = offered(client);
        client.service(Work.class).remember();
        builder.kept.report(7, 9);
        assertThat(shown.lines).containsExactly("7/9");
        client.close();
        assertThatThrownBy(() -> builder.kept.report(8, 9))
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE));
    }

    @Test
    void bothEndsCallEachOtherAsDeepAsTheyLike() throws Exception {
        Client client = connect();
        offered(client);
        assertThat(client.service(Work.class).down(40)).isEqualTo(40);
        List<CompletableFuture<Integer>> many = new ArrayList<>();
        for (int i = 0; i < 50; i++) { // and many at once
            many.add(
                    CompletableFuture.supplyAsync(
                            () -> client.service(Work.class).down(20), Thread::startVirtualThread));
        }
        assertThat(many).allSatisfy(each -> assertThat(each.join()).isEqualTo(20));
    }

    @Test
    void streamsGoBackAndForth() {
        Client client = connect();
        offered(client);
        assertThat(client.service("builder").call("both", 50_000)).isEqualTo(50_000L * 49_999 / 2);
    }

    @Test
    void errorsComeBack() {
        Client client = connect();
        offered(client);
        assertThatThrownBy(() -> client.service("builder").call("ask"))
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT))
                .hasMessage("no answer to why");
    }

    @Test
    void aCallerThatOffersNothingIsTold() {
        assertThatThrownBy(() -> connect().service(Work.class).build(1)).hasMessage("this client offers no services");
        Client client = connect();
        client.offer(new Builder());
        assertThatThrownBy(() -> client.service(Work.class).build(1))
                .hasMessage("no service \"progress\" (there are: builder)");
        assertThatThrownBy(() -> client.offer(new Builder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two services are named builder");
    }

    @Test
    void cancellingTheCallCancelsWhatItHasCalledBack() throws Exception {
        Client client = connect();
        Shown shown = offered(client);
        var call = client.service("builder").command("block").future().toCompletableFuture();
        assertThat(shown.events.take()).isEqualTo("blocked");
        call.cancel(true);
        assertThat(shown.events.take()).isEqualTo("interrupted");
        assertThat(builder.failure.get()).isNotNull();
    }

    @Test
    void theDeadlineGoesAlongBothWays() throws Exception {
        Client client = connect();
        Shown shown = offered(client);
        assertThatThrownBy(() -> client.withTimeout(Duration.ofSeconds(1)).service("builder").call("block"))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
        assertThat(shown.events.take()).isEqualTo("blocked");
        assertThat(shown.events.take()).isEqualTo("interrupted");
    }
}
