package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.RemoteService;
import dev.parley.RpcException;
import dev.parley.wire.Frame;
import dev.parley.wire.Memory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// A server's bytes, damaged in every place, against a real client over a Unix socket: each of its calls ends with a value
/// or with an [RpcException] that says something. Every damage goes over a socket of its own.
@Timeout(120)
class BadBytesToClientTest {
    @TempDir Path folder;

    private AutoCloseable quiet;
    private ServerSocketChannel server;
    private String url;

    @BeforeEach
    void start() throws Exception {
        quiet = Await.quiet();
        server = RawPeer.listen(folder.resolve("s"));
        url = "unix://" + folder.resolve("s");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        quiet.close();
    }

    /// Answers the six calls of a client with the bytes, and closes. Which client it is does not matter.
    private void answer(Exchange.Damage damage) {
        try (RawPeer peer = RawPeer.accept(server).listen()) {
            for (int i = 0; i < 6; i++) {
                peer.hear(Frame.Call.class);
            }
            peer.bytes(damage.bytes());
        } catch (IOException e) {
            // closed by the client before all was said
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @return how many of the calls ended with a value
    private static int call(String url) {
        try (Client client = Client.connect(url)) {
            RemoteService probe = client.service("probe");
            CompletableFuture<?> add = probe.command("add").with(2, 3).future();
            Stream<Object> count = probe.stream("count", 20);
            CompletableFuture<?> sum = probe.command("sum").with(Stream.of(1, 2, 3)).future();
            Stream<Object> shout = probe.stream("shout", Stream.of("a", "b"));
            CompletableFuture<?> fail = probe.command("fail").with("no").future();
            CompletableFuture<?> echo = probe.command("echo").with(new byte[10]).future();
            return ended(add) + ended(sum) + ended(fail) + ended(echo) + ended(count) + ended(shout);
        }
    }

    private static int ended(CompletableFuture<?> future) {
        try {
            future.get(20, TimeUnit.SECONDS);
            return 1;
        } catch (ExecutionException e) {
            requireTyped(e.getCause());
            return 0;
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError("a call that does not end", e);
        }
    }

    private static int ended(Stream<Object> stream) {
        try (stream) {
            for (Iterator<Object> items = stream.iterator(); items.hasNext(); ) {
                items.next();
            }
            return 1;
        } catch (RuntimeException e) {
            requireTyped(e);
            return 0;
        }
    }

    private static void requireTyped(Throwable e) {
        if (!(e instanceof RpcException rpc) || rpc.getMessage() == null || rpc.getMessage().isEmpty()) {
            throw new AssertionError("not a failure with words", e);
        }
    }

    private int with(Exchange.Damage damage) {
        Thread answering = Thread.startVirtualThread(() -> answer(damage));
        try {
            int values = call(url);
            answering.join();
            return values;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theRecordedConversationIsUnderstood() throws IOException {
        assertThat(with(new Exchange.Damage("none", Exchange.server()))).isEqualTo(5);
        try {
            server.configureBlocking(false);
            assertThat(server.accept()).isNull();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyBitFlippedEndsEveryCall() throws Exception {
        long before = Memory.used();
        List<Exchange.Damage> damages = Exchange.flipped(Exchange.server());
        Exchange.each(damages, this::with);
        assertThat(Memory.used() - before).as("memory kept").isLessThan(32 << 20);
    }

    @Test
    void cutOffAnywhereEndsEveryCall() throws Exception {
        Exchange.each(Exchange.cut(Exchange.server()), this::with);
    }
}
