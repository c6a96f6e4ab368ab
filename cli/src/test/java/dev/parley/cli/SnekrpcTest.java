package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server of snekrpc that is not ours, at the command line.
@Timeout(60)
class SnekrpcTest {
    private static final String DESCRIBED =
            "{\"name\":\"docs\",\"doc\":null,\"commands\":[{\"name\":\"store\",\"doc\":null,\"parameters\":["
                    + "{\"name\":\"path\",\"kind\":1,\"annotation\":\"str\"},"
                    + "{\"name\":\"lines\",\"kind\":1,\"annotation\":\"Iterable[str]\"}],"
                    + "\"return_annotation\":\"str\"}]}";

    @TempDir private Path folder;

    private final List<String> said = new CopyOnWriteArrayList<>();

    /// Says what it offers to who asks, and `"done"` at the end of each stream.
    private void serve(ServerSocketChannel listener) {
        try {
            while (true) {
                try (SocketChannel peer = listener.accept()) {
                    answer(
                            new DataInputStream(Channels.newInputStream(peer)),
                            new DataOutputStream(Channels.newOutputStream(peer)));
                } catch (EOFException e) {
                    continue; // the next client
                }
            }
        } catch (IOException e) {
            said.add("end: " + e);
        }
    }

    private void answer(DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            String message = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            said.add(message);
            if (message.startsWith("\0")) {
                say(out, "\0json");
            } else if (message.contains("\"_meta\"")) {
                say(out, "[\"DataMessage\"," + DESCRIBED + "]");
            } else if (message.contains("StreamEndMessage")) {
                say(out, "[\"DataMessage\",\"done\"]");
            }
        }
    }

    private static void say(DataOutputStream out, String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /// By name, as all that the server describes: by position it would be taken for the first.
    @Test
    void aStreamGoesToTheParameterThatItIsGivenFor() throws Exception {
        Path at = folder.resolve("docs");
        Path lines = Files.writeString(folder.resolve("lines"), "milk\nbread\n");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(at));
            Thread.ofPlatform().daemon().start(() -> serve(listener));
            Outcome outcome = Outcome.of("-u", "snekrpc+unix://" + at, "docs", "store", "a.txt", lines.toString());
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out()).isEqualTo("done\n");
        }
        assertThat(said)
                .contains(
                        "[\"CommandMessage\",\"docs\",\"store\",[],"
                                + "{\"path\":[\"Argument\",\"a.txt\"],\"lines\":[\"StreamArgument\"]}]");
    }
}
