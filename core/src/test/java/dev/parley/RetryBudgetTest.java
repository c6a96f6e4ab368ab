package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.RawPeer;
import dev.parley.wire.Frame;

import org.junit.jupiter.api.Test;

import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// How often calls are repeated at most: a server that refuses all it is asked is not asked much more often for it.
class RetryBudgetTest extends LedgerTests {
    private static final int CALLS = 300;
    private static final int AT_ONCE = 100; // as of dev.parley.dispatch.Retries

    private final AtomicInteger attempts = new AtomicInteger();

    /// Refuses all calls before they run.
    private Server overloaded() {
        return keep(
                Server.builder()
                        .service(new Ledger())
                        .authenticate((_, _) -> {
                            attempts.incrementAndGet();
                            throw new RpcException(Code.UNAVAILABLE, "too much to do");
                        })
                        .listen(url("s"))
                        .start());
    }

    @Service("failing")
    static class Failing {
        private final AtomicInteger attempts;

        Failing(AtomicInteger attempts) {
            this.attempts = attempts;
        }

        @Command
        void call() {
            attempts.incrementAndGet();
            throw new RpcException(Code.UNAVAILABLE, "the database is away");
        }
    }

    @Service("failing")
    interface FailingCalls {
        @Idempotent
        void call();
    }

    private static RpcException failure(Runnable call) {
        try {
            call.run();
        } catch (RpcException e) {
            return e;
        }
        throw new AssertionError("it has not failed");
    }

    /// Makes many calls, all of which fail.
    private void storm(Runnable call) {
        List<CompletableFuture<RpcException>> all = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            all.add(background(() -> failure(call)));
        }
        all.forEach(each -> assertThat(each.join().code()).isEqualTo(Code.UNAVAILABLE));
        assertThat(attempts.get())
                .as("attempts for %d calls", CALLS)
                .isBetween(CALLS + AT_ONCE, CALLS + AT_ONCE + CALLS / 10);
    }

    @Test
    void aCallIsMadeThreeTimesAtMost() {
        overloaded();
        Client client = keep(Client.connect(url("s")));
        RpcException failure = failure(() -> client.service("ledger").call("book", 1));
        assertThat(failure).hasMessage("ledger.book: too much to do");
        assertThat(failure.mayHaveRun()).isFalse();
        assertThat(attempts).hasValue(3);
    }

    @Test
    void oneThatRunsAndIsIdempotentToo() {
        keep(Server.builder().service(new Failing(attempts)).listen(url("s")).start());
        Client client = keep(Client.connect(url("s")));
        assertThat(failure(client.service(FailingCalls.class)::call).mayHaveRun()).isTrue();
        assertThat(attempts).hasValue(3);
    }

    @Test
    void ofManyCallsThatAreRefusedATenthIsRepeatedAndAHundredAtOnce() {
        overloaded();
        Client client = keep(Client.connect(url("s")));
        storm(() -> client.service("ledger").call("book", 1));
    }

    @Test
    void soItIsWithThoseThatHaveRun() {
        keep(Server.builder().service(new Failing(attempts)).listen(url("s")).start());
        Client client = keep(Client.connect(url("s")));
        storm(client.service(FailingCalls.class)::call);
    }

    @Test
    void callsThatComeTooLateForAServerThatGoesAwayAreAllMadeElsewhere() throws Exception {
        try (ServerSocketChannel raw = RawPeer.listen(folder.resolve("raw"))) {
            Client client = keep(Client.connect(url("raw")));
            List<CompletableFuture<Object>> calls = new ArrayList<>();
            try (RawPeer first = RawPeer.accept(raw).greet().listen()) {
                for (int i = 0; i < CALLS; i++) {
                    calls.add(client.service("ledger").command("book").with(i).future().toCompletableFuture());
                }
                for (int i = 0; i < CALLS; i++) {
                    first.hear(Frame.Call.class);
                }
                first.say(new Frame.GoAway(-1, null, "the server is going away"));
                try (RawPeer second = RawPeer.accept(raw).greet().listen()) {
                    for (int i = 0; i < CALLS; i++) {
                        int id = second.hear(Frame.Call.class).id();
                        second.say(new Frame.Result(id, Map.of(), RawPeer.value("07")));
                    }
                    calls.forEach(each -> assertThat(each.join()).isEqualTo(7L));
                }
            }
        }
    }
}
