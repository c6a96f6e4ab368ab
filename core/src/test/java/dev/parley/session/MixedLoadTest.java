package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.RemoteService;
import dev.parley.RpcException;
import dev.parley.Server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Calls of all kinds and sizes at once, some of them given up: what comes back is what was sent, byte for byte, whatever
/// buffers are used again in between; and nothing is left.
@Timeout(90)
class MixedLoadTest {
    private static final long SEED = 20260804;
    private static final long NANOS = 4_000_000_000L;
    private static final int[] SIZES = {0, 10, 1_000, 60_000, 65_000, 70_000, 200_000, 1_000_000, 3_000_000};

    @TempDir Path folder;

    private final Probe probe = new Probe();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();

    @Test
    void overAUnixSocket() throws Exception {
        try (Server server = Probe.serve(probe, folder, Limits.DEFAULT)) {
            load(server, "unix://" + folder.resolve("s"));
        }
    }

    @Test
    void inMemory() throws Exception {
        try (Server server =
                Server.builder().service(probe).intercept(probe.counting()).listen("memory://mixed").start()) {
            load(server, "memory://mixed");
        }
    }

    @Test
    void manyInlineCallsAtOnceAreAllAnswered() {
        try (Server server = Probe.serve(probe, folder, Limits.DEFAULT);
                Client client = Client.connect("unix://" + folder.resolve("s"))) {
            for (int size : new int[] {2_000, 20_000}) {
                List<CompletableFuture<?>> calls = new ArrayList<>();
                for (int i = 0; i < 5_000; i++) {
                    calls.add(client.service("probe").command("inline").with(size).future());
                }
                for (CompletableFuture<?> call : calls) {
                    assertThat((byte[]) call.join()).hasSize(size);
                }
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private void load(Server server, String url) throws Exception {
        try (Client client = Client.connect(url)) {
            List<Thread> threads = new ArrayList<>();
            long until = System.nanoTime() + NANOS;
            for (int t = 0; t < 12; t++) {
                int number = t;
                Runnable work =
                        () -> {
                            try {
                                Random random = new Random(SEED + number);
                                while (System.nanoTime() - until < 0 && failures.isEmpty()) {
                                    one(client, random);
                                }
                            } catch (Throwable e) {
                                failures.add(new AssertionError("seed " + SEED + ", thread " + number, e));
                            }
                        };
                threads.add(t < 4 ? Thread.ofPlatform().start(work) : Thread.startVirtualThread(work));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            if (!failures.isEmpty()) {
                throw new AssertionError(failures.size() + " failures", failures.peek());
            }
            assertThat(answers.get()).isGreaterThan(100);
            assertThat(givenUp.get()).isPositive();
            probe.awaitIdle();
            assertThat(server.connections()).isEqualTo(1);
        }
        Await.until("the session is gone", () -> server.connections() == 0);
    }

    private static byte[] content(Random random) {
        byte[] content = new byte[SIZES[random.nextInt(SIZES.length)] + random.nextInt(3)];
        Arrays.fill(content, (byte) random.nextInt());
        return content;
    }

    private void one(Client client, Random random) {
        RemoteService service = client.service("probe");
        byte[] content = content(random);
        switch (random.nextInt(6)) {
            case 0, 1 -> assertThat((byte[]) service.call("echo", content)).isEqualTo(content);
            case 2 -> {
                List<byte[]> items = IntStream.range(0, random.nextInt(6)).mapToObj(_ -> content(random)).toList();
                long sum = items.stream().mapToLong(b -> b.length).sum();
                assertThat(service.call("lengths", content, items.stream())).isEqualTo(content.length + sum);
            }
            case 3 -> {
                Object[] sizes =
                        IntStream.range(0, random.nextInt(8))
                                .mapToObj(_ -> SIZES[random.nextInt(SIZES.length)] + 1)
                                .toArray();
                try (Stream<Object> items = service.stream("sizes", sizes)) {
                    int[] place = {0};
                    items.limit(random.nextInt(9))
                            .map(byte[].class::cast)
                            .forEach(item -> {
                                assertThat(item).hasSize((int) sizes[place[0]]);
                                assertThat(item[0]).isEqualTo((byte) place[0]++);
                            });
                }
            }
            case 4 -> inTime(client, content, random.nextInt(1, 5));
            default -> service.command("echo").with(content).future().cancel(true);
        }
        answers.incrementAndGet();
    }

    /// A call that may not be over in its time: then it fails with its deadline, and its pieces are given up on the way.
    private void inTime(Client client, byte[] content, int millis) {
        try {
            RemoteService service = client.withTimeout(Duration.ofMillis(millis)).service("probe");
            assertThat((byte[]) service.call("echo", content)).isEqualTo(content);
        } catch (RpcException e) {
            assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
            givenUp.incrementAndGet();
        }
    }
}
