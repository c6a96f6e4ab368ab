package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Streams of large items, which are read to where they stay, with small calls and other streams between them.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LargeItemsTest {
    private static final int ITEMS = 300;

    /// What a file comes in, and a few others: smaller, larger, cut in pieces.
    private static final List<Integer> SIZES = List.of(65_472, 65_472, 65_472, 20_000, 70, 16_500, 65_472, 140_000);

    @TempDir private Path folder;

    private Server server;
    private Client client;

    @Service("large")
    static class Large {
        @Command
        Stream<byte[]> items(int seed) {
            return IntStream.range(0, ITEMS).mapToObj(i -> item(seed, i));
        }

        /// The same from memory that is outside the heap, and used again for each.
        @Command
        Stream<ByteBuffer> direct(int seed) {
            ByteBuffer room = ByteBuffer.allocateDirect(140_000);
            return IntStream.range(0, ITEMS).mapToObj(i -> room.clear().put(item(seed, i)).flip());
        }

        /// Counts those that are as they should be.
        @Command
        int take(int seed, Stream<byte[]> items) {
            return check(seed, items.iterator(), () -> 1);
        }

        @Command
        int twice(int number) {
            return 2 * number;
        }
    }

    @Service("large")
    interface LargeCalls {
        Stream<byte[]> items(int seed);

        Stream<byte[]> direct(int seed);

        int take(int seed, Stream<byte[]> items);

        int twice(int number);
    }

    private static byte[] item(int seed, int i) {
        byte[] bytes = new byte[SIZES.get((seed + i / 7) % SIZES.size())];
        new Random(seed * 1000L + i).nextBytes(bytes);
        return bytes;
    }

    private static int check(int seed, Iterator<byte[]> items, Callable<?> between) {
        int right = 0;
        for (int i = 0; items.hasNext(); i++) {
            assertThat(items.next()).as("item %d", i).isEqualTo(item(seed, i));
            right++;
            try {
                between.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        return right;
    }

    private LargeCalls connect(String url) {
        server = Server.builder().service(new Large()).listen(url.replace("DIR", folder.toString())).start();
        client = Client.connect(server.urls().getFirst().toString());
        return client.service(LargeCalls.class);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix://DIR/s", "tcp://127.0.0.1:0", "memory://large-items"})
    void arriveWholeBesideSmallCalls(String url) {
        LargeCalls large = connect(url);
        assertThat(check(0, large.items(0).iterator(), () -> 0)).isEqualTo(ITEMS);
        assertThat(check(1, large.items(1).iterator(), () -> assertThat(large.twice(21)).isEqualTo(42)))
                .isEqualTo(ITEMS);
        assertThat(check(2, large.direct(2).iterator(), () -> 0)).isEqualTo(ITEMS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix://DIR/s", "tcp://127.0.0.1:0", "memory://large-items"})
    void areTakenWholeBesideOneAnother(String url) throws Exception {
        LargeCalls large = connect(url);
        List<FutureTask<Integer>> all =
                Stream.<Callable<Integer>>of(
                                () -> large.take(3, IntStream.range(0, ITEMS).mapToObj(i -> item(3, i))),
                                () -> large.take(4, IntStream.range(0, ITEMS).mapToObj(i -> item(4, i))),
                                () -> check(5, large.items(5).iterator(), () -> large.twice(1)),
                                () -> check(6, large.items(6).iterator(), () -> 0))
                        .map(FutureTask::new)
                        .toList();
        for (int i = 0; i < all.size(); i++) {
            Thread.Builder thread = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
            Objects.requireNonNull(thread.start(all.get(i)));
        }
        for (FutureTask<Integer> each : all) {
            assertThat(each.get()).isEqualTo(ITEMS);
        }
    }
}
