package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.Answers;
import dev.parley.session.Await;
import dev.parley.session.RawPeer;
import dev.parley.wire.CommandName;
import dev.parley.wire.Frame;
import dev.parley.wire.Memory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// For how long a server keeps answers, and how many.
@Timeout(120)
class KeptAnswersTest {
    private static final String FORGOTTEN = "vault.fetch: the call may have run, its answer is not kept any more";
    private static final Duration KEPT = Duration.ofMinutes(2);

    @TempDir Path folder;

    private final AtomicLong clock = new AtomicLong(System.nanoTime());
    private final Vault vault = new Vault();
    private Server server;
    private RawPeer asking;
    private int asked = -1;

    @Service("vault")
    static class Vault {
        final AtomicInteger runs = new AtomicInteger();
        final CountDownLatch go = new CountDownLatch(1);

        @Command
        byte[] fetch(int length) throws InterruptedException {
            runs.incrementAndGet();
            if (length == 0) {
                go.await();
            }
            return new byte[length];
        }
    }

    @AfterEach
    void close() throws IOException {
        vault.go.countDown();
        if (asking != null) {
            asking.close();
        }
        server.close();
    }

    private void serve(int calls, long bytesEach, long bytesLeft) throws Exception {
        ServerBuilder builder = Server.builder().service(vault).listen("unix://" + folder.resolve("s"));
        builder.answers = new Answers(calls, bytesEach, bytesLeft, KEPT, clock::get);
        server = builder.start();
        asking = connect("asking").listen();
        Await.until("it is there", () -> server.connections() == 1);
    }

    private static String id(String name) {
        return "0".repeat(32 - name.length()) + name;
    }

    private RawPeer connect(String name) throws IOException {
        return RawPeer.connect(server.urls().getFirst())
                .say(new Frame.Hello("msgpack", "raw", 4 << 20, 256 << 10, 10_000, id(name), false));
    }

    private static void call(RawPeer peer, int id, int length, Map<String, String> metadata) throws IOException {
        String arguments = "91ce" + HexFormat.of().toHexDigits(length);
        CommandName fetch = new CommandName("vault", "fetch");
        peer.say(new Frame.Call(id, fetch, 0, false, metadata, false, false, RawPeer.value(arguments)));
    }

    private static String answer(RawPeer peer) throws InterruptedException {
        Frame.Carrier answer = peer.hear(Frame.Carrier.class);
        return answer instanceof Frame.Failure failure
                ? failure.message()
                : Objects.requireNonNull(answer.body()).length() + " bytes";
    }

    /// Makes calls on a connection of its own, which then ends: numbers 1, 3, 5 and so on.
    private void fetchAndLeave(String name, int... lengths) throws Exception {
        try (RawPeer peer = connect(name).listen()) {
            for (int i = 0; i < lengths.length; i++) {
                call(peer, 1 + 2 * i, lengths[i], Map.of());
                assertThat(answer(peer)).isEqualTo(lengths[i] + 3 + " bytes");
            }
        }
        Await.until("it is gone", () -> server.connections() == 1);
    }

    private String repeat(String name, int id) throws Exception {
        asked += 2;
        int before = vault.runs.get();
        call(asking, asked, 1, Map.of("parley-repeats", id(name) + ":" + id));
        String answer = answer(asking);
        assertThat(vault.runs).as("runs after the repetition").hasValue(before);
        return answer;
    }

    @Test
    void theyAreGivenOutForTheTimeAfterTheirConnectionHasEndedAndNoLonger() throws Exception {
        serve(10, 1 << 20, 1 << 20);
        fetchAndLeave("a", 5000);
        clock.addAndGet(KEPT.minusSeconds(1).toNanos());
        assertThat(repeat("a", 1)).isEqualTo("5003 bytes");
        clock.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(repeat("a", 1)).isEqualTo(FORGOTTEN);
    }

    @Test
    void anotherCallOfTheConnectionThatStillRunsDoesNotMakeThemLastLonger() throws Exception {
        serve(10, 1 << 20, 1 << 20);
        try (RawPeer peer = connect("a").listen()) {
            call(peer, 1, 5000, Map.of());
            assertThat(answer(peer)).isEqualTo("5003 bytes");
            call(peer, 3, 0, Map.of());
            Await.until("it runs", () -> vault.runs.get() == 2);
        }
        Await.until("it is gone", () -> server.connections() == 1);
        assertThat(repeat("a", 1)).isEqualTo("5003 bytes");
        clock.addAndGet(KEPT.plusSeconds(1).toNanos());
        assertThat(repeat("a", 1)).isEqualTo(FORGOTTEN);
    }

    @Test
    void aServerWhereNothingElseHappensDoesNotHoldThemLongerEither() throws Exception {
        serve(1000, 64 << 20, 64 << 20);
        int[] lengths = new int[600];
        Arrays.fill(lengths, 50_000);
        fetchAndLeave("warm-up", 50_000);
        long before = Memory.used();
        fetchAndLeave("a", lengths);
        assertThat(Memory.used() - before).as("memory for answers").isGreaterThan(25 << 20);
        clock.addAndGet(KEPT.plusSeconds(1).toNanos());
        Await.until("they are forgotten", () -> Memory.used() - before < 10 << 20);
    }

    @Test
    void aConnectionsOldestAnswersGoWhenThereAreTooManyBytes() throws Exception {
        serve(10, 30_000, 1 << 20);
        fetchAndLeave("a", 12_000, 12_000, 12_000);
        assertThat(repeat("a", 1)).isEqualTo(FORGOTTEN);
        assertThat(repeat("a", 3)).isEqualTo("12003 bytes");
        assertThat(repeat("a", 5)).isEqualTo("12003 bytes");
    }

    @Test
    void itsLastAnswerIsKeptHoweverLargeItIs() throws Exception {
        serve(10, 30_000, 1 << 20);
        fetchAndLeave("a", 12_000, 40_000);
        assertThat(repeat("a", 1)).isEqualTo(FORGOTTEN);
        assertThat(repeat("a", 3)).isEqualTo("40003 bytes");
    }

    @Test
    void theOldestConnectionsThatHaveEndedGoWhenThereAreTooManyBytes() throws Exception {
        serve(10, 30_000, 30_000);
        fetchAndLeave("a", 12_000);
        fetchAndLeave("b", 12_000);
        assertThat(repeat("a", 1)).isEqualTo("12003 bytes");
        fetchAndLeave("c", 12_000);
        assertThat(repeat("a", 1)).isEqualTo(FORGOTTEN);
        assertThat(repeat("b", 1)).isEqualTo("12003 bytes");
        assertThat(repeat("c", 1)).isEqualTo("12003 bytes");
    }

    @Test
    void tenThousandConnectionsThatHaveEndedAreKnown() throws Exception {
        serve(10, 1 << 20, 1 << 20);
        fetchAndLeave("a", 5000);
        for (int i = 1; i < 10_000; i++) {
            connect("n" + i).close();
        }
        Await.until("they are gone", () -> server.connections() == 1);
        assertThat(repeat("a", 1)).isEqualTo("5003 bytes");
        fetchAndLeave("last");
        assertThat(repeat("a", 1)).isEqualTo(FORGOTTEN);
    }
}
