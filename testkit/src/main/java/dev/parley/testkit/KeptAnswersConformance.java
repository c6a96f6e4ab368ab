package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Service;
import dev.parley.value.Codec;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Calls whose connection is lost before their answers come, and servers that keep them: both ends, each with a peer that
/// loses connections at the worst moment.
abstract class KeptAnswersConformance extends Conformance {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String REPEATS = "parley-repeats";

    @Service("till")
    static class TillService {
        final AtomicInteger runs = new AtomicInteger();
        final Events events = new Events();
        final CountDownLatch go = new CountDownLatch(1);

        @Command
        int count() {
            return runs.incrementAndGet();
        }

        @Command
        int countSlowly() throws InterruptedException {
            events.add("running");
            try {
                go.await();
            } catch (InterruptedException e) {
                events.add("interrupted");
                throw e;
            }
            return runs.incrementAndGet();
        }
    }

    @Service("till")
    interface Till {
        int count();
    }

    private final TillService service = new TillService();
    private final BlockingQueue<RawPeer> accepted = new LinkedBlockingQueue<>();

    KeptAnswersConformance(ConformanceSuite suite) {
        super(suite);
    }

    // ---- the server's end

    private Codec codec() {
        return Objects.requireNonNull(Codecs.find(suite().codec()));
    }

    private RawPeer rawClient(String id) {
        RawPeer peer = closeLater(RawPeer.connect(url(), suite().clientTls())).start();
        peer.send(new Frame.Hello(suite().codec(), "raw", 4 << 20, 256 << 10, 10_000, id, false));
        assertThat(peer.next())
                .isInstanceOfSatisfying(Frame.Hello.class, hello -> assertThat(hello.keepsAnswers()).isTrue());
        return peer;
    }

    private void call(RawPeer peer, int id, String command, Map<String, String> metadata) {
        Output none = new Output();
        var writer = codec().writer(none);
        writer.beginList(0);
        writer.endList();
        CommandName name = new CommandName("till", command);
        peer.send(new Frame.Call(id, name, 0, false, metadata, false, false, Encoded.of(codec(), none)));
    }

    private static int result(RawPeer peer) {
        Frame answer = peer.next();
        assertThat(answer).isInstanceOf(Frame.Result.class);
        return (int) Objects.requireNonNull(((Frame.Result) answer).body()).reader().integer();
    }

    @Test
    void aCallThatIsMadeAgainIsAnsweredAsBeforeAndNotRunAgain() {
        serve(builder -> builder.keepAnswers(), service);
        RawPeer first = rawClient(ID);
        call(first, 1, "count", Map.of());
        assertThat(result(first)).isEqualTo(1);
        first.close();
        RawPeer second = rawClient("f".repeat(32));
        call(second, 1, "count", Map.of(REPEATS, ID + ":1"));
        assertThat(result(second)).isEqualTo(1);
        assertThat(service.runs).hasValue(1);
        call(second, 3, "count", Map.of());
        assertThat(result(second)).as("another call").isEqualTo(2);
    }

    @Test
    void itsHandlerGoesOnWhileTheCallerIsAway() {
        serve(builder -> builder.keepAnswers(), service);
        RawPeer first = rawClient(ID);
        call(first, 1, "countSlowly", Map.of());
        service.events.expect("running");
        first.close();
        RawPeer second = rawClient("f".repeat(32));
        call(second, 1, "countSlowly", Map.of(REPEATS, ID + ":1"));
        service.go.countDown();
        assertThat(result(second)).isEqualTo(1);
        service.events.expectNoMore();
        assertThat(service.runs).hasValue(1);
    }

    @Test
    void whatIsNotKnownIsNotRun() {
        serve(builder -> builder.keepAnswers(), service);
        RawPeer peer = rawClient("f".repeat(32));
        call(peer, 1, "count", Map.of(REPEATS, ID + ":1"));
        assertThat(peer.next())
                .isInstanceOfSatisfying(
                        Frame.Failure.class,
                        failure -> {
                            assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE);
                            assertThat(failure.ran()).isTrue();
                            assertThat(failure.message())
                                    .isEqualTo("till.count: the call may have run, its answer is not kept any more");
                        });
        assertThat(service.runs).hasValue(0);
    }

    // ---- the client's end

    /// A connection of a client to a server that is us, with the greeting behind it.
    private RawPeer accept(String id) {
        RawPeer peer = closeLater(Await.next("a connection", accepted));
        assertThat(peer.next()).isInstanceOf(Frame.Hello.class);
        peer.send(new Frame.Hello(suite().codec(), "raw", 4 << 20, 256 << 10, 10_000, id, true));
        return peer;
    }

    private Background<Integer> countThroughUs() {
        url(closeLater(RawPeer.listen(url(), suite().serverTls(), accepted)).url().toString());
        Client client = connect();
        return Background.start(() -> client.service(Till.class).count());
    }

    private void answer(RawPeer peer, Frame.Call call, int value) {
        Output out = new Output();
        codec().writer(out).integer(value);
        peer.send(new Frame.Result(call.id(), Map.of(), Encoded.of(codec(), out)));
    }

    @Test
    void aClientAsksTheSameServerForTheAnswerAndSaysWhichCallItMeans() {
        Background<Integer> count = countThroughUs();
        RawPeer first = closeLater(Await.next("a connection", accepted));
        Frame.Hello hello = (Frame.Hello) first.next();
        first.send(new Frame.Hello(suite().codec(), "raw", 4 << 20, 256 << 10, 10_000, ID, true));
        Frame.Call lost = (Frame.Call) first.next();
        assertThat(lost.metadata()).doesNotContainKey(REPEATS);
        first.close();
        RawPeer second = accept(ID);
        Frame.Call again = (Frame.Call) second.next();
        assertThat(again.metadata()).containsEntry(REPEATS, hello.id() + ":" + lost.id());
        answer(second, again, 5);
        assertThat(count.value()).isEqualTo(5);
    }

    @Test
    void aClientDoesNotAskAnotherServer() {
        Background<Integer> count = countThroughUs();
        RawPeer first = accept(ID);
        assertThat(first.next()).isInstanceOf(Frame.Call.class);
        first.close();
        accept("f".repeat(32));
        RpcException failure = count.failure();
        assertThat(failure.code()).as("the code of %s", failure).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure.mayHaveRun()).isTrue();
    }
}
