package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Inline;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Values of megabytes, those that are too large, and small calls beside them.
abstract class LargeValuesConformance extends Conformance {
    private static final int MIB = 1 << 20;

    /// Within the limit of 4 MiB also as base64.
    private static final int LARGE = 3_000_000;

    private static final int SMALL_LIMIT = 64 << 10;

    private static byte[] pattern(int size, int seed) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8) + seed);
        }
        return bytes;
    }

    record Chunk(String name, byte[] bytes) {}

    @Service("large")
    static class LargeService {
        final AtomicInteger runs = new AtomicInteger();
        final Events events = new Events();
        final CountDownLatch go = new CountDownLatch(1);

        /// On the thread that reads.
        @Inline
        @Command
        void hold() {
            events.add("holds");
            Await.opened("the test lets it go on", go);
        }

        @Inline
        @Command
        void hear(byte[] bytes) {
            events.add(bytes.length < MIB ? "small" : "large");
        }

        @Command
        byte[] echo(byte[] bytes) {
            runs.incrementAndGet();
            return bytes;
        }

        @Command
        String text(String text) {
            return text;
        }

        @Command
        List<Integer> numbers(List<Integer> numbers) {
            return numbers;
        }

        @Command
        Chunk chunk(Chunk chunk) {
            return chunk;
        }

        @Command
        byte[] make(int size) {
            return pattern(size, 0);
        }

        @Command
        int hash(byte[] bytes) {
            runs.incrementAndGet();
            return Arrays.hashCode(bytes);
        }

        @Command
        Stream<byte[]> makeItems(List<Integer> sizes) {
            return sizes.stream().map(size -> pattern(size, 0));
        }

        @Command
        int count(Stream<byte[]> items) {
            return (int) items.count();
        }
    }

    interface Large {
        void hold();

        CompletableFuture<@Nullable Void> hear(byte[] bytes);

        byte[] echo(byte[] bytes);

        String text(String text);

        List<Integer> numbers(List<Integer> numbers);

        Chunk chunk(Chunk chunk);

        byte[] make(int size);

        int hash(byte[] bytes);

        Stream<byte[]> makeItems(List<Integer> sizes);

        int count(Stream<byte[]> items);
    }

    private final LargeService service = new LargeService();
    private final Events here = new Events();

    LargeValuesConformance(ConformanceSuite suite) {
        super(suite);
    }

    private Large start() {
        return start(Limits.DEFAULT, Limits.DEFAULT);
    }

    /// A client that tells when it loses its connection.
    private Large start(Limits ofServer, Limits ofClient) {
        serve(server -> server.limits(ofServer), service);
        Client client = connect(builder -> builder.limits(ofClient).listener(new Disconnections(here)));
        return client.service(Large.class);
    }

    private static void assertTooLarge(int limit, RpcException failure) {
        assertThat(failure.code()).as("the code of %s", failure).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(failure.getMessage()).contains("the limit maxMessage").contains(Integer.toString(limit));
    }

    /// Whether large values come through whole; compared by hash, so that a failure can be read.
    private static void assertEchoes(Large large, byte[] bytes) {
        byte[] answer = large.echo(bytes);
        assertThat(answer.length).isEqualTo(bytes.length);
        assertThat(Arrays.equals(answer, bytes)).as("whether all bytes are the same").isTrue();
    }

    // ---- within the limit

    @Test
    void argumentsAndResultsMayBeMegabytes() {
        Large large = start();
        assertEchoes(large, pattern(LARGE, 1));
        String text = "milk, brêad 🍞\n".repeat(MIB / 10);
        assertThat(large.text(text).equals(text)).as("whether the text is the same").isTrue();
        List<Integer> numbers = IntStream.range(0, 300_000).boxed().toList();
        assertThat(large.numbers(numbers).equals(numbers)).as("whether the numbers are the same").isTrue();
        Chunk chunk = large.chunk(new Chunk("x".repeat(100_000), pattern(2 * MIB, 2)));
        assertThat(chunk.name).hasSize(100_000);
        assertThat(Arrays.equals(chunk.bytes, pattern(2 * MIB, 2))).isTrue();
    }

    @Test
    void valuesOfEverySizeAroundPiecesAndBuffersArrive() {
        Large large = start();
        for (int size : new int[] {1 << 10, 4 << 10, 16 << 10, 64 << 10, 128 << 10, 256 << 10, MIB}) {
            for (int more : new int[] {-20, -10, -6, -5, -4, -3, -2, -1, 0, 1, 10}) {
                assertEchoes(large, pattern(size + more, more));
            }
        }
    }

    @Test
    void theFirstCallOfAConnectionMayBeLarge() {
        start();
        for (int i = 0; i < 5; i++) {
            assertEchoes(connect().service(Large.class), pattern(LARGE, i));
        }
    }

    @Test
    void largeAndSmallFirstCallsPassAtOnce() {
        start();
        for (int i = 0; i < 5; i++) {
            Large large = connect().service(Large.class);
            Background<Integer> first = Background.start(() -> large.hash(pattern(LARGE, 0)));
            for (int j = 0; j < 10; j++) {
                assertThat(large.text("small " + j)).isEqualTo("small " + j);
                assertThat(large.make(j)).hasSize(j);
            }
            assertThat(first.value()).isEqualTo(Arrays.hashCode(pattern(LARGE, 0)));
        }
    }

    @Test
    void manyLargeCallsPassAtOnce() {
        Large large = start();
        List<Background<Void>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] bytes = pattern(LARGE - i * 1000, i);
            all.add(
                    Background.<Void>startVirtual(() -> {
                        for (int j = 0; j < 3; j++) {
                            assertEchoes(large, bytes);
                        }
                        return null;
                    }));
        }
        all.forEach(Background::value);
    }

    /// The server hears nothing until both calls have been made. Far more than sockets hold is still to be sent by then.
    @Test
    void aSmallCallDoesNotWaitForLargeOnes() {
        Limits raised = Limits.DEFAULT.withMaxMessage(32 * MIB);
        Large large = start(raised, raised);
        assertThat(large.text("so that each end knows the other's limits")).isNotEmpty();
        Background<Void> holding =
                Background.start(() -> {
                    large.hold();
                    return null;
                });
        service.events.expect("holds");
        CompletableFuture<@Nullable Void> first = large.hear(pattern(20 * MIB, 0));
        CompletableFuture<@Nullable Void> second = large.hear(pattern(1, 0));
        service.go.countDown();
        service.events.expect("small", "large");
        holding.value();
        first.join();
        second.join();
    }

    @Test
    void theLimitCanBeRaised() {
        Limits raised = Limits.DEFAULT.withMaxMessage(20 * MIB);
        Large large = start(raised, raised);
        assertThat(large.text("so that each end knows the other's limits")).isNotEmpty();
        assertEchoes(large, pattern(10 * MIB, 3));
    }

    // ---- beyond the limit

    @Test
    void argumentsBeyondTheDefaultLimitAreRefused() {
        Large large = start();
        RpcException failure = failure(() -> large.hash(new byte[5 * MIB]));
        assertTooLarge(4 * MIB, failure);
        assertHasNotRun(failure);
        assertUsable(large);
    }

    private void assertUsable(Large large) {
        assertThat(large.text("still there")).isEqualTo("still there");
        here.expectNoMore();
    }

    @Test
    void argumentsBeyondTheServersLimitAreRefusedByTheFirstCallAndLaterOnes() {
        Large large = start(Limits.DEFAULT.withMaxMessage(SMALL_LIMIT), Limits.DEFAULT);
        for (int size : new int[] {SMALL_LIMIT + 1, 3 * MIB, 100_000}) { // the first goes out before the limit is known
            RpcException failure = failure(() -> large.hash(new byte[size]));
            assertTooLarge(SMALL_LIMIT, failure);
            assertHasNotRun(failure);
            assertUsable(large);
        }
        assertThat(service.runs).hasValue(0);
        assertThat(large.hash(new byte[SMALL_LIMIT / 2])).isEqualTo(Arrays.hashCode(new byte[SMALL_LIMIT / 2]));
    }

    @Test
    void resultsBeyondTheClientsLimitFailTheCall() {
        Large large = start(Limits.DEFAULT, Limits.DEFAULT.withMaxMessage(SMALL_LIMIT));
        for (int size : new int[] {SMALL_LIMIT + 1, 3 * MIB}) {
            RpcException failure = failure(() -> large.make(size));
            assertTooLarge(SMALL_LIMIT, failure);
            assertThat(failure.mayHaveRun()).isTrue();
            assertUsable(large);
        }
        assertThat(large.make(SMALL_LIMIT / 2)).hasSize(SMALL_LIMIT / 2);
    }

    @Test
    void anItemBeyondTheClientsLimitFailsTheStreamAfterThoseBefore() {
        Large large = start(Limits.DEFAULT, Limits.DEFAULT.withMaxMessage(SMALL_LIMIT));
        try (Stream<byte[]> items = large.makeItems(List.of(1, 2, 3 * MIB, 4))) {
            var each = items.iterator();
            assertThat(each.next()).hasSize(1);
            assertThat(each.next()).hasSize(2);
            assertTooLarge(SMALL_LIMIT, failure(each::next));
        }
        assertUsable(large);
    }

    @Test
    void anItemBeyondTheServersLimitFailsTheCall() {
        Large large = start(Limits.DEFAULT.withMaxMessage(SMALL_LIMIT), Limits.DEFAULT);
        for (int i = 0; i < 2; i++) { // the first goes out before the limit is known
            assertTooLarge(
                    SMALL_LIMIT, failure(() -> large.count(Stream.of(new byte[1], new byte[LARGE], new byte[1]))));
            assertUsable(large);
        }
        assertThat(large.count(Stream.of(new byte[1], new byte[2]))).isEqualTo(2);
    }
}
