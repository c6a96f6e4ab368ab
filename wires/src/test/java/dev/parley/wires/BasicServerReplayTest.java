package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Server;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.util.List;

/// What a Python client said to a Python server is said to ours, which answers what that one did.
@Timeout(60)
class BasicServerReplayTest {
    private static final String SECOND = "second client";

    /// Alone on its port, and told by its first bytes.
    @ParameterizedTest
    @ValueSource(strings = {"basic+", ""})
    void ourAnswersAreThoseOfTheRecording(String scheme) throws Exception {
        List<Recording.Said> recording = Recording.of("basic-socket-rpc/exclusive");
        try (Server server =
                Server.builder()
                        .service(new BasicSample())
                        .listen(scheme + "tcp://127.0.0.1:0")
                        .wires("snekrpc", "zrpc", "basic-socket-rpc")
                        .maxSessions(1)
                        .start()) {
            java.net.URI url = java.net.URI.create(server.urls().getFirst().toString().replaceFirst(".*\\+", ""));
            try (BasicPeer first = BasicPeer.of(url);
                    BasicPeer second = BasicPeer.of(url)) {
                BasicPeer peer = first;
                for (int i = 0; i < recording.size(); i++) {
                    Recording.Said said = recording.get(i);
                    boolean waits = said.step().contains("second client");
                    peer = waits ? second : first;
                    if (!said.client()) {
                        byte[] expected = BasicPeer.content(new ByteArrayInputStream(said.bytes()));
                        assertThat(peer.next()).as(said.step()).isEqualTo(BasicPeer.said(expected));
                        continue;
                    }
                    if (waits && recording.get(i + 1).bytes()[5] == 1 && !said.step().startsWith(SECOND)) {
                        first.leave();
                        while (!second.asksToBegin()) {
                            Thread.onSpinWait(); // until the server has seen it
                        }
                        i++;
                    } else {
                        peer.send(said.bytes());
                    }
                }
            }
        }
    }
}
