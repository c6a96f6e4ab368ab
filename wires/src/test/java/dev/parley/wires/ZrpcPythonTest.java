package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// The real ZeroMQ, of Python, talks to our server and our client.
@Timeout(120)
class ZrpcPythonTest {
    @TempDir Path folder;

    /// Takes longer than its clients' patience.
    @Service("slow")
    static final class Slow {
        final Map<Integer, AtomicInteger> runs = new ConcurrentHashMap<>();

        @Command
        int square(int number) throws InterruptedException {
            runs.computeIfAbsent(number, _ -> new AtomicInteger()).incrementAndGet();
            Thread.sleep(1000); // it is the time that matters here
            return number * number;
        }
    }

    /// What the Python server serves.
    @Service("sample")
    interface Sample {
        String echo(String value);

        List<Integer> pair(int a, int b);

        void fail();
    }

    @ParameterizedTest
    @ValueSource(strings = {"req", "dealer"})
    void clientsOfPythonCallOurServer(String check) throws Exception {
        Path socket = folder.resolve("sample");
        try (Server _ = Server.builder().service(new ZrpcSample()).listen("zrpc+unix://" + socket).start();
                Python python = new Python(folder, "client.py", socket.toString(), check)) {
            assertThat(python.lines()).containsExactly("done");
        }
    }

    @Test
    void callsThatManyClientsRepeatRunOnce() throws Exception {
        Path socket = folder.resolve("slow");
        Slow slow = new Slow();
        try (Server _ = Server.builder().service(slow).listen("zrpc+unix://" + socket).start();
                Python python = new Python(folder, "client.py", socket.toString(), "repeat")) {
            List<String> lines = python.lines();
            assertThat(lines).hasSize(2).endsWith("done");
            assertThat(Integer.parseInt(lines.getFirst())).as("repetitions").isGreaterThanOrEqualTo(64);
            assertThat(slow.runs).hasSize(64);
            assertThat(slow.runs.values()).allSatisfy(runs -> assertThat(runs).hasValue(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void ourClientCallsAServerOfPython(String kind) throws Exception {
        Path socket = folder.resolve("sample");
        try (Python python = new Python(folder, "server.py", socket.toString(), kind)) {
            assertThat(python.line()).isEqualTo("ready");
            try (Client client = Client.connect("zrpc+unix://" + socket)) {
                Sample sample = client.service(Sample.class);
                assertThat(sample.echo("typed")).isEqualTo("typed");
                assertThat(sample.pair(1, 2)).containsExactly(1, 2);
                assertThatThrownBy(sample::fail)
                        .isInstanceOfSatisfying(
                                RpcException.class,
                                e -> {
                                    assertThat(e.type()).isEqualTo("ValueError");
                                    assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT);
                                })
                        .hasMessage("no fail");
                List<@Nullable Object> every =
                        Arrays.asList(null, true, 1L << 40, 3.25, Double.NEGATIVE_INFINITY, "text", Map.of("a", 1L));
                assertThat(client.service("any").command("echo").with((Object) every).call()).isEqualTo(every);
                assertThat(client.service("any").call("pair", Map.of("a", 1))).isEqualTo(List.of(1L, 5L));
                assertThat(client.service("any").command("pair").with(1).with(Map.of("b", 3)).call())
                        .isEqualTo(List.of(1L, 3L));
                byte[] large = new byte[3_000_000];
                assertThat(client.service("any").command("echo").with(large).call()).isEqualTo(large);
                assertThatThrownBy(() -> client.service("any").command("nope").call())
                        .hasMessage("Invalid RPC method name: nope");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void manyCallsAreInFlight(String kind) throws Exception {
        Path socket = folder.resolve("sample");
        try (Python python = new Python(folder, "server.py", socket.toString(), kind)) {
            assertThat(python.line()).isEqualTo("ready");
            try (Client client = Client.connect("zrpc+unix://" + socket)) {
                List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    calls.add(client.service("any").command("echo").with(i).future());
                }
                for (int i = 0; i < 500; i++) {
                    assertThat(calls.get(i).get()).isEqualTo((long) i);
                }
            }
        }
    }

    @Test
    void aServerOfPythonIsDescribedAsFarAsItTells() throws Exception {
        Path socket = folder.resolve("sample");
        try (Python python = new Python(folder, "server.py", socket.toString(), "rep")) {
            assertThat(python.line()).isEqualTo("ready");
            try (Client client = Client.connect("zrpc+unix://" + socket)) {
                List<ServiceDescriptor> all = client.describe();
                assertThat(all).extracting(ServiceDescriptor::name).containsExactly("sample");
                assertThat(client.describe("sample")).isEqualTo(all.getFirst());
                ServiceDescriptor.Command pair = all.getFirst().commands().getLast();
                assertThat(pair.name()).isEqualTo("pair");
                assertThat(pair.parameters())
                        .extracting(p -> p.name() + " " + p.type() + " " + p.required() + " " + p.defaultValue())
                        .containsExactly("a any true null", "b any false 5");
            }
        }
    }

    @Test
    void streamsAreRefusedBeforeTheyAreSent() throws Exception {
        Path socket = folder.resolve("sample");
        try (Python python = new Python(folder, "server.py", socket.toString(), "rep")) {
            assertThat(python.line()).isEqualTo("ready");
            try (Client client = Client.connect("zrpc+unix://" + socket)) {
                String text = "any.echo: takes or gives a stream, which the protocol of this connection cannot carry";
                assertThatThrownBy(() -> client.service("any").command("echo").with(1).stream().toList())
                        .hasMessage(text);
                assertThatThrownBy(() -> client.service("any").command("echo").with(Stream.of(1)).call())
                        .isInstanceOfSatisfying(
                                RpcException.class,
                                e -> {
                                    assertThat(e.code()).isEqualTo(Code.UNIMPLEMENTED);
                                    assertThat(e.mayHaveRun()).isFalse();
                                })
                        .hasMessage(text);
            }
        }
    }

    @Test
    void aServerThatDiedAndCameBackIsAskedTheSameAgain() throws Exception {
        Path socket = folder.resolve("sample");
        try (Python fragile = new Python(folder, "server.py", socket.toString(), "rep", "fragile")) {
            assertThat(fragile.line()).isEqualTo("ready");
            try (Client client = Client.connect("zrpc+unix://" + socket)) {
                CompletableFuture<@Nullable Object> call = client.service("any").command("echo").with("again").future();
                String request = fragile.line();
                assertThat(fragile.line()).as("after its end").isNull();
                try (Python back = new Python(folder, "server.py", socket.toString(), "rep")) {
                    assertThat(back.line()).isEqualTo("ready");
                    assertThat(call.get()).isEqualTo("again");
                    assertThat(back.line()).isEqualTo(request);
                }
            }
        }
    }
}
