package dev.parley;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/// A server with an event loop, its clients, and the thread that may run the loop; all have ended after each test.
@Timeout(60)
abstract class EventLoopTests {
    static final Duration LONG = Duration.ofSeconds(50);

    @TempDir Path folder;

    final LoopWork work = new LoopWork();
    Server server;
    EventLoop loop;
    Thread runner;

    private final List<AutoCloseable> open = new ArrayList<>();

    @Service("desk")
    @Exclusive
    static class Desk {
        @Command
        String sit() {
            return "sits";
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        work.proceed.release(1000);
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        if (runner != null) {
            runner.join(); // closing the server ends the loop
        }
    }

    <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    void serve(UnaryOperator<ServerBuilder> more) {
        ServerBuilder builder = Server.builder().eventLoop().service(work).service(new Desk());
        server = keep(more.apply(builder.listen("unix://" + folder.resolve("s"))).start());
        loop = server.eventLoop();
        work.loop = loop;
    }

    void serve() {
        serve(builder -> builder);
    }

    void runLoop() {
        runner = Thread.ofPlatform().name("the-loop").start(loop::run);
    }

    void serveAndRun() {
        serve();
        runLoop();
    }

    Client connect() {
        return keep(Client.builder("unix://" + folder.resolve("s")).timeout(LONG).connect());
    }

    static CompletableFuture<Object> later(Client client, String command, Object... arguments) {
        return later(client, "work", command, arguments);
    }

    static CompletableFuture<Object> later(Client client, String service, String command, Object... arguments) {
        CompletionStage<Object> stage = client.service(service).command(command).with(arguments).future();
        return stage.toCompletableFuture();
    }
}
