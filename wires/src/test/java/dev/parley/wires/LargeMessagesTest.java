package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Limits;
import dev.parley.Server;
import dev.parley.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What a large value costs on its way over the protocols that put it at the end of a message, or between a head and a tail.
@Timeout(60)
class LargeMessagesTest {
    /// More than what is kept for the next value, so that all memory is counted.
    private static final int SIZE = 8 << 20;

    private static final Limits LIMITS = Limits.DEFAULT.withMaxMessage(2 * SIZE); // as text it is longer

    @Service
    static class Blobs {
        @Command
        @CommandId(1)
        byte[] echo(byte[] bytes) {
            return bytes;
        }
    }

    interface Caller {
        @CommandId(1)
        byte[] echo(byte[] bytes);
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Server serve(String url) {
        return Server.builder().service("blobs", new Blobs()).limits(LIMITS).listen(url).start();
    }

    private static Caller connect(Client client) {
        return client.service(Caller.class, "blobs");
    }

    private static Client client(Server server) {
        return Client.builder(server.urls().getFirst().toString()).limits(LIMITS).connect();
    }

    private static byte[] blob(int seed) {
        byte[] bytes = new byte[SIZE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /// Each end writes the value into one buffer, from where it goes out, and puts what comes together in one; with the two
    /// arrays that the two programs see, that is six times its size for both ways.
    @Test
    void aLargeValueIsNotCopiedIntoWhatGoesOut() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] bytes = blob(1);
        try (Server server = serve("basic+tcp://127.0.0.1:0");
                Client client = client(server)) {
            Caller blobs = connect(client);
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                long before = threads.getTotalThreadAllocatedBytes();
                byte[] echoed = blobs.echo(bytes);
                least = Math.min(least, threads.getTotalThreadAllocatedBytes() - before);
                assertThat(Arrays.equals(echoed, bytes)).isTrue();
            }
            assertThat((double) least / SIZE).isLessThan(7.5);
        }
    }

    /// They are written from where they stand, in many parts, and among others.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "basic+tcp://127.0.0.1:0",
                "msgpackrpc+tcp://127.0.0.1:0",
                "jsonrpc+tcp://127.0.0.1:0",
                "snekrpc+tcp://127.0.0.1:0",
                "zrpc+unix:///FOLDER/blobs"
            })
    void largeValuesOfManyCallersComeThroughUnharmed(String url) throws Exception {
        try (Server server = serve(url.replace("/FOLDER", folder.toString()));
                Client client = client(server);
                ExecutorService callers = Executors.newFixedThreadPool(4)) {
            Caller blobs = connect(client);
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                byte[] bytes = blob(i);
                byte[] small = {(byte) i};
                all.add(
                        callers.submit(() -> {
                            boolean same = true;
                            for (int round = 0; round < 3; round++) {
                                same &= Arrays.equals(blobs.echo(bytes), bytes);
                                same &= Arrays.equals(blobs.echo(small), small);
                            }
                            return same;
                        }));
            }
            for (Future<Boolean> each : all) {
                assertThat(each.get()).isTrue();
            }
        }
    }
}
