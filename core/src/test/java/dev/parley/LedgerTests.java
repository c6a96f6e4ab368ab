package dev.parley;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/// Servers of a [Ledger] that come and go, and their clients; all are closed after each test.
@Timeout(120)
abstract class LedgerTests {
    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    String url(String name) {
        return "unix://" + folder.resolve(name);
    }

    Server serve(String name, Object service) {
        return keep(Server.builder().service(service).listen(url(name)).start());
    }

    <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    Cutter cut(String name, String to) throws IOException {
        return keep(new Cutter(folder.resolve(name), folder.resolve(to)));
    }

    /// On a thread of its own: those of the common pool are too few to wait.
    static <T> CompletableFuture<T> background(Callable<T> work) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                future.complete(work.call());
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }
}
