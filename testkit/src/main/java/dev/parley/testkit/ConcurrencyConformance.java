package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Inline;
import dev.parley.Service;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Many threads with one client: each gets its own answers.
abstract class ConcurrencyConformance extends Conformance {
    static final int THREADS = 64;
    private static final int CALLS = 200;

    record Note(String text, int number) {}

    @Service("busy")
    static class BusyService {
        private final CyclicBarrier all = new CyclicBarrier(THREADS);

        @Command
        @Inline
        int add(int a, int b) {
            return a + b;
        }

        @Command
        Note echo(Note note) {
            return note;
        }

        @Command
        byte[] bytes(byte[] bytes) {
            return bytes;
        }

        @Command
        void fail(String message) {
            throw new NoSuchElementException(message);
        }

        @Command
        CompletableFuture<Integer> later(int value) {
            return CompletableFuture.supplyAsync(() -> value);
        }

        @Command
        Stream<Integer> range(int from, int count) {
            return IntStream.range(from, from + count).boxed();
        }

        @Command
        int sum(Stream<Integer> numbers) {
            return numbers.mapToInt(n -> n).sum();
        }

        @Command
        Stream<Integer> shift(Stream<Integer> numbers, int by) {
            return numbers.map(n -> n + by);
        }

        /// Answers when all the threads call it at once.
        @Command
        int together() throws Exception {
            return all.await(10, TimeUnit.SECONDS);
        }
    }

    interface Busy {
        int add(int a, int b);

        Note echo(Note note);

        byte[] bytes(byte[] bytes);

        void fail(String message);

        CompletableFuture<Integer> later(int value);

        Stream<Integer> range(int from, int count);

        int sum(Stream<Integer> numbers);

        Stream<Integer> shift(Stream<Integer> numbers, int by);

        int together();
    }

    ConcurrencyConformance(ConformanceSuite suite) {
        super(suite);
    }

    private void mixedCalls(Client client, Busy busy, int thread) throws ExecutionException {
        for (int i = 0; i < CALLS; i++) {
            int id = thread * CALLS + i;
            boolean streams = i % 10 >= 5 && i % 10 != 8;
            switch (streams && !suite().streams() ? 0 : i % 10) {
                case 0 -> assertThat(busy.add(id, 1)).isEqualTo(id + 1);
                case 1 -> assertThat(busy.echo(new Note("note " + id, id))).isEqualTo(new Note("note " + id, id));
                case 2 -> {
                    byte[] bytes = new byte[id % 20_000];
                    Arrays.fill(bytes, (byte) id);
                    assertThat(Arrays.equals(busy.bytes(bytes), bytes)).isTrue();
                }
                case 3 -> assertFails(Code.NOT_FOUND, "no " + id, () -> busy.fail("no " + id));
                case 4 -> assertThat(Await.value("an answer", busy.later(id))).isEqualTo(id);
                case 5 -> assertThat(busy.range(id, 20)).containsExactlyElementsOf(numbers(id, 20));
                case 6 -> assertThat(busy.sum(numbers(id, 10).stream())).isEqualTo(10 * id + 45);
                case 7 ->
                        assertThat(busy.shift(numbers(0, 10).stream(), id)).containsExactlyElementsOf(numbers(id, 10));
                case 8 ->
                        assertThat(client.service("busy").call("echo", new Note("dynamic " + id, id)))
                                .isEqualTo(Map.of("text", "dynamic " + id, "number", (long) id));
                default -> {
                    try (Stream<Integer> numbers = busy.range(id, 1000)) {
                        assertThat(numbers.iterator().next()).isEqualTo(id);
                    }
                }
            }
        }
    }

    private static List<Integer> numbers(int from, int count) {
        return IntStream.range(from, from + count).boxed().toList();
    }

    @Test
    void manyThreadsGetTheirOwnAnswers() {
        serve(new BusyService());
        Client client = connect();
        Busy busy = client.service(Busy.class);
        List<Background<Void>> all = new ArrayList<>();
        for (int i = 0; i < suite().threads(); i++) {
            int thread = i;
            all.add(
                    i % 2 == 0
                            ? Background.<Void>start(() -> {
                                mixedCalls(client, busy, thread);
                                return null;
                            })
                            : Background.<Void>startVirtual(() -> {
                                mixedCalls(client, busy, thread);
                                return null;
                            }));
        }
        all.forEach(Background::value);
    }

    @Test
    void manyConnectionsCarryTheCallsOfOneClient() throws ExecutionException {
        var server = serve(new BusyService());
        Client client = connect(builder -> builder.connections(3));
        mixedCalls(client, client.service(Busy.class), 1);
        assertThat(server.connections()).isEqualTo(3);
    }

    @Test
    void handlersOfOneConnectionRunAtOnce() {
        serve(new BusyService());
        Busy busy = connect().service(Busy.class);
        List<Background<Integer>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            all.add(Background.startVirtual(busy::together));
        }
        assertThat(all.stream().map(Background::value)).containsExactlyInAnyOrderElementsOf(numbers(0, THREADS));
    }

    @Test
    void thousandsOfCallsMayBeInFlight() throws ExecutionException {
        serve(new BusyService());
        Busy busy = connect().service(Busy.class);
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            all.add(busy.later(i));
        }
        for (int i = 0; i < 5000; i++) {
            assertThat(Await.value("an answer", all.get(i))).isEqualTo(i);
        }
    }

    @Test
    void manyClientsCallAtOnce() {
        var server = serve(new BusyService());
        List<Background<Void>> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            int thread = i;
            Client client = connect();
            all.add(
                    Background.<Void>startVirtual(() -> {
                        mixedCalls(client, client.service(Busy.class), thread);
                        return null;
                    }));
        }
        all.forEach(Background::value);
        assertThat(server.connections()).isEqualTo(30);
    }
}
