package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.FutureTask;

/// What a Python server said to a Python client is said to ours, which asks for what that one did.
@Timeout(60)
class BasicClientReplayTest {
    /// Answers as recorded to whoever asks as recorded.
    private static void replay(ServerSocket listener, List<Recording.Said> recording) throws Exception {
        try (Socket socket = listener.accept()) {
            for (Recording.Said said : recording) {
                if (said.client()) {
                    byte[] asked = socket.getInputStream().readNBytes(said.bytes().length);
                    assertThat(HexFormat.of().formatHex(asked))
                            .as(said.step())
                            .isEqualTo(HexFormat.of().formatHex(said.bytes()));
                } else {
                    socket.getOutputStream().write(said.bytes());
                }
            }
        }
    }

    private static FutureTask<Boolean> server(ServerSocket listener, boolean second) {
        List<Recording.Said> recording =
                Recording.of("basic-socket-rpc/exclusive").stream()
                        .filter(said -> second == said.step().contains("second client"))
                        .toList();
        FutureTask<Boolean> script =
                new FutureTask<>(() -> {
                    replay(listener, recording);
                    return true;
                });
        Thread.startVirtualThread(script);
        return script;
    }

    private static String url(ServerSocket listener, String more) {
        return "basic+tcp://127.0.0.1:" + listener.getLocalPort() + more;
    }

    @Test
    void ourCallsAreThoseOfTheRecording() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            FutureTask<Boolean> script = server(listener, false);
            try (Client client = Client.connect(url(listener, ""))) {
                BasicSample.Api sample = client.service(BasicSample.Api.class);
                assertThat(sample.hello("Robert")).isEqualTo("hello Robert");
                assertThat(sample.goodbye("Röb")).isEqualTo("goodbye Röb");
                assertThat(sample.add2Words(1000, 2050)).isEqualTo(3050);
                sample.funcNoArgs();
                assertThat(sample.sumFixedArray(new long[] {16, 256, 0x22222222})).isEqualTo(0x22222332);
                assertThat(sample.sumArray(List.of(16L, 256L))).isEqualTo(272);
                assertThat(sample.sumArrayEchoString(List.of(), "blah")).isEqualTo(new BasicSample.Sum(0, "blah"));
                assertThat(sample.sumArrayEchoString(List.of(16L, 32L), "blah"))
                        .isEqualTo(new BasicSample.Sum(48, "blah"));
                assertThatThrownBy(() -> sample.unknown("x"))
                        .isInstanceOfSatisfying(
                                RpcException.class,
                                e -> {
                                    assertThat(e.code()).isEqualTo(Code.UNIMPLEMENTED);
                                    assertThat(e.type()).isEqualTo("ProtocolError");
                                    assertThat(e).hasMessage("Unknown command with id: 10");
                                    assertThat(e.mayHaveRun()).isFalse();
                                });
                assertThatThrownBy(() -> sample.add2Words(0xffffffffL, 4096))
                        .isInstanceOfSatisfying(
                                RpcException.class,
                                e -> {
                                    assertThat(e.code()).isEqualTo(Code.OUT_OF_RANGE);
                                    assertThat(e.type()).isEqualTo("OverflowError");
                                    assertThat(e).hasMessage("int too big to convert");
                                    assertThat(e.remoteTrace()).startsWith("Traceback (most recent call last):");
                                });
            }
            assertThat(script.get()).isTrue();
        }
    }

    @Test
    void ourClientAsksUntilItIsLetIn() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            FutureTask<Boolean> script = server(listener, true);
            try (Client client = Client.connect(url(listener, "?retry=1ms"))) {
                assertThat(client.service(BasicSample.Api.class).hello("Ann")).isEqualTo("hello Ann");
            }
            assertThat(script.get()).isTrue();
        }
    }
}
