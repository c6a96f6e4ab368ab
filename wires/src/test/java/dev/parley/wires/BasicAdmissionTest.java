package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Exclusive;
import dev.parley.Limits;
import dev.parley.Peer;
import dev.parley.Principal;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.ServerHooks;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// Clients that may have to wait until they are let in, and servers that go away.
@Timeout(60)
class BasicAdmissionTest {
    @SuppressWarnings("NullAway.Init") // by serve()
    private Server server;

    @SuppressWarnings("NullAway.Init") // likewise
    private Client own; // by our own protocol, to look at who waits

    private URI serve(UnaryOperator<dev.parley.ServerBuilder> how, Object service) {
        server =
                how.apply(
                                Server.builder()
                                        .service(service)
                                        .listen("tcp://127.0.0.1:0")
                                        .wires("basic-socket-rpc", "snekrpc"))
                        .start();
        URI url = server.urls().getFirst();
        own = Client.connect(url.toString());
        return url;
    }

    private URI serve(UnaryOperator<dev.parley.ServerBuilder> how) {
        return serve(how, new BasicSample());
    }

    @AfterEach
    void close() {
        own.close();
        server.close();
    }

    private static void await(String what, BooleanSupplier met) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!met.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("waiting until " + what).isNegative();
            Thread.onSpinWait();
        }
    }

    private static void leave(Client client) {
        client.close();
    }

    private int occupied(String list) {
        List<?> locks = (List<?>) Objects.requireNonNull(own.service("_meta").call("locks"));
        return ((List<?>) Objects.requireNonNull(((Map<?, ?>) locks.getFirst()).get(list))).size();
    }

    private static void awaitsBeginning(BasicPeer peer) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!peer.asksToBegin()) {
            assertThat(System.nanoTime() - end).isNegative();
        }
    }

    @Test
    void oneAfterTheOtherIsLetInInTheOrderInWhichTheyAsked() throws Exception {
        URI url = serve(builder -> builder.maxSessions(1));
        try (BasicPeer first = BasicPeer.begun(url);
                BasicPeer second = BasicPeer.of(url);
                BasicPeer third = BasicPeer.of(url)) {
            assertThat(second.asksToBegin()).isFalse();
            assertThat(third.asksToBegin()).isFalse();
            assertThat(second.asksToBegin()).isFalse();
            assertThat(first.hello("Ann")).isEqualTo("hello Ann");
            first.leave();
            awaitsBeginning(second);
            assertThat(third.asksToBegin()).isFalse();
            assertThat(second.hello("Ben")).isEqualTo("hello Ben");
            second.leave();
            awaitsBeginning(third);
            assertThat(third.hello("Cem")).isEqualTo("hello Cem");
        }
    }

    @Test
    void whoHasBeenGivenAPlaceIsToldWhenHeAsksAgain() throws Exception {
        URI url = serve(builder -> builder.maxSessions(1));
        try (BasicPeer first = BasicPeer.begun(url);
                BasicPeer second = BasicPeer.of(url)) {
            assertThat(second.asksToBegin()).isFalse();
            first.leave();
            await("the second has the place", () -> occupied("waiting") == 0 && occupied("holders") == 1);
            second.send(BasicPeer.request(0, BasicPeer.text("too early")));
            assertThat(second.next().exception()).isEqualTo("ProtocolError"); // and nothing came before
            assertThat(second.asksToBegin()).isTrue();
            assertThat(second.hello("Ben")).isEqualTo("hello Ben");
        }
    }

    @Test
    void whoLeavesWhileHeWaitsGivesHisPlaceUp() throws Exception {
        URI url = serve(builder -> builder.maxSessions(1));
        try (BasicPeer first = BasicPeer.begun(url);
                BasicPeer second = BasicPeer.of(url);
                BasicPeer third = BasicPeer.of(url)) {
            assertThat(second.asksToBegin()).isFalse();
            assertThat(third.asksToBegin()).isFalse();
            second.leave();
            await("the second is not among those who wait", () -> occupied("waiting") == 1);
            first.leave();
            awaitsBeginning(third);
            assertThat(third.hello("Cem")).isEqualTo("hello Cem");
        }
    }

    @Test
    void whoWaitsAndNoLongerAsksGivesHisPlaceUp() throws Exception {
        Limits impatient = Limits.DEFAULT.withKeepalive(Duration.ofMillis(300), Duration.ofMillis(300));
        URI url = serve(builder -> builder.maxSessions(1).limits(impatient));
        try (BasicPeer first = BasicPeer.begun(url);
                BasicPeer silent = BasicPeer.of(url);
                BasicPeer third = BasicPeer.of(url)) {
            assertThat(silent.asksToBegin()).isFalse(); // and never again
            assertThat(third.asksToBegin()).isFalse();
            first.leave();
            awaitsBeginning(third);
            assertThat(third.hello("Cem")).isEqualTo("hello Cem");
            assertThat(silent.isClosed()).isTrue();
        }
    }

    @Test
    void theCallOfAHolderThatDiesIsStoppedAndItsPlaceGivenOn() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        class Slow {
            @Command
            @CommandId(7)
            void sleep() throws InterruptedException {
                running.countDown();
                try {
                    new CountDownLatch(1).await();
                } finally {
                    stopped.countDown();
                }
            }
        }
        URI url = serve(builder -> builder.maxSessions(1), new Slow());
        try (BasicPeer first = BasicPeer.begun(url);
                BasicPeer second = BasicPeer.of(url)) {
            assertThat(second.asksToBegin()).isFalse();
            first.send(BasicPeer.request(7));
            running.await();
            first.die();
            stopped.await();
            awaitsBeginning(second);
        }
    }

    @Test
    void exclusiveServicesLetOneSessionInAtATime() throws Exception {
        @Exclusive
        @dev.parley.Service("sample")
        class Alone extends BasicSample {}
        URI url = serve(builder -> builder, new Alone());
        try (BasicPeer first = BasicPeer.begun(url);
                BasicPeer second = BasicPeer.of(url)) {
            assertThat(second.asksToBegin()).isFalse();
            first.leave();
            awaitsBeginning(second);
            assertThat(second.hello("Ben")).isEqualTo("hello Ben");
        }
    }

    @Test
    void clientsOfAllProtocolsStandInOneLine() throws Exception {
        URI url = serve(builder -> builder.maxSessions(1));
        try (Client ours = Client.connect(url.toString());
                BasicPeer theirs = BasicPeer.of(url)) {
            assertThat(ours.service("sample").call("hello", "Ann")).isEqualTo("hello Ann");
            assertThat(theirs.asksToBegin()).isFalse();
            leave(ours);
            awaitsBeginning(theirs);
            try (Client next = Client.connect(url.toString())) {
                CompletableFuture<?> call = next.service("sample").command("hello").with("Cem").future();
                await("the call waits", () -> occupied("waiting") == 1);
                theirs.leave();
                assertThat(call.get()).isEqualTo("hello Cem");
            }
        }
    }

    @Test
    void whereTheLineIsFullTheNextIsRefused() throws Exception {
        URI url = serve(builder -> builder.maxSessions(1, 1, Duration.ZERO));
        try (BasicPeer first = BasicPeer.begun(url);
                BasicPeer second = BasicPeer.of(url);
                BasicPeer third = BasicPeer.of(url)) {
            assertThat(second.asksToBegin()).isFalse();
            third.send(BasicPeer.ASK);
            assertThat(third.next().lastLine())
                    .isEqualTo("MemoryError: server: in use by 1 session, and 1 waits (as many as may)");
            assertThat(third.isClosed()).isTrue();
            assertThat(first.hello("Ann")).isEqualTo("hello Ann");
            assertThatThrownBy(() -> Client.connect("basic+" + url))
                    .isInstanceOf(RpcException.class)
                    .hasMessage("MemoryError: server: in use by 1 session, and 1 waits (as many as may)")
                    .extracting(e -> ((RpcException) e).code())
                    .isEqualTo(Code.RESOURCE_EXHAUSTED);
        }
    }

    @Test
    void hooksAreToldWhoComesAndGoesAndTheirRefusalIsHeard() throws Exception {
        LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
        CountDownLatch decided = new CountDownLatch(1);
        ServerHooks hooks =
                new ServerHooks() {
                    private int guests;

                    @Override
                    public synchronized void connected(Peer peer) {
                        guests++;
                        events.add("connected " + guests);
                        if (guests == 2) { // the first is the one that looks
                            try {
                                decided.await();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        } else if (guests == 3) {
                            throw new RpcException(Code.PERMISSION_DENIED, "not today");
                        }
                    }

                    @Override
                    public void left(Peer peer) {
                        events.add("left");
                    }
                };
        URI url = serve(builder -> builder.hooks(hooks));
        assertThat(own.service("sample").call("hello", "me")).isEqualTo("hello me");
        assertThat(events.take()).isEqualTo("connected 1");
        try (BasicPeer first = BasicPeer.of(url);
                BasicPeer second = BasicPeer.of(url)) {
            first.send(BasicPeer.ASK);
            assertThat(events.take()).isEqualTo("connected 2");
            first.send(BasicPeer.request(0, BasicPeer.text("Ann"))); // does not wait for the answer
            decided.countDown();
            assertThat(first.next().hex()).isEqualTo("01");
            assertThat(first.next().hex())
                    .endsWith(
                            java.util.HexFormat.of()
                                    .formatHex("hello Ann".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            second.send(BasicPeer.ASK);
            assertThat(second.next())
                    .isEqualTo(
                            new BasicPeer.Said(
                                    BasicErrors.EXCEPTION, "", "PermissionError", "PermissionError: not today"));
            assertThat(second.isClosed()).isTrue();
            assertThat(events.take()).isEqualTo("connected 3");
            first.leave();
            assertThat(events.take()).isEqualTo("left");
        }
    }

    @Test
    void hooksAreAskedAlsoWhereNoCommandIsLeft() throws Exception {
        ServerHooks hooks =
                new ServerHooks() {
                    @Override
                    public void connected(Peer peer) {
                        throw new RpcException(Code.PERMISSION_DENIED, "not today");
                    }
                };
        URI url = serve(builder -> builder.hooks(hooks));
        server.remove("sample");
        try (BasicPeer peer = BasicPeer.of(url)) {
            peer.send(BasicPeer.ASK);
            assertThat(peer.next().exception()).isEqualTo("PermissionError");
            assertThat(peer.isClosed()).isTrue();
        }
    }

    @Test
    void aHookMayRefuseForNow() throws Exception {
        AtomicBoolean open = new AtomicBoolean(true);
        ServerHooks hooks =
                new ServerHooks() {
                    @Override
                    public void connected(Peer peer) {
                        if (!open.get()) {
                            throw new RpcException(Code.UNAVAILABLE, "not yet");
                        }
                    }
                };
        URI url = serve(builder -> builder.hooks(hooks));
        assertThat(own.service("sample").call("hello", "me")).isEqualTo("hello me");
        open.set(false);
        try (BasicPeer peer = BasicPeer.of(url)) {
            assertThat(peer.asksToBegin()).isFalse();
            assertThat(peer.asksToBegin()).isFalse();
            open.set(true);
            awaitsBeginning(peer);
            assertThat(peer.hello("Ann")).isEqualTo("hello Ann");
        }
    }

    @Test
    void whoIsNotKnownTakesNoPlaceFromThoseWhoAre() throws Exception {
        AtomicBoolean known = new AtomicBoolean();
        URI url =
                serve(builder ->
                        builder.maxSessions(1)
                                .authenticate((peer, metadata) -> {
                                    if (known.compareAndSet(false, true)) {
                                        throw new RpcException(Code.UNAUTHENTICATED, "not known");
                                    }
                                    return new Principal("ann");
                                }));
        try (BasicPeer stranger = BasicPeer.of(url);
                BasicPeer friend = BasicPeer.of(url)) {
            stranger.send(BasicPeer.ASK);
            assertThat(stranger.next())
                    .isEqualTo(
                            new BasicPeer.Said(
                                    BasicErrors.EXCEPTION, "", "PermissionError", "PermissionError: not known"));
            assertThat(stranger.isClosed()).isTrue();
            assertThat(friend.asksToBegin()).isTrue();
            assertThat(friend.hello("Ann")).isEqualTo("hello Ann");
        }
    }

    @Test
    void anAuthenticatorThatFailsLetsNobodyIn() throws Exception {
        URI url =
                serve(builder ->
                        builder.authenticate((peer, metadata) -> {
                            throw new IllegalStateException("the list of users is broken");
                        }));
        try (BasicPeer peer = BasicPeer.of(url)) {
            peer.send(BasicPeer.ASK);
            assertThat(peer.next().lastLine()).endsWith("the server failed while it looked who connects");
            assertThat(peer.isClosed()).isTrue();
        }
    }

    // ---- clients of ours

    @Test
    void ourClientWaitsAndIsLetIn() throws Exception {
        URI url = serve(builder -> builder.maxSessions(1));
        try (BasicPeer first = BasicPeer.begun(url);
                Client client = Client.builder("basic+" + url + "?retry=5ms").build()) {
            CompletableFuture<String> call = new CompletableFuture<>();
            Thread.startVirtualThread(() -> call.complete(client.service(BasicSample.Api.class).hello("Ben")));
            await("our client waits", () -> occupied("waiting") == 1);
            first.leave();
            assertThat(call.get()).isEqualTo("hello Ben");
        }
    }

    @Test
    void ourClientGivesUpWhenItsTimeIsOverAndItsPlaceIsFree() throws Exception {
        URI url = serve(builder -> builder.maxSessions(1));
        try (BasicPeer first = BasicPeer.begun(url)) {
            assertThatThrownBy(() -> Client.connect("basic+" + url + "?retry=5ms&timeout=40ms"))
                    .isInstanceOf(RpcException.class)
                    .hasMessage("the server has not let us in within 40 ms (timeout=… of the URL)");
            await("nobody waits", () -> occupied("waiting") == 0);
            assertThat(first.hello("Ann")).isEqualTo("hello Ann");
        }
    }

    @Test
    void ourClientDoesNotSleepLongerThanItHasTime() throws Exception {
        URI url = serve(builder -> builder.maxSessions(1));
        try (BasicPeer _ = BasicPeer.begun(url)) {
            assertThatThrownBy(() -> Client.connect("basic+" + url + "?retry=1h&timeout=1s"))
                    .isInstanceOf(RpcException.class)
                    .hasMessage("the server has not let us in within 1000 ms (timeout=… of the URL)");
        }
    }

    // ---- the end

    @Test
    void whoWaitsOrIsThereIsToldThatTheServerGoes() throws Exception {
        URI url = serve(builder -> builder.maxSessions(1));
        try (BasicPeer first = BasicPeer.begun(url);
                BasicPeer second = BasicPeer.of(url)) {
            assertThat(second.asksToBegin()).isFalse();
            server.close();
            for (BasicPeer each : List.of(first, second)) {
                BasicPeer.Said said = each.next();
                assertThat(said.exception()).isEqualTo("ServerShutdown");
                assertThat(said.lastLine()).endsWith("ServerShutdown: the server was closed");
                assertThat(each.isClosed()).isTrue();
            }
        }
    }

    @Test
    void aServerThatDrainsAnswersWhatRunsAndTellsTheRestThatItGoes() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        class Slow {
            @Command
            @CommandId(7)
            @Wire("uint8")
            int wait(@Wire("uint8") int answer) throws InterruptedException {
                running.countDown();
                done.await();
                return answer;
            }
        }
        URI url = serve(builder -> builder, new Slow());
        try (BasicPeer busy = BasicPeer.begun(url);
                BasicPeer idle = BasicPeer.begun(url)) {
            busy.send(BasicPeer.request(7, (byte) 42));
            running.await();
            Thread drain =
                    Thread.startVirtualThread(() -> {
                        try {
                            server.drain(Duration.ofSeconds(20));
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            assertThat(idle.next().exception()).isEqualTo("ServerShutdown");
            idle.send(BasicPeer.request(7, (byte) 1)); // is answered by that
            idle.send(BasicPeer.request(7, (byte) 2));
            assertThat(idle.next().exception()).isEqualTo("ServerShutdown");
            done.countDown();
            assertThat(busy.next()).isEqualTo(new BasicPeer.Said(BasicWire.RESPONSE, "2a", "", ""));
            assertThat(busy.next().exception()).isEqualTo("ServerShutdown");
            busy.leave();
            drain.join();
            assertThat(idle.isClosed()).isTrue(); // and nothing was said that it did not ask for
        }
    }

    @Test
    void ourClientCallsElsewhereWhenAServerGoes() throws Exception {
        URI url = serve(builder -> builder);
        try (Server other = Server.builder().service(new BasicSample()).listen("basic+tcp://127.0.0.1:0").start();
                Client client = Client.builder("basic+" + url).or(other.urls().getFirst().toString()).connect()) {
            BasicSample.Api sample = client.service(BasicSample.Api.class);
            assertThat(sample.hello("Ann")).isEqualTo("hello Ann");
            server.close();
            assertThat(sample.hello("Ben")).isEqualTo("hello Ben");
        }
    }
}
