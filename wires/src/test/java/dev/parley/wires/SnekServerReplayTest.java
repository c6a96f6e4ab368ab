package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Server;
import dev.parley.services.FileService;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.DataInputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a Python client said to a Python server is said to ours, which answers what that one did.
@Timeout(60)
class SnekServerReplayTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tcp-msgpack", "tcp-json", "unix-msgpack", "unix-json"})
    void ourAnswersAreThoseOfTheRecording(String name) throws Exception {
        boolean unix = name.startsWith("unix");
        List<Recording.Said> recording = Recording.of("snekrpc/" + name);
        try (Server server =
                        Server.builder()
                                .service(new Sample())
                                .service(new FileService(Files.createDirectory(folder.resolve("files")), true, 1 << 20))
                                .service(new HealthService())
                                .listen(unix ? "unix://" + folder.resolve("s") : "tcp://127.0.0.1:0")
                                .wires("snekrpc")
                                .start();
                SocketChannel client = connect(server.urls().getFirst())) {
            DataInputStream in = new DataInputStream(Channels.newInputStream(client));
            for (Recording.Said said : recording) {
                if (said.client()) {
                    client.write(java.nio.ByteBuffer.wrap(said.bytes()));
                    continue;
                }
                List<Object> expected = Messages.of(said.bytes());
                List<Object> actual = new ArrayList<>();
                for (int i = 0; i < expected.size(); i++) {
                    actual.add(Messages.next(in));
                }
                compare(said.step(), actual, expected);
            }
        }
    }

    private static SocketChannel connect(URI url) throws Exception {
        if (url.getScheme().equals("unix")) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(url.getPath()));
            return channel;
        }
        return SocketChannel.open(new java.net.InetSocketAddress(url.getHost(), url.getPort()));
    }

    /// By meaning: versions, texts of our own and what only Java knows are theirs to differ.
    private static void compare(String step, List<Object> actual, List<Object> expected) {
        switch (step) {
            case "_meta.status" -> {
                if (expected.getFirst() instanceof List<?>) {
                    Map<?, ?> theirs = (Map<?, ?>) ((List<?>) expected.getFirst()).get(1);
                    Map<?, ?> ours = (Map<?, ?>) ((List<?>) actual.getFirst()).get(1);
                    assertThat(ours.keySet()).isEqualTo(theirs.keySet());
                    assertThat(ours.get("codec")).isEqualTo(theirs.get("codec"));
                    assertThat(ours.get("transport")).isEqualTo(theirs.get("transport"));
                } else {
                    assertThat((String) actual.getFirst()).startsWith("handshake ");
                }
            }
            case "_meta.service_names", "_meta.service_names with the built-in services" ->
                    assertThat((List<?>) ((List<?>) actual.getFirst()).get(1))
                            .isEqualTo(List.of("file", "health", "sample"));
            case "_meta.services" -> assertThat(sample(actual)).isEqualTo(sample(expected));
            default -> {
                if (step.startsWith("sample.upstream") && part(actual) instanceof Map<?, ?> spec) {
                    assertThat(spec).as("what Python's command line asks for before").isEqualTo(part(expected));
                } else if (isError(expected) && (step.startsWith("file") || step.startsWith("sample.nope"))) {
                    assertThat(((List<?>) actual.getFirst()).subList(0, 2)) // the text is ours
                            .as(step)
                            .isEqualTo(((List<?>) expected.getFirst()).subList(0, 2));
                } else {
                    assertThat(actual).as(step).isEqualTo(expected);
                }
            }
        }
    }

    private static boolean isError(List<Object> messages) {
        return ((List<?>) messages.getFirst()).getFirst().equals("ErrorMessage");
    }

    private static Object part(List<Object> messages) {
        return ((List<?>) messages.getFirst()).get(1);
    }

    private static Object sample(List<Object> messages) {
        for (Object service : (List<?>) part(messages)) {
            if ("sample".equals(((Map<?, ?>) service).get("name"))) {
                return service;
            }
        }
        throw new AssertionError("no service sample in " + messages);
    }
}
