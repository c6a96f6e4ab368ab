package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/// What a Python server said to a Python client is said to ours, which asks for what that one did.
@Timeout(60)
class ZrpcClientReplayTest {
    @TempDir Path folder;

    /// A request that was recorded, and the reply to it.
    private record Exchange(String step, List<?> request, List<?> reply) {
        List<?> arguments() {
            return request.size() == 3 ? List.of(ZmtpPeer.list(request.get(2)), Map.of()) : request.subList(2, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"args-sync", "args-asyncio", "payload-sync"})
    void ourCallsAreThoseOfTheRecording(String name) throws Exception {
        Path socket = folder.resolve("sample");
        List<Exchange> exchanges = exchanges(name);
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            FutureTask<?> script =
                    new FutureTask<>(() -> {
                        replay(listener, exchanges, name);
                        return true;
                    });
            Thread.startVirtualThread(script);
            try (Client client = Client.connect("zrpc+unix://" + socket)) {
                List<Future<?>> calls = new ArrayList<>();
                for (Exchange exchange : exchanges) {
                    if (exchange.request.get(1) == null) {
                        ServiceDescriptor listing = client.describe("sample");
                        assertThat(ZrpcListing.of(listing)).isEqualTo(exchange.reply.get(1));
                        continue;
                    }
                    CompletableFuture<@Nullable Object> call =
                            CompletableFuture.supplyAsync(() -> call(client, exchange));
                    if (name.equals("args-asyncio")) {
                        calls.add(call); // they are in flight together
                    } else {
                        outcome(call, exchange);
                    }
                }
                for (int i = 0; i < calls.size(); i++) {
                    outcome(calls.get(i), exchanges.get(i));
                }
                script.get();
            }
        }
    }

    private static @Nullable Object call(Client client, Exchange exchange) {
        List<?> positional = (List<?>) bytes(exchange.arguments().getFirst());
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        ((Map<?, ?>) exchange.arguments().getLast()).forEach((k, v) -> named.put((String) k, v));
        return client.service("sample")
                .command((String) exchange.request.get(1))
                .with(positional.toArray())
                .with(named)
                .call();
    }

    /// Byte arrays where the recording is read as text.
    private static @Nullable Object bytes(@Nullable Object value) {
        if (value instanceof String text && text.startsWith("bytes ")) {
            return HexFormat.of().parseHex(text.substring(6));
        }
        return value instanceof List<?> list
                ? ZmtpPeer.list(list.stream().map(ZrpcClientReplayTest::bytes).toArray())
                : value;
    }

    private static void outcome(Future<?> call, Exchange exchange) throws Exception {
        if (!Boolean.TRUE.equals(exchange.reply.getLast())) {
            assertThat(ZmtpPeer.readable(call.get())).as(exchange.step).isEqualTo(exchange.reply.get(1));
            return;
        }
        try {
            call.get();
            throw new AssertionError(exchange.step + " did not fail");
        } catch (ExecutionException e) {
            RpcException failure = (RpcException) e.getCause();
            boolean unknown = exchange.reply.get(1).equals("Invalid RPC method name: nope");
            assertThat(unknown ? failure.getMessage() : failure.type() + ": " + failure.getMessage())
                    .isEqualTo(exchange.reply.get(1));
            assertThat(failure.code()).isEqualTo(unknown ? Code.UNIMPLEMENTED : Code.INVALID_ARGUMENT);
        }
    }

    /// Takes one client, says the server's greetings as they were, and answers its requests with the replies of the recording.
    private static void replay(ServerSocketChannel listener, List<Exchange> exchanges, String name) throws IOException {
        try (ZmtpPeer client = new ZmtpPeer(listener.accept())) {
            byte[] first = ZrpcServerReplayTest.steps(name).values().iterator().next().getLast();
            int greetings = 64 + 2 + first[64 + 1];
            client.write(java.util.Arrays.copyOf(first, greetings));
            assertThat(ZmtpPeer.greeting(client.in)).isEqualTo("greeting 255 127 version 3 NULL");
            assertThat(ZmtpPeer.item(client.in)).isEqualTo("READY DEALER");
            List<Exchange> left = new ArrayList<>(exchanges);
            while (!left.isEmpty()) {
                List<?> request = client.receive();
                assertThat((String) request.getFirst()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
                Exchange exchange =
                        left.stream()
                                .filter(each -> request.subList(1, 4).equals(asSent(each)))
                                .findFirst()
                                .orElseThrow(() -> new AssertionError(request + " is none of " + left));
                left.remove(exchange);
                List<Object> reply = new ArrayList<>(exchange.reply);
                reply.set(0, request.getFirst());
                client.send(ZmtpPeer.bytes(reply));
            }
        }
    }

    private static List<Object> asSent(Exchange exchange) {
        List<Object> request = ZmtpPeer.list(exchange.request.get(1));
        request.addAll(exchange.arguments());
        return request;
    }

    private static List<Exchange> exchanges(String name) throws IOException {
        List<Exchange> all = new ArrayList<>();
        boolean first = true;
        for (Map.Entry<String, List<byte[]>> step : ZrpcServerReplayTest.steps(name).entrySet()) {
            DataInputStream client = ZmtpPeer.of(step.getValue().getFirst());
            DataInputStream server = ZmtpPeer.of(step.getValue().getLast());
            if (first) {
                for (DataInputStream each : List.of(client, server)) {
                    ZmtpPeer.greeting(each);
                    ZmtpPeer.item(each);
                }
                first = false;
            }
            List<List<?>> replies = new ArrayList<>();
            while (server.available() > 0) {
                replies.add((List<?>) ZmtpPeer.item(server));
            }
            while (client.available() > 0) {
                List<?> request = (List<?>) ZmtpPeer.item(client);
                List<?> reply =
                        replies.stream().filter(r -> r.getFirst().equals(request.getFirst())).findFirst().orElseThrow();
                all.add(new Exchange(step.getKey(), request, reply));
            }
        }
        return all;
    }
}
