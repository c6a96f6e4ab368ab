package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.session.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import java.util.logging.LogRecord;
import java.util.stream.Stream;

/// Whatever becomes of a call, its token is told by no log, at whatever level, and by no error, at either end.
@Timeout(60)
class SecretTokensTest {
    private static final String RIGHT = "right-5e1f00d";
    private static final String WRONG = "wrong-77aa77";

    @TempDir Path folder;

    private final Semaphore begun = new Semaphore(0);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Logged log = new Logged("dev.parley");

    @Service("vault")
    class Vault {
        @Command
        String who() {
            return Call.current().principal().map(Principal::name).orElse("nobody");
        }

        @Command
        void fail() {
            throw new UnsupportedOperationException("not here");
        }

        @Command
        void surprise() {
            throw new ClassCastException("a surprise");
        }

        @Command
        Stream<String> failLater() {
            return Stream.of("one", "two").map(text -> text.substring(10));
        }

        @Command
        void block() throws InterruptedException {
            begun.release();
            new CountDownLatch(1).await();
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        log.close();
    }

    private String url(String name) {
        return "unix://" + folder.resolve(name);
    }

    private final CallListener listener =
            new CallListener() {
                @Override
                public void disconnected(Peer peer, String why) {
                    told.add(peer + ": " + why);
                }
            };

    private void serve(String name, UnaryOperator<ServerBuilder> how) {
        open.add(how.apply(Server.builder().listen(url(name)).listener(listener)).start());
    }

    private Client connect(String name, String authorization) {
        ClientBuilder builder =
                Client.builder(url(name)).listener(listener).patience(Duration.ZERO).timeout(Duration.ofSeconds(10));
        if (authorization != null) {
            builder.metadata("authorization", authorization);
        }
        Client client = builder.build();
        open.add(client);
        return client;
    }

    private static ServerBuilder withTokens(ServerBuilder builder) {
        return builder.authenticate(Authenticator.tokens(Map.of(RIGHT, new Principal("ann"))));
    }

    private void note(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        told.add(text.toString());
        if (failure instanceof RpcException rpc) {
            told.add(rpc.remoteTrace() + rpc.type() + rpc.details(Object.class));
        }
    }

    private void callAll(Client client) {
        for (String command : List.of("who", "fail", "surprise", "nonsense")) {
            note(client, "vault", command);
        }
        note(client, "nowhere", "to_go");
        note(client, "_meta", "services");
        Throwable failure = catchThrowable(() -> client.service("vault").stream("failLater").toList());
        assertThat(failure).isNotNull();
        note(failure);
    }

    private void note(Client client, String service, String command) {
        Throwable failure = catchThrowable(() -> client.service(service).call(command));
        if (failure != null) {
            note(failure);
        }
    }

    private void assertNothingIsTold() {
        List<LogRecord> records = log.rest();
        assertThat(records).as("what was logged").isNotEmpty();
        assertThat(told).as("what was told").isNotEmpty();
        for (LogRecord record : records) {
            assertThat(Logged.text(record)).doesNotContain(RIGHT).doesNotContain(WRONG);
        }
        for (String text : told) {
            assertThat(text).doesNotContain(RIGHT).doesNotContain(WRONG);
        }
    }

    @Test
    void callsThatAreRefusedDoNotTellIt() {
        serve("vault", b -> withTokens(b).service(new Vault()));
        for (String wrong :
                new String[] {
                    null,
                    "Bearer " + WRONG,
                    "bearer\t" + RIGHT, // another kind of space
                    "Basic " + RIGHT,
                    RIGHT,
                    "Bearer",
                    "Bearer " + RIGHT + " " + WRONG,
                    "Bearer " + WRONG + "x".repeat(1 << 20) // more than may be sent along
                }) {
            Client client = connect("vault", wrong);
            callAll(client);
            assertThatThrownBy(() -> client.service("vault").call("who")).isInstanceOf(RpcException.class);
        }
        connect("vault", "Bearer " + RIGHT).service("vault").call("who");
        note(connect("vault", "Bearer " + RIGHT), "vault", "surprise"); // which is logged
        assertNothingIsTold();
    }

    @Test
    void handlersThatFailDoNotTellIt() {
        serve("vault", b -> withTokens(b).service(new Vault()));
        serve("open", b -> b.service(new Vault()));
        serve("telling", b -> withTokens(b).service(new Vault()).remoteTraces(true));
        for (String name : List.of("vault", "open", "telling")) {
            callAll(connect(name, "Bearer " + RIGHT));
        }
        assertNothingIsTold();
    }

    @Test
    void serversInBetweenDoNotTellIt() {
        serve("behind", b -> withTokens(b).service(new Vault()));
        serve("front", b -> b.remote("vault", connect("behind", null)).remote("away", connect("nobody", null)));
        serve("asking", b -> withTokens(b).remote("vault", connect("behind", "Bearer " + WRONG)));
        for (String name : List.of("front", "asking")) {
            callAll(connect(name, "Bearer " + RIGHT));
            callAll(connect(name, "Bearer " + WRONG));
        }
        note(connect("front", "Bearer " + RIGHT), "away", "who");
        assertNothingIsTold();
    }

    @Test
    void connectionsThatAreLostDoNotTellIt() throws Exception {
        serve("vault", b -> withTokens(b).service(new Vault()));
        try (Cutter cutter = new Cutter(folder.resolve("cable"), folder.resolve("vault"))) {
            Client client = connect("cable", "Bearer " + RIGHT);
            CompletableFuture<Object> call = client.service("vault").command("block").future();
            begun.acquire();
            cutter.cutAll();
            note(catchThrowable(call::join));
            client.service("vault").call("who"); // over another connection
            cutter.dropAnswers(true);
            CompletableFuture<Object> second = client.service("vault").command("surprise").future();
            Await.until("it has failed", () -> log.rest().stream().anyMatch(r -> r.getThrown() != null));
            cutter.cutAll();
            note(catchThrowable(second::join));
        }
        note(connect("cable", "Bearer " + RIGHT), "vault", "who"); // which is not there any more
        assertNothingIsTold();
    }
}
