package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.wire.Frame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The limits `maxCalls` and `maxConnections`.
@Timeout(60)
class CallLimitTest {
    @TempDir Path folder;

    private final Probe probe = new Probe();
    private Server server;

    private void serve(Limits limits) {
        server = Probe.serve(probe, folder, limits);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Client connect(Limits limits) {
        return Client.builder(server.urls().getFirst().toString()).limits(limits).connect();
    }

    @Test
    void callsBeyondTheServersLimitAreRefusedAndTheOthersGoOn() throws Exception {
        serve(Limits.DEFAULT.withMaxCalls(100));
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).greet().listen()) {
            Frame[] calls = new Frame[10_001];
            for (int i = 0; i < calls.length; i++) {
                calls[i] = RawPeer.call(2 * i + 1, "block", "90");
            }
            peer.say(calls);
            for (int i = 100; i < calls.length; i++) {
                assertThat(peer.hear())
                        .isEqualTo(
                                "Failure "
                                        + (2 * i + 1)
                                        + " RESOURCE_EXHAUSTED () 100 calls in flight on this"
                                        + " connection (the limit maxCalls) trace= {} without a value");
            }
            probe.blocked.acquire(100);
            assertThat(probe.running.get()).isEqualTo(100);
            peer.say(new Frame.Cancel(1));
            probe.interrupted.acquire();
            Await.until("a handler has returned", () -> probe.running.get() == 99);
            peer.requireAlive();
            String answer = "";
            while (!answer.startsWith("Result 30001")) { // its place is free a moment after the handler's return
                peer.say(RawPeer.call(30001, "add", "920203"));
                answer = peer.hear();
            }
        }
        probe.awaitIdle();
    }

    @Test
    void callsBeyondTheClientsOwnLimitAreNotSent() throws Exception {
        serve(Limits.DEFAULT);
        beyond(connect(Limits.DEFAULT.withMaxCalls(5)));
    }

    @Test
    void callsBeyondTheLimitThatTheServerToldAreNotSent() throws Exception {
        serve(Limits.DEFAULT.withMaxCalls(5));
        Client client = connect(Limits.DEFAULT);
        client.service("probe").call("add", 1, 2); // the server has greeted now
        beyond(client);
    }

    private void beyond(Client client) throws Exception {
        try (client) {
            List<CompletableFuture<?>> blocked = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                blocked.add(client.service("probe").command("block").future());
            }
            probe.blocked.acquire(5);
            assertThatThrownBy(() -> client.service("probe").call("add", 1, 2))
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                                assertThat(e.mayHaveRun()).isFalse();
                            })
                    .hasMessage("5 calls in flight on this connection (the limit maxCalls)");
            blocked.forEach(f -> f.cancel(true));
            probe.interrupted.acquire(5);
            probe.awaitIdle();
        }
    }

    @Test
    void callIdsThatAPeerChoosesBadlyDoNotSlowDownOthers() throws Exception {
        serve(Limits.DEFAULT);
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).greet().listen()) {
            List<Integer> ids = new ArrayList<>();
            for (int low = 0; ids.size() < 10_000; low++) {
                for (int high = 0; high < 2048 && ids.size() < 10_000; high++) {
                    ids.add(high << 20 | low << 5 | 1);
                }
            }
            for (int id : ids) {
                peer.say(RawPeer.call(id, "block", "90"));
            }
            probe.blocked.acquire(10_000);
            long start = System.nanoTime();
            for (int id : ids) {
                peer.say(new Frame.Cancel(id));
            }
            peer.requireAlive();
            assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
            probe.interrupted.acquire(10_000);
        }
        probe.awaitIdle();
    }

    @Test
    void aConnectionBeyondTheLimitIsToldSoAndTheOthersGoOn() throws Exception {
        serve(Limits.DEFAULT.withMaxConnections(2));
        try (Client first = connect(Limits.DEFAULT);
                Client second = connect(Limits.DEFAULT)) {
            assertThat(first.service("probe").call("add", 1, 2)).isEqualTo(3L);
            assertThat(second.service("probe").call("add", 1, 2)).isEqualTo(3L);
            try (Client third = connect(Limits.DEFAULT)) {
                assertThatThrownBy(() -> third.service("probe").call("add", 1, 2))
                        .isInstanceOfSatisfying(
                                RpcException.class,
                                e -> {
                                    assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                                    assertThat(e.mayHaveRun()).isFalse();
                                })
                        .hasMessage("2 connections (the limit maxConnections of the server)");
            }
            assertThat(first.service("probe").call("add", 1, 2)).isEqualTo(3L);
            Await.until("the third is gone", () -> server.connections() == 2);
        }
        Await.until("all are gone", () -> server.connections() == 0);
        try (Client fourth = connect(Limits.DEFAULT)) {
            assertThat(fourth.service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
    }

    @Test
    void limitsMustBePositive() {
        serve(Limits.DEFAULT);
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxCalls(0))
                .hasMessage("limit maxCalls: got 0 (expected at least 1)");
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxMessage(-1))
                .hasMessage("limit maxMessage: got -1 (expected at least 1)");
        assertThatThrownBy(() -> Limits.DEFAULT.withWindow(0)).hasMessage("limit window: got 0 (expected at least 1)");
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxConnections(0))
                .hasMessage("limit maxConnections: got 0 (expected at least 1)");
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxMetadata(0))
                .hasMessage("limit maxMetadata: got 0 (expected at least 1)");
    }
}
