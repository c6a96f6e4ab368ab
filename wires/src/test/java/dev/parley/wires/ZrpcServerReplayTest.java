package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Server;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a Python client said to a Python server is said to ours, which answers what that one did.
@Timeout(60)
class ZrpcServerReplayTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"args-sync", "args-asyncio", "payload-sync"})
    void ourAnswersAreThoseOfTheRecording(String name) throws Exception {
        Path socket = folder.resolve("sample");
        try (Server server = Server.builder().service(new ZrpcSample()).listen("zrpc+unix://" + socket).start();
                ZmtpPeer client = ZmtpPeer.connect(socket)) {
            assertThat(server.urls().getFirst()).hasToString("zrpc+unix://" + socket);
            boolean greeted = false;
            for (Map.Entry<String, List<byte[]>> step : steps(name).entrySet()) {
                client.write(step.getValue().getFirst());
                DataInputStream theirs = ZmtpPeer.of(step.getValue().getLast());
                if (!greeted) {
                    assertThat(ZmtpPeer.greeting(client.in)).isEqualTo(ZmtpPeer.greeting(theirs));
                    greeted = true;
                }
                List<@Nullable Object> expected = new ArrayList<>();
                List<@Nullable Object> actual = new ArrayList<>();
                while (theirs.available() > 0) {
                    expected.add(expected(name, step.getKey(), ZmtpPeer.item(theirs)));
                    actual.add(ZmtpPeer.item(client.in));
                }
                assertThat(actual).as(step.getKey()).containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private static @Nullable Object expected(String name, String step, @Nullable Object item) {
        return name.startsWith("payload") && step.contains("unknown") && item instanceof List<?> reply
                ? ZmtpPeer.list(reply.getFirst(), "Invalid RPC method name: nope", true) // there, None was called
                : step.startsWith("list") && item instanceof List<?> reply
                        ? ZmtpPeer.list(reply.get(0), inJava((Map<?, ?>) reply.get(1)), reply.get(2))
                        : item;
    }

    /// The listing of methods, where an argument of type Object need not be given.
    private static Map<Object, Object> inJava(Map<?, ?> listing) {
        Map<Object, Object> all = new LinkedHashMap<>(listing);
        Map<Object, @Nullable Object> value = new LinkedHashMap<>();
        value.put("value", null);
        all.put("echo", Map.of("docstring", "Says it back.", "args_required", List.of(), "args_optional", value));
        return all;
    }

    /// What the client said in each step, and what the server did.
    static Map<String, List<byte[]>> steps(String name) throws IOException {
        Map<String, List<ByteArrayOutputStream>> all = new LinkedHashMap<>();
        for (Recording.Said said : Recording.of("zrpc/" + name)) {
            all.computeIfAbsent(said.step(), _ -> List.of(new ByteArrayOutputStream(), new ByteArrayOutputStream()))
                    .get(said.client() ? 0 : 1)
                    .write(said.bytes());
        }
        Map<String, List<byte[]>> bytes = new LinkedHashMap<>();
        all.forEach((step, both) -> bytes.put(step, both.stream().map(ByteArrayOutputStream::toByteArray).toList()));
        return bytes;
    }
}
