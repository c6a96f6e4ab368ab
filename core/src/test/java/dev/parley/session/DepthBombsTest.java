package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.value.MsgPackCodec;
import dev.parley.wire.Frame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Values that are nested deeper than anybody means, in whatever place, over a connection that goes on after them.
@Timeout(60)
class DepthBombsTest {
    private static final String TOO_DEEP = "got a value nested deeper than 100 (expected at most 100)";

    @TempDir Path folder;

    private final Probe probe = new Probe();
    private Server server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private RawPeer peer() throws Exception {
        server = Probe.serve(probe, folder, Limits.DEFAULT);
        return RawPeer.connect(server.urls().getFirst()).greet().listen();
    }

    /// A list in a list in a list, and so on.
    private static String lists(int depth) {
        return "91".repeat(depth) + "c0";
    }

    private static String maps(int depth) {
        return "81a161".repeat(depth) + "c0";
    }

    @Test
    void deepArgumentsAreRefusedWithTheirPlace() throws Exception {
        try (RawPeer peer = peer()) {
            for (String bomb : List.of(lists(100), maps(100), lists(500_000), maps(500_000))) {
                peer.say(RawPeer.call(1, "same", "91" + bomb)); // one level is the list of the arguments
                Frame.Failure failure = peer.hear(Frame.Failure.class);
                assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT);
                assertThat(failure.ran()).isFalse();
                assertThat(failure.message()).startsWith("probe.same.value").endsWith(TOO_DEEP);
                assertThat(failure.message().length()).isLessThan(3000);
            }
            peer.say(RawPeer.call(1, "same", "91" + lists(99)));
            assertThat(peer.hear()).isEqualTo("Result 1 {} value=" + lists(99));
            peer.requireAlive();
        }
    }

    @Test
    void deepArgumentsThatNobodyWantsAreRefusedToo() throws Exception {
        try (RawPeer peer = peer()) {
            peer.say(RawPeer.call(1, "add", "930102" + lists(500_000))); // a third one, which is skipped
            assertThat(peer.hear(Frame.Failure.class).message()).endsWith(TOO_DEEP);
            peer.requireAlive();
        }
    }

    @Test
    void deepItemsFailTheirCall() throws Exception {
        try (RawPeer peer = peer()) {
            peer.say(RawPeer.streaming(1, "shout", "90"), new Frame.Item(1, RawPeer.value(lists(50_000))));
            assertThat(peer.hear(Frame.Failure.class).code()).isEqualTo(Code.INVALID_ARGUMENT);
            peer.requireAlive();
        }
    }

    @Test
    void aDeepResultFailsTheCallAtTheClient() throws Exception {
        try (ServerSocketChannel raw = RawPeer.listen(folder.resolve("raw"));
                Client client = Client.connect("unix://" + folder.resolve("raw"));
                RawPeer peer = RawPeer.accept(raw).greet().listen()) {
            var future = client.service("probe").command("same").with(1).future();
            int id = peer.hear(Frame.Call.class).id();
            peer.say(new Frame.Result(id, Map.of(), RawPeer.value(lists(500_000))));
            assertThatThrownBy(future::join)
                    .cause()
                    .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.INTERNAL))
                    .hasMessageStartingWith("probe.same: the result is not what is expected: ")
                    .hasMessageEndingWith(TOO_DEEP);
            peer.requireAlive();
        }
    }

    @Test
    void aCyclicArgumentIsNotSent() throws Exception {
        try (RawPeer _ = peer();
                Client client = Client.connect(server.urls().getFirst().toString())) {
            java.util.ArrayList<Object> cyclic = new java.util.ArrayList<>();
            cyclic.add(cyclic);
            assertThatThrownBy(() -> client.service("probe").call("same", cyclic))
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT);
                                assertThat(e.mayHaveRun()).isFalse();
                            });
            assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
    }

    @Test
    void theDepthCanBeSet() {
        server =
                Server.builder()
                        .service(probe)
                        .codec(new MsgPackCodec(5))
                        .listen("unix://" + folder.resolve("s"))
                        .start();
        try (Client client = Client.connect(server.urls().getFirst().toString())) {
            Object deep = List.of(List.of(List.of(List.of())));
            assertThat(client.service("probe").call("same", deep)).isEqualTo(deep);
            assertThatThrownBy(() -> client.service("probe").call("same", List.of(deep)))
                    .hasMessageStartingWith("probe.same.value")
                    .hasMessageEndingWith("got a value nested deeper than 5 (expected at most 5)");
        }
    }

    @Test
    void mixedArgumentsThatAreNoneAreRefused() throws Exception {
        try (RawPeer peer = peer()) {
            for (String bytes : List.of("90", "9080", "909080", "9190", "919080", "929080c0", "93908080", "c0", "")) {
                peer.say(RawPeer.call(1, "add", bytes, 0, false, true));
                assertThat(peer.hear(Frame.Failure.class).code()).as(bytes).isEqualTo(Code.INVALID_ARGUMENT);
            }
            peer.requireAlive();
        }
    }

    @Test
    void announcedLengthsOfValuesAreNotBelieved() throws Exception {
        try (RawPeer peer = peer()) {
            for (String bytes : List.of("dd7fffffff", "df7fffffff", "91c67fffffff", "91db7fffffff", "91c97fffffff01")) {
                peer.say(RawPeer.call(1, "same", bytes));
                Frame.Failure failure = peer.hear(Frame.Failure.class);
                assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT);
                assertThat(failure.message()).contains("malformed MessagePack: 2147483647 ");
            }
            peer.requireAlive();
        }
    }
}
