package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// The limits `maxMessage` and `maxMetadata`: at either end, of what it sends and of what it gets.
@Timeout(60)
class MessageLimitTest {
    private static final Limits SMALL = Limits.DEFAULT.withMaxMessage(1000).withMaxMetadata(100);

    @TempDir Path folder;

    private final Probe probe = new Probe();
    private Server server;

    private Client connect(Limits ofServer, Limits ofClient) {
        server = Probe.serve(probe, folder, ofServer);
        Client client = Client.builder("unix://" + folder.resolve("s")).limits(ofClient).connect();
        client.service("probe").call("add", 1, 2); // both have greeted now
        return client;
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static RpcException exhausted(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        RpcException e = catchThrowableOfType(RpcException.class, call);
        assertThat(e).isNotNull();
        assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        return e;
    }

    @Test
    void argumentsThatTheServerWouldNotTakeAreNotSent() {
        try (Client client = connect(SMALL, Limits.DEFAULT)) {
            RpcException e = exhausted(() -> client.service("probe").call("echo", new byte[1000]));
            assertThat(e).hasMessage("a message of 1004 bytes (the limit maxMessage of the receiver is 1000)");
            assertThat(e.mayHaveRun()).isFalse();
            assertThat(client.service("probe").call("echo", new byte[996])).isEqualTo(new byte[996]);
        }
    }

    @Test
    void aResultThatTheClientWouldNotTakeFailsTheCall() {
        try (Client client = connect(Limits.DEFAULT, SMALL)) {
            RpcException e = exhausted(() -> client.service("probe").call("blob", 1000));
            assertThat(e).hasMessage("a message of 1003 bytes (the limit maxMessage of the receiver is 1000)");
            assertThat(e.mayHaveRun()).isTrue();
            assertThat(client.service("probe").call("blob", 997)).isEqualTo(new byte[997]);
        }
    }

    @Test
    void anItemThatTheOtherEndWouldNotTakeFailsTheCallAfterThoseBeforeIt() {
        try (Client client = connect(Limits.DEFAULT, SMALL);
                Stream<Object> items = client.service("probe").stream("sizes", 10, 20, 2000, 30)) {
            var iterator = items.iterator();
            assertThat((byte[]) iterator.next()).hasSize(10);
            assertThat((byte[]) iterator.next()).hasSize(20);
            assertThat(exhausted(iterator::hasNext))
                    .hasMessage("a message of 2003 bytes (the limit maxMessage of the receiver is 1000)");
        }
    }

    @Test
    void anItemOfAnArgumentThatTheServerWouldNotTakeFailsTheCall() {
        try (Client client = connect(SMALL, Limits.DEFAULT)) {
            assertThatThrownBy(() ->
                            client.service("probe")
                                    .call("lengths", new byte[1], Stream.of(new byte[10], new byte[2000])))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("a message of 2003 bytes (the limit maxMessage of the receiver is 1000)");
            assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
    }

    @Test
    void tooLargeArgumentsFromAPeerThatDoesNotAskAreRefused() throws Exception {
        server = Probe.serve(probe, folder, SMALL);
        try (RawPeer peer = RawPeer.connect(server.urls().getFirst()).greet().listen()) {
            peer.say(RawPeer.call(1, "echo", "91c503e9" + "00".repeat(1001)));
            assertThat(peer.hear())
                    .isEqualTo(
                            "Failure 1 RESOURCE_EXHAUSTED () a message of more than 1000 bytes (the limit maxMessage"
                                    + " of the receiver) trace= {} without a value");
            peer.say(RawPeer.streaming(3, "sum", "90"), new Frame.Item(3, RawPeer.value(new byte[1001])));
            assertThat(peer.hear(Frame.Failure.class))
                    .satisfies(f -> assertThat(f.code()).isEqualTo(Code.RESOURCE_EXHAUSTED))
                    .satisfies(f ->
                            assertThat(f.message())
                                    .isEqualTo(
                                            "probe.sum: a message of more than 1000 bytes (the limit"
                                                    + " maxMessage of the receiver)"));
            peer.requireAlive();
        }
        probe.awaitIdle();
    }

    @Test
    void aTooLargeAnswerFromAServerThatDoesNotAskFailsTheCall() throws Exception {
        try (ServerSocketChannel raw = RawPeer.listen(folder.resolve("raw"));
                Client client = Client.builder("unix://" + folder.resolve("raw")).limits(SMALL).connect();
                RawPeer peer = RawPeer.accept(raw).greet().listen()) {
            var future = client.service("probe").command("blob").with(1).future();
            int id = peer.hear(Frame.Call.class).id();
            peer.say(new Frame.Result(id, Map.of(), RawPeer.value(new byte[1001])));
            assertThatThrownBy(future::join)
                    .hasRootCauseInstanceOf(RpcException.class)
                    .hasRootCauseMessage(
                            "probe.blob: the answer was not understood: a message of more than 1000 bytes"
                                    + " (the limit maxMessage of the receiver)");
            assertThat(peer.hear()).isEqualTo("Cancel[id=" + id + "]");
            peer.requireAlive();
        }
    }

    @Test
    void metadataBeyondTheCallersLimitIsNotSent() {
        try (Client client = connect(Limits.DEFAULT, SMALL)) {
            RpcException e =
                    exhausted(() -> client.withMetadata("key", "ä".repeat(50)).service("probe").call("add", 1, 2));
            assertThat(e).hasMessage("metadata of 105 bytes (the limit maxMetadata is 100)");
            assertThat(e.mayHaveRun()).isFalse();
            assertThat(client.withMetadata("key", "ä".repeat(47)).service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
    }

    @Test
    void metadataBeyondTheServersLimitIsRefused() {
        try (Client client = connect(SMALL, Limits.DEFAULT)) {
            RpcException e =
                    exhausted(() -> client.withMetadata("key", "x".repeat(96)).service("probe").call("add", 1, 2));
            assertThat(e).hasMessage("metadata of 101 bytes (the limit maxMetadata is 100)");
            assertThat(e.mayHaveRun()).isFalse();
            assertThat(client.withMetadata("key", "x".repeat(95)).service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
    }

    @Test
    void replyMetadataBeyondTheLimitFailsTheCall() {
        try (Client client = connect(SMALL, Limits.DEFAULT)) {
            RpcException e = exhausted(() -> client.service("probe").call("reply", "key", 96));
            assertThat(e).hasMessage("probe.reply: reply metadata of 101 bytes (the limit maxMetadata is 100)");
            client.service("probe").call("reply", "key", 95);
        }
    }

    @Test
    void theLargestMetadataPassesAndMoreCannotBeSet() {
        Limits most = Limits.DEFAULT.withMaxMetadata(32 << 10);
        try (Client client = connect(most, most)) {
            assertThat(client.withMetadata("k", "x".repeat((32 << 10) - 3)).service("probe").call("add", 1, 2))
                    .isEqualTo(3L);
            client.service("probe").call("reply", "k", (32 << 10) - 3);
        }
        assertThatThrownBy(() -> Limits.DEFAULT.withMaxMetadata((32 << 10) + 1))
                .hasMessageStartingWith("limit maxMetadata: got 32769 (expected at most 32 KiB");
    }

    @Test
    void aLongMessageOfAFailureIsCutAndTheConnectionGoesOn() {
        try (Client client = connect(Limits.DEFAULT, Limits.DEFAULT)) {
            for (String letter : new String[] {"x", "ä", "😀"}) {
                assertThatThrownBy(() -> client.service("probe").call("fail", letter.repeat(100_000)))
                        .isInstanceOfSatisfying(
                                RpcException.class,
                                e -> {
                                    assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT);
                                    assertThat(e.getMessage()).startsWith(letter.repeat(500)).endsWith("…");
                                });
            }
            assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
    }

    @Test
    void aLongNameIsNotSent() {
        try (Client client = connect(Limits.DEFAULT, Limits.DEFAULT)) {
            assertThatThrownBy(() -> client.service("probe").call("x".repeat(200_000)))
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT);
                                assertThat(e.mayHaveRun()).isFalse();
                                assertThat(e.getMessage()).startsWith("a name of more than 255 bytes: \"probe.xxx");
                            });
            assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
    }
}
