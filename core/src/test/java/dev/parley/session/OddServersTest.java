package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.wire.Frame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// What a client makes of servers that go away, answer late, or answer something else.
@Timeout(60)
class OddServersTest {
    @TempDir Path folder;

    private ServerSocketChannel raw;
    private Client client;
    private RawPeer server;

    @BeforeEach
    void start() throws Exception {
        raw = RawPeer.listen(folder.resolve("s"));
        client = Client.builder("unix://" + folder.resolve("s")).retries(false).connect();
        server = RawPeer.accept(raw).greet().listen();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
        raw.close();
    }

    private CompletableFuture<?> add() {
        return client.service("probe").command("add").with(1, 2).future();
    }

    private int heardCall() throws InterruptedException {
        return server.hear(Frame.Call.class).id();
    }

    private static Frame.Result three(int id) {
        return new Frame.Result(id, Map.of(), RawPeer.value("03"));
    }

    private static RpcException failure(CompletableFuture<?> call) {
        RpcException e =
                catchThrowableOfType(
                        RpcException.class,
                        () -> {
                            try {
                                call.join();
                            } catch (java.util.concurrent.CompletionException wrapped) {
                                throw wrapped.getCause();
                            }
                        });
        assertThat(e).as("the failure of the call").isNotNull();
        return e;
    }

    @Test
    void aServerThatGoesAwaySaysWhichCallsItHasNotTaken() throws Exception {
        CompletableFuture<?> taken = add();
        CompletableFuture<?> late = add();
        int id = heardCall();
        heardCall();
        server.say(new Frame.GoAway(id, null, "restarting"));
        RpcException refused = failure(late);
        assertThat(refused.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(refused.mayHaveRun()).isFalse();
        assertThat(refused).hasMessage("restarting");
        assertThat(taken.isDone()).isFalse();
        server.say(three(id));
        assertThat(taken.join()).isEqualTo(3L);
        CompletableFuture<?> next = add(); // goes over a new connection
        try (RawPeer second = RawPeer.accept(raw).greet().listen()) {
            second.say(three(second.hear(Frame.Call.class).id()));
            assertThat(next.join()).isEqualTo(3L);
        }
    }

    @Test
    void aServerThatGoesAwayWithAnErrorFailsAllCalls() throws Exception {
        CompletableFuture<?> taken = add();
        CompletableFuture<?> late = add();
        int id = heardCall();
        heardCall();
        server.say(new Frame.GoAway(id, Code.INTERNAL, "out of order"));
        assertThat(failure(taken).mayHaveRun()).isTrue();
        assertThat(failure(taken).code()).isEqualTo(Code.INTERNAL);
        assertThat(failure(late).mayHaveRun()).isFalse();
        assertThat(failure(late)).hasMessage("out of order");
        assertThat(server.untilClosed()).isNotEqualTo("closed");
    }

    @Test
    void aLostConnectionFailsCallsAndStreamsAfterWhatCameBefore() throws Exception {
        CompletableFuture<?> call = add();
        try (Stream<Object> items = client.service("probe").stream("count", 5)) {
            heardCall();
            int id = heardCall();
            server.say(new Frame.Item(id, RawPeer.value("07")));
            server.close();
            assertThat(failure(call).code()).isEqualTo(Code.UNAVAILABLE);
            assertThat(failure(call).mayHaveRun()).isTrue();
            Iterator<Object> iterator = items.iterator();
            assertThat(iterator.next()).isEqualTo(7L);
            assertThatThrownBy(iterator::hasNext)
                    .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE));
        }
    }

    @Test
    void anAnswerOfTheOtherKindFailsTheCall() throws Exception {
        CompletableFuture<?> value = add();
        int id = heardCall();
        server.say(new Frame.Item(id, RawPeer.value("03")));
        assertThat(failure(value)).hasMessage("probe.add: gives a stream (expected a single value)");
        assertThat(failure(value).code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(server.hear()).isEqualTo("Cancel[id=" + id + "]");
        try (Stream<Object> stream = client.service("probe").stream("count", 5)) {
            server.say(three(heardCall()));
            assertThatThrownBy(stream::toList).hasMessage("probe.count: gives a single value (expected a stream)");
        }
        server.requireAlive();
    }

    @Test
    void lateAnswersOfCancelledCallsAreIgnored() throws Exception {
        CompletableFuture<?> call = add();
        int id = heardCall();
        call.cancel(true);
        assertThat(server.hear()).isEqualTo("Cancel[id=" + id + "]");
        server.say(three(id), three(id), new Frame.End(id, Map.of()));
        CompletableFuture<?> next = add();
        server.say(three(heardCall()));
        assertThat(next.join()).isEqualTo(3L);
    }

    @Test
    void aServerThatStopsAStreamOfArgumentsMayStillAnswer() throws Exception {
        CompletableFuture<?> sum = client.service("probe").command("sum").with(Stream.generate(() -> 1)).future();
        int id = heardCall();
        server.hear(Frame.Item.class);
        server.say(new Frame.Cancel(id), three(id));
        assertThat(sum.join()).isEqualTo(3L);
    }

    @Test
    void callsToAClientThatOffersNothingAreRefused() throws Exception {
        server.say(RawPeer.call(2, "add", "920102"));
        assertThat(server.hear())
                .isEqualTo(
                        "Failure 2 UNIMPLEMENTED (UnknownService) this client offers no services trace= {} without a"
                                + " value");
        server.requireAlive();
    }

    @Test
    void callsOfTheClientsParityEndTheConnection() throws Exception {
        server.say(RawPeer.call(1, "add", "920102"));
        assertThat(server.untilClosed())
                .isEqualTo(
                        "GoAway[last=-1, code=INVALID_ARGUMENT, message=call id 1 belongs to this end (expected odd"
                                + " ones from the end that connects, even ones from the other)]");
    }

    @Test
    void detailsOfAFailureAreReadWhenTheyAreAskedFor() throws Exception {
        CompletableFuture<?> call = add();
        int id = heardCall();
        server.say(
                new Frame.Failure(
                        id,
                        Code.ABORTED,
                        "Conflict",
                        "too late",
                        true,
                        "at Notes",
                        Map.of("k", "v"),
                        RawPeer.value("93010203")));
        RpcException e = failure(call);
        assertThat(e.type()).isEqualTo("Conflict");
        assertThat(e.remoteTrace()).isEqualTo("at Notes");
        assertThat(e.details(int[].class)).containsExactly(1, 2, 3);
        assertThatThrownBy(() -> e.details(String.class)).hasMessage("got list (expected text)");
    }
}
