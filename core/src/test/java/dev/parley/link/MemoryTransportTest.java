package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.session.Await;
import dev.parley.session.Probe;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.CompletableFuture;

/// Connections within the process.
@Timeout(60)
class MemoryTransportTest {
    private static Server serve(Probe probe, String url) {
        return Server.builder().service(probe).intercept(probe.counting()).listen(url).start();
    }

    @Test
    void aNameIsUsedByOneServerAtATime() {
        try (Server _ = serve(new Probe(), "memory://taken")) {
            assertThatThrownBy(() -> serve(new Probe(), "memory://taken"))
                    .hasMessage("cannot listen on memory://taken: another server of this process does");
        }
        try (Server _ = serve(new Probe(), "memory://taken");
                Client client = Client.connect("memory://taken")) {
            assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
    }

    @Test
    void aNameThatNobodyServesIsNamed() {
        assertThatThrownBy(() -> Client.connect("memory://nobody"))
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE))
                .hasMessage("cannot connect to memory://nobody: no server of that name in this process");
    }

    @Test
    void moreThanFitsIsTakenBitByBit() {
        try (Server _ = serve(new Probe(), "memory://large");
                Client client = Client.connect("memory://large")) {
            byte[] large = new byte[4_000_000];
            large[3_999_999] = 7;
            assertThat((byte[]) client.service("probe").call("echo", large)).isEqualTo(large);
        }
    }

    @Test
    @SuppressWarnings("try") // closed within its block on purpose
    void closingTheServerEndsCallsAndHandlers() throws Exception {
        Probe probe = new Probe();
        try (Server server = serve(probe, "memory://closed");
                Client client = Client.connect("memory://closed")) {
            CompletableFuture<?> call = client.service("probe").command("block").future();
            probe.blocked.acquire();
            server.close();
            assertThatThrownBy(call::join)
                    .cause()
                    .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE));
            probe.interrupted.acquire();
            probe.awaitIdle();
        }
    }

    @Test
    @SuppressWarnings("try") // closed within its block on purpose
    void closingTheClientEndsCallsAndHandlers() throws Exception {
        Probe probe = new Probe();
        try (Server server = serve(probe, "memory://left");
                Client client = Client.connect("memory://left")) {
            CompletableFuture<?> call = client.service("probe").command("block").future();
            probe.blocked.acquire();
            client.close();
            assertThatThrownBy(call::join).hasMessageContaining("the client was closed");
            probe.interrupted.acquire();
            Await.until("the session is gone", () -> server.connections() == 0);
            probe.awaitIdle();
        }
    }

    @Test
    void itsThreadsEndWhenNobodyUsesThem() throws Exception {
        long before = threads();
        try (Server _ = serve(new Probe(), "memory://threads");
                Client client = Client.connect("memory://threads")) {
            client.service("probe").call("add", 1, 2);
        }
        Await.until("the server's thread has ended", () -> threads() <= before);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("parley-server"))
                .count();
    }
}
